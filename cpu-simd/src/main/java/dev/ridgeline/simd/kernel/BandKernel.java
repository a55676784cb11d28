// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import java.util.Arrays;

/**
 * Eight shifts of one symmetric band matrix at once: T + mu I = L D L' with L unit lower triangular
 * of the same width (LAPACK: {@code pbtrf}, {@code pbtrs}).
 *
 * <pre>
 * T        n x n, width b  element (k + i, k) at band[k (b + 1) + i], i = 0 .. b; zeros past the end
 * mu       8 shifts
 * factors  n x (b + 5)     element i of column k, shift s, at (k (b + 5) + i) * 8 + s: d_k for
 *                          i = 0, l_ik up to b, zeros, 1 / d_k at b + 4; overwritten
 * x        n x 8           solutions
 * </pre>
 *
 * <p>A pivot that is not positive stops nothing: what follows in its lane is meaningless, and other
 * lanes do not notice.
 *
 * <p>Rounding: lanes are independent. For every column k ascending, l_i = a_ik (1 / d_k) and a_ij =
 * fma(a_ik, -l_j, a_ij). Forward, x_(k+i) = fma(-l_ik, x_k, x_(k+i)) for k ascending; backward, x_k
 * = x_k / d_k, from which l_ik x_(k+i) are subtracted one by one, i ascending.
 */
public final class BandKernel {
  static final int SHIFTS = ShiftedKernel.SHIFTS;

  /** Columns eliminated in one pass over those after them. */
  static final int C = 4;

  private BandKernel() {}

  /**
   * Elements of a column of the factors.
   *
   * @param b width
   * @return b + 5
   */
  public static int height(int b) {
    return b + C + 1;
  }

  static int at(int b, int column, int row) {
    return (column * height(b) + row - column) * SHIFTS;
  }

  /**
   * Factors.
   *
   * @param n order
   * @param b width
   * @param band T
   * @param mu holds the shifts
   * @param muAt the first of 8
   * @param factors overwritten
   */
  public static void factor(int n, int b, double[] band, double[] mu, int muAt, double[] factors) {
    factor(Compiled.BAND.ready(), n, b, band, mu, muAt, factors);
  }

  static void factor(
      boolean vectors, int n, int b, double[] band, double[] mu, int muAt, double[] factors) {
    int loaded = 0;
    int k = 0;
    for (; k + C <= n; k += C) {
      // columns are loaded when the first that changes them comes up
      for (int end = Math.min(n, k + C + b); loaded < end; loaded++) {
        if (vectors) {
          BandVectors.loadVector(b, band, loaded, mu, muAt, factors);
        } else {
          loadScalar(b, band, loaded, mu, muAt, factors);
        }
      }
      panel(n, b, k, C, vectors, factors);
      int last = Math.min(n - 1, k + C - 1 + b);
      for (int c = k + C; c <= last; c++) {
        if (vectors) {
          BandVectors.updateVector(b, k, c, last, factors);
        } else {
          updateScalar(b, k, c, last, factors);
        }
      }
      scale(b, k, C, vectors, factors);
    }
    for (; loaded < n; loaded++) {
      loadScalar(b, band, loaded, mu, muAt, factors);
    }
    panel(n, b, k, n - k, vectors, factors);
    scale(b, k, n - k, vectors, factors);
  }

  static void loadScalar(int b, double[] band, int k, double[] mu, int muAt, double[] f) {
    int from = k * (b + 1);
    int to = at(b, k, k);
    for (int s = 0; s < SHIFTS; s++) {
      f[to + s] = mu[muAt + s] + band[from];
    }
    for (int i = 1; i < height(b); i++) {
      Arrays.fill(f, to + i * SHIFTS, to + (i + 1) * SHIFTS, i <= b ? band[from + i] : 0);
    }
  }

  /** Columns k .. k + columns - 1 among themselves; they keep a_ik, not yet l_ik. */
  private static void panel(int n, int b, int k, int columns, boolean vectors, double[] f) {
    for (int j = 0; j < columns; j++) {
      int pivots = at(b, k + j, k + j);
      int reciprocals = pivots + (b + C) * SHIFTS;
      for (int s = 0; s < SHIFTS; s++) {
        f[reciprocals + s] = 1 / f[pivots + s];
      }
      for (int c = j + 1; c < Math.min(columns, j + b + 1); c++) {
        int last = Math.min(n - 1, k + j + b);
        if (vectors) {
          BandVectors.eliminateVector(b, k + j, k + c, last, f);
        } else {
          eliminateScalar(b, k + j, k + c, last, f);
        }
      }
    }
  }

