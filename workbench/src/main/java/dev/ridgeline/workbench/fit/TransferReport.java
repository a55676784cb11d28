// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.RidgeFit;
import dev.ridgeline.transfer.alignment.Alignment;
import dev.ridgeline.transfer.average.ModelAverage;
import dev.ridgeline.transfer.choice.FilterComparison;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.ResponseFit.Choice;
import dev.ridgeline.transfer.model.Interval;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Citation;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.report.Verdict;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The page of {@code transfer}. */
final class TransferReport {
  private static final Map<String, String> NAMES =
      Map.of(
          "average", "average (recommended)",
          "scratch", "from scratch",
          "source_optimal", "source-optimal penalty",
          "transfer_optimal", "transfer-optimal penalty",
          "rescaled", "rescaled prior");

  private final Run run;
  private final TransferResult result;
  private final String response;

  private TransferReport(Run run, TransferResult result, String response) {
    this.run = run;
    this.result = result;
    this.response = response;
  }

  static void write(Run run, TransferResult result, String response) {
    TransferReport report = new TransferReport(run, result, response);
    HtmlReport page = HtmlReport.titled("Transfer of " + response);
    page = result.targets().size() == 1 ? report.one(page) : report.several(page);
    FolderRun.writePage(run, page.citation(Citation.PAPER));
  }

  private HtmlReport one(HtmlReport page) {
    TransferResult.Target target = result.targets().getFirst();
    HtmlReport with = page.verdict(verdict(target));
    Optional<Chart> losses = TransferCharts.target(target, result);
    if (losses.isPresent()) {
      FolderRun.write(run, "transfer", losses.get());
      with = with.picture(losses.get(), TransferCharts.captionOfTarget(target, result));
      TransferCharts charts = new TransferCharts(target, result);
      if (charts.hasSource()) {
        with = with.picture(charts.source(), charts.captionOfSource());
      }
      if (charts.hasPosterior()) {
        with = with.picture(charts.posterior(), charts.captionOfPosterior());
      }
    }
    Optional<Chart> predicted = TransferCharts.predicted(target, response);
    if (predicted.isPresent()) {
      with =
          with.picture(
              predicted.get(),
              "Rows held out: predicted by the average against actual; on the line both are the"
                  + " same.");
    }
    return details(with, target);
  }

  /** A line of a table for each target, those that gain most first; the rest folded. */
  private HtmlReport several(HtmlReport page) {
    List<TransferResult.Target> targets = result.targets();
    long transfers = count(targets, Verdict.Tone.YES);
    long scratch = count(targets, Verdict.Tone.NO);
    Verdict verdict =
        new Verdict(
                Verdict.Tone.PLAIN,
                transfers + " of " + targets.size() + " targets: transfer",
                scratch
                    + " from scratch, "
                    + (targets.size() - transfers - scratch)
                    + " without a clear difference. The recommended model of each is its average"
                    + " over source penalties and scales.")
            .fact("Features", String.valueOf(targets.getFirst().fit().sources().features()));
    List<List<String>> rows = new ArrayList<>();
    for (int t : byGain(targets)) {
      TransferResult.Target target = targets.get(t);
      Interval gain = target.advice().gain();
      rows.add(
          List.of(
              target.split().shortName(),
              answer(target),
              percent(target.advice().probability()),
              Figures.of((gain.low() + gain.high()) / 2),
              range(gain),
              Figures.of(target.fit().transferOptimal().lambdaSource()),
              Figures.of(target.fit().averaged().loss()),
              Figures.of(target.fit().scratch().loss()),
              Figures.of(target.testLoss(target.fit().averaged())),
              String.valueOf(target.fit().rows()),
              "model_" + (t + 1) + ".json"));
    }
    HtmlReport with =
        page.verdict(verdict)
            .heading("Targets")
            .captioned(
                "Gain: mean squared error that the source-optimal model as it is saves against"
                    + " scratch, by the posterior of the average. Sorted by it.",
                List.of(
                    "target",
                    "decision",
                    "probability",
                    "gain",
                    "95 % interval",
                    "source penalty",
                    "loss, average",
                    "loss, scratch",
                    "on other rows",
                    "rows",
                    "model"),
                rows);
    with = shared(with).heading("Target by target");
    for (int t : byGain(targets)) {
      TransferResult.Target target = targets.get(t);
      Optional<Chart> losses = TransferCharts.target(target, result);
      losses.ifPresent(chart -> FolderRun.write(run, "transfer_" + (t + 1), chart));
      with =
          with.folded(
              target.split().shortName() + ": " + answer(target),
              inner -> {
                inner.verdict(verdict(target));
                losses.ifPresent(
                    chart -> inner.picture(chart, TransferCharts.captionOfTarget(target, result)));
                inner.table(header(), losses(target));
              });
    }
    return with;
  }

