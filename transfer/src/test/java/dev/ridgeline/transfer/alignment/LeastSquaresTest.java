// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeastSquaresTest {
  private static final long SEED = 20_262;

  private static LeastSquares fit(Tasks tasks, boolean centre) {
    CentredColumns source = tasks.source(centre);
    CentredColumns target = tasks.target(centre);
    return new LeastSquares(source, target, Orthonormal.of(source, target));
  }

  private static void agree(String what, double found, double expected) {
    assertThat(found)
        .as("%s, seed %s", what, SEED)
        .isCloseTo(expected, within(1e-9 * Math.abs(expected)));
  }

  private static void agree(String what, LeastSquares found, Plain.Pair expected) {
    agree("A " + what, found.numerator(), expected.numerator());
    agree("U " + what, found.denominator(), expected.denominator());
  }

  @ParameterizedTest
  @CsvSource({"30, 12, 6, false", "30, 12, 6, true", "40, 4, 20, true", "14, 3, 1, false"})
  void numeratorAndDenominatorAreTheTextbookOnes(int n0, int n1, int p, boolean centre) {
    Tasks tasks = Tasks.draw(new Random(SEED), skewed(n0, n1, p, centre));
    agree("whole", fit(tasks, centre), Plain.leastSquares(tasks, centre));
  }

  /** A is linear in b0, so its first order is all there is. */
  @ParameterizedTest
  @CsvSource({"20, 12, 6, false", "20, 12, 6, true", "30, 4, 18, true"})
  void theVarianceOfTheNumeratorIsTheWeightedSumOverDeletedSourceRows(
      int n0, int n1, int p, boolean centre) {
    Tasks tasks = Tasks.draw(new Random(SEED), skewed(n0, n1, p, centre));
    double whole = Plain.leastSquares(tasks, centre).numerator();
    double[] leverages = Plain.leverages(tasks.x0(), centre);
    double expected = 0.0;
    for (int i = 0; i < n0; i++) {
      double change = Plain.leastSquares(tasks.withoutSource(i), centre).numerator() - whole;
      expected += (1.0 - leverages[i]) * change * change;
    }
    agree("Var A", fit(tasks, centre).sourceVariance().numerator(), expected);
  }

  /** Deleting a target row refits the slope and keeps b0. */
  @ParameterizedTest
  @CsvSource({"30, 12, 6, false", "30, 12, 6, true", "40, 4, 20, true"})
  void theVarianceByTheTargetIsThatOfDeletedSlopes(int n0, int n1, int p, boolean centre) {
    Tasks tasks = Tasks.draw(new Random(SEED), skewed(n0, n1, p, centre));
    double slope = Plain.slope(tasks, centre);
    double expected = 0.0;
    for (int j = 0; j < n1; j++) {
      double change = Plain.slope(tasks.withoutTarget(j), centre) - slope;
      expected += change * change;
    }
    // A = slope L
    double length = Plain.leastSquares(tasks, centre).numerator() / slope;
    agree("Var A", fit(tasks, centre).targetVariance(), length * length * expected);
  }

  private static Tasks.Setting skewed(int n0, int n1, int p, boolean centre) {
    return Tasks.Setting.of(n0, n1, p, 0.7)
        .withDecay(1.0)
        .withOwn(0.5)
        .withOffset(centre ? 2.0 : 0.0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void numeratorAndDenominatorAreUnbiased(boolean centre) {
    int p = 15;
    Random random = new Random(SEED);
    double[] w0 = Tasks.direction(random, p);
    var setting = skewed(30, 8, p, centre).withOwn(0.0).withNoise(2.0, 1.0);
    double length = 0.0;
    double trace = 0.0;
    for (int k = 0; k < p; k++) {
      trace += 1.0 / (k + 1);
    }
    for (int k = 0; k < p; k++) {
      length += p / trace / (k + 1) * w0[k] * w0[k];
    }
    Moments numerator = new Moments();
    Moments denominator = new Moments();
    for (int d = 0; d < 4000; d++) {
      LeastSquares found = fit(Tasks.draw(random, setting, w0), centre);
      numerator.add(found.numerator());
      denominator.add(found.denominator());
    }
    numerator.assertMean("A, seed " + SEED, 0.7 * length, 0.0);
    denominator.assertMean("U, seed " + SEED, length, 0.0);
  }

  /** Designs and the noise of the target are kept, that of the source is drawn anew. */
  @ParameterizedTest
  @CsvSource({"30, 8, 15, 0.5", "30, 40, 15, 0.5", "45, 12, 20, 1.0", "60, 12, 6, 2.0"})
  void theVarianceBySourceRowsIsTheTrueOne(int n0, int n1, int p, double noise) {
    Random random = new Random(SEED);
    Tasks tasks = Tasks.draw(random, skewed(n0, n1, p, false).withNoise(0.0, 0.5));
    Moments a = new Moments();
    Moments u = new Moments();
    Moments varA = new Moments();
    Moments varU = new Moments();
    for (int d = 0; d < 4000; d++) {
      double[] y0 = tasks.y0().clone();
      for (int i = 0; i < n0; i++) {
        y0[i] += noise * random.nextGaussian();
      }
      LeastSquares found = fit(new Tasks(tasks.x0(), y0, tasks.x1(), tasks.y1()), false);
      a.add(found.numerator());
      u.add(found.denominator());
      Statistic.Variance variance = found.sourceVariance();
      varA.add(variance.numerator());
      varU.add(variance.denominator());
    }
    // Standard errors of variances over 4000 draws are some 3 %.
    assertThat(varA.mean() / a.variance()).as("Var A, seed %s", SEED).isBetween(0.9, 1.1);
    // The linear part of U is not let below zero, so a weak signal errs on the safe side.
    assertThat(varU.mean() / u.variance()).as("Var U, seed %s", SEED).isBetween(0.9, 1.6);
  }

  /** The last feature differs from zero in one source row only, whose leverage is 1. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRowThatAloneDeterminesACoefficientHasTheNoiseOfTheOthers(boolean centre) {
    int lone = 7;
    Tasks tasks = Tasks.draw(new Random(SEED), Tasks.Setting.of(25, 9, 5, 0.7));
    for (int i = 0; i < 25; i++) {
      tasks.x0()[i][4] = i == lone ? 1.5 : 0.0;
    }
    double whole = Plain.leastSquares(tasks, centre).numerator();
    double[] leverages = Plain.leverages(tasks.x0(), centre);
    double[] residuals = Plain.residuals(tasks.x0(), tasks.y0(), centre);
    double noise = Plain.dot(residuals, residuals) / (25 - 5 - (centre ? 1 : 0));
    double expected = 0.0;
    for (int i = 0; i < 25; i++) {
      double[] y0 = tasks.y0().clone();
      y0[i] += 1.0;
      Tasks moved = new Tasks(tasks.x0(), y0, tasks.x1(), tasks.y1());
      double influence = Plain.leastSquares(moved, centre).numerator() - whole;
      double square = i == lone ? noise : residuals[i] * residuals[i] / (1.0 - leverages[i]);
      expected += square * influence * influence;
    }
    agree("Var A", fit(tasks, centre).sourceVariance().numerator(), expected);
  }

  @Test
  void dependentColumnsChangeNothing() {
    Tasks tasks = Tasks.draw(new Random(SEED), skewed(30, 12, 4, true));
    Tasks wider = new Tasks(repeated(tasks.x0()), tasks.y0(), repeated(tasks.x1()), tasks.y1());
    agree("wider", fit(wider, true), Plain.leastSquares(tasks, true));
    CentredColumns source = wider.source(true);
    Orthonormal basis = Orthonormal.of(source, wider.target(true));
    assertThat(basis.rank()).isEqualTo(4);
    assertThat(basis.undetermined).isZero();
  }

  /** A combination, a constant and a copy in between. */
  private static double[][] repeated(double[][] x) {
    double[][] out = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      double[] r = x[i];
      out[i] = new double[] {0.1, r[0], r[1], r[0] - 3 * r[1] + 7, r[2], 100 * r[2], r[3]};
    }
    return out;
  }

  @Test
  void columnsThatVaryOnTheTargetAloneAreCounted() {
    Tasks tasks = Tasks.draw(new Random(SEED), skewed(30, 12, 4, true));
    for (double[] row : tasks.x0()) {
      row[1] = 5.0;
      row[3] = row[2];
    }
    Orthonormal basis = Orthonormal.of(tasks.source(true), tasks.target(true));
    assertThat(basis.rank()).isEqualTo(2);
    assertThat(basis.undetermined).isEqualTo(2);
    assertThat(tasks.estimate(true).reason()).startsWith("2 columns vary on the target");
  }

  /** Nearly equal columns, a condition number of 1e7. */
  @Test
  void theBasisIsOrthonormalToRounding() {
    Tasks tasks = Tasks.draw(new Random(SEED), Tasks.Setting.of(60, 12, 8, 0.7));
    for (double[] row : tasks.x0()) {
      for (int j = 1; j < 8; j++) {
        row[j] = row[0] + 1e-7 * row[j];
      }
    }
    Orthonormal basis = Orthonormal.of(tasks.source(true), tasks.target(true));
    assertThat(basis.rank()).isEqualTo(8);
    for (int j = 0; j < 8; j++) {
      for (int k = 0; k <= j; k++) {
        assertThat(Plain.dot(basis.source[j], basis.source[k]))
            .isCloseTo(j == k ? 1.0 : 0.0, within(1e-14));
      }
    }
  }
}
