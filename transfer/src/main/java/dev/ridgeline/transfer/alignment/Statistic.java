// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

/**
 * A numerator A and a denominator U with rho = A/U, and both again with each row left out in turn.
 *
 * @param numerator A
 * @param denominator U
 * @param source A and U without source row i
 * @param target A and U without target row j
 */
record Statistic(double numerator, double denominator, Deleted source, Deleted target) {

  /** Delete-one values of A and U. */
  record Deleted(double[] numerators, double[] denominators) {
    static Deleted ofRows(int rows) {
      return new Deleted(new double[rows], new double[rows]);
    }

    void set(int row, double numerator, double denominator) {
      numerators[row] = numerator;
      denominators[row] = denominator;
    }
  }

  /** Jackknife (co)variances of A and U. */
  record Variance(double numerator, double covariance, double denominator) {
    private Variance plus(Variance other) {
      return new Variance(
          numerator + other.numerator,
          covariance + other.covariance,
          denominator + other.denominator);
    }

    /** Finite if all three are. */
    double sum() {
      return numerator + covariance + denominator;
    }
  }

  /**
   * The jackknife of two independent samples: the sum of one per sample, (n-1)/n sum_i (v_i -
   * mean)(v_i - mean)'. Source: B. Efron and C. Stein (1981), J. N. Arvesen (1969) for two samples.
   */
  Variance variance() {
    return jackknife(source).plus(jackknife(target));
  }

  private static Variance jackknife(Deleted deleted) {
    double[] a = deleted.numerators();
    double[] u = deleted.denominators();
    int n = a.length;
    double meanA = Vectors.sum(a) / n;
    double meanU = Vectors.sum(u) / n;
    double aa = 0.0;
    double au = 0.0;
    double uu = 0.0;
    for (int i = 0; i < n; i++) {
      double da = a[i] - meanA;
      double du = u[i] - meanU;
      aa += da * da;
      au += da * du;
      uu += du * du;
    }
    double factor = (n - 1.0) / n;
    return new Variance(factor * aa, factor * au, factor * uu);
  }
}
