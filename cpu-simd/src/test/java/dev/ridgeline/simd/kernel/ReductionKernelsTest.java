// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.testing.Seed;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The vector kernels of the reductions against their scalar twins, bit for bit. */
@ExtendWith(Seed.class)
final class ReductionKernelsTest {
  private static final int[] SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 65, 101};

  /** Elements around an operand that must stay as they are. */
  private static final int GUARD = 11;

  private static double[] gaussian(int n, RandomGenerator random) {
    double[] x = new double[n];
    Arrays.setAll(x, i -> random.nextGaussian());
    return x;
  }

  private static void assertSameBits(String what, double[] actual, double[] expected) {
    assertThat(Arrays.stream(actual).mapToLong(Double::doubleToRawLongBits).toArray())
        .as(what)
        .isEqualTo(Arrays.stream(expected).mapToLong(Double::doubleToRawLongBits).toArray());
  }

  @Test
  void sumsProducts(RandomGenerator random) {
    for (int n : SIZES) {
      double[] x = gaussian(n + GUARD, random);
      double[] y = gaussian(n + GUARD, random);
      double vector = ColumnVectors.dotVector(n, x, 3, y, 5);
      assertThat(Double.doubleToRawLongBits(vector))
          .as("n=" + n)
          .isEqualTo(Double.doubleToRawLongBits(ColumnKernel.dotScalar(n, x, 3, y, 5)));
    }
  }

  @Test
  void addsMultiplesOfColumns(RandomGenerator random) {
    for (int n : SIZES) {
      double[] vector = gaussian(2 * n + GUARD, random);
      double[] scalar = vector.clone();
      ColumnVectors.axpyVector(n, 0.3, vector, 2, n + 4);
      ColumnKernel.axpyScalar(n, 0.3, scalar, 2, n + 4);
      assertSameBits("n=" + n, vector, scalar);
    }
  }

  @Test
  void updatesAndMultipliesSymmetricMatrices(RandomGenerator random) {
    for (int m : SIZES) {
      int lda = m + SymvKernel.PAD + 3;
      // A, then v and x as columns; zeros behind every column
      double[] vector = gaussian((m + 2) * lda + GUARD, random);
      for (int j = 0; j < m + 2; j++) {
        Arrays.fill(vector, 5 + m + j * lda, Math.min(vector.length, 5 + (j + 1) * lda), 0);
      }
      double[] scalar = vector.clone();
      double[] w = Arrays.copyOf(gaussian(m, random), m + SymvKernel.PAD);
      double[] y = new double[m + SymvKernel.PAD];
      double[] yScalar = y.clone();
      int v = 5 + m * lda;
      for (int j = 0; j + 4 <= m; j += 4) {
        int column = 5 + j * lda;
        RankTwoSymvVectors.columnsVector(m, j, vector, column, lda, v, w, 0, v + lda, y, 0);
        RankTwoSymvKernel.columnsScalar(m, j, scalar, column, lda, v, w, 0, v + lda, yScalar, 0);
      }
      assertSameBits("A, m=" + m, lower(m, vector, lda), lower(m, scalar, lda));
      assertSameBits("y, m=" + m, Arrays.copyOf(y, m), Arrays.copyOf(yScalar, m));
    }
  }

  private static double[] lower(int m, double[] a, int lda) {
    double[] lower = a.clone();
    for (int j = 0; j < m; j++) {
      Arrays.fill(lower, 5 + j * lda, 5 + j * lda + j, 0);
    }
    return lower;
  }

  @Test
  void solvesShiftedTridiagonals(RandomGenerator random) {
    for (int n : SIZES) {
      double[] d = gaussian(n, random);
      double[] e = gaussian(n, random);
      double[] mu = {0, 1, 1.5, 2, 3, 5, 8, 13, 21, 34};
      double[] b = gaussian(n + 2, random);
      double[][] vector = new double[4][n * 8 + GUARD];
      double[][] scalar = new double[4][n * 8 + GUARD];
      ShiftedVectors.factorVector(n, d, e, mu, 1, vector[0], vector[1]);
      ShiftedKernel.factorScalar(n, d, e, mu, 1, scalar[0], scalar[1]);
      ShiftedVectors.solveVector(n, vector[0], vector[1], b, 1, vector[2]);
      ShiftedKernel.solveScalar(n, scalar[0], scalar[1], b, 1, scalar[2]);
      ShiftedVectors.traceVector(n, vector[0], vector[1], vector[3]);
      ShiftedKernel.traceScalar(n, scalar[0], scalar[1], scalar[3]);
      for (int k = 0; k < 4; k++) {
        assertSameBits("n=%d, array %d".formatted(n, k), vector[k], scalar[k]);
      }
      double[] z = gaussian(n * LeverageKernel.ROWS, random);
      double[] h = new double[8 * LeverageKernel.ROWS];
      double[] hScalar = h.clone();
      for (int s = 0; s < 8; s += 4) {
        for (int r = 0; r < LeverageKernel.ROWS; r += 2 * Lanes.L) {
          LeverageVectors.vector(n, z, r, vector[0], vector[1], s, h);
        }
      }
      LeverageKernel.scalar(n, z, scalar[0], scalar[1], hScalar);
      assertSameBits("leverages, n=" + n, h, hScalar);
    }
  }

  @Test
  void solvesShiftedBands(RandomGenerator random) {
    for (int b : new int[] {1, 2, 3, 7, 24}) {
      for (int n : new int[] {0, 1, 2, 3, 4, 5, 8, 9, 31, 40}) {
        checkBand(n, b, random);
      }
    }
  }

  /** Whole drivers: once as they are before kernels are compiled, once step by step in vectors. */
  private static void checkBand(int n, int b, RandomGenerator random) {
    double[] band = gaussian(n * (b + 1), random);
    for (int k = 0; k < n; k++) {
      band[k * (b + 1)] += 3 * b;
      for (int i = n - k; i <= b; i++) {
        band[k * (b + 1) + i] = 0;
      }
    }
    double[] mu = {9, 0, 1, 1.5, 2, 3, 5, 8, 13, 21};
    double[] c = gaussian(n + 1, random);
    double[] z = gaussian(n * LeverageKernel.ROWS, random);
    double[][] vector = bandResults(true, n, b, band, mu, c, z);
    double[][] scalar = bandResults(false, n, b, band, mu, c, z);
    for (int k = 0; k < vector.length; k++) {
      assertSameBits("n=%d b=%d, array %d".formatted(n, b, k), vector[k], scalar[k]);
    }
  }

  private static double[][] bandResults(
      boolean vectors, int n, int b, double[] band, double[] mu, double[] c, double[] z) {
    double[] f = new double[n * BandKernel.height(b) * 8];
    double[] x = new double[n * 8];
    double[] work = new double[b * (b + 1) * 8];
    double[] trace = new double[16];
    double[] u = new double[n * LeverageKernel.ROWS];
    double[] h = new double[8 * LeverageKernel.ROWS];
    BandKernel.factor(vectors, n, b, band, mu, 1, f);
    BandKernel.solve(vectors, n, b, f, c, 1, x);
    BandInverseKernel.traceInverse(vectors, n, b, f, work, trace);
    BandInverseKernel.quadraticForms(vectors, n, b, f, z, u, h);
    return new double[][] {f, x, trace, h};
  }

  @Test
  void rotatesColumns(RandomGenerator random) {
    for (int n : new int[] {2, 3, 4, 5, 9, 33}) {
      for (int lo = 0; lo < 3; lo++) {
        for (int hi = lo + 1; hi < Math.min(n, lo + 9); hi++) {
          int steps = hi - lo + RotationKernel.SWEEPS + 1;
          double[] rotations = gaussian(2 * RotationKernel.SWEEPS * steps, random);
          double[] vector = gaussian(n * RotationKernel.ROWS + GUARD, random);
          double[] scalar = vector.clone();
          for (int r = 0; r < RotationKernel.ROWS; r += 2 * Lanes.L) {
            RotationVectors.vector(n, lo, hi, rotations, vector, 3 + r);
          }
          RotationKernel.scalar(n, lo, hi, rotations, scalar, 3);
          assertSameBits("n=%d %d to %d".formatted(n, lo, hi), vector, scalar);
        }
      }
    }
  }

  @Test
  void multipliesSymmetricMatrices(RandomGenerator random) {
    for (int m : SIZES) {
      int lda = m + SymvKernel.PAD + 1;
      double[] a = gaussian(m * lda + GUARD, random);
      for (int j = 0; j < m; j++) {
        Arrays.fill(a, 2 + m + j * lda, 2 + (j + 1) * lda, 0);
      }
      double[] x = Arrays.copyOf(gaussian(m, random), m + SymvKernel.PAD);
      double[] y = new double[m + SymvKernel.PAD];
      double[] yScalar = y.clone();
      for (int j = 0; j + 8 <= m; j += 8) {
        SymvVectors.columnsVector(m, j, a, 2 + j * lda, lda, x, 0, y, 0);
        SymvKernel.columnsScalar(m, j, a, 2 + j * lda, lda, x, 0, yScalar, 0);
      }
      assertSameBits("m=" + m, Arrays.copyOf(y, m), Arrays.copyOf(yScalar, m));
    }
  }

  @Test
  void addsColumns(RandomGenerator random) {
    for (int n : SIZES) {
      for (int columns = 0; columns < 7; columns++) {
        double[] x = gaussian((n + 2) * 7 + GUARD, random);
        double[] s = gaussian(7, random);
        double[] vector = gaussian(n + GUARD, random);
        double[] scalar = vector.clone();
        ColumnKernel.addColumns(true, n, columns, x, 1, n + 2, s, vector, 3);
        ColumnKernel.addColumns(false, n, columns, x, 1, n + 2, s, scalar, 3);
        assertSameBits("n=%d columns=%d".formatted(n, columns), vector, scalar);
      }
    }
  }

  @Test
  void addsUpFromStrips(RandomGenerator random) {
    int m = 45;
    int lda = m + SymvKernel.PAD;
    double[] a = gaussian(m * lda, random);
    for (int j = 0; j < m; j++) {
      Arrays.fill(a, m + j * lda, (j + 1) * lda, 0);
    }
    double[] x = Arrays.copyOf(gaussian(m, random), m + SymvKernel.PAD);
    double[] whole = new double[m + SymvKernel.PAD];
    double[] left = new double[m + SymvKernel.PAD];
    double[] right = new double[m + SymvKernel.PAD];
    SymvKernel.multiply(m, 0, m, a, 0, lda, x, 0, whole, 0);
    SymvKernel.multiply(m, 0, 16, a, 0, lda, x, 0, left, 0);
    SymvKernel.multiply(m, 16, m, a, 0, lda, x, 0, right, 0);
    for (int i = 0; i < m; i++) {
      double expected = 0;
      for (int j = 0; j < m; j++) {
        expected += a[Math.max(i, j) + Math.min(i, j) * lda] * x[j];
      }
      assertThat(whole[i]).as("row " + i).isCloseTo(expected, within(1e-12));
      assertThat(left[i] + right[i]).as("strips, row " + i).isCloseTo(expected, within(1e-12));
    }
  }
}
