// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer;

import java.util.function.DoubleUnaryOperator;

/**
 * L2-SP ridge by Gaussian elimination with pivoting on the optimality conditions of its objective:
 * slow, short, and nothing in common with the library (no Gram matrix, no choice of a side).
 */
final class BruteForce {
  private BruteForce() {}

  /**
   * argmin ||y - X b||^2 + mu ||b - centre||^2; with mu = 0 the least-squares solution nearest to
   * the centre, for X of full rank.
   */
  static double[] l2sp(double[][] x, double[] y, double[] centre, double mu) {
    int n = x.length;
    int p = centre.length;
    if (mu == 0 && n < p) {
      return nearestInterpolation(x, y, centre);
    }
    // sqrt(mu) r + X b = y and X'r - sqrt(mu) b = -sqrt(mu) centre, r the scaled residual
    double root = mu == 0 ? 1 : Math.sqrt(mu);
    double pull = mu == 0 ? 0 : root;
    double[][] a = new double[n + p][n + p + 1];
    for (int i = 0; i < n; i++) {
      a[i][i] = root;
      a[i][n + p] = y[i];
      for (int j = 0; j < p; j++) {
        a[i][n + j] = x[i][j];
        a[n + j][i] = x[i][j];
      }
    }
    for (int j = 0; j < p; j++) {
      a[n + j][n + j] = -pull;
      a[n + j][n + p] = -pull * centre[j];
    }
    return tail(eliminate(a), p);
  }

  /** argmin ||b - centre||^2 subject to X b = y. */
  private static double[] nearestInterpolation(double[][] x, double[] y, double[] centre) {
    int n = x.length;
    int p = centre.length;
    double[][] a = new double[n + p][n + p + 1];
    for (int i = 0; i < n; i++) {
      a[i][n + p] = y[i];
      for (int j = 0; j < p; j++) {
        a[i][n + j] = x[i][j];
        a[n + j][i] = x[i][j];
      }
    }
    for (int j = 0; j < p; j++) {
      a[n + j][n + j] = 1;
      a[n + j][n + p] = centre[j];
    }
    return tail(eliminate(a), p);
  }

  static double[] ridge(double[][] x, double[] y, double mu) {
    return l2sp(x, y, new double[x[0].length], mu);
  }

  /** Mean squared error of every row predicted by a fit without it; mu and centre held fixed. */
  static double leaveOneOut(double[][] x, double[] y, double[] centre, double mu) {
    int n = x.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double[][] xs = new double[n - 1][];
      double[] ys = new double[n - 1];
      for (int r = 0, k = 0; r < n; r++) {
        if (r != i) {
          xs[k] = x[r];
          ys[k++] = y[r];
        }
      }
      double e = y[i] - dot(x[i], l2sp(xs, ys, centre, mu));
      sum += e * e;
    }
    return sum / n;
  }

  /** (b - w)' Sigma (b - w), entry by entry. */
  static double risk(double[] b, double[] w, Covariance sigma) {
    double sum = 0;
    for (int i = 0; i < b.length; i++) {
      for (int j = 0; j < b.length; j++) {
        sum += (b[i] - w[i]) * sigma.entry(i, j) * (b[j] - w[j]);
      }
    }
    return sum;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  static double[] scaled(double c, double[] a) {
    double[] out = a.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] *= c;
    }
    return out;
  }

  /** Index of the least number; the first wins a tie. */
  static int argmin(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] < values[best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * Where f is least on [low, high]: a scan of 200 points, then golden section around the best; NaN
   * when that is an end.
   */
  static double minimizer(DoubleUnaryOperator f, double low, double high) {
    double[] values = new double[201];
    double step = (high - low) / 200;
    for (int i = 0; i <= 200; i++) {
      values[i] = f.applyAsDouble(low + i * step);
    }
    int best = argmin(values);
    if (best == 0 || best == 200) {
      return Double.NaN;
    }
    double a = low + (best - 1) * step;
    double b = low + (best + 1) * step;
    double golden = (Math.sqrt(5) - 1) / 2;
    double c = b - golden * (b - a);
    double d = a + golden * (b - a);
    double fc = f.applyAsDouble(c);
    double fd = f.applyAsDouble(d);
    while (b - a > 1e-9) {
      if (fc < fd) {
        b = d;
        d = c;
        fd = fc;
        c = b - golden * (b - a);
        fc = f.applyAsDouble(c);
      } else {
        a = c;
        c = d;
        fc = fd;
        d = a + golden * (b - a);
        fd = f.applyAsDouble(d);
      }
    }
    return (a + b) / 2;
  }

  private static double[] tail(double[] values, int length) {
    double[] out = new double[length];
    System.arraycopy(values, values.length - length, out, 0, length);
    return out;
  }

  private static double[] eliminate(double[][] a) {
    int n = a.length;
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) {
          pivot = i;
        }
      }
      double[] row = a[k];
      a[k] = a[pivot];
      a[pivot] = row;
      for (int i = k + 1; i < n; i++) {
        double factor = a[i][k] / a[k][k];
        for (int j = k; j <= n; j++) {
          a[i][j] -= factor * a[k][j];
        }
      }
    }
    double[] solution = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double sum = a[i][n];
      for (int j = i + 1; j < n; j++) {
        sum -= a[i][j] * solution[j];
      }
      solution[i] = sum / a[i][i];
    }
    return solution;
  }
}
