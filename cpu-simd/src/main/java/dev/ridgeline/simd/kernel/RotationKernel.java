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
    for (int r = 0; r < ROWS; r += 4) {
      fourRows(n, lo, hi, rotations, u, uAt + r);
    }
  }

  /** Four rows side by side, which hide each other's latency. */
  private static void fourRows(int n, int lo, int hi, double[] rotations, double[] u, int uAt) {
    double x00 = 0;
    double x01 = 0;
    double x02 = 0;
    double x03 = 0;
    double x10 = 0;
    double x11 = 0;
    double x12 = 0;
    double x13 = 0;
    double x20 = 0;
    double x21 = 0;
    double x22 = 0;
    double x23 = 0;
    double x30 = 0;
    double x31 = 0;
    double x32 = 0;
    double x33 = 0;
    int steps = hi - lo + SWEEPS + 1;
    for (int t = 0; t < steps; t++) {
      int at = 2 * SWEEPS * t;
      int column = uAt + ROWS * Math.min(lo + t, n - 1);
      double y0 = u[column];
      double y1 = u[column + 1];
      double y2 = u[column + 2];
      double y3 = u[column + 3];
      double c = rotations[at];
      double s = rotations[at + 1];
      double z = Fma.of(c, x00, s * y0);
      x00 = Fma.of(c, y0, -(s * x00));
      y0 = z;
      z = Fma.of(c, x01, s * y1);
      x01 = Fma.of(c, y1, -(s * x01));
      y1 = z;
      z = Fma.of(c, x02, s * y2);
      x02 = Fma.of(c, y2, -(s * x02));
      y2 = z;
      z = Fma.of(c, x03, s * y3);
      x03 = Fma.of(c, y3, -(s * x03));
      y3 = z;
      c = rotations[at + 2];
      s = rotations[at + 3];
      z = Fma.of(c, x10, s * y0);
      x10 = Fma.of(c, y0, -(s * x10));
      y0 = z;
      z = Fma.of(c, x11, s * y1);
      x11 = Fma.of(c, y1, -(s * x11));
      y1 = z;
      z = Fma.of(c, x12, s * y2);
      x12 = Fma.of(c, y2, -(s * x12));
      y2 = z;
      z = Fma.of(c, x13, s * y3);
      x13 = Fma.of(c, y3, -(s * x13));
      y3 = z;
      c = rotations[at + 4];
      s = rotations[at + 5];
      z = Fma.of(c, x20, s * y0);
      x20 = Fma.of(c, y0, -(s * x20));
      y0 = z;
      z = Fma.of(c, x21, s * y1);
      x21 = Fma.of(c, y1, -(s * x21));
      y1 = z;
      z = Fma.of(c, x22, s * y2);
      x22 = Fma.of(c, y2, -(s * x22));
      y2 = z;
      z = Fma.of(c, x23, s * y3);
      x23 = Fma.of(c, y3, -(s * x23));
      y3 = z;
      c = rotations[at + 6];
      s = rotations[at + 7];
      z = Fma.of(c, x30, s * y0);
      x30 = Fma.of(c, y0, -(s * x30));
      y0 = z;
      z = Fma.of(c, x31, s * y1);
      x31 = Fma.of(c, y1, -(s * x31));
      y1 = z;
      z = Fma.of(c, x32, s * y2);
      x32 = Fma.of(c, y2, -(s * x32));
      y2 = z;
      z = Fma.of(c, x33, s * y3);
      x33 = Fma.of(c, y3, -(s * x33));
      y3 = z;
      if (t >= SWEEPS) {
        int done = uAt + ROWS * (lo + t - SWEEPS);
        u[done] = y0;
        u[done + 1] = y1;
        u[done + 2] = y2;
        u[done + 3] = y3;
      }
    }
  }
}
