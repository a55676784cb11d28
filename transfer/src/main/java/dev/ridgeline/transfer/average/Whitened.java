// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import java.util.Arrays;

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
 * 8.3.1), row by row, so that every inner loop is a sum of two vectors. Every row is an array of
 * its own and every index the loop's: with offsets into one array C2 cannot tell that what is
 * written is not read later, and takes one element at a time. Not safe for use by several threads.
 */
final class Whitened {
  private final int r;
  // upper triangle, by rows; null for M = I
  private final double[][] factor;
  // Householder vectors, a row each, and their factors; null for M = I
  private final double[][] reflectors;
  private final double[] tau;
  private final double[] diagonal;
  private final double[] beside;
  private final double logFactor;

  // of the penalty that was asked for last: pivots of I + T / mu = L D L', and what L has beside
  private final double[] pivots;
  private final double[] lower;

  private Whitened(
      double[][] factor,
      double[][] reflectors,
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
    double[][] m = new double[r][r];
    for (int k = 0; k < r; k++) {
      for (int j = 0; j < r; j++) {
        m[k][j] = t * a[k * r + j];
      }
      m[k][k] += 1;
    }
    double log = cholesky(m);
    double[][] b = congruent(m, s);
    double[] diagonal = new double[r];
    double[] beside = new double[r];
    double[] tau = new double[r];
    tridiagonal(b, diagonal, beside, tau);
    return new Whitened(m, b, tau, diagonal, beside, log);
  }

  /** M = R'R in its upper triangle; returns log det M. */
  private static double cholesky(double[][] m) {
    int r = m.length;
    double log = 0;
    for (int k = 0; k < r; k++) {
      double[] row = m[k];
      // M is I and something positive semidefinite: a smaller pivot is rounding
      double pivot = Math.sqrt(Math.max(1, row[k]));
      log += Math.log(pivot);
      row[k] = pivot;
      for (int j = k + 1; j < r; j++) {
        // so is what is larger than definiteness allows; divided by a small pivot it would grow
        double limit = pivot * Math.sqrt(Math.max(1, m[j][j]));
        row[j] = Math.clamp(row[j], -limit, limit) / pivot;
      }
      for (int i = k + 1; i < r; i++) {
        Flat.add(-row[i], row, m[i], i, r);
      }
    }
    return 2 * log;
  }

  /** R^-T diag(s^2) R^-1 = Y Y' with Y = R^-T diag(s), lower triangular. */
  private static double[][] congruent(double[][] upper, double[] s) {
    int r = s.length;
    double[] y = new double[r]; // a column of Y
    double[][] b = new double[r][r];
    for (int c = 0; c < r; c++) {
      Arrays.fill(y, c, r, 0);
      y[c] = s[c];
      for (int k = c; k < r; k++) {
        double value = y[k] / upper[k][k];
        y[k] = value;
        Flat.add(-value, upper[k], y, k + 1, r);
      }
      for (int i = c; i < r; i++) {
        Flat.add(y[i], y, b[i], c, r);
      }
    }
    return b;
  }

  /** Reduces b, whose rows become the Householder vectors. */
  private static void tridiagonal(double[][] b, double[] diagonal, double[] beside, double[] tau) {
    int r = b.length;
    double[] p = new double[r];
    double[] v = new double[r];
    for (int k = 0; k < r; k++) {
      double[] row = b[k];
      diagonal[k] = row[k];
      if (k + 1 == r) {
        break;
      }
      double below = 0;
      for (int j = k + 2; j < r; j++) {
        below += row[j] * row[j];
      }
      double first = row[k + 1];
      if (below == 0) {
        beside[k] = first;
        continue;
      }
      double length = Math.sqrt(first * first + below);
      double head = first > 0 ? first + length : first - length;
      beside[k] = first > 0 ? -length : length;
      tau[k] = 2 / (1 + below / (head * head));
      for (int j = k + 2; j < r; j++) {
        v[j] = row[j] / head;
      }
      v[k + 1] = 1;
      Arrays.fill(p, k + 1, r, 0);
      int i = k + 1;
      for (; i + 4 <= r; i += 4) {
        addFour(tau[k], v, b, i, p, k + 1);
      }
      for (; i < r; i++) {
        Flat.add(tau[k] * v[i], b[i], p, k + 1, r);
      }
      double inner = 0;
      for (int j = k + 1; j < r; j++) {
        inner += p[j] * v[j];
      }
      Flat.add(-tau[k] / 2 * inner, v, p, k + 1, r);
      for (i = k + 1; i < r; i++) {
        subtract(v[i], p, p[i], v, b[i], k + 1);
      }
      System.arraycopy(v, k + 1, row, k + 1, r - k - 1);
    }
  }

  /** Four rows from i on, times factor v, into p: one after the other, and p is read once. */
  private static void addFour(
      double factor, double[] v, double[][] rows, int i, double[] p, int from) {
    double[] b0 = rows[i];
    double[] b1 = rows[i + 1];
    double[] b2 = rows[i + 2];
    double[] b3 = rows[i + 3];
    double v0 = factor * v[i];
    double v1 = factor * v[i + 1];
    double v2 = factor * v[i + 2];
    double v3 = factor * v[i + 3];
    for (int j = from; j < p.length; j++) {
      p[j] = p[j] + v0 * b0[j] + v1 * b1[j] + v2 * b2[j] + v3 * b3[j];
    }
  }

  /** to -= a x + c y, from an element on. */
  private static void subtract(double a, double[] x, double c, double[] y, double[] to, int from) {
    for (int j = from; j < to.length; j++) {
      to[j] -= a * x[j] + c * y[j];
    }
  }

  /** Q'R^-T x of every column, in place. */
  void into(double[] x, int count) {
    if (factor == null) {
      return;
    }
    double[] column = new double[r];
    for (int c = 0; c < count; c++) {
      System.arraycopy(x, c * r, column, 0, r);
      for (int k = 0; k < r; k++) {
        double value = column[k] / factor[k][k];
        column[k] = value;
        Flat.add(-value, factor[k], column, k + 1, r);
      }
      for (int k = 0; k < r; k++) {
        reflect(k, column);
      }
      System.arraycopy(column, 0, x, c * r, r);
    }
  }

  /** R^-1 Q x, in place: with {@link #into} and a solution between, K^-1. */
  void back(double[] x) {
    if (factor == null) {
      return;
    }
    for (int k = r - 1; k >= 0; k--) {
      reflect(k, x);
    }
    for (int k = r - 1; k >= 0; k--) {
      double[] row = factor[k];
      double value = x[k];
      for (int j = k + 1; j < r; j++) {
        value -= row[j] * x[j];
      }
      x[k] = value / row[k];
    }
  }

  private void reflect(int k, double[] x) {
    if (tau[k] == 0) {
      return;
    }
    double[] row = reflectors[k];
    double inner = 0;
    for (int j = k + 1; j < r; j++) {
      inner += row[j] * x[j];
    }
    Flat.add(-(inner * tau[k]), row, x, k + 1, r);
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
