// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import java.util.Random;

/**
 * Ridge by Gaussian elimination with pivoting on the optimality conditions of its objective: slow,
 * short, and nothing in common with the library (no Gram matrix, no choice of a side).
 */
public final class DirectRidge {
  private DirectRidge() {}

  /**
   * Ridge: the least of |y - X b|^2 + mu |b|^2.
   *
   * @param x n x p, row by row
   * @param y n responses
   * @param mu penalty in the normal equations, at least 0; with 0 X has full rank
   * @return b; with mu = 0 and n &lt; p the interpolation of least norm
   */
  public static double[] solve(double[][] x, double[] y, double mu) {
    return solve(x, y, new double[x[0].length], mu);
  }

  /**
   * L2-SP ridge: the least of |y - X b|^2 + mu |b - centre|^2.
   *
   * @param x n x p, row by row
   * @param y n responses
   * @param centre p coefficients
   * @param mu penalty in the normal equations, at least 0; with 0 X has full rank
   * @return b; with mu = 0 and n &lt; p the interpolation nearest to the centre
   */
  public static double[] solve(double[][] x, double[] y, double[] centre, double mu) {
    int n = x.length;
    int p = centre.length;
    if (mu == 0 && n < p) {
      return nearestInterpolation(x, y, centre);
    }
    // sqrt(mu) r + X b = y and X'r - sqrt(mu) b = -sqrt(mu) centre, r the scaled residual
    double root = mu == 0 ? 1 : Math.sqrt(mu);
    double pull = mu == 0 ? 0 : root;
    double[][] a = bordered(x, y, p);
    for (int i = 0; i < n; i++) {
      a[i][i] = root;
    }
    for (int j = 0; j < p; j++) {
      a[n + j][n + j] = -pull;
      a[n + j][n + p] = -pull * centre[j];
    }
    return tail(eliminate(a), p);
  }

  /** The least of |b - centre|^2 subject to X b = y. */
  private static double[] nearestInterpolation(double[][] x, double[] y, double[] centre) {
    int n = x.length;
    int p = centre.length;
    double[][] a = bordered(x, y, p);
    for (int j = 0; j < p; j++) {
      a[n + j][n + j] = 1;
      a[n + j][n + p] = centre[j];
    }
    return tail(eliminate(a), p);
  }

  /** The system [0 X; X' 0], with y and zeros on its right. */
  private static double[][] bordered(double[][] x, double[] y, int p) {
    int n = x.length;
    double[][] a = new double[n + p][n + p + 1];
    for (int i = 0; i < n; i++) {
      a[i][n + p] = y[i];
      for (int j = 0; j < p; j++) {
        a[i][n + j] = x[i][j];
        a[n + j][i] = x[i][j];
      }
    }
    return a;
  }

  /**
   * Leave-one-out error of ridge, by refitting; mu held fixed.
   *
   * @param x n x p, row by row
   * @param y n responses
   * @param mu penalty in the normal equations
   * @return mean squared error of every row predicted by a fit without it
   */
  public static double leaveOneOut(double[][] x, double[] y, double mu) {
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
      double e = y[i] - dot(x[i], solve(xs, ys, mu));
      sum += e * e;
    }
    return sum / n;
  }

  /**
   * The inner product.
   *
   * @param a a vector
   * @param b another, at least as long
   * @return a'b
   */
  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /**
   * A design of standard normal numbers.
   *
   * @param n rows
   * @param p columns
   * @param seed of the draw
   * @return n x p, row by row
   */
  public static double[][] gaussian(int n, int p, long seed) {
    Random random = new Random(seed);
    double[][] x = new double[n][p];
    for (double[] row : x) {
      for (int j = 0; j < p; j++) {
        row[j] = random.nextGaussian();
      }
    }
    return x;
  }

  /**
   * Standard normal numbers.
   *
   * @param n how many
   * @param seed of the draw
   * @return n numbers
   */
  public static double[] gaussian(int n, long seed) {
    return gaussian(1, n, seed)[0];
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
