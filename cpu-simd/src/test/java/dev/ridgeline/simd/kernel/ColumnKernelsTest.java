// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vector kernels on columns against their scalar twins, bit for bit, with NaN all around. */
final class ColumnKernelsTest {
  private static final int X = 3;
  private static final int Y = 5;

  private final SplittableRandom random = new SplittableRandom(20261124);

  /** n numbers from {@code at} on, NaN before and behind. */
  private double[] column(int at, int n) {
    double[] column = new double[at + n + 9];
    Arrays.fill(column, Double.NaN);
    for (int i = 0; i < n; i++) {
      column[at + i] = random.nextDouble() - 0.5;
    }
    return column;
  }

  private static void assertSameBits(double[] actual, double[] expected) {
    assertThat(bits(actual)).isEqualTo(bits(expected));
  }

  private static long[] bits(double... values) {
    return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 7, 8, 9, 31, 32, 33, 63, 64, 65, 127, 1021})
  void distancesHaveTheSameBits(int n) {
    double[] b = column(X, n);
    double[] w = column(Y, n);
    double[] d = column(0, n);
    double squared = ColumnDistanceVectors.squaredVector(n, b, X, w, Y);
    assertThat(bits(squared)).isEqualTo(bits(ColumnDistance.squaredScalar(n, b, X, w, Y)));
    double weighted = ColumnDistanceVectors.weightedVector(n, b, X, w, Y, d, 0);
    assertThat(bits(weighted)).isEqualTo(bits(ColumnDistance.weightedScalar(n, b, X, w, Y, d, 0)));
    assertThat(squared).isNotNaN();
    assertThat(weighted).isNotNaN();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 33, 1021})
  void elementsHaveTheSameBits(int n) {
    double[] a = column(X, n);
    double[] b = column(Y, n);
    double[] vector = column(1, 0);
    vector = Arrays.copyOf(vector, n + 9);
    double[] scalar = vector.clone();
    ColumnElementsVectors.scaleVector(n, 1.7, a, X, vector, 1);
    ColumnElements.scaleScalar(0, n, 1.7, a, X, scalar, 1);
    assertSameBits(vector, scalar);
    ColumnElementsVectors.addVector(n, 1.7, a, X, -0.3, b, Y, vector, 1);
    ColumnElements.addScalar(0, n, 1.7, a, X, -0.3, b, Y, scalar, 1);
    assertSameBits(vector, scalar);
    ColumnElementsVectors.multiplyVector(n, a, X, b, Y, vector, 1);
    ColumnElements.multiplyScalar(0, n, a, X, b, Y, scalar, 1);
    assertSameBits(vector, scalar);
    double[] inPlace = a.clone();
    ColumnElementsVectors.addVector(n, 1.7, inPlace, X, -0.3, b, Y, inPlace, X);
    ColumnElements.addScalar(0, n, 1.7, a, X, -0.3, b, Y, a, X);
    assertSameBits(inPlace, a);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 50})
  void sumsOfRisksHaveTheSameBits(int n) {
    for (int priors = 8; priors <= 24; priors += 8) {
      int ld = priors + 5;
      double[] s = column(X, n);
      double[] r = column(0, n * ld);
      double[] c = column(0, n * ld);
      double[] vector = column(0, priors);
      double[] scalar = vector.clone();
      ColumnRiskVectors.vector(n, priors, 0.3, s, X, r, c, ld, vector);
      ColumnRisk.scalar(n, priors, 0.3, s, X, r, c, ld, scalar);
      assertSameBits(vector, scalar);
    }
  }
}
