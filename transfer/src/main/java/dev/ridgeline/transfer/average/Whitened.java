// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

/**
 * K(mu) = M + diag(s^2) / mu for every mu, with M = I + t A of order r, by one factorisation and no
 * eigenvectors:
 *
 * <pre>
 * M = R'R,   R^-T diag(s^2) R^-1 = Q T Q' with T tridiagonal,   K(mu) = R'Q (I + T / mu) Q'R
 * </pre>
 *
 * <p>so that a solution, a determinant or a quadratic form costs O(r) per penalty in the
 * coordinates {@link #into} gives. Householder's reduction (Golub and Van Loan 2013, section
 * 8.3.1), row by row, so that every inner loop is a sum of two vectors. Not safe for use by several
 * threads.
 */
final class Whitened {
  private final int r;
  // upper triangle, row-major; null for M = I
  private final double[] factor;
  // Householder vectors, a row each, and their factors; null for M = I
  private final double[] reflectors;
  private final double[] tau;
  private final double[] diagonal;
  private final double[] beside;
  private final double logFactor;

  // of the penalty that was asked for last: pivots of I + T / mu = L D L', and what L has beside
  private final double[] pivots;
  private final double[] lower;

  private Whitened(
      double[] factor,
      double[] reflectors,
      double[] tau,
      double[] diagonal,
      double[] beside,
      double logFactor) {
    this.r = diagonal.length;
    this.factor = factor;
    this.reflectors = reflectors;
    this.tau = tau;
    this.diagonal = diagonal;
    this.beside = beside;
    this.logFactor = logFactor;
    this.pivots = new double[r];
    this.lower = new double[r];
  }

  /** M = I: T is diagonal already. */
  static Whitened plain(double[] s) {
    double[] squares = new double[s.length];
    for (int k = 0; k < s.length; k++) {
      squares[k] = s[k] * s[k];
    }
    return new Whitened(null, null, null, squares, new double[s.length], 0);
  }

  /**
   * Factors M.
   *
   * @param a A, r x r, symmetric and positive semidefinite
   * @param t at least 0
   * @param s r singular values
   */
  static Whitened of(double[] a, double t, double[] s) {
    int r = s.length;
    double[] m = new double[r * r];
    for (int i = 0; i < m.length; i++) {
      m[i] = t * a[i];
    }
    for (int k = 0; k < r; k++) {
      m[k * r + k] += 1;
    }
    double log = cholesky(m, r);
    double[] b = congruent(m, s, r);
    double[] diagonal = new double[r];
    double[] beside = new double[r];
    double[] tau = new double[r];
    tridiagonal(b, r, diagonal, beside, tau);
    return new Whitened(m, b, tau, diagonal, beside, log);
  }

  /** M = R'R in its upper triangle, row-major; returns log det M. */
  private static double cholesky(double[] m, int r) {
    double log = 0;
    for (int k = 0; k < r; k++) {
      // M is I and something positive semidefinite: a smaller pivot is rounding
      double pivot = Math.sqrt(Math.max(1, m[k * r + k]));
      log += Math.log(pivot);
      m[k * r + k] = pivot;
      for (int j = k + 1; j < r; j++) {
        // so is what is larger than definiteness allows; divided by a small pivot it would grow
        double limit = pivot * Math.sqrt(Math.max(1, m[j * r + j]));
        m[k * r + j] = Math.clamp(m[k * r + j], -limit, limit) / pivot;
      }
      for (int i = k + 1; i < r; i++) {
        double factor = m[k * r + i];
        for (int j = i; j < r; j++) {
          m[i * r + j] -= factor * m[k * r + j];
        }
      }
    }
    return 2 * log;
  }

  /** R^-T diag(s^2) R^-1 = Y Y' with Y = R^-T diag(s), lower triangular. */
  private static double[] congruent(double[] upper, double[] s, int r) {
    double[] y = new double[r * r]; // column c of Y is row c of this
    double[] b = new double[r * r];
    for (int c = 0; c < r; c++) {
      y[c * r + c] = s[c];
      for (int k = c; k < r; k++) {
        double value = y[c * r + k] / upper[k * r + k];
        y[c * r + k] = value;
        for (int j = k + 1; j < r; j++) {
          y[c * r + j] -= value * upper[k * r + j];
        }
      }
      for (int i = c; i < r; i++) {
        double value = y[c * r + i];
        for (int j = c; j < r; j++) {
          b[i * r + j] += value * y[c * r + j];
        }
      }
    }
    return b;
  }

