// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import java.util.Random;

/**
 * Ridge by Gaussian elimination with pivoting: slow, short, and nothing in common with the path.
 */
final class DirectRidge {
  private DirectRidge() {}

  /** (X'X + mu I)^-1 X'y. */
  static double[] solve(double[][] x, double[] y, double mu) {
    int p = x[0].length;
    double[][] a = new double[p][p + 1];
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        for (double[] row : x) {
          a[i][j] += row[i] * row[j];
        }
      }
      a[i][i] += mu;
      for (int r = 0; r < x.length; r++) {
        a[i][p] += x[r][i] * y[r];
      }
    }
    return eliminate(a);
  }

  /** X'(XX' + mu I)^-1 y, for wide designs and small mu. */
  static double[] solveDual(double[][] x, double[] y, double mu) {
    int n = x.length;
    double[][] a = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = dot(x[i], x[j]) + (i == j ? mu : 0);
      }
      a[i][n] = y[i];
    }
    double[] dual = eliminate(a);
    double[] b = new double[x[0].length];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < b.length; j++) {
        b[j] += x[i][j] * dual[i];
      }
    }
    return b;
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

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Mean squared error of every row predicted by a fit without it, mu held fixed. */
  static double leaveOneOut(double[][] x, double[] y, double mu) {
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
      double[] b = n - 1 < x[0].length ? solveDual(xs, ys, mu) : solve(xs, ys, mu);
      double e = y[i] - dot(x[i], b);
      sum += e * e;
    }
    return sum / n;
  }

  static double[][] gaussian(int n, int p, long seed) {
    Random random = new Random(seed);
    double[][] x = new double[n][p];
    for (double[] row : x) {
      for (int j = 0; j < p; j++) {
        row[j] = random.nextGaussian();
      }
    }
    return x;
  }

  static double[] gaussian(int n, long seed) {
    return gaussian(1, n, seed)[0];
  }
}
