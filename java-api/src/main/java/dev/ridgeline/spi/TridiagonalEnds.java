// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

/**
 * The smallest and the largest eigenvalue of a symmetric tridiagonal matrix, each within the
 * rounding of the larger: bisection by Sturm counts (Golub and Van Loan 2013, section 8.4.1), some
 * 120 n divisions where all eigenvalues by QR take some 20 n^2 operations.
 */
public final class TridiagonalEnds {
  /** Halvings that take the first interval, twice the norm, to the rounding of the norm. */
  private static final int HALVINGS = 56;

  private TridiagonalEnds() {}

  /**
   * Finds them.
   *
   * @param d diagonal, n at least 1
   * @param e beside it, n - 1
   * @param ends the smallest and the largest are written here; NaN where an element is
   * @param at where
   */
  public static void of(double[] d, double[] e, double[] ends, int at) {
    double bound = 0;
    for (int k = 0; k < d.length; k++) {
      double beside = (k > 0 ? Math.abs(e[k - 1]) : 0) + (k < e.length ? Math.abs(e[k]) : 0);
      double sum = Math.abs(d[k]) + beside;
      bound = bound >= sum ? bound : sum; // so that NaN stays
    }
    if (!(bound > 0) || Double.isInfinite(bound)) {
      ends[at] = bound == 0 ? 0 : Double.NaN;
      ends[at + 1] = ends[at];
      return;
    }
    // squares neither overflow nor vanish in a matrix of norm about 1; a power of two rounds
    // nothing
    int exponent = Math.getExponent(bound);
    double[] diagonal = new double[d.length];
    double[] squares = new double[d.length];
    for (int k = 0; k < d.length; k++) {
      diagonal[k] = Math.scalb(d[k], -exponent);
      double beside = k == 0 ? 0 : Math.scalb(e[k - 1], -exponent);
      squares[k] = beside * beside;
    }
    double limit = Math.scalb(bound, -exponent);
    ends[at] = Math.scalb(between(diagonal, squares, -limit, limit, 1), exponent);
    ends[at + 1] = Math.scalb(between(diagonal, squares, -limit, limit, d.length), exponent);
  }

  /** The eigenvalue with the given number, from 1 in ascending order. */
  private static double between(double[] d, double[] squares, double from, double to, int number) {
    double low = from;
    double high = to;
    for (int i = 0; i < HALVINGS && low < high; i++) {
      double middle = 0.5 * (low + high);
      if (below(d, squares, middle) >= number) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return 0.5 * (low + high);
  }

  /** How many eigenvalues lie below x: the negative pivots of T - x. */
  private static int below(double[] d, double[] squares, double x) {
    int count = 0;
    double pivot = 1;
    for (int k = 0; k < d.length; k++) {
      pivot = d[k] - x - squares[k] / pivot;
      if (Math.abs(pivot) < Double.MIN_NORMAL) {
        pivot = -Double.MIN_NORMAL;
      }
      count += pivot < 0 ? 1 : 0;
    }
    return count;
  }
}