  private static long count(List<TransferResult.Target> targets, Verdict.Tone tone) {
    return targets.stream().filter(target -> tone(target) == tone).count();
  }

  private static List<Integer> byGain(List<TransferResult.Target> targets) {
    List<Integer> order = new ArrayList<>();
    for (int t = 0; t < targets.size(); t++) {
      order.add(t);
    }
    Comparator<Integer> gain =
        Comparator.comparingDouble(
            t -> {
              Interval of = targets.get(t).advice().gain();
              return Double.isFinite(of.low()) ? of.low() + of.high() : Double.NEGATIVE_INFINITY;
            });
    order.sort(gain.reversed());
    return order;
  }

  private static Verdict.Tone tone(TransferResult.Target target) {
    return switch (target.advice().decision()) {
      case TRANSFER -> Verdict.Tone.YES;
      case SCRATCH -> Verdict.Tone.NO;
      case NO_CLEAR_DIFFERENCE -> Verdict.Tone.UNCLEAR;
    };
  }

  private static String answer(TransferResult.Target target) {
    return switch (tone(target)) {
      case YES -> "Transfer";
      case NO -> "Train from scratch";
      default -> "No clear difference";
    };
  }

  private Verdict verdict(TransferResult.Target target) {
    ResponseFit fit = target.fit();
    Choice best = fit.transferOptimal();
    Interval gain = target.advice().gain();
    List<String> warnings = new ArrayList<>();
    target.warnings().forEach(text -> warnings.add(capitalised(PathCommand.sentence(text))));
    result.notes().forEach(text -> warnings.add(PathCommand.sentence(text)));
    Verdict verdict = new Verdict(tone(target), answer(target), target.sentence());
    if (target.split().test() != null) {
      verdict =
          verdict.fact(
              "Mean squared error on " + target.split().test().rows() + " rows held out",
              Figures.of(target.testLoss(fit.averaged()))
                  + " average, "
                  + Figures.of(target.testLoss(fit.scratch()))
                  + " scratch");
    }
    return verdict
        .fact("Probability that the source helps", percent(target.advice().probability()))
        .fact("Error saved against scratch, 95 %", range(gain))
        .fact("Source penalty for this target", onBothScales(fit, best))
        .fact("Penalties the target cannot tell from it", range(fit.indistinguishable()))
        .fact("Target penalty", Figures.of(best.lambdaTarget()))
        .fact(
            "Loss by " + result.criterion(),
            Figures.of(fit.averaged().loss())
                + " average, "
                + Figures.of(fit.scratch().loss())
                + " scratch")
        .fact("Rows", rows(fit))
        .fact("Features", String.valueOf(fit.sources().features()))
        .warnings(warnings);
  }

  private static String capitalised(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }

  private static String rows(ResponseFit fit) {
    if (!fit.sources().hasFits()) {
      return fit.rows() + " of the target";
    }
    long rows = fit.sources().fits().stream().mapToLong(own -> own.rows()).sum();
    return rows + " of the source, " + fit.rows() + " of the target";
  }

  private static String onBothScales(ResponseFit fit, Choice best) {
    double lambda = best.lambdaSource();
    if (Double.isNaN(lambda) || !fit.sources().hasFits()) {
      return Figures.of(lambda);
    }
    RidgeFit own = fit.sources().fits().get(best.source());
    double mu = own.lambdas().scale().toNormalEquations(lambda, own.rows());
    return Figures.of(mu / (double) own.rows()) + " (mean scale), " + Figures.of(mu) + " (sum)";
  }

