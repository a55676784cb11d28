// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

import org.hipparchus.distribution.continuous.TDistribution;

/**
 * A numerator A and a denominator U with rho = A/U, and how uncertain they are.
 *
 * @param numerator A
 * @param denominator U
 * @param variance of the two
 */
record Statistic(double numerator, double denominator, Variance variance) {

  /**
   * A covariance matrix of A and U.
   *
   * @param numerator Var A
   * @param covariance Cov(A, U)
   * @param denominator Var U
   */
  record Variance(double numerator, double covariance, double denominator) {
    Variance plus(Variance other) {
      return new Variance(
          numerator + other.numerator,
          covariance + other.covariance,
          denominator + other.denominator);
    }

    Variance times(double factor) {
      return new Variance(factor * numerator, factor * covariance, factor * denominator);
    }

    /**
     * Exchanges the part of Var U that is quadratic in the noise. A delete-one jackknife finds
     * double the variance of such a part (B. Efron and C. Stein, "The jackknife estimate of
     * variance", Annals of Statistics 9, 1981). The rest of U is scaled down as a whole, so that
     * the matrix stays positive semidefinite.
     *
     * @param contained what the variance of U holds for that part
     * @param actual what it is
     */
    Variance withQuadraticPart(double contained, double actual) {
      double rest = Math.max(0.0, denominator - contained);
      double shrink = rest == 0.0 ? 0.0 : Math.sqrt(rest / denominator);
      return new Variance(numerator, shrink * covariance, rest + actual);
    }

    /** Finite if all three are. */
    double sum() {
      return numerator + covariance + denominator;
    }
  }

  /**
   * The allowance for a variance estimated from few rows: the square of the quotient of the
   * quantiles of Student's distribution and of the normal one.
   *
   * @param freedom degrees of freedom, at least 1
   */
  static double allowance(double freedom) {
    double quantile = new TDistribution(freedom).inverseCumulativeProbability(0.975);
    return quantile * quantile / (Fieller.Z * Fieller.Z);
  }
}
