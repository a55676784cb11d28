// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.model;

import dev.ridgeline.transfer.internal.Checks;

/**
 * What other software means by a ridge penalty, in terms of mu, the penalty in the normal equations
 * (X'X + mu I) b = X'y of ||y - X b||^2 + mu ||b||^2.
 *
 * <p>X and y here are what the peer penalises: with an intercept columns and response without their
 * means, and columns divided by their standard deviations where the peer does so ({@link
 * #standardizesByDefault}, with the {@link #ddof} it uses). A peer whose standardisation is
 * switched off has the same mu in the units of the table. Standard deviations with ddof 1 instead
 * of 0 multiply the mu that belongs to them by n/(n - 1).
 *
 * <p>With weights, n is the number of rows and the weights are scaled to sum to n, as glmnet and
 * Spark do by themselves. scikit-learn and Smile take weights as they are, so their penalty is to
 * be multiplied by n and divided by the sum of the weights first.
 *
 * <p>Immutable and safe for use by several threads.
 */
public enum PeerPenalty {
  /**
   * mu = alpha: scikit-learn's {@code Ridge}, {@code ||y - X w||^2 + alpha ||w||^2}. Source: its
   * user guide, "Ridge regression and classification". Does not standardise.
   */
  SCIKIT_LEARN(Rule.SUM, 1.0, false, 0),
  /**
   * mu = n lambda: {@code (1/n) ||y - X b||^2 + lambda ||b||^2}, the mean-loss scale of C. E.
   * Hedges, "Source-Optimal Training is Transfer-Suboptimal", TMLR 2026; the same as {@code 1/(2n)
   * ||y - X b||^2 + (lambda/2) ||b||^2}. {@code LambdaScale.MEAN}.
   */
  PAPER(Rule.ROWS, 1.0, false, 0),
  /**
   * mu = n lambda/sd(y), sd with ddof 0: R's glmnet for the gaussian family with {@code alpha = 0}
   * and its default intercept. Its objective {@code 1/(2n) ||y - X b||^2 + (lambda/2) ||b||^2}
   * holds for a response divided by its standard deviation, with lambda divided likewise; the
   * coefficients are multiplied back. Source: the glmnet vignette on the gaussian family ("glmnet
   * standardizes y to have unit variance (using 1/n rather than 1/(n-1) formula) before computing
   * its lambda sequence"). Without an intercept its versions differ in the standard deviation.
   */
  GLMNET(Rule.ROWS_PER_DEVIATION, 1.0, true, 0),
  /**
   * mu = n regParam/sd(y), sd with ddof 0: Spark MLlib's {@code LinearRegression}, {@code
   * elasticNetParam} 0, with the solver {@code normal}, which {@code auto} takes for up to 4096
   * features. Minimises {@code 1/2 sum_i w_i (x_i'b + c - y_i)^2 / sum_i w_i + (regParam/sd(y)) 1/2
   * sum_j (sd_j b_j)^2}. Source: Scaladoc of {@code WeightedLeastSquares}, "population standard
   * deviation".
   */
  SPARK(Rule.ROWS_PER_DEVIATION, 1.0, true, 0),
  /**
   * mu = n regParam/sd(y), sd with ddof 1: Spark MLlib's {@code LinearRegression}, {@code
   * elasticNetParam} 0, with the solver {@code l-bfgs}, {@code auto} above 4096 features. Its
   * summarizer gives sample standard deviations, of the response and the features; so at equal
   * {@code regParam} its fit differs slightly from that of {@code normal}. Source: Scaladoc of
   * {@code LinearRegression}, the loss in the scaled space. For rows of equal weight.
   */
  SPARK_LBFGS(Rule.ROWS_PER_DEVIATION, 1.0, true, 1),
  /**
   * mu = lambda: Smile's {@code RidgeRegression}, {@code ||y - Z c||^2 + lambda ||c||^2} with Z the
   * standardised columns, always. Source: its Javadoc, and {@code fit} of release 6.3; release 4.4
   * has ddof 0.
   */
  SMILE(Rule.SUM, 1.0, true, 1),
  /**
   * mu = n lambda/2: {@code (1/n) ||y - X b||^2 + (lambda/2) ||b||^2}, the weight decay of networks
   * trained on the mean squared error without a half: in PyTorch {@code weight_decay} times b is
   * added to the gradient (2/n) X'(X b - y) of {@code MSELoss}. With a loss of {@code 1/(2n)} it is
   * {@link #PAPER}; with a regulariser of lambda ||b||^2, as Keras' {@code L2}, it is {@link
   * #PAPER} too.
   */
  HALF_MEAN(Rule.ROWS, 0.5, false, 0),
  /**
   * mu = lambda^2: ADAPT's {@code RegularTransferLR}. Documented as {@code ||X b - y||^2 + lambda
   * ||b - b0||^2}, but computed by SciPy's {@code lsqr(damp = lambda)}, which minimises {@code ||X
   * d - r||^2 + damp^2 ||d||^2}. Source: SciPy's documentation of {@code lsqr}.
   */
  ADAPT(Rule.SQUARE, 1.0, false, 0);

