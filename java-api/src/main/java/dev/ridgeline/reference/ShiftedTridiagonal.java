// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.spi.LogProduct;

/**
 * T + mu I = L D L' with L unit lower bidiagonal (LAPACK: {@code pttrf}), and what follows from it
 * in O(n): solutions, trace of the inverse, determinant, quadratic forms.
 */
final class ShiftedTridiagonal {
  private final double[] pivots;
  private final double[] multipliers;

  /** 0, or i when pivot i is not positive: then nothing else may be called. */
  final int info;

  ShiftedTridiagonal(Tridiagonal t, double mu) {
    int n = t.order();
    pivots = new double[n];
    multipliers = new double[t.e.length];
    info = factor(t, mu);
  }

  private int factor(Tridiagonal t, double mu) {
    for (int k = 0; k < pivots.length; k++) {
      pivots[k] = t.d[k] + mu;
      if (k > 0) {
        multipliers[k - 1] = t.e[k - 1] / pivots[k - 1];
        pivots[k] -= multipliers[k - 1] * t.e[k - 1];
      }
      if (!Pivots.positive(pivots[k])) {
        return k + 1;
      }
    }
    return 0;
  }

  /** (T + mu I) x_t = b_t in place. */
  void solve(FourColumns x) {
    int n = pivots.length;
    for (int k = 1; k < n; k++) {
      double l = multipliers[k - 1];
      x.x0[k] -= l * x.x0[k - 1];
      x.x1[k] -= l * x.x1[k - 1];
      x.x2[k] -= l * x.x2[k - 1];
      x.x3[k] -= l * x.x3[k - 1];
    }
    for (int k = n - 1; k >= 0; k--) {
      x.divide(k, pivots[k]);
      if (k < n - 1) {
        double l = multipliers[k];
        x.x0[k] -= l * x.x0[k + 1];
        x.x1[k] -= l * x.x1[k + 1];
        x.x2[k] -= l * x.x2[k + 1];
        x.x3[k] -= l * x.x3[k + 1];
      }
    }
  }

  /**
   * Trace of the inverse S. From L'S = D^-1 L^-1, s_kk = 1/d_k + l_k^2 s_(k+1)(k+1): only positive
   * terms are added.
   */
  double traceInverse() {
    double trace = 0;
    double s = 0;
    for (int k = pivots.length - 1; k >= 0; k--) {
      double l = k < multipliers.length ? multipliers[k] : 0;
      s = 1 / pivots[k] + l * l * s;
      trace += s;
    }
    return trace;
  }

  /** log det (T + mu I), from the pivots in their order. */
  double logDeterminant() {
    LogProduct product = new LogProduct();
    for (double pivot : pivots) {
      product.multiply(pivot);
    }
    return product.log();
  }

  /** z'(T + mu I)^-1 z = sum_k u_k^2 / d_k with u = L^-1 z: positive terms again. */
  double quadraticForm(double[] z) {
    double sum = 0;
    double u = 0;
    for (int k = 0; k < pivots.length; k++) {
      u = k == 0 ? z[0] : z[k] - multipliers[k - 1] * u;
      sum += u * u / pivots[k];
    }
    return sum;
  }
}
