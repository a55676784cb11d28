// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import java.util.Arrays;
import java.util.Random;

/**
 * Random tables, and ridge with weights, intercept and a prior by least squares on stacked rows
 * (Householder's QR), which shares no code with the library.
 */
public final class Problems {
  private Problems() {}

  /**
   * A design of standard normal numbers.
   *
   * @param random source of the draws
   * @param n rows
   * @param p columns
   * @return n x p, row by row
   */
  public static double[][] normal(Random random, int n, int p) {
    double[][] x = new double[n][p];
    for (double[] row : x) {
      Arrays.setAll(row, j -> random.nextGaussian());
    }
    return x;
  }

  /**
   * Standard normal numbers.
   *
   * @param random source of the draws
   * @param n how many
   * @return n numbers
   */
  public static double[] normal(Random random, int n) {
    return normal(random, 1, n)[0];
  }

  /**
   * Numbers in another unit.
   *
   * @param factor what each is multiplied by
   * @param values of any number
   * @return the products
   */
  public static double[] times(double factor, double[] values) {
    return Arrays.stream(values).map(value -> factor * value).toArray();
  }

  /**
   * Rows in another unit.
   *
   * @param factor what each number is multiplied by
   * @param rows of any number
   * @return the products
   */
  public static double[][] times(double factor, double[][] rows) {
    return Arrays.stream(rows).map(row -> times(factor, row)).toArray(double[][]::new);
  }

  /**
   * Responses y = x w + noise.
   *
   * @param random source of the noise
   * @param x rows
   * @param w coefficients
   * @param noise its standard deviation
   * @return one response per row
   */
  public static double[] response(Random random, double[][] x, double[] w, double noise) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < w.length; j++) {
        y[i] += x[i][j] * w[j];
      }
      y[i] += noise * random.nextGaussian();
    }
    return y;
  }

  /**
   * Minimises sum v (y - c - x b)^2 + mu sum d_j^2 (b_j - b0_j)^2.
   *
   * @param x rows
   * @param y responses
   * @param v weights
   * @param mu penalty in the normal equations
   * @param d units of the columns; 0 for one that is not penalised
   * @param b0 the prior
   * @param intercept whether there is c
   * @return b, then c
   */
  public static double[] solve(
      double[][] x, double[] y, double[] v, double mu, double[] d, double[] b0, boolean intercept) {
    int n = x.length;
    int p = x[0].length;
    int columns = p + (intercept ? 1 : 0);
    double[][] a = new double[n + p][columns];
    double[] right = new double[n + p];
    for (int i = 0; i < n; i++) {
      double root = Math.sqrt(v[i]);
      for (int j = 0; j < p; j++) {
        a[i][j] = root * x[i][j];
      }
      if (intercept) {
        a[i][p] = root;
      }
      right[i] = root * y[i];
    }
    for (int j = 0; j < p; j++) {
      a[n + j][j] = Math.sqrt(mu) * d[j];
      right[n + j] = Math.sqrt(mu) * d[j] * b0[j];
    }
    return Arrays.copyOf(leastSquares(a, right), p + 1);
  }

  /** The least of |a b - right|, both overwritten; a has full column rank. */
  private static double[] leastSquares(double[][] a, double[] right) {
    int rows = a.length;
    int columns = a[0].length;
    double[] diagonal = new double[columns];
    for (int k = 0; k < columns; k++) {
      double norm = 0;
      for (int i = k; i < rows; i++) {
        norm = Math.hypot(norm, a[i][k]);
      }
      // v = x - alpha e_k, alpha of the other sign than x_k, so that nothing cancels
      double alpha = a[k][k] > 0 ? -norm : norm;
      diagonal[k] = alpha;
      a[k][k] -= alpha;
      double half = -alpha * a[k][k];
      for (int j = k + 1; j <= columns && half > 0; j++) {
        double dot = 0;
        for (int i = k; i < rows; i++) {
          dot += a[i][k] * (j < columns ? a[i][j] : right[i]);
        }
        for (int i = k; i < rows; i++) {
          double part = dot / half * a[i][k];
          if (j < columns) {
            a[i][j] -= part;
          } else {
            right[i] -= part;
          }
        }
      }
    }
    double[] solution = new double[columns];
    for (int k = columns - 1; k >= 0; k--) {
      double sum = right[k];
      for (int j = k + 1; j < columns; j++) {
        sum -= a[k][j] * solution[j];
      }
      solution[k] = sum / diagonal[k];
    }
    return solution;
  }

  /**
   * Leave-one-out errors by refitting, mu held fixed.
   *
   * @param x rows
   * @param y responses
   * @param v weights
   * @param mu penalty in the normal equations
   * @param d units of the columns
   * @param b0 the prior
   * @param intercept whether there is one
   * @return y_i less the prediction of the fit without row i, for every row
   */
  public static double[] leftOut(
      double[][] x, double[] y, double[] v, double mu, double[] d, double[] b0, boolean intercept) {
    double[] errors = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      double[] b = solve(without(x, i), without(y, i), without(v, i), mu, d, b0, intercept);
      errors[i] = y[i] - predict(x[i], b);
    }
    return errors;
  }

  /**
   * The prediction of one row.
   *
   * @param row p features
   * @param b p coefficients, then the intercept
   * @return the sum
   */
  public static double predict(double[] row, double[] b) {
    double sum = b[row.length];
    for (int j = 0; j < row.length; j++) {
      sum += row[j] * b[j];
    }
    return sum;
  }

  /**
   * The rows but one.
   *
   * @param x rows
   * @param row the one
   * @return the others, in order
   */
  public static double[][] without(double[][] x, int row) {
    double[][] others = new double[x.length - 1][];
    for (int i = 0, o = 0; i < x.length; i++) {
      if (i != row) {
        others[o++] = x[i];
      }
    }
    return others;
  }

  /**
   * The numbers but one.
   *
   * @param y numbers
   * @param row the one
   * @return the others, in order
   */
  public static double[] without(double[] y, int row) {
    double[] others = new double[y.length - 1];
    for (int i = 0, o = 0; i < y.length; i++) {
      if (i != row) {
        others[o++] = y[i];
      }
    }
    return others;
  }

  /**
   * Ones, for weights and units that are all the same.
   *
   * @param n how many
   * @return n times 1
   */
  public static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  /**
   * A weighted mean square.
   *
   * @param e errors
   * @param v weights
   * @return sum v e^2 / sum v
   */
  public static double meanSquare(double[] e, double[] v) {
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < e.length; i++) {
      sum += v[i] * e[i] * e[i];
      weight += v[i];
    }
    return sum / weight;
  }
}
