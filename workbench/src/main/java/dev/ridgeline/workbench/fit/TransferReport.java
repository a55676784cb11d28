// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.transfer.alignment.Alignment;
import dev.ridgeline.transfer.average.ModelAverage;
import dev.ridgeline.transfer.choice.FilterComparison;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.ResponseFit.Choice;
import dev.ridgeline.transfer.estimator.SourceModels;
import dev.ridgeline.transfer.model.Interval;
import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Citation;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.report.Series;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The page and the pictures of {@code transfer}. */
final class TransferReport {
  /**
   * Losses beyond this many times the least leave the picture: what matters is near the optimum.
   */
  private static final double HIGHEST = 3;

  private static final Map<String, String> NAMES =
      Map.of(
          "average", "average (recommended)",
          "scratch", "from scratch",
          "source_optimal", "source-optimal penalty",
          "transfer_optimal", "transfer-optimal penalty",
          "rescaled", "rescaled prior");

  private TransferReport() {}

  static void write(Run run, TransferResult result, String response) {
    HtmlReport report = HtmlReport.titled("Transfer of " + response);
    for (int t = 0; t < result.targets().size(); t++) {
      TransferResult.Target target = result.targets().get(t);
      boolean single = result.targets().size() == 1;
      if (!single) {
        report = report.heading(target.split().shortName());
      }
      report = report.lead(target.sentence());
      for (String line : findings(target, result.notes())) {
        report = report.paragraph(line);
      }
      if (isPath(target.fit().sources())) {
        Chart chart = chart(target, result);
        FolderRun.write(run, single ? "transfer" : "transfer_" + (t + 1), chart);
        report =
            report.picture(
                chart,
                "Losses by "
                    + result.criterion()
                    + " over the source penalty, each relative to its least value: the source's"
                    + " own, and that of the target with its best target penalty. Both optima are"
                    + " marked; the horizontal line is the target from scratch.");
      }
      report =
          report
              .heading("Losses on the target")
              .table(
                  List.of(
                      "model",
                      "source penalty",
                      "target penalty",
                      "prior times",
                      result.criterion() + " loss",
                      "95 % interval",
                      "on other rows"),
                  losses(target));
      if (!target.filters().isEmpty()) {
        report =
            report
                .heading("Implicit regularisation of the source")
                .paragraph(
                    "The same question for stopping early (gradient flow, time about 1/λ on the"
                        + " mean scale) and for keeping components, the source judged by"
                        + " generalised cross-validation.")
                .table(
                    List.of(
                        "family",
                        "parameter",
                        "best for the source",
                        "best for the target",
                        "loss at the first",
                        "loss at the second"),
                    target.filters().stream().map(TransferReport::row).toList());
      }
    }
    report = shared(report, result);
    run.write(
        "report.html",
        report
            .parameters(FolderRun.inWords(run), run.parameters())
            .citation(Citation.PAPER)
            .html());
  }

  private static HtmlReport shared(HtmlReport report, TransferResult result) {
    if (result.targets().size() == 1) {
      return report;
    }
    List<String> header = new ArrayList<>(List.of("rule", "source penalty"));
    result.targets().forEach(target -> header.add("regret of " + target.split().shortName()));
    List<List<String>> rows = new ArrayList<>();
    result
        .shared()
        .forEach(
            (rule, choice) -> {
              List<String> row =
                  new ArrayList<>(
                      List.of(rule.replace('_', ' '), Figures.of(choice.lambdaSource())));
              Arrays.stream(choice.regrets()).mapToObj(Figures::of).forEach(row::add);
              rows.add(row);
            });
    return report
        .heading("One source for all targets")
        .paragraph(
            "A regret is what a target's loss grows by, relative to its own best source: its"
                + " expectation by the posterior of the average (posterior mean, the rule to"
                + " follow), or the loss on rows held out, which follows the noise of few rows.")
        .table(header, rows);
  }

  private static List<String> findings(TransferResult.Target target, List<String> notes) {
    List<String> lines = new ArrayList<>();
    ResponseFit fit = target.fit();
    Interval gain = target.advice().gain();
    if (Double.isFinite(gain.low())) {
      lines.add(
          "Mean squared error saved by the source-optimal model as it is, against scratch: 95 %"
              + " interval from "
              + Figures.of(gain.low())
              + " to "
              + Figures.of(gain.high())
              + " (posterior of the average, stretched as simulations ask for).");
    }
    ModelAverage average = fit.average();
    lines.add(
        "Factor of the source model: median "
            + Figures.of(average.scale().quantile(0.5))
            + ", 90 % of the weight from "
            + Figures.of(average.scale().quantile(0.05))
            + " to "
            + Figures.of(average.scale().quantile(0.95))
            + "; the source is of no use with probability "
            + Figures.of(average.probabilityOfScratch())
            + ".");
    Interval same = fit.indistinguishable();
    if (Double.isFinite(same.low())) {
      lines.add(
          "Source penalties from "
              + Figures.of(same.low())
              + " to "
              + Figures.of(same.high())
              + " cannot be told from the transfer-optimal one on this target.");
    }
    target.advice().alignment().ifPresent(a -> lines.add(alignment(target, a)));
    notes.forEach(note -> lines.add("Note: " + note + "."));
    for (String warning : target.warnings()) {
      lines.add("Note: " + warning + ".");
    }
    return lines;
  }

