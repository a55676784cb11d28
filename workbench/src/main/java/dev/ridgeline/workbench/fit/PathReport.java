// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.RidgeFit;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.choice.Indistinguishable;
import dev.ridgeline.transfer.model.Interval;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Figures;
import dev.ridgeline.workbench.report.HtmlReport;
import dev.ridgeline.workbench.report.Series;
import dev.ridgeline.workbench.report.Verdict;
import dev.ridgeline.workbench.run.FolderRun;
import dev.ridgeline.workbench.run.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The page and the pictures of {@code path}. */
final class PathReport {
  /** Curves in one picture of several responses. */
  private static final int CURVES = 8;

  /** Coefficients in one picture. */
  private static final int NAMED = 20;

  private final PathResults results;
  private final RidgeFit fit;
  private final double[] lambdas;

  /** What penalties of the only response lose beyond the best one; none where it is not known. */
  private final List<Interval> excesses;

  private PathReport(PathResults results) {
    this.results = results;
    this.fit = results.fit();
    this.lambdas = fit.lambdas().values();
    boolean told = fit.responses() == 1 && results.hasIntervals();
    this.excesses = told ? Indistinguishable.excesses(fit, 0) : List.of();
  }

  static void write(Run run, PathResults results) {
    new PathReport(results).write(run);
  }

  private void write(Run run) {
    HtmlReport page = HtmlReport.titled("Ridge path of " + String.join(", ", results.responses()));
    Chart losses = losses();
    FolderRun.write(run, "path", losses);
    if (fit.responses() == 1) {
      page = page.verdict(verdict()).picture(losses, "The " + caption());
      if (results.hasCoefficients()) {
        page = page.picture(coefficients(), captionOfCoefficients());
      }
      page =
          page.picture(
              degrees(), "The same losses over the degrees of freedom that a penalty leaves.");
    } else {
      page =
          page.verdict(several())
              .picture(losses, caption() + " Of each response relative to its least value.");
    }
    page =
        page.heading("Solution")
            .table(
                List.of(
                    "response",
                    "penalty",
                    "loss",
                    "95 % interval",
                    "degrees of freedom",
                    "route",
                    "condition",
                    "residual"),
                solutions());
    FolderRun.writePage(run, page);
  }

  private Verdict verdict() {
    int best = fit.best(0);
    double lambda = fit.lambda(0);
    return new Verdict(Verdict.Tone.PLAIN, "Best penalty: " + Figures.of(lambda))
        .fact("Penalty, mean scale", Figures.of(scaled(lambda, true)))
        .fact("Penalty, sum scale (what is added to X'X)", Figures.of(scaled(lambda, false)))
        .fact("Loss (mean squared error), " + results.judged(), lossOf(0))
        .fact("Degrees of freedom", Figures.of(fit.effectiveDegreesOfFreedom(best)))
        .fact(
            "Penalties the rows cannot tell from it",
            hasBand() ? Figures.range(same().low(), same().high()) : "")
        .fact("Rows", String.valueOf(fit.rows()))
        .fact("Features", String.valueOf(fit.features()))
        .warnings(results.warnings());
  }

  private Verdict several() {
    return new Verdict(Verdict.Tone.PLAIN, "A penalty each for " + fit.responses() + " responses")
        .fact("Judged by", results.judged())
        .fact("Rows", String.valueOf(fit.rows()))
        .fact("Features", String.valueOf(fit.features()))
        .warnings(results.warnings());
  }

  /** A penalty on the scale {@code mean}, or {@code sum}. */
  private double scaled(double lambda, boolean mean) {
    double mu = fit.lambdas().scale().toNormalEquations(lambda, fit.rows());
    return mean ? mu / (double) fit.rows() : mu;
  }

  private String lossOf(int response) {
    String loss = Figures.of(fit.scores(response)[fit.best(response)]);
    String interval = interval(response);
    return interval.isEmpty() ? loss : loss + " (95 %: " + interval + ")";
  }

  private String interval(int response) {
    double[] interval = results.interval(response);
    return interval == null ? "" : Figures.range(interval[0], interval[1]);
  }

  private String caption() {
    return results.judged()
        + " loss over the penalty."
        + (hasBand()
            ? " Band: the loss of the best penalty and 95 % of what the rows say of the difference"
                + " from it; where it does not reach down to the best one, a penalty is worse. The"
                + " strip holds penalties that cannot be told from the best."
            : "");
  }