  private static String percent(double probability) {
    return Double.isNaN(probability)
        ? ""
        : probability > 0.999
            ? "over 99.9 %"
            : probability < 0.001 ? "below 0.1 %" : Figures.of(100 * probability) + " %";
  }

  private static String range(Interval interval) {
    return Double.isFinite(interval.low()) ? Figures.range(interval.low(), interval.high()) : "";
  }

  private HtmlReport details(HtmlReport page, TransferResult.Target target) {
    HtmlReport with = page.heading("Losses on the target").table(header(), losses(target));
    for (String line : findings(target)) {
      with = with.paragraph(line);
    }
    if (!target.filters().isEmpty()) {
      with =
          with.folded(
              "Implicit regularisation of the source",
              inner ->
                  inner
                      .paragraph(
                          "The same question for stopping early (gradient flow, time about 1/\u03bb"
                              + " on the mean scale) and for keeping components, the source judged"
                              + " by generalised cross-validation, which may prefer another penalty"
                              + " than "
                              + result.criterion()
                              + " does.")
                      .captioned(
                          "Families of regularisation",
                          List.of(
                              "family",
                              "parameter",
                              "best for the source",
                              "best for the target",
                              "loss at the first",
                              "loss at the second"),
                          target.filters().stream().map(TransferReport::row).toList()));
    }
    return with;
  }

  private HtmlReport shared(HtmlReport page) {
    List<String> header = new ArrayList<>(List.of("rule", "source penalty", "largest regret"));
    boolean few = result.targets().size() <= 5;
    if (few) {
      result.targets().forEach(target -> header.add("regret of " + target.split().shortName()));
    }
    List<List<String>> rows = new ArrayList<>();
    result
        .shared()
        .forEach(
            (rule, choice) -> {
              List<String> row =
                  new ArrayList<>(
                      List.of(
                          rule.replace('_', ' '),
                          Figures.of(choice.lambdaSource()),
                          Figures.of(Arrays.stream(choice.regrets()).max().orElseThrow())));
              if (few) {
                Arrays.stream(choice.regrets()).mapToObj(Figures::of).forEach(row::add);
              }
              rows.add(row);
            });
    return page.heading("One source for all targets")
        .paragraph(
            "A regret is what a target's loss grows by, relative to its own best source: its"
                + " expectation by the posterior of the average (posterior mean, the rule to"
                + " follow), or the loss on rows held out, which follows the noise of few rows.")
        .table(header, rows);
  }

  private static List<String> findings(TransferResult.Target target) {
    List<String> lines = new ArrayList<>();
    ModelAverage average = target.fit().average();
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
    target.advice().alignment().ifPresent(a -> lines.add(alignment(target, a)));
    return lines;
  }

  private static String alignment(TransferResult.Target target, Alignment a) {
    if (!a.estimable()) {
      return "The alignment \u03c1 of the tasks (how much of the source's coefficients is in the"
          + " target's) is not estimable from these tables.";
    }
    double theory = target.advice().theoryFactor();
    return "Alignment \u03c1 = "
        + Figures.of(a.rho())
        + ", 95 % interval from "
        + Figures.of(a.low())
        + " to "
        + Figures.of(a.high())
        + " (how much of the source's coefficients is in the target's; 1: all of it)"
        + direction(a)
        + (Double.isNaN(theory) || !isDirected(a)
            ? "."
            : ", by a factor of " + Figures.of(theory) + " if features are isotropic.");
  }

  /** Whether theory says in which direction to move the source penalty. */
  private static boolean isDirected(Alignment a) {
    return a.high() > 0 && (a.low() > 1 || a.high() < 1);
  }

  private static String direction(Alignment a) {
    if (a.high() <= 0) {
      return ": theory says to leave the source alone";
    }
    if (!isDirected(a)) {
      return ", which holds 1: theory does not say in which direction to move the source penalty";
    }
    return a.high() < 1
        ? ": theory says to regularise the source more than its own task asks for"
        : ": theory says to regularise the source less than its own task asks for";
  }

  private List<String> header() {
    return List.of(
        "model",
        "source penalty",
        "target penalty",
        "prior times",
        result.criterion() + " loss",
        "95 % interval",
        "on other rows");
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
                        range(choice.interval()),
                        Figures.of(target.testLoss(choice)))));
    return rows;
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
}