  private static String alignment(TransferResult.Target target, Alignment a) {
    if (!a.estimable()) {
      return "The alignment ρ of the tasks is not estimable from these tables.";
    }
    double theory = target.advice().theoryFactor();
    return "Alignment ρ = "
        + Figures.of(a.rho())
        + ", 95 % interval from "
        + Figures.of(a.low())
        + " to "
        + Figures.of(a.high())
        + direction(a)
        + (Double.isNaN(theory)
            ? "."
            : ", by a factor of " + Figures.of(theory) + " if features are isotropic.");
  }

  private static String direction(Alignment a) {
    if (a.high() <= 0) {
      return ": theory says to leave the source alone";
    }
    if (a.low() <= 1 && a.high() >= 1) {
      return ", which holds 1: theory does not say in which direction to move the source penalty";
    }
    return a.high() < 1
        ? ": theory says to regularise the source more than its own task asks for"
        : ": theory says to regularise the source less than its own task asks for";
  }

  private static List<List<String>> losses(TransferResult.Target target) {
    List<List<String>> rows = new ArrayList<>();
    target
        .choices()
        .forEach(
            (name, choice) ->
                rows.add(
                    List.of(
                        NAMES.get(name),
                        Figures.of(choice.lambdaSource()),
                        Figures.of(choice.lambdaTarget()),
                        choice.fromScratch() ? "" : Figures.of(choice.scale()),
                        Figures.of(choice.loss()),
                        interval(choice),
                        Figures.of(target.testLoss(choice)))));
    return rows;
  }

  private static String interval(Choice choice) {
    return Figures.of(choice.interval().low()) + " to " + Figures.of(choice.interval().high());
  }

  private static List<String> row(FilterComparison filter) {
    return List.of(
        filter.family(),
        filter.parameter(),
        Figures.of(filter.sourceOptimal()),
        Figures.of(filter.transferOptimal()),
        Figures.of(filter.lossSourceOptimal()),
        Figures.of(filter.lossTransferOptimal()));
  }

  private static boolean isPath(SourceModels sources) {
    return sources.size() > 1;
  }

  private static Chart chart(TransferResult.Target target, TransferResult result) {
    ResponseFit fit = target.fit();
    Choice best = fit.transferOptimal();
    int[] own =
        IntStream.range(0, fit.sources().size())
            .filter(j -> fit.sources().source(j) == best.source())
            .toArray();
    double[] lambda = Arrays.stream(own).mapToDouble(fit.sources()::lambda).toArray();
    double[] losses = fit.losses();
    double[] transfer = relative(Arrays.stream(own).mapToDouble(j -> losses[j]).toArray());
    double[] source =
        relative(
            Arrays.stream(own)
                .mapToDouble(j -> TransferResult.sourceLoss(fit.sources(), j))
                .toArray());
    double scratch = fit.scratch().loss() / best.loss();
    Chart chart =
        Chart.titled(
                "Losses over the source penalty",
                Axis.log("source penalty λ₀ (" + result.scale() + " scale)"),
                axis(transfer, source, scratch, result.criterion()))
            .subtitle("target: " + target.split().shortName())
            .with(Series.line("target", lambda, transfer).colour(0));
    if (fit.sourceOptimal().isPresent()) {
      chart = chart.with(Series.line("source", lambda, source).colour(1));
      double at = fit.sources().fits().get(best.source()).lambda(0);
      if (at > 0) {
        chart = chart.vertical(at, "source-optimal");
      }
    }
    if (best.lambdaSource() > 0) {
      chart = chart.vertical(best.lambdaSource(), "transfer-optimal");
    }
    return scratch <= HIGHEST ? chart.horizontal(scratch, "target from scratch") : chart;
  }

  private static double[] relative(double[] losses) {
    double least = Arrays.stream(losses).min().orElseThrow();
    return Arrays.stream(losses).map(loss -> least > 0 ? loss / least : loss).toArray();
  }

  private static Axis axis(double[] transfer, double[] source, double scratch, String criterion) {
    Axis axis = Axis.linear(criterion + " loss, relative to its least value");
    double highest =
        IntStream.range(0, transfer.length)
            .mapToDouble(i -> Math.max(transfer[i], Double.isNaN(source[i]) ? 0 : source[i]))
            .max()
            .orElseThrow();
    double top = Math.min(HIGHEST, 1.05 * Math.max(highest, Math.min(scratch, HIGHEST)));
    return axis.between(1 - 0.05 * Math.max(top - 1, 0.05), Math.max(top, 1.05));
  }
}
