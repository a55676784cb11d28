// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

/**
 * Eigenvalues of a tridiagonal matrix (LAPACK: {@code steqr}): implicit QR sweeps with Wilkinson's
 * shift until every subdiagonal element is negligible beside its neighbours.
 *
 * <pre>
 * T  diagonal d, subdiagonal e (n - 1), overwritten: d by the eigenvalues in no order
 * </pre>
 */
final class ImplicitQr {
  private static final double EPS = 0x1p-53;

  /** A subdiagonal element this small counts as 0 even between zeros; the largest element is 1. */
  private static final double NEGLIGIBLE = 0x1p-900;

  /** Sums of squares from here on have lost nothing to underflow. */
  private static final double SAFE = 0x1p-900;

  /** Sweeps allowed per eigenvalue; two or three are usual. */
  private static final int SWEEPS = 30;

  private final double[] d;
  private final double[] e;
  private final Sweeps sweeps;

  private ImplicitQr(double[] d, double[] e, Sweeps sweeps) {
    this.d = d;
    this.e = e;
    this.sweeps = sweeps;
  }

  /**
   * Diagonalizes.
   *
   * @param d diagonal
   * @param e subdiagonal
   * @param sweeps hears every rotation; null when only values are wanted
   * @return 0, or i when eigenvalue i did not converge
   */
  static int run(double[] d, double[] e, Sweeps sweeps) {
    double max = 0;
    for (double x : d) {
      if (!Double.isFinite(x)) {
        return 1;
      }
      max = Math.max(max, Math.abs(x));
    }
    for (double x : e) {
      max = Math.max(max, Math.abs(x));
    }
    double scale = LowerCopy.toOne(max);
    scale(d, e, scale);
    int info = new ImplicitQr(d, e, sweeps).diagonalize();
    scale(d, e, 1 / scale);
    return info;
  }

  private static void scale(double[] d, double[] e, double factor) {
    for (int k = 0; k < d.length; k++) {
      d[k] *= factor;
    }
    for (int k = 0; k < e.length; k++) {
      e[k] *= factor;
    }
  }

  private int diagonalize() {
    int left = SWEEPS * d.length;
    int hi = d.length - 1;
    while (hi > 0) {
      int lo = hi;
      while (lo > 0 && !negligible(lo - 1)) {
        lo--;
      }
      if (lo == hi) {
        e[--hi] = 0;
        continue;
      }
      if (left-- == 0) {
        return hi + 1;
      }
      sweep(lo, hi);
    }
    return 0;
  }

  private boolean negligible(int k) {
    double x = Math.abs(e[k]);
    double a = Math.abs(d[k]);
    double b = Math.abs(d[k + 1]);
    // the geometric mean is no larger than the larger one: most elements need no square root
    if (x > EPS * Math.max(a, b) && x > NEGLIGIBLE) {
      return false;
    }
    return x <= NEGLIGIBLE || x <= EPS * Math.sqrt(a) * Math.sqrt(b);
  }

  /**
   * One implicit QR step on the unreduced rows lo..hi: the first rotation is that of T - shift I,
   * the others chase the element (bulge) it makes below the subdiagonal down and out.
   */
  private void sweep(int lo, int hi) {
    if (sweeps != null) {
      sweeps.begin(lo, hi);
    }
    double x = d[lo] - wilkinsonShift(hi);
    double bulge = e[lo];
    for (int k = lo; k < hi; k++) {
      double r = hypot(x, bulge);
      double c = x / r;
      double s = bulge / r;
      if (k > lo) {
        e[k - 1] = r;
      }
      // the rotated diagonal, as a change that keeps the trace
      double t = s * (d[k + 1] - d[k]) + 2 * c * e[k];
      d[k] += s * t;
      d[k + 1] -= s * t;
      e[k] = c * t - e[k];
      if (k < hi - 1) {
        x = e[k];
        bulge = s * e[k + 1];
        e[k + 1] *= c;
      }
      if (sweeps != null) {
        sweeps.rotate(k, c, s);
      }
    }
  }

  private static double hypot(double x, double y) {
    double squares = x * x + y * y;
    return squares > SAFE ? Math.sqrt(squares) : Math.hypot(x, y);
  }

  /** The eigenvalue of the last 2 x 2 block that is nearer to its last element. */
  private double wilkinsonShift(int hi) {
    double b = e[hi - 1];
    double delta = 0.5 * (d[hi - 1] - d[hi]);
    return d[hi] - b * (b / (delta + Math.copySign(hypot(delta, b), delta)));
  }
}