  /** Reduces b, whose rows become the Householder vectors. */
  private static void tridiagonal(
      double[] b, int r, double[] diagonal, double[] beside, double[] tau) {
    double[] p = new double[r];
    double[] v = new double[r];
    for (int k = 0; k < r; k++) {
      diagonal[k] = b[k * r + k];
      if (k + 1 == r) {
        break;
      }
      double below = 0;
      for (int j = k + 2; j < r; j++) {
        below += b[k * r + j] * b[k * r + j];
      }
      double first = b[k * r + k + 1];
      if (below == 0) {
        beside[k] = first;
        continue;
      }
      double length = Math.sqrt(first * first + below);
      double head = first > 0 ? first + length : first - length;
      beside[k] = first > 0 ? -length : length;
      tau[k] = 2 / (1 + below / (head * head));
      for (int j = k + 2; j < r; j++) {
        v[j] = b[k * r + j] / head;
      }
      v[k + 1] = 1;
      for (int j = k + 1; j < r; j++) {
        p[j] = 0;
      }
      for (int i = k + 1; i < r; i++) {
        double value = tau[k] * v[i];
        for (int j = k + 1; j < r; j++) {
          p[j] += value * b[i * r + j];
        }
      }
      double inner = 0;
      for (int j = k + 1; j < r; j++) {
        inner += p[j] * v[j];
      }
      for (int j = k + 1; j < r; j++) {
        p[j] -= tau[k] / 2 * inner * v[j];
      }
      for (int i = k + 1; i < r; i++) {
        double a = v[i];
        double c = p[i];
        for (int j = k + 1; j < r; j++) {
          b[i * r + j] -= a * p[j] + c * v[j];
        }
      }
      for (int j = k + 1; j < r; j++) {
        b[k * r + j] = v[j];
      }
    }
  }

  /** Q'R^-T x of every column, in place. */
  void into(double[] x, int count) {
    if (factor == null) {
      return;
    }
    for (int c = 0; c < count; c++) {
      int at = c * r;
      for (int k = 0; k < r; k++) {
        double value = x[at + k] / factor[k * r + k];
        x[at + k] = value;
        for (int j = k + 1; j < r; j++) {
          x[at + j] -= value * factor[k * r + j];
        }
      }
      for (int k = 0; k < r; k++) {
        reflect(k, x, at);
      }
    }
  }

  /** R^-1 Q x, in place: with {@link #into} and a solution between, K^-1. */
  void back(double[] x) {
    if (factor == null) {
      return;
    }
    for (int k = r - 1; k >= 0; k--) {
      reflect(k, x, 0);
    }
    for (int k = r - 1; k >= 0; k--) {
      double value = x[k];
      for (int j = k + 1; j < r; j++) {
        value -= factor[k * r + j] * x[j];
      }
      x[k] = value / factor[k * r + k];
    }
  }

  private void reflect(int k, double[] x, int at) {
    if (tau[k] == 0) {
      return;
    }
    double inner = 0;
    for (int j = k + 1; j < r; j++) {
      inner += reflectors[k * r + j] * x[at + j];
    }
    inner *= tau[k];
    for (int j = k + 1; j < r; j++) {
      x[at + j] -= inner * reflectors[k * r + j];
    }
  }

  /** Factors I + T / mu; returns log det K. */
  double at(double mu) {
    double log = logFactor;
    for (int k = 0; k < r; k++) {
      double pivot = 1 + diagonal[k] / mu;
      if (k > 0) {
        double l = beside[k - 1] / mu / pivots[k - 1];
        lower[k] = l;
        pivot -= l * l * pivots[k - 1];
      }
      pivots[k] = Math.max(1, pivot);
      log += Math.log(pivots[k]);
    }
    return log;
  }

  /** x = (I + T / mu)^-1 y for the last {@link #at}; returns y'x. */
  double solve(double[] y, double[] x) {
    double quadratic = 0;
    for (int k = 0; k < r; k++) {
      double value = y[k] - (k > 0 ? lower[k] * x[k - 1] : 0);
      x[k] = value;
      quadratic += value * value / pivots[k];
    }
    for (int k = r - 1; k >= 0; k--) {
      x[k] = x[k] / pivots[k] - (k + 1 < r ? lower[k + 1] * x[k + 1] : 0);
    }
    return quadratic;
  }

  /** y with y'y = h'(I + T / mu)^-1 h for the last {@link #at}, linear in h. */
  void half(double[] h, double[] y) {
    double before = 0;
    for (int k = 0; k < r; k++) {
      before = h[k] - (k > 0 ? lower[k] * before : 0);
      y[k] = before / Math.sqrt(pivots[k]);
    }
  }

  /**
   * z'(I + T / mu)^-1 z of many z for the last {@link #at}.
   *
   * @param rows z of row i at i, i + n, ..: r x n numbers
   * @param forms n numbers, overwritten
   * @param work n numbers, overwritten
   */
  void forms(double[] rows, double[] forms, double[] work) {
    int n = forms.length;
    for (int k = 0; k < r; k++) {
      double l = k > 0 ? lower[k] : 0;
      double inverse = 1 / pivots[k];
      int at = k * n;
      for (int i = 0; i < n; i++) {
        double value = rows[at + i] - l * (k > 0 ? work[i] : 0);
        work[i] = value;
        forms[i] = (k > 0 ? forms[i] : 0) + value * value * inverse;
      }
    }
  }
}
