// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Lanes.L;

/**
 * Four sweeps of plane rotations of neighbouring columns in one pass (LAPACK: {@code lasr}), on 16
 * rows of the matrix of eigenvectors.
 *
 * <pre>
 * U         16 x n  row i of column k at u[uAt + 16 k + i], columns lo .. hi overwritten
 * rotations         cosine and sine of sweep q at step t: [8 t + 2 q], [8 t + 2 q + 1]
 * </pre>
 *
 * <p>At step t, sweep q rotates columns k and k + 1 with k = lo - 1 + t - q: each sweep follows the
 * one before by a column, so that a column is loaded and stored once for four rotations. There are
 * hi - lo + 5 steps; where a sweep has nothing to do its rotation is the identity, which changes no
 * finite number.
 *
 * <p>Rounding: column k becomes fma(c, x, s y), column k + 1 fma(c, y, -(s x)); rows are
 * independent.
 */
public final class RotationKernel {
  /** Rows in a panel. */
  public static final int ROWS = 16;

  /** Sweeps in a pass. */
  public static final int SWEEPS = 4;

  private RotationKernel() {}

  /**
   * The pass.
   *
   * @param n columns of U
   * @param lo first column that is rotated
   * @param hi last one
   * @param rotations of all steps
   * @param u holds U
   * @param uAt its element (0, 0)
   */
  public static void run(int n, int lo, int hi, double[] rotations, double[] u, int uAt) {
    if (!Compiled.ELEMENTS.ready()) {
      scalar(n, lo, hi, rotations, u, uAt);
      return;
    }
    for (int r = 0; r < ROWS; r += 2 * L) {
      RotationVectors.vector(n, lo, hi, rotations, u, uAt + r);
    }
  }

  static void scalar(int n, int lo, int hi, double[] rotations, double[] u, int uAt) {
    double[] x = new double[SWEEPS * ROWS];
    int steps = hi - lo + SWEEPS + 1;
    for (int t = 0; t < steps; t++) {
      int column = uAt + ROWS * Math.min(lo + t, n - 1);
      for (int i = 0; i < ROWS; i++) {
        double y = u[column + i];
        for (int q = 0; q < SWEEPS; q++) {
          double c = rotations[2 * (SWEEPS * t + q)];
          double s = rotations[2 * (SWEEPS * t + q) + 1];
          double xi = x[q * ROWS + i];
          x[q * ROWS + i] = Fma.of(c, y, -(s * xi));
          y = Fma.of(c, xi, s * y);
        }
        if (t >= SWEEPS) {
          u[uAt + ROWS * (lo + t - SWEEPS) + i] = y;
        }
      }
    }
  }
}
