// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrossProductsTest {
  private static final long SEED = 20_261;

  private static Statistic statistic(Tasks tasks, boolean centre) {
    return CrossProducts.of(tasks.source(centre), tasks.target(centre));
  }

  /** The terms cancel, so errors are measured against the largest of them. */
  private static void agree(String what, double found, double expected, double size) {
    assertThat(found).as("%s, seed %s", what, SEED).isCloseTo(expected, within(1e-11 * size));
  }

  @ParameterizedTest
  @CsvSource({"7, 5, 4, false", "7, 5, 4, true", "9, 4, 30, false", "9, 4, 30, true"})
  void numeratorAndDenominatorAreMeansOverDifferentRows(int n0, int n1, int p, boolean centre) {
    Tasks tasks =
        Tasks.draw(
            new Random(SEED), Tasks.Setting.of(n0, n1, p, 0.7).withOffset(centre ? 2.0 : 0.0));
    Statistic found = statistic(tasks, centre);
    Plain.Pair expected = Plain.isotropic(tasks, centre);
    agree("A", found.numerator(), expected.numerator(), 1.0);
    agree("U", found.denominator(), expected.denominator(), 10.0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void deletedRowsAreDeletedRows(boolean centre) {
    Tasks tasks =
        Tasks.draw(new Random(SEED), Tasks.Setting.of(8, 6, 5, 0.7).withOffset(centre ? 2.0 : 0.0));
    CrossProducts.Deletions found =
        CrossProducts.deletions(tasks.source(centre), tasks.target(centre));
    for (int i = 0; i < tasks.y0().length; i++) {
      Plain.Pair expected = Plain.isotropic(tasks.withoutSource(i), centre);
      agree("A without source row", found.numeratorsBySource()[i], expected.numerator(), 1.0);
      agree("U", found.denominatorsBySource()[i], expected.denominator(), 10.0);
    }
    for (int j = 0; j < tasks.y1().length; j++) {
      Plain.Pair expected = Plain.isotropic(tasks.withoutTarget(j), centre);
      agree("A without target row", found.numeratorsByTarget()[j], expected.numerator(), 1.0);
      agree("U", found.denominator(), expected.denominator(), 10.0);
    }
  }

  /** A hundred features and few rows: products of a row with itself would add p/n = 5 to U. */
  @ParameterizedTest
  @CsvSource({"20, 30, 100, false", "20, 30, 100, true", "6, 4, 20, true"})
  void numeratorAndDenominatorAreUnbiased(int n0, int n1, int p, boolean centre) {
    Random random = new Random(SEED);
    int draws = 4000;
    double[] w0 = Tasks.direction(random, p);
    var setting =
        Tasks.Setting.of(n0, n1, p, 0.7).withNoise(1.0, 1.0).withOffset(centre ? 1.0 : 0.0);
    Moments numerator = new Moments();
    Moments denominator = new Moments();
    for (int d = 0; d < draws; d++) {
      Statistic statistic = statistic(Tasks.draw(random, setting, w0), centre);
      numerator.add(statistic.numerator());
      denominator.add(statistic.denominator());
    }
    // Dividing by the mean square of n p features shifts means by less than 1/(n p).
    double shift = 3.0 / (Math.min(n0, n1) * (double) p);
    numerator.assertMean("A, seed " + SEED, 0.7, shift);
    denominator.assertMean("U, seed " + SEED, 1.0, shift);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void featuresOfTheTargetMayHaveAnotherUnit(boolean centre) {
    Tasks tasks = Tasks.draw(new Random(SEED), Tasks.Setting.of(30, 20, 40, 0.7));
    double[][] scaled = new double[tasks.x1().length][];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = tasks.x1()[i].clone();
      for (int j = 0; j < scaled[i].length; j++) {
        scaled[i][j] *= 4.0;
      }
    }
    Statistic before = statistic(tasks, centre);
    Statistic after = statistic(new Tasks(tasks.x0(), tasks.y0(), scaled, tasks.y1()), centre);
    // y1 = X1 w1 with four times the features is a target of a quarter of the coefficients.
    assertThat(after.numerator()).isCloseTo(before.numerator() / 4.0, within(1e-12));
    assertThat(after.denominator()).isEqualTo(before.denominator());
  }
}