  private enum Rule {
    SUM,
    ROWS,
    ROWS_PER_DEVIATION,
    SQUARE
  }

  private final Rule rule;
  private final double factor;
  private final boolean standardizes;
  private final int ddof;

  PeerPenalty(Rule rule, double factor, boolean standardizes, int ddof) {
    this.rule = rule;
    this.factor = factor;
    this.standardizes = standardizes;
    this.ddof = ddof;
  }

  /**
   * What a conversion needs to know of the sample.
   *
   * @param rows n, at least 1
   * @param responseDeviation standard deviation of the response with ddof 0, in its unit; used by
   *     the peers that scale the response, and then positive
   */
  public record Facts(int rows, double responseDeviation) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if rows are below 1 or the deviation is negative or not
     *     finite
     */
    public Facts {
      Checks.atLeast("rows", rows, 1);
      Checks.notNegative("responseDeviation", responseDeviation);
    }

    /**
     * Takes them from an unweighted response.
     *
     * @param response n numbers
     * @return n and the standard deviation with ddof 0
     * @throws IllegalArgumentException if there is none, or one is not finite
     */
    public static Facts of(double[] response) {
      int n = response.length;
      double sum = 0.0;
      for (double y : response) {
        sum += y;
      }
      double mean = sum / n;
      double squares = 0.0;
      for (double y : response) {
        squares += (y - mean) * (y - mean);
      }
      return new Facts(n, Math.sqrt(squares / n));
    }
  }

  /**
   * The penalty in the normal equations.
   *
   * @param lambda the peer's penalty, finite and not negative
   * @param facts of the sample that is fitted
   * @return mu
   * @throws IllegalArgumentException if lambda is out of range, or the response does not vary and
   *     the peer divides by its deviation
   */
  public double toNormalEquations(double lambda, Facts facts) {
    Checks.notNegative("lambda", lambda);
    return rule == Rule.SQUARE ? lambda * lambda : lambda * slope(facts);
  }

  /**
   * The peer's penalty that gives the same fit.
   *
   * @param mu penalty in the normal equations, finite and not negative
   * @param facts of the sample that is fitted
   * @return lambda
   * @throws IllegalArgumentException as {@link #toNormalEquations}
   */
  public double fromNormalEquations(double mu, Facts facts) {
    Checks.notNegative("mu", mu);
    return rule == Rule.SQUARE ? Math.sqrt(mu) : mu / slope(facts);
  }

  /** mu per unit of lambda. */
  private double slope(Facts facts) {
    double n = facts.rows;
    return switch (rule) {
      case SUM, SQUARE -> factor;
      case ROWS -> factor * n;
      case ROWS_PER_DEVIATION -> factor * n / deviation(facts);
    };
  }

  private double deviation(Facts facts) {
    double n = facts.rows;
    double deviation = facts.responseDeviation * (ddof == 0 ? 1.0 : Math.sqrt(n / (n - ddof)));
    if (!(deviation > 0.0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          this
              + " divides by the standard deviation of the response, which must be > 0: rows="
              + facts.rows
              + ", responseDeviation="
              + facts.responseDeviation);
    }
    return deviation;
  }

  /**
   * Whether the peer divides features by their standard deviations unless told otherwise.
   *
   * @return true for glmnet, Spark and Smile
   */
  public boolean standardizesByDefault() {
    return standardizes;
  }

  /**
   * What the peer takes off n in its standard deviations, of features and response.
   *
   * @return 0 or 1; 0 for a peer that uses none
   */
  public int ddof() {
    return ddof;
  }
}
