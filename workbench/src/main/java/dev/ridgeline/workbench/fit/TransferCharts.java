// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.RidgeFit;
import dev.ridgeline.Sample;
import dev.ridgeline.transfer.average.WeightedValues;
import dev.ridgeline.transfer.choice.Indistinguishable;
import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.ResponseFit.Choice;
import dev.ridgeline.transfer.estimator.SourceModels;
import dev.ridgeline.transfer.model.Interval;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Series;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The pictures of {@code transfer}: the target, the source, the posterior, rows held out. */
final class TransferCharts {
  /**
   * Losses beyond this many times the least leave the picture: what matters is near the optimum.
   */
  private static final double HIGHEST = 3;

  /** Points in a picture; of more rows every so many are drawn. */
  private static final int POINTS = 250;

  private final ResponseFit fit;
  private final SourceModels sources;
  private final Choice best;
  private final TransferResult result;

  /** Priors of the source that is best, by their penalties. */
  private final int[] own;

  private final double[] lambdas;

  TransferCharts(TransferResult.Target target, TransferResult result) {
    this.fit = target.fit();
    this.sources = fit.sources();
    this.best = fit.transferOptimal();
    this.result = result;
    this.own = fit.priorsOfBestSource();
    this.lambdas = Arrays.stream(own).mapToDouble(sources::lambda).toArray();
  }

  /** The target's losses over the source penalty; none where priors have no penalties. */
  static Optional<Chart> target(TransferResult.Target target, TransferResult result) {
    TransferCharts charts = new TransferCharts(target, result);
    return charts.own.length > 1
        ? Optional.of(charts.target(target.split().shortName()))
        : Optional.empty();
  }

  static String captionOfTarget(TransferResult.Target target, TransferResult result) {
    double most = Arrays.stream(target.fit().losses()).max().orElseThrow();
    boolean clipped = most > HIGHEST * target.fit().transferOptimal().loss();
    return "Loss of the target by "
        + result.criterion()
        + " over the penalty that its source was trained with. Band: the least loss and 95 % of"
        + " what the rows say of the difference from it. The strip holds penalties that the target"
        + " cannot tell from the best."
        + (clipped ? " Losses beyond " + (int) HIGHEST + " times the least are not drawn." : "");
  }

  private Axis penalty() {
    return Axis.log("source penalty \u03bb\u2080 (" + Labels.of(result.scale()) + " scale)");
  }

  private Chart target(String name) {
    double[] losses = fit.losses();
    List<Interval> excesses = fit.excesses();
    double least = best.loss();
    double[] own = pick(losses);
    double[] low = excesses.stream().mapToDouble(e -> Math.max(0, least + e.low())).toArray();
    double[] high = excesses.stream().mapToDouble(e -> least + e.high()).toArray();
    double scratch = fit.scratch().loss();
    Chart chart =
        Chart.titled("Target", penalty(), axis(least, low, high, own, scratch))
            .subtitle(name)
            .with(Series.line("target", lambdas, own).band(low, high).colour(0));
    Interval same = fit.indistinguishable();
    chart = same.low() > 0 ? chart.strip(same.low(), same.high()) : chart;
    double theirs = sourceOptimal();
    chart = theirs > 0 ? chart.vertical(theirs, "source-optimal") : chart;
    if (best.lambdaSource() > 0) {
      chart = chart.vertical(best.lambdaSource(), "transfer-optimal");
    }
    return scratch <= HIGHEST * least ? chart.horizontal(scratch, "from scratch") : chart;
  }

  private double sourceOptimal() {
    return sources.hasFits() ? sources.fits().get(best.source()).lambda(0) : Double.NaN;
  }

  private double[] pick(double[] losses) {
    return Arrays.stream(own).mapToDouble(j -> losses[j]).toArray();
  }

  boolean hasSource() {
    return sources.hasFits() && own.length > 1;
  }

