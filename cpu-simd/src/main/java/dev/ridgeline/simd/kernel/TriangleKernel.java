// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * X T = C with a small upper triangle T (BLAS: {@code trsm}, right side), the rows of C in lanes.
 *
 * <pre>
 * T  w x w     t[j w + i] = -T_ij for i &lt; j, and t[j w + j] = 1 / T_jj
 * C  rows x w  element (i, j) at c[cAt + i + j ldc]  overwritten by X; ldc may be negative
 * </pre>
 *
 * <p>Rounding: x_j = (c_j - x_0 T_0j - x_1 T_1j - ..) (1 / T_jj), one chain of fused multiply-adds
 * in ascending order. With a negative leading dimension the columns are met in descending order,
 * which makes this the solver for a lower triangle too.
 */
public final class TriangleKernel {
  private TriangleKernel() {}

  /**
   * Solves, in vectors once they are compiled.
   *
   * @param rows a multiple of {@link TileKernel#LANES}
   * @param w order of the triangle
   * @param t the triangle as above
   * @param c right-hand sides in rows, overwritten
   * @param cAt their element (0, 0)
   * @param ldc distance between columns
   */
  public static void run(int rows, int w, double[] t, double[] c, int cAt, int ldc) {
    if (Compiled.TILES.ready()) {
      vector(rows, w, t, c, cAt, ldc);
    } else {
      scalar(rows, w, t, c, cAt, ldc);
    }
  }

  static void vector(int rows, int w, double[] t, double[] c, int cAt, int ldc) {
    int i = 0;
    // two vectors side by side hide half the latency of the chain
    for (; i + 2 * L <= rows; i += 2 * L) {
      for (int j = 0; j < w; j++) {
        int cj = cAt + i + j * ldc;
        DoubleVector x0 = DoubleVector.fromArray(SPECIES, c, cj);
        DoubleVector x1 = DoubleVector.fromArray(SPECIES, c, cj + L);
        for (int l = 0; l < j; l++) {
          DoubleVector s = DoubleVector.broadcast(SPECIES, t[j * w + l]);
          DoubleVector y0 = DoubleVector.fromArray(SPECIES, c, cAt + i + l * ldc);
          DoubleVector y1 = DoubleVector.fromArray(SPECIES, c, cAt + i + L + l * ldc);
          x0 = FMA ? y0.fma(s, x0) : y0.mul(s).add(x0);
          x1 = FMA ? y1.fma(s, x1) : y1.mul(s).add(x1);
        }
        DoubleVector inverse = DoubleVector.broadcast(SPECIES, t[j * w + j]);
        x0.mul(inverse).intoArray(c, cj);
        x1.mul(inverse).intoArray(c, cj + L);
      }
    }
    for (; i < rows; i += L) {
      for (int j = 0; j < w; j++) {
        int cj = cAt + i + j * ldc;
        DoubleVector x = DoubleVector.fromArray(SPECIES, c, cj);
        for (int l = 0; l < j; l++) {
          DoubleVector s = DoubleVector.broadcast(SPECIES, t[j * w + l]);
          DoubleVector y = DoubleVector.fromArray(SPECIES, c, cAt + i + l * ldc);
          x = FMA ? y.fma(s, x) : y.mul(s).add(x);
        }
        x.mul(DoubleVector.broadcast(SPECIES, t[j * w + j])).intoArray(c, cj);
      }
    }
  }

  static void scalar(int rows, int w, double[] t, double[] c, int cAt, int ldc) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < w; j++) {
        double x = c[cAt + i + j * ldc];
        for (int l = 0; l < j; l++) {
          x = Fma.of(c[cAt + i + l * ldc], t[j * w + l], x);
        }
        c[cAt + i + j * ldc] = x * t[j * w + j];
      }
    }
  }
}