  static void eliminateScalar(int b, int k, int c, int last, double[] f) {
    int from = at(b, k, c);
    int to = at(b, c, c);
    for (int s = 0; s < SHIFTS; s++) {
      double a = -(f[from + s] * f[at(b, k, k + b + C) + s]);
      for (int i = 0; i <= last - c; i++) {
        f[to + i * SHIFTS + s] = Fma.of(f[from + i * SHIFTS + s], a, f[to + i * SHIFTS + s]);
      }
    }
  }

  static void updateScalar(int b, int k, int c, int last, double[] f) {
    int to = at(b, c, c);
    for (int q = k; q < k + C; q++) {
      int from = at(b, q, c);
      for (int s = 0; s < SHIFTS; s++) {
        double a = -(f[from + s] * f[at(b, q, q + b + C) + s]);
        for (int i = 0; i <= last - c; i++) {
          f[to + i * SHIFTS + s] = Fma.of(f[from + i * SHIFTS + s], a, f[to + i * SHIFTS + s]);
        }
      }
    }
  }

  /** l_ik = a_ik (1 / d_k) in columns that have no more to subtract. */
  private static void scale(int b, int k, int columns, boolean vectors, double[] f) {
    for (int c = k; c < k + columns; c++) {
      if (vectors) {
        BandVectors.scaleVector(b, c, f);
      } else {
        scaleScalar(b, c, f);
      }
    }
  }

  static void scaleScalar(int b, int c, double[] f) {
    int column = at(b, c, c);
    int reciprocals = column + (b + C) * SHIFTS;
    for (int i = 1; i <= b; i++) {
      for (int s = 0; s < SHIFTS; s++) {
        f[column + i * SHIFTS + s] *= f[reciprocals + s];
      }
    }
  }

  /**
   * Solves (T + mu I) x = c for 8 shifts.
   *
   * @param n order
   * @param b width
   * @param factors of {@link #factor}
   * @param c right-hand side, n elements, the same for all shifts
   * @param cAt its first element
   * @param x overwritten
   */
  public static void solve(int n, int b, double[] factors, double[] c, int cAt, double[] x) {
    solve(Compiled.BAND.ready(), n, b, factors, c, cAt, x);
  }

  static void solve(
      boolean vectors, int n, int b, double[] factors, double[] c, int cAt, double[] x) {
    for (int k = 0; k < n; k++) {
      Arrays.fill(x, k * SHIFTS, (k + 1) * SHIFTS, c[cAt + k]);
    }
    for (int k = 0; k < n; k++) {
      int below = Math.min(b, n - 1 - k);
      if (vectors) {
        BandVectors.forwardVector(b, below, k, factors, x);
      } else {
        forwardScalar(b, below, k, factors, x);
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      int below = Math.min(b, n - 1 - k);
      if (vectors) {
        BandVectors.backwardVector(b, below, k, factors, x);
      } else {
        backwardScalar(b, below, k, factors, x);
      }
    }
  }

  static void forwardScalar(int b, int below, int k, double[] f, double[] x) {
    int column = k * height(b) * SHIFTS;
    for (int i = 1; i <= below; i++) {
      for (int s = 0; s < SHIFTS; s++) {
        int at = (k + i) * SHIFTS + s;
        x[at] = Fma.of(f[column + i * SHIFTS + s], -x[k * SHIFTS + s], x[at]);
      }
    }
  }

  static void backwardScalar(int b, int below, int k, double[] f, double[] x) {
    int column = k * height(b) * SHIFTS;
    for (int s = 0; s < SHIFTS; s++) {
      double sum = -(x[k * SHIFTS + s] / f[column + s]);
      for (int i = 1; i <= below; i++) {
        sum = Fma.of(f[column + i * SHIFTS + s], x[(k + i) * SHIFTS + s], sum);
      }
      x[k * SHIFTS + s] = -sum;
    }
  }

  /**
   * A pivot.
   *
   * @param b width
   * @param factors of {@link #factor}
   * @param k column
   * @param shift 0 to 7
   * @return d_k
   */
  public static double pivot(int b, double[] factors, int k, int shift) {
    return factors[k * height(b) * SHIFTS + shift];
  }

  /**
   * The first pivot of a shift that is not positive.
   *
   * @param n order
   * @param b width
   * @param factors of {@link #factor}
   * @param shift 0 to 7
   * @return 0, or i when pivot i fails
   */
  public static int info(int n, int b, double[] factors, int shift) {
    for (int k = 0; k < n; k++) {
      double pivot = pivot(b, factors, k, shift);
      if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
        return k + 1;
      }
    }
    return 0;
  }
}
