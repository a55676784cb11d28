// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

/**
 * The scale of a penalty. The coefficients minimise ||y - X b||^2 + mu ||b||^2, and mu follows from
 * lambda and the number of rows n.
 */
public enum LambdaScale {
  /** mu = lambda: scikit-learn's {@code alpha}. */
  SUM,
  /** mu = n lambda: the mean-loss scale of Hedges (TMLR 2026). */
  MEAN;

  /**
   * The penalty in the normal equations (X'X + mu I) b = X'y.
   *
   * @param lambda penalty on this scale
   * @param rows number of rows n
   * @return mu
   */
  public double toNormalEquations(double lambda, long rows) {
    return this == MEAN ? lambda * (double) rows : lambda;
  }

  /**
   * The same penalty on this scale.
   *
   * @param mu penalty in the normal equations
   * @param rows number of rows n, at least 1
   * @return lambda
   */
  public double fromNormalEquations(double mu, long rows) {
    return this == MEAN ? mu / (double) rows : mu;
  }
}
