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

  private static Statistic statistic(Tasks tasks, boolean centre) {
    Sample source = tasks.source(centre);
    Sample target = tasks.target(centre);
    return new LeastSquares(source, target, Orthonormal.of(source, target)).statistic();
  }

  private static void agree(String what, double found, double expected) {
    assertThat(found)
        .as("%s, seed %s", what, SEED)
        .isCloseTo(expected, within(1e-9 * Math.abs(expected)));
  }

  private static void agree(
      String what, double numerator, double denominator, Plain.Pair expected) {
    agree("A " + what, numerator, expected.numerator());
    agree("U " + what, denominator, expected.denominator());
  }

  @ParameterizedTest
  @CsvSource({"30, 12, 6, false", "30, 12, 6, true", "40, 4, 20, true", "14, 3, 1, false"})
  void numeratorAndDenominatorAreTheTextbookOnes(int n0, int n1, int p, boolean centre) {
    Tasks tasks = Tasks.draw(new Random(SEED), skewed(n0, n1, p, centre));
    Statistic found = statistic(tasks, centre);
    agree("whole", found.numerator(), found.denominator(), Plain.leastSquares(tasks, centre));
  }

  @ParameterizedTest
  @CsvSource({"20, 12, 6, false", "20, 12, 6, true", "30, 4, 18, true"})
  void deletedRowsAreDeletedRows(int n0, int n1, int p, boolean centre) {
    Tasks tasks = Tasks.draw(new Random(SEED), skewed(n0, n1, p, centre));
    Statistic found = statistic(tasks, centre);
    Statistic.Deleted source = found.source();
    for (int i = 0; i < n0; i++) {
      agree(
          "without source row " + i,
          source.numerators()[i],
          source.denominators()[i],
          Plain.leastSquares(tasks.withoutSource(i), centre));
    }
    Statistic.Deleted target = found.target();
    for (int j = 0; j < n1; j++) {
      agree(
          "without target row " + j,
          target.numerators()[j],
          target.denominators()[j],
          Plain.leastSquares(tasks.withoutTarget(j), centre));
    }
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
      Statistic statistic = statistic(Tasks.draw(random, setting, w0), centre);
      numerator.add(statistic.numerator());
      denominator.add(statistic.denominator());
    }
    numerator.assertMean("A, seed " + SEED, 0.7 * length, 0.0);
    denominator.assertMean("U, seed " + SEED, length, 0.0);
  }

  /** The last feature differs from zero in one source row only, whose leverage is 1. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRowThatAloneDeterminesACoefficientIsDeletedAsIfItsResponseWereTheMeanOfTheOthers(
      boolean centre) {
    Tasks drawn = Tasks.draw(new Random(SEED), Tasks.Setting.of(25, 9, 5, 0.7));
    for (int i = 0; i < 25; i++) {
      drawn.x0()[i][4] = i == 7 ? 1.5 : 0.0;
    }
    Statistic found = statistic(drawn, centre);
    double[] y0 = drawn.y0().clone();
    double mean = 0.0;
    for (int i = 0; i < y0.length; i++) {
      mean += centre && i != 7 ? y0[i] / (y0.length - 1) : 0.0;
    }
    y0[7] = mean;
    Tasks changed = new Tasks(drawn.x0(), y0, drawn.x1(), drawn.y1());
    Plain.Pair expected = Plain.leastSquares(changed, centre);
    agree("A without the row", found.source().numerators()[7], expected.numerator());
    assertThat(found.source().denominators()).doesNotContain(Double.NaN);
    assertThat(found.variance().sum()).isFinite();
  }

  @Test
  void dependentColumnsChangeNothing() {
    Tasks tasks = Tasks.draw(new Random(SEED), skewed(30, 12, 4, true));
    Tasks wider = new Tasks(repeated(tasks.x0()), tasks.y0(), repeated(tasks.x1()), tasks.y1());
    Statistic found = statistic(wider, true);
    agree("wider", found.numerator(), found.denominator(), Plain.leastSquares(tasks, true));
    Sample source = wider.source(true);
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