  private boolean hasBand() {
    return !excesses.isEmpty();
  }

  /** The penalties that the rows cannot tell from the best one. */
  private Interval same() {
    return Indistinguishable.among(fit, excesses);
  }

  private List<List<String>> solutions() {
    List<List<String>> rows = new ArrayList<>();
    for (int t = 0; t < fit.responses(); t++) {
      int best = fit.best(t);
      rows.add(
          List.of(
              results.responses().get(t),
              Figures.of(fit.lambda(t)),
              Figures.of(fit.scores(t)[best]),
              t < CURVES ? interval(t) : "",
              Figures.of(fit.effectiveDegreesOfFreedom(best)),
              fit.route(best).toString(),
              Figures.of(fit.condition(best)),
              t < CURVES && !results.streamed() ? Figures.of(fit.residual(t)) : ""));
    }
    return rows;
  }

  private Axis penalty() {
    return Axis.log("penalty \u03bb (" + Labels.of(results.scale()) + " scale)");
  }

  private Chart losses() {
    boolean single = fit.responses() == 1;
    Chart chart =
        Chart.titled(
            single ? "Ridge path of " + results.responses().getFirst() : "Ridge paths",
            penalty(),
            Axis.linear(
                results.judged()
                    + (single ? " mean squared error" : " loss, relative to its least value")));
    if (single) {
      return single(chart);
    }
    for (int t = 0; t < Math.min(CURVES, fit.responses()); t++) {
      double[] scores = fit.scores(t);
      double least = scores[fit.best(t)];
      double unit = least > 0 ? least : 1;
      double[] relative = Arrays.stream(scores).map(s -> s / unit).toArray();
      chart = chart.with(Series.line(results.responses().get(t), lambdas, relative).colour(t));
    }
    return chart;
  }

  private Chart single(Chart chart) {
    Series loss = Series.line("loss", lambdas, fit.scores(0)).colour(0);
    Chart with = chart;
    if (hasBand()) {
      double least = fit.scores(0)[fit.best(0)];
      loss =
          loss.band(
              excesses.stream().mapToDouble(e -> Math.max(0, least + e.low())).toArray(),
              excesses.stream().mapToDouble(e -> least + e.high()).toArray());
      with = same().low() > 0 ? with.strip(same().low(), same().high()) : with;
    }
    return with.with(loss).vertical(fit.lambda(0), "best");
  }

  private Chart degrees() {
    double[] df =
        IntStream.range(0, lambdas.length).mapToDouble(fit::effectiveDegreesOfFreedom).toArray();
    return Chart.titled(
            "Loss over degrees of freedom",
            Axis.linear("degrees of freedom"),
            Axis.linear(results.judged() + " mean squared error"))
        .with(Series.line("loss", df, fit.scores(0)).colour(0))
        .vertical(df[fit.best(0)], "best");
  }

  private String captionOfCoefficients() {
    int most = Math.min(NAMED, fit.features());
    return (most < fit.features()
            ? "The " + most + " of " + fit.features() + " coefficients that are largest"
            : "Coefficients")
        + (results.hasSpreads()
            ? ", times the standard deviations of their columns,"
            : ", each in the unit of its column,")
        + " by the penalty."
        + (most < fit.features() ? " Largest: at the best penalty." : "");
  }

  private Chart coefficients() {
    double[][] all = new double[fit.features()][lambdas.length];
    for (int l = 0; l < lambdas.length; l++) {
      Matrix b = fit.coefficients(l);
      for (int j = 0; j < all.length; j++) {
        all[j][l] = b.get(j, 0) * results.spread(j);
      }
    }
    int best = fit.best(0);
    int[] largest =
        IntStream.range(0, all.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer j) -> -Math.abs(all[j][best])))
            .limit(NAMED)
            .mapToInt(Integer::intValue)
            .toArray();
    Chart chart =
        Chart.titled("Coefficients over the penalty", penalty(), Axis.linear("coefficient"));
    for (int k = 0; k < largest.length; k++) {
      int j = largest[k];
      chart = chart.with(Series.line(results.features().get(j), lambdas, all[j]).colour(k));
    }
    return chart.vertical(fit.lambda(0), "best");
  }
}