  /** The source's losses on its own rows. */
  Chart source() {
    RidgeFit source = sources.fits().get(best.source());
    double[] scores = source.scores(0);
    double[] losses = Arrays.stream(own).mapToDouble(j -> scores[j % scores.length]).toArray();
    double least = Arrays.stream(losses).min().orElseThrow();
    Series line = Series.line("source", lambdas, losses).colour(1);
    double[] low = losses;
    double[] high = losses;
    Interval same = null;
    if (source.hasRows()) {
      List<Interval> excesses = Indistinguishable.excesses(source, 0);
      low = excesses.stream().mapToDouble(e -> Math.max(0, least + e.low())).toArray();
      high = excesses.stream().mapToDouble(e -> least + e.high()).toArray();
      line = line.band(low, high);
      same = Indistinguishable.among(source, excesses);
    }
    Chart chart =
        Chart.titled("Source", penalty(), axis(least, low, high, losses, Double.NaN)).with(line);
    chart = same != null && same.low() > 0 ? chart.strip(same.low(), same.high()) : chart;
    double at = source.lambda(0);
    chart = at > 0 ? chart.vertical(at, "source-optimal") : chart;
    return best.lambdaSource() > 0
        ? chart.vertical(best.lambdaSource(), "transfer-optimal")
        : chart;
  }

  String captionOfSource() {
    return "The same of the source on its own rows: the penalty that is best for the source itself,"
        + " and the one that is best for the target.";
  }

  boolean hasPosterior() {
    return own.length > 1 && sources.hasFits();
  }

  /** What the average says of the source penalty. */
  Chart posterior() {
    WeightedValues posterior = fit.lambdaSourcePosterior();
    double sum = Arrays.stream(posterior.weights()).sum();
    int[] members = Arrays.stream(own).filter(j -> posterior.weights()[j] > 0).toArray();
    return Chart.titled("Posterior of the source penalty", penalty(), Axis.linear("probability"))
        .with(
            Series.line(
                    "",
                    Arrays.stream(members).mapToDouble(sources::lambda).toArray(),
                    Arrays.stream(members).mapToDouble(j -> posterior.weights()[j] / sum).toArray())
                .markers()
                .colour(2));
  }

  String captionOfPosterior() {
    return "How the average weighs the source penalties of the grid: what these rows, and the"
        + " source, say of the best one.";
  }

  /** Predicted against actual, of rows held out. */
  static Optional<Chart> predicted(TransferResult.Target target, String response) {
    Sample test = target.split().test();
    if (test == null) {
      return Optional.empty();
    }
    double[] predicted = target.fit().model(target.fit().averaged()).predict(test.x());
    double[] actual = test.y().column(0);
    int step = (actual.length + POINTS - 1) / POINTS;
    int[] rows =
        IntStream.range(0, actual.length)
            .filter(i -> i % step == 0 && test.weight(i) > 0)
            .toArray();
    double[] x = Arrays.stream(rows).mapToDouble(i -> actual[i]).toArray();
    double[] y = Arrays.stream(rows).mapToDouble(i -> predicted[i]).toArray();
    double low = Arrays.stream(x).min().orElse(0);
    double high = Arrays.stream(x).max().orElse(1);
    return Optional.of(
        Chart.titled(
                "Predicted against actual",
                Axis.linear("actual " + response),
                Axis.linear("predicted " + response))
            .with(Series.points("rows held out", x, y).colour(0))
            .with(
                Series.theory("equal", new double[] {low, high}, new double[] {low, high})
                    .colour(6)));
  }

  private Axis axis(double least, double[] low, double[] high, double[] losses, double scratch) {
    Axis axis = Axis.linear("mean squared error, " + result.criterion());
    double top = Math.max(Arrays.stream(losses).max().orElseThrow(), max(high));
    top = scratch <= HIGHEST * least ? Math.max(top, scratch) : top;
    double bottom = Math.min(least, Arrays.stream(low).min().orElseThrow());
    if (!(least > 0) || top <= HIGHEST * least) {
      return axis; // all of it
    }
    double end = HIGHEST * least;
    return axis.between(Math.max(0, bottom - 0.05 * (end - bottom)), end);
  }

  private static double max(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).max().orElse(Double.NEGATIVE_INFINITY);
  }
}
