// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vector kernels of small systems against their scalar twins, and one layout against another. */
final class SmallKernelsTest {
  private static final int GUARD = 3;

  private final SplittableRandom random = new SplittableRandom(20261124);

  /** Eight matrices in one array: above the diagonal and below the last row stands NaN. */
  private final class Group {
    final int n;
    final int ldg;
    final double[] g;
    final int[] at = new int[Interleaved.WIDTH];

    Group(int n) {
      this.n = n;
      ldg = n + 3;
      g = new double[Interleaved.WIDTH * (ldg * n + 1)];
      Arrays.fill(g, Double.NaN);
      for (int lane = 0; lane < Interleaved.WIDTH; lane++) {
        at[lane] = lane * (ldg * n + 1);
        for (int j = 0; j < n; j++) {
          for (int i = j; i < n; i++) {
            g[at[lane] + i + j * ldg] = i == j ? n + lane : random.nextDouble() - 0.5;
          }
        }
      }
    }

    double[] packed(int lanes) {
      double[] w = undefined(Interleaved.factorSize(n));
      Interleaved.pack(false, n, lanes, 0.25, g, at, ldg, w);
      if (Interleaved.PACKS) {
        double[] v = undefined(w.length - GUARD);
        Interleaved.pack(true, n, lanes, 0.25, g, at, ldg, v);
        for (int lane = 0; lane < Interleaved.WIDTH; lane++) {
          assertThat(triangle(n, v, lane)).isEqualTo(triangle(n, w, lane));
        }
        assertGuard(v);
        return v;
      }
      return w;
    }

    double[] single(int lane) {
      double[] w = undefined(ColumnCholesky.size(n));
      ColumnCholesky.pack(n, 0.25, g, at[lane], ldg, w);
      assertGuard(w);
      return w;
    }
  }

  private static double[] undefined(int length) {
    double[] array = new double[length + GUARD];
    Arrays.fill(array, 7);
    return array;
  }

  private static void assertGuard(double[] array) {
    double[] guard = Arrays.copyOfRange(array, array.length - GUARD, array.length);
    assertThat(guard).containsOnly(7);
  }

