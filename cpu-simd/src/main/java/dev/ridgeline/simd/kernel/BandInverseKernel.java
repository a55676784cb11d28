// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import java.util.Arrays;

/**
 * What follows from the factors of {@link BandKernel}: traces of the inverses and quadratic forms.
 *
 * <p>Trace: only the part of S = (T + mu I)^-1 within the band is needed (Takahashi). Row k comes
 * from the b rows after it, s_ik = -sum_j s_ij l_jk for i = k + 1 .. k + b, and s_kk = 1/d_k +
 * sum_ij l_ik s_ij l_jk, computed as 1/d_k - sum_i l_ik s_ik. A congruence: relative errors of the
 * window do not grow beyond the condition of the matrix.
 *
 * <p>Rounding: lanes (shifts, or rows of z) are independent; every sum is one chain of fused
 * multiply-adds in ascending order.
 */
public final class BandInverseKernel {
  static final int SHIFTS = ShiftedKernel.SHIFTS;
  static final int ROWS = LeverageKernel.ROWS;

  private BandInverseKernel() {}

  /**
   * tr (T + mu I)^-1 for 8 shifts, from the last row up.
   *
   * @param n order
   * @param b width, at least 1
   * @param factors of {@link BandKernel#factor}
   * @param work (b + 1) b x 8 elements, overwritten: the window of S, row i at slot i mod b, and
   *     the row in the making
   * @param trace 16 numbers, overwritten; the first 8 are the traces
   */
  public static void traceInverse(int n, int b, double[] factors, double[] work, double[] trace) {
    traceInverse(Compiled.BAND.ready(), n, b, factors, work, trace);
  }

  static void traceInverse(
      boolean vectors, int n, int b, double[] factors, double[] work, double[] trace) {
    Arrays.fill(trace, 0, SHIFTS, 0);
    Arrays.fill(work, 0, (b + 1) * b * SHIFTS, 0);
    for (int k = n - 1; k >= 0; k--) {
      int below = Math.min(b, n - 1 - k);
      if (vectors) {
        BandInverseVectors.rowVector(b, below, k, factors, work, trace);
      } else {
        rowScalar(b, below, k, factors, work, trace);
      }
      insert(b, below, k, work, trace);
    }
  }

  static void rowScalar(int b, int below, int k, double[] f, double[] work, double[] trace) {
    int column = k * BandKernel.height(b) * SHIFTS;
    int made = b * b * SHIFTS;
    for (int lane = 0; lane < SHIFTS; lane++) {
      double diagonal = 1 / f[column + lane];
      for (int i = 1; i <= below; i++) {
        int row = (k + i) % b;
        double sum = 0;
        for (int j = 1; j <= below; j++) {
          int slot = (k + j) % b;
          sum = Fma.of(work[(row * b + slot) * SHIFTS + lane], f[column + j * SHIFTS + lane], sum);
        }
        diagonal = Fma.of(f[column + i * SHIFTS + lane], sum, diagonal);
        work[made + row * SHIFTS + lane] = -sum;
      }
      trace[SHIFTS + lane] = diagonal;
      trace[lane] += diagonal;
    }
  }

  /** Row and column k, made beside the window, take the slot of row k + b, which is done with. */
  private static void insert(int b, int below, int k, double[] work, double[] trace) {
    int own = k % b;
    int made = b * b * SHIFTS;
    for (int i = 1; i < Math.min(b, below + 1); i++) {
      int slot = (k + i) % b;
      System.arraycopy(work, made + slot * SHIFTS, work, (own * b + slot) * SHIFTS, SHIFTS);
      System.arraycopy(work, made + slot * SHIFTS, work, (slot * b + own) * SHIFTS, SHIFTS);
    }
    System.arraycopy(trace, SHIFTS, work, own * (b + 1) * SHIFTS, SHIFTS);
  }

  /**
   * Quadratic forms z'(T + mu I)^-1 z of 16 rows, rows in lanes, shift by shift: u = L^-1 z, h =
   * sum_k u_k^2 / d_k.
   *
   * @param n order
   * @param b width
   * @param factors of {@link BandKernel#factor}
   * @param z n x 16, element k of row r at k * 16 + r
   * @param u n x 16, overwritten
   * @param h 16 x 8, row r and shift s at r + 16 s, overwritten
   */
  public static void quadraticForms(
      int n, int b, double[] factors, double[] z, double[] u, double[] h) {
    quadraticForms(Compiled.BAND.ready(), n, b, factors, z, u, h);
  }

  static void quadraticForms(
      boolean vectors, int n, int b, double[] factors, double[] z, double[] u, double[] h) {
    Arrays.fill(h, 0, ROWS * SHIFTS, 0);
    for (int s = 0; s < SHIFTS; s++) {
      System.arraycopy(z, 0, u, 0, n * ROWS);
      for (int k = 0; k < n; k++) {
        int below = Math.min(b, n - 1 - k);
        if (vectors) {
          BandInverseVectors.formVector(b, below, k, s, factors, u, h);
        } else {
          formScalar(b, below, k, s, factors, u, h);
        }
      }
    }
  }

  static void formScalar(int b, int below, int k, int s, double[] f, double[] u, double[] h) {
    int column = k * BandKernel.height(b) * SHIFTS + s;
    double reciprocal = 1 / f[column];
    for (int r = 0; r < ROWS; r++) {
      double uk = u[k * ROWS + r];
      h[r + ROWS * s] = Fma.of(uk * uk, reciprocal, h[r + ROWS * s]);
      for (int i = 1; i <= below; i++) {
        int at = (k + i) * ROWS + r;
        u[at] = Fma.of(uk, -f[column + i * SHIFTS], u[at]);
      }
    }
  }
}
