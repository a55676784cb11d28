// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Lanes.L;

/**
 * Quadratic forms h = z'(T + mu I)^-1 z of 16 rows z and 8 shifts, rows in lanes: with T + mu I = L
 * D L' and u = L^-1 z, h = sum_k u_k^2 / d_k. Only positive terms are added.
 *
 * <pre>
 * z            n x 16  element k of row r at k * 16 + r
 * reciprocals  n x 8   1 / d_k of shift s at k * 8 + s
 * negated      n x 8   -l_k at the same place
 * h            16 x 8  row r, shift s at r + 16 s, overwritten
 * </pre>
 *
 * <p>Rounding: every (row, shift) by itself, u_k = fma(-l_(k-1), u_(k-1), z_k), h = fma(u_k^2,
 * 1/d_k, h) in ascending k from 0.
 */
public final class LeverageKernel {
  /** Rows in a panel. */
  public static final int ROWS = 16;

  static final int SHIFTS = ShiftedKernel.SHIFTS;

  /** Shifts in one pass: with two vectors of rows, 8 recurrences hide each other's latency. */
  private static final int S = 4;

  private LeverageKernel() {}

  /**
   * All forms of a panel.
   *
   * @param n order
   * @param z rotated rows
   * @param reciprocals of the pivots
   * @param negated multipliers of the factors, with their signs changed
   * @param h overwritten
   */
  public static void run(int n, double[] z, double[] reciprocals, double[] negated, double[] h) {
    if (!Compiled.SHIFTED.ready()) {
      scalar(n, z, reciprocals, negated, h);
      return;
    }
    for (int s = 0; s < SHIFTS; s += S) {
      for (int r = 0; r < ROWS; r += 2 * L) {
        LeverageVectors.vector(n, z, r, reciprocals, negated, s, h);
      }
    }
  }

  static void scalar(int n, double[] z, double[] reciprocals, double[] negated, double[] h) {
    for (int s = 0; s < SHIFTS; s++) {
      for (int r = 0; r < ROWS; r += 4) {
        fourRows(n, z, r, reciprocals, negated, s, h);
      }
    }
  }

  /** Four recurrences side by side, which hide each other's latency. */
  private static void fourRows(
      int n, double[] z, int r, double[] reciprocals, double[] negated, int s, double[] h) {
    double u0 = n == 0 ? 0 : z[r];
    double u1 = n == 0 ? 0 : z[r + 1];
    double u2 = n == 0 ? 0 : z[r + 2];
    double u3 = n == 0 ? 0 : z[r + 3];
    double pivot = n == 0 ? 0 : reciprocals[s];
    double h0 = Fma.of(u0 * u0, pivot, 0);
    double h1 = Fma.of(u1 * u1, pivot, 0);
    double h2 = Fma.of(u2 * u2, pivot, 0);
    double h3 = Fma.of(u3 * u3, pivot, 0);
    int at = r + ROWS;
    for (int k = 1, shift = s; k < n; k++, shift += SHIFTS, at += ROWS) {
      double m = negated[shift];
      pivot = reciprocals[shift + SHIFTS];
      u0 = Fma.of(m, u0, z[at]);
      u1 = Fma.of(m, u1, z[at + 1]);
      u2 = Fma.of(m, u2, z[at + 2]);
      u3 = Fma.of(m, u3, z[at + 3]);
      h0 = Fma.of(u0 * u0, pivot, h0);
      h1 = Fma.of(u1 * u1, pivot, h1);
      h2 = Fma.of(u2 * u2, pivot, h2);
      h3 = Fma.of(u3 * u3, pivot, h3);
    }
    int to = r + ROWS * s;
    h[to] = h0;
    h[to + 1] = h1;
    h[to + 2] = h2;
    h[to + 3] = h3;
  }
}
