// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;

class RowNormalsTest {
  private static final int MANY = 200_000;

  private static double[] draw(long seed, int rows, int columns) {
    double[] drawn = new double[rows * columns];
    Rng.DEFAULT.start(seed).fill(drawn, 0, rows, columns);
    return drawn;
  }

  private static double mean(double[] values, int power) {
    return Arrays.stream(values).map(value -> Math.pow(value, power)).average().orElseThrow();
  }

  /** Mean product of two samples; its standard deviation is 1 / sqrt(count). */
  private static double correlation(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).average().orElseThrow();
  }

  @Test
  void hasTheMomentsOfANormalWhetherByRowsOrAlongARow() {
    for (double[] sample :
        new double[][] {draw(1, 1, MANY), draw(2, MANY, 1), draw(3, MANY / 100, 100)}) {
      double sd = 1 / Math.sqrt(MANY);
      assertThat(mean(sample, 1)).isBetween(-4.5 * sd, 4.5 * sd);
      assertThat(mean(sample, 2) - 1).isBetween(-4.5 * sd * Math.sqrt(2), 4.5 * sd * Math.sqrt(2));
      assertThat(mean(sample, 3)).isBetween(-4.5 * sd * Math.sqrt(15), 4.5 * sd * Math.sqrt(15));
      assertThat(mean(sample, 4) - 3)
          .isBetween(-4.5 * sd * Math.sqrt(96), 4.5 * sd * Math.sqrt(96));
    }
  }

  @Test
  void distributionFunctionIsThatOfANormal() {
    // The first number of each of many streams: a weak mixing of (array, row) would show here.
    for (double[] sample : new double[][] {draw(42, 1, MANY), draw(42, MANY, 1)}) {
      Arrays.sort(sample);
      double distance = 0;
      for (int i = 0; i < MANY; i++) {
        double expected = 0.5 * Erf.erfc(-sample[i] / Math.sqrt(2));
        distance =
            Math.max(
                distance,
                Math.max(expected - i / (double) MANY, (i + 1) / (double) MANY - expected));
      }
      // Kolmogorov: P(sqrt(n) D > 2.2) = 1.2e-4.
      assertThat(distance * Math.sqrt(MANY)).isLessThan(2.2);
    }
  }

  @Test
  void neighbouringRowsArraysAndSeedsAreUncorrelated() {
    RowNormals source = new RowNormals(42);
    double[] base = new double[MANY];
    source.fillRow(base, 0, MANY, 3, 7);
    double bound = 4.5 / Math.sqrt(MANY);
    double[] other = new double[MANY];
    int[][] places = {{3, 8}, {3, 6}, {4, 7}, {2, 7}, {7, 3}, {3, 7 + (1 << 20)}, {0, 0}};
    for (int[] place : places) {
      source.fillRow(other, 0, MANY, place[0], place[1]);
      assertThat(correlation(base, other)).as(Arrays.toString(place)).isBetween(-bound, bound);
    }
    for (long seed : new long[] {0, 41, 43, -42, 42L << 32}) {
      new RowNormals(seed).fillRow(other, 0, MANY, 3, 7);
      assertThat(correlation(base, other)).as("seed " + seed).isBetween(-bound, bound);
    }
    // Down the columns: consecutive rows, first entries only.
    double[] column = draw(42, MANY + 1, 1);
    assertThat(correlation(Arrays.copyOf(column, MANY), Arrays.copyOfRange(column, 1, MANY + 1)))
        .isBetween(-bound, bound);
  }

  @Test
  void anyRowCanBeDrawnInAnyOrderWithTheSameBits() {
    int rows = 17;
    int columns = 9;
    double[] first = new double[rows * columns];
    double[] second = new double[rows * columns];
    NormalSource inOrder = Rng.DEFAULT.start(7);
    inOrder.fill(first, 0, rows, columns);
    inOrder.fill(second, 0, rows, columns);
    assertThat(first).isNotEqualTo(second);

    RowNormals randomAccess = new RowNormals(7);
    double[] again = new double[2 * rows * columns];
    IntStream.range(0, 2 * rows)
        .map(i -> 2 * rows - 1 - i)
        .parallel()
        .forEach(i -> randomAccess.fillRow(again, i * columns, columns, i / rows, i % rows));
    assertThat(Arrays.copyOf(again, first.length)).isEqualTo(first);
    assertThat(Arrays.copyOfRange(again, first.length, again.length)).isEqualTo(second);
  }

  @Test
  void aRowIsThePrefixOfALongerOne() {
    assertThat(draw(5, 1, 10)).isEqualTo(Arrays.copyOf(draw(5, 1, 1000), 10));
  }

  @Test
  void theBitsOfASeedArePinned() {
    // Published results name their seed: a change of these numbers is a breaking change.
    assertThat(draw(42, 2, 2))
        .containsExactly(
            -1.4568551618372114, 0.4140925660000946, 0.8608294955511249, 0.040174919030395155);
  }

  @Test
  void refusesAnArrayThatDoesNotFit() {
    assertThatThrownBy(() -> Rng.DEFAULT.start(1).fill(new double[5], 0, 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
