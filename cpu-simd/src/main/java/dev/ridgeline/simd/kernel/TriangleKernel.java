// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

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
      TriangleVectors.vector(rows, w, t, c, cAt, ldc);
    } else {
      scalar(rows, w, t, c, cAt, ldc);
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
