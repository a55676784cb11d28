// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

/**
 * The law of the rows of a table, with its exact mean and covariance. Rows are {@code mean + L z}
 * with z standard normal, or whether such numbers are above their mean (0 or 1).
 */
final class Features {
  private final boolean binary;
  private final double[] mean;
  private final double[][] covariance;
  private final double[][] factor;

  private Features(boolean binary, double[] mean, double[][] covariance, double[][] factor) {
    this.binary = binary;
    this.mean = mean;
    this.covariance = covariance;
    this.factor = factor;
  }

  /**
   * Normal rows.
   *
   * @param mean p numbers
   * @param covariance p x p, positive definite
   */
  static Features normal(double[] mean, double[][] covariance) {
    return new Features(false, mean, covariance, cholesky(covariance));
  }

  /**
   * Rows of zeros and ones, each 1 with probability 1/2: the signs of normal numbers, whose
   * covariance as zeros and ones is asin(r) / (2 pi) (Sheppard 1899).
   *
   * @param correlation of the normal numbers, p x p, positive definite
   */
  static Features binary(double[][] correlation) {
    int p = correlation.length;
    double[][] covariance = new double[p][p];
    double[] mean = new double[p];
    for (int i = 0; i < p; i++) {
      mean[i] = 0.5;
      for (int j = 0; j < p; j++) {
        // the diagonal exactly: asin is steep there
        covariance[i][j] = i == j ? 0.25 : Math.asin(correlation[i][j]) / (2 * Math.PI);
      }
    }
    return new Features(true, mean, covariance, cholesky(correlation));
  }

  private static double[][] cholesky(double[][] a) {
    int p = a.length;
    double[][] l = new double[p][p];
    for (int i = 0; i < p; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = a[i][j];
        for (int k = 0; k < j; k++) {
          rest -= l[i][k] * l[j][k];
        }
        l[i][j] = i == j ? Math.sqrt(rest) : rest / l[j][j];
      }
    }
    return l;
  }

  int count() {
    return mean.length;
  }

  double mean(int feature) {
    return mean[feature];
  }

  double[] row(Draws draws) {
    int p = count();
    double[] z = draws.normals(p);
    double[] row = new double[p];
    for (int i = 0; i < p; i++) {
      double sum = 0;
      for (int k = 0; k <= i; k++) {
        sum += factor[i][k] * z[k];
      }
      row[i] = binary ? (sum > 0 ? 1 : 0) : mean[i] + sum;
    }
    return row;
  }

  /** The variance of x'd. */
  double variance(double[] d) {
    double sum = 0;
    for (int i = 0; i < d.length; i++) {
      if (d[i] != 0) {
        double[] of = covariance[i];
        double product = 0;
        for (int j = 0; j < i; j++) {
          product += of[j] * d[j];
        }
        sum += d[i] * (2 * product + of[i] * d[i]);
      }
    }
    return sum;
  }
}
