// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The results of one study at one target fraction, as tables by seed and weight decay.
 *
 * @param weightDecays of the source, in the order of the run
 * @param cells results by seed and weight decay
 * @param scratch results by seed
 * @param fraction index of the target fraction
 * @param selection which accuracies choose the optima
 */
record Outcome(
    double[] weightDecays,
    List<List<CellResult>> cells,
    List<CellResult> scratch,
    int fraction,
    Selection selection) {

  int seeds() {
    return cells.size();
  }

  CellResult.Target target(int seed, int weightDecay) {
    return cells.get(seed).get(weightDecay).targets().get(fraction);
  }

  CellResult.Target scratchTarget(int seed) {
    return scratch.get(seed).targets().get(fraction);
  }

  double[][] source() {
    return table((s, w) -> cells.get(s).get(w).sourceTest());
  }

  double[][] standard() {
    return table((s, w) -> target(s, w).standardTest());
  }

  double[][] l2sp() {
    return table((s, w) -> target(s, w).l2spTest());
  }

  /** Accuracy from scratch, the same at every weight decay of a seed. */
  double[][] fromScratch() {
    return table((s, w) -> scratchTarget(s).standardTest());
  }

  /** What chooses the source optimum. */
  double[][] sourceChoice() {
    return selection == Selection.TEST
        ? source()
        : table((s, w) -> cells.get(s).get(w).sourceHeldOut());
  }

  /** What chooses the optimum of standard fine-tuning. */
  double[][] standardChoice() {
    return selection == Selection.TEST
        ? standard()
        : table((s, w) -> target(s, w).standardHeldOut());
  }

  /** What chooses the optimum of fine-tuning with L2-SP. */
  double[][] l2spChoice() {
    return selection == Selection.TEST ? l2sp() : table((s, w) -> target(s, w).l2spHeldOut());
  }

  /** Where both optima lie with standard fine-tuning. */
  Shift standardShift() {
    return Shift.of(sourceChoice(), standardChoice(), standard());
  }

  /** Where both optima lie with L2-SP. */
  Shift l2spShift() {
    return Shift.of(sourceChoice(), l2spChoice(), l2sp());
  }

  /** Every entry of one table less that of another. */
  static double[][] difference(double[][] table, double[][] other) {
    return IntStream.range(0, table.length)
        .mapToObj(
            s ->
                IntStream.range(0, table[s].length)
                    .mapToDouble(w -> table[s][w] - other[s][w])
                    .toArray())
        .toArray(double[][]::new);
  }

  /** One column of a table over seeds. */
  static OverSeeds at(double[][] table, int weightDecay) {
    return OverSeeds.of(
        IntStream.range(0, table.length).mapToDouble(s -> table[s][weightDecay]).toArray());
  }

  /** One figure of every column of a table. */
  static double[] curve(double[][] table, ToDoubleFunction<OverSeeds> figure) {
    return IntStream.range(0, table[0].length)
        .mapToDouble(w -> figure.applyAsDouble(at(table, w)))
        .toArray();
  }

  /** A value for a seed and a weight decay. */
  private interface Entry {
    double of(int seed, int weightDecay);
  }

  private double[][] table(Entry entry) {
    return IntStream.range(0, seeds())
        .mapToObj(
            s -> IntStream.range(0, weightDecays.length).mapToDouble(w -> entry.of(s, w)).toArray())
        .toArray(double[][]::new);
  }
}
