// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

/**
 * Eight shifts of one tridiagonal matrix at once: T + mu I = L D L' with L unit lower bidiagonal
 * (LAPACK: {@code pttrf}, {@code pttrs}), and the trace of the inverse.
 *
 * <pre>
 * T            diagonal d (n), subdiagonal e (n - 1)
 * mu           8 shifts
 * pivots       n x 8   d_k of shift s at k * 8 + s, overwritten
 * multipliers  n x 8   l_k, which joins rows k and k + 1, at the same place; the last is unused
 * x            n x 8   solutions
 * </pre>
 *
 * <p>A pivot that is not positive stops nothing: what follows in its lane is meaningless, and other
 * lanes do not notice.
 *
 * <p>Rounding: lanes are independent. l_k = e_k / d_k, d_(k+1) = fma(-l_k, e_k, t_(k+1) + mu);
 * forward x_k = fma(-l, x_(k-1), b_k), backward x_k = fma(-l, x_(k+1), x_k / d_k).
 */
public final class ShiftedKernel {
  /** Shifts in a group. */
  public static final int SHIFTS = 8;

  private ShiftedKernel() {}

  /**
   * Factors.
   *
   * @param n order
   * @param d diagonal
   * @param e subdiagonal
   * @param mu holds the shifts
   * @param muAt the first of 8
   * @param pivots overwritten
   * @param multipliers overwritten
   */
  public static void factor(
      int n, double[] d, double[] e, double[] mu, int muAt, double[] pivots, double[] multipliers) {
    if (Compiled.SHIFTED.ready()) {
      ShiftedVectors.factorVector(n, d, e, mu, muAt, pivots, multipliers);
    } else {
      factorScalar(n, d, e, mu, muAt, pivots, multipliers);
    }
  }

  static void factorScalar(
      int n, double[] d, double[] e, double[] mu, int muAt, double[] pivots, double[] multipliers) {
    for (int k = 0; k < n; k++) {
      for (int s = 0; s < SHIFTS; s++) {
        double pivot = mu[muAt + s] + d[k];
        if (k > 0) {
          double l = e[k - 1] / pivots[(k - 1) * SHIFTS + s];
          multipliers[(k - 1) * SHIFTS + s] = l;
          pivot = Fma.of(l, -e[k - 1], pivot);
        }
        pivots[k * SHIFTS + s] = pivot;
      }
    }
  }

  /**
   * Solves (T + mu I) x = b for 8 shifts.
   *
   * @param n order
   * @param pivots of {@link #factor}
   * @param multipliers of {@link #factor}
   * @param b right-hand side, n elements, the same for all shifts
   * @param bAt its first element
   * @param x overwritten
   */
  public static void solve(
      int n, double[] pivots, double[] multipliers, double[] b, int bAt, double[] x) {
    if (Compiled.SHIFTED.ready()) {
      ShiftedVectors.solveVector(n, pivots, multipliers, b, bAt, x);
    } else {
      solveScalar(n, pivots, multipliers, b, bAt, x);
    }
  }

  static void solveScalar(
      int n, double[] pivots, double[] multipliers, double[] b, int bAt, double[] x) {
    for (int k = 0; k < n; k++) {
      for (int s = 0; s < SHIFTS; s++) {
        int at = k * SHIFTS + s;
        x[at] = k == 0 ? b[bAt] : Fma.of(multipliers[at - SHIFTS], -x[at - SHIFTS], b[bAt + k]);
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      for (int s = 0; s < SHIFTS; s++) {
        int at = k * SHIFTS + s;
        double q = x[at] / pivots[at];
        x[at] = k == n - 1 ? q : Fma.of(multipliers[at], -x[at + SHIFTS], q);
      }
    }
  }

  /**
   * tr (T + mu I)^-1 for 8 shifts. From L'S = D^-1 L^-1, s_kk = 1/d_k + l_k^2 s_(k+1)(k+1): only
   * positive terms are added, from the last row up.
   *
   * @param n order
   * @param pivots of {@link #factor}
   * @param multipliers of {@link #factor}
   * @param trace 8 numbers, overwritten
   */
  public static void traceInverse(int n, double[] pivots, double[] multipliers, double[] trace) {
    if (Compiled.SHIFTED.ready()) {
      ShiftedVectors.traceVector(n, pivots, multipliers, trace);
    } else {
      traceScalar(n, pivots, multipliers, trace);
    }
  }

  static void traceScalar(int n, double[] pivots, double[] multipliers, double[] trace) {
    for (int lane = 0; lane < SHIFTS; lane++) {
      double sum = 0;
      double s = 0;
      for (int k = n - 1; k >= 0; k--) {
        int at = k * SHIFTS + lane;
        double l = multipliers[at];
        s = k == n - 1 ? 1 / pivots[at] : Fma.of(l * l, s, 1 / pivots[at]);
        sum += s;
      }
      trace[lane] = sum;
    }
  }

  /**
   * The first pivot of a shift that is not positive; NaN and infinity are not: they come from
   * overflow or bad input, never from a matrix.
   *
   * @param n order
   * @param pivots n x 8
   * @param shift 0 to 7
   * @return 0, or i when pivot i fails
   */
  public static int info(int n, double[] pivots, int shift) {
    for (int k = 0; k < n; k++) {
      double pivot = pivots[k * SHIFTS + shift];
      if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
        return k + 1;
      }
    }
    return 0;
  }
}