  /** Lane by lane, row by row; what lies between is nobody's. */
  private static long[] triangle(int n, double[] w, int lane) {
    long[] bits = new long[n * n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k <= i; k++) {
        bits[i * n + k] =
            Double.doubleToLongBits(w[Interleaved.row(i) + k * Interleaved.COLUMN + lane]);
      }
    }
    return bits;
  }

  private static long[] triangle(int n, double[] w) {
    long[] bits = new long[n * n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k <= i; k++) {
        bits[i * n + k] =
            Double.doubleToLongBits(w[ColumnCholesky.row(i) + k * ColumnCholesky.ROWS]);
      }
    }
    return bits;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 16, 17, 23, 31, 33, 61, 64})
  void factorsHaveTheSameBits(int n) {
    Group group = new Group(n);
    double[] vector = group.packed(Interleaved.WIDTH);
    double[] twin = group.packed(Interleaved.WIDTH);
    InterleavedCholesky.factor(n, vector);
    InterleavedCholesky.factorTwin(n, twin);
    for (int lane = 0; lane < Interleaved.WIDTH; lane++) {
      double[] single = group.single(lane);
      double[] singleTwin = group.single(lane);
      ColumnCholesky.factor(n, single);
      ColumnCholesky.factorTwin(n, singleTwin);
      assertThat(triangle(n, vector, lane)).isEqualTo(triangle(n, twin, lane));
      assertThat(triangle(n, single)).isEqualTo(triangle(n, twin, lane));
      assertThat(triangle(n, singleTwin)).isEqualTo(triangle(n, twin, lane));
      assertThat(Interleaved.info(n, vector, lane)).isZero();
      assertThat(ColumnCholesky.info(n, single)).isZero();
      assertGuard(single);
      assertGuard(singleTwin);
    }
    assertGuard(vector);
    assertGuard(twin);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 8, 17, 33})
  void lanesDoNotMeet(int n) {
    Group group = new Group(n);
    double[] healthy = group.packed(Interleaved.WIDTH);
    double[] few = group.packed(3);
    group.g[group.at[5] + (n - 1) * (group.ldg + 1)] = Double.NaN;
    group.g[group.at[6]] = Double.POSITIVE_INFINITY;
    group.g[group.at[7] + n / 2 * (group.ldg + 1)] = -1e3;
    double[] ill = group.packed(Interleaved.WIDTH);
    InterleavedCholesky.factor(n, healthy);
    InterleavedCholesky.factor(n, few);
    InterleavedCholesky.factor(n, ill);
    for (int lane = 0; lane < 5; lane++) {
      assertThat(triangle(n, ill, lane)).isEqualTo(triangle(n, healthy, lane));
    }
    for (int lane = 0; lane < 3; lane++) {
      assertThat(triangle(n, few, lane)).isEqualTo(triangle(n, healthy, lane));
    }
    for (int lane = 3; lane < Interleaved.WIDTH; lane++) {
      assertThat(Interleaved.info(n, few, lane)).isZero();
    }
    int[] infos = {0, 0, 0, 0, 0, n, 1, n / 2 + 1};
    for (int lane = 0; lane < Interleaved.WIDTH; lane++) {
      double[] single = group.single(lane);
      ColumnCholesky.factor(n, single);
      assertThat(Interleaved.info(n, ill, lane)).isEqualTo(infos[lane]);
      assertThat(ColumnCholesky.info(n, single)).isEqualTo(infos[lane]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17, 31, 33, 61, 64})
  void solutionsHaveTheSameBits(int n) {
    Group group = new Group(n);
    double[] w = group.packed(Interleaved.WIDTH);
    InterleavedCholesky.factor(n, w);
    int ldb = n + 2;
    double[] b = random.doubles(4L * Interleaved.WIDTH * ldb, -1, 1).toArray();
    int[] at = new int[Interleaved.WIDTH];
    Arrays.setAll(at, lane -> lane * ldb * 4);
    double[][] expected = new double[Interleaved.WIDTH][n * 4];
    for (int width : new int[] {Interleaved.COLUMNS, 1}) {
      for (int t = 0; t < Interleaved.COLUMNS; t += width) {
        double[] vector = undefined(Interleaved.blockSize(n, width));
        double[] twin = vector.clone();
        Interleaved.packBlock(n, width, b, at, t * ldb, ldb, vector);
        Interleaved.packBlock(n, width, b, at, t * ldb, ldb, twin);
        InterleavedSolve.solve(n, width, w, vector);
        InterleavedSolve.solveTwin(n, width, w, twin);
        assertThat(bits(vector)).isEqualTo(bits(twin));
        assertGuard(vector);
        for (int lane = 0; lane < Interleaved.WIDTH; lane++) {
          double[] x = new double[n * width];
          Interleaved.unpackLane(n, width, vector, lane, x, 0, n);
          double[] same = Arrays.copyOfRange(expected[lane], t * n, (t + width) * n);
          if (width == 1) {
            assertThat(bits(x)).isEqualTo(bits(same));
          } else {
            expected[lane] = x;
          }
        }
      }
    }
    for (int lane = 0; lane < Interleaved.WIDTH; lane++) {
      checkSingle(n, group.single(lane), b, at[lane], ldb, expected[lane]);
    }
  }

  /** The four columns again and again, in rows of many lengths. */
  private static void checkSingle(
      int n, double[] w, double[] b, int at, int ldb, double[] expected) {
    ColumnCholesky.factorTwin(n, w);
    for (int ldx = ColumnSolve.WIDTH; ldx <= 5 * ColumnSolve.WIDTH; ldx += ColumnSolve.WIDTH) {
      double[] vector = undefined(GUARD + ColumnSolve.rows(n) * ldx);
      Arrays.fill(vector, GUARD, vector.length - GUARD, 0);
      for (int i = 0; i < n; i++) {
        for (int t = 0; t < ldx; t++) {
          vector[GUARD + i * ldx + t] = b[at + i + t % 4 * ldb];
        }
      }
      double[] twin = vector.clone();
      ColumnSolve.solve(n, w, vector, GUARD, ldx);
      ColumnSolve.solveTwin(n, w, twin, GUARD, ldx);
      assertThat(bits(vector)).isEqualTo(bits(twin));
      assertGuard(vector);
      assertThat(Arrays.copyOf(vector, GUARD)).containsOnly(7);
      double[] same = new double[n * ldx];
      for (int i = 0; i < n; i++) {
        for (int t = 0; t < ldx; t++) {
          same[i * ldx + t] = expected[i + t % 4 * n];
        }
      }
      assertThat(bits(Arrays.copyOfRange(vector, GUARD, GUARD + n * ldx))).isEqualTo(bits(same));
    }
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
  }
}
