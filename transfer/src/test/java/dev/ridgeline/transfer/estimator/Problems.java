// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import java.util.Arrays;
import java.util.Random;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;

/** Random tables, and ridge by least squares on stacked rows, which shares no code with ours. */
final class Problems {
  private Problems() {}

  static double[][] normal(Random random, int n, int p) {
    double[][] x = new double[n][p];
    for (double[] row : x) {
      Arrays.setAll(row, j -> random.nextGaussian());
    }
    return x;
  }

  static double[] normal(Random random, int n) {
    return normal(random, 1, n)[0];
  }

  /** y = x w + noise. */
  static double[] response(Random random, double[][] x, double[] w, double noise) {
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
   * @return b, then c
   */
  static double[] solve(
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
    double[] solution =
        new QRDecomposition(new Array2DRowRealMatrix(a, false))
            .getSolver()
            .solve(new ArrayRealVector(right, false))
            .toArray();
    return Arrays.copyOf(solution, p + 1);
  }

  /** y_i less the prediction of the fit without row i, for every row. */
  static double[] leftOut(
      double[][] x, double[] y, double[] v, double mu, double[] d, double[] b0, boolean intercept) {
    double[] errors = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      double[] b = solve(without(x, i), without(y, i), without(v, i), mu, d, b0, intercept);
      errors[i] = y[i] - predict(x[i], b);
    }
    return errors;
  }

  static double predict(double[] row, double[] b) {
    double sum = b[row.length];
    for (int j = 0; j < row.length; j++) {
      sum += row[j] * b[j];
    }
    return sum;
  }

  static double[][] without(double[][] x, int row) {
    double[][] others = new double[x.length - 1][];
    for (int i = 0, o = 0; i < x.length; i++) {
      if (i != row) {
        others[o++] = x[i];
      }
    }
    return others;
  }

  static double[] without(double[] y, int row) {
    double[] others = new double[y.length - 1];
    for (int i = 0, o = 0; i < y.length; i++) {
      if (i != row) {
        others[o++] = y[i];
      }
    }
    return others;
  }

  static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  static double meanSquare(double[] e, double[] v) {
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < e.length; i++) {
      sum += v[i] * e[i] * e[i];
      weight += v[i];
    }
    return sum / weight;
  }
}
