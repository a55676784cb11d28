// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.report.Axis;
import dev.ridgeline.workbench.report.Chart;
import dev.ridgeline.workbench.report.Series;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** The pictures of a study of weight decay. */
final class Charts {
  /** Where weight decay 0 is drawn on the logarithmic axis. */
  private static final double ZERO_AT = 1e-7;

  /** How many curves of distances are drawn, spread over the grid. */
  private static final int DISTANCE_CURVES = 5;

  private Charts() {}

  /** A colour for each kind of model, the same in every picture. */
  static final int SOURCE = 0;

  static final int STANDARD = 1;
  static final int L2SP = 2;
  static final int SCRATCH = 6;

  /** Abscissas of the weight decays. */
  static double[] abscissas(double[] weightDecays) {
    return Arrays.stream(weightDecays).map(Charts::abscissa).toArray();
  }

  static double abscissa(double weightDecay) {
    return weightDecay == 0 ? ZERO_AT : weightDecay;
  }

  static Axis weightDecayAxis() {
    return Axis.log("source weight decay (0 drawn at 1e-7)");
  }

  /** Source, transfer and scratch accuracy over the weight decay of the source. */
  static Chart accuracies(String title, Outcome outcome) {
    double[] x = abscissas(outcome.weightDecays());
    return Chart.titled(title, weightDecayAxis(), Axis.linear("test accuracy (%)"))
        .subtitle(seeds(outcome.seeds()) + "; dots: the best weight decays")
        .with(banded("source", x, outcome.source()).colour(SOURCE))
        .with(banded("target, standard fine-tuning", x, outcome.standard()).colour(STANDARD))
        .with(banded("target, L2-SP", x, outcome.l2sp()).colour(L2SP))
        .with(banded("target from scratch", x, outcome.fromScratch()).colour(SCRATCH))
        .with(optimum(x, outcome.source(), outcome.standardShift().sourceOptimum(), SOURCE))
        .with(optimum(x, outcome.standard(), outcome.standardShift().transferOptimum(), STANDARD))
        .with(optimum(x, outcome.l2sp(), outcome.l2spShift().transferOptimum(), L2SP));
  }

  static String seeds(int count) {
    return count == 1 ? "1 seed" : count + " seeds: mean with a band of one standard deviation";
  }

  /** A dot on a curve where it is best. */
  static Series optimum(double[] x, double[][] table, int at, int colour) {
    return Series.points("", new double[] {x[at]}, new double[] {Outcome.at(table, at).mean()})
        .colour(colour);
  }

  static Series banded(String name, double[] x, double[][] table) {
    return Series.line(name, x, Outcome.curve(table, OverSeeds::mean))
        .band(Outcome.curve(table, OverSeeds::low), Outcome.curve(table, OverSeeds::high));
  }

  /** Distance from the source parameters over the epochs, for some weight decays. */
  static Chart distances(String title, Outcome outcome) {
    Chart chart =
        Chart.titled(
                title,
                Axis.linear("epoch of fine-tuning"),
                Axis.linear("distance from the source parameters"))
            .subtitle("mean over seeds; solid: standard fine-tuning, dashed: L2-SP");
    int colour = 0;
    for (int w : spread(outcome.weightDecays().length)) {
      double[] standard = meanDistance(outcome, w, CellResult.Target::standardDistances);
      double[] l2sp = meanDistance(outcome, w, CellResult.Target::l2spDistances);
      double[] epochs = IntStream.range(0, standard.length).asDoubleStream().toArray();
      chart =
          chart
              .with(
                  Series.line("weight decay " + number(outcome.weightDecays()[w]), epochs, standard)
                      .colour(colour))
              .with(Series.theory("", epochs, l2sp).colour(colour));
      colour++;
    }
    return chart;
  }

  /** Where one end of the shift of each outcome lies on the axis of weight decays. */
  static double[] optima(
      List<Outcome> outcomes, Function<Outcome, Shift> way, ToIntFunction<Shift> index) {
    return outcomes.stream()
        .mapToDouble(o -> abscissa(o.weightDecays()[index.applyAsInt(way.apply(o))]))
        .toArray();
  }

  /** Up to five places of a grid, both ends among them: 0, 4, 9, 14, 18 of 19. */
  static List<Integer> spread(int count) {
    int curves = Math.min(DISTANCE_CURVES, count);
    return IntStream.range(0, curves)
        .map(
            i ->
                curves == 1
                    ? 0
                    : (int)
                        Math.floor(
                            i * (count - 1) / (curves - 1.0) + 0.5 * (i > curves / 2.0 ? 1 : 0)))
        .boxed()
        .distinct()
        .toList();
  }

  private static double[] meanDistance(
      Outcome outcome, int weightDecay, Function<CellResult.Target, double[]> of) {
    int epochs = of.apply(outcome.target(0, weightDecay)).length;
    return IntStream.range(0, epochs)
        .mapToDouble(
            e ->
                OverSeeds.of(
                        IntStream.range(0, outcome.seeds())
                            .mapToDouble(s -> of.apply(outcome.target(s, weightDecay))[e])
                            .toArray())
                    .mean())
        .toArray();
  }

  /** A share as people write it. */
  static String percent(double share) {
    return new DecimalFormat("0.####", DecimalFormatSymbols.getInstance(Locale.ROOT))
            .format(100 * share)
        + " %";
  }

  /** A weight decay as people write it. */
  static String number(double weightDecay) {
    boolean plain = weightDecay == 0 || weightDecay >= 0.01;
    return new DecimalFormat(
            plain ? "0.###" : "0.#E0", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(weightDecay)
        .replace("E", "e");
  }
}
