// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

/**
 * One small table among very many, prepared, in the coordinates of its singular vectors X = U S V'
 * ({@link SmallSvd}). One object serves all groups of a thread in turn and allocates only where a
 * group is larger than those before.
 *
 * <p>In the coordinates of U every penalty is a multiple f = mu / (d + mu) of each, d = s^2, and
 * the complement of U is what no penalty explains. One decomposition serves all responses.
 *
 * <p>Used by one thread.
 */
public abstract sealed class GroupDesign permits GroupRowsDesign, GroupSumsDesign {
  /** With fewer rows of weight above 0 there is no fit. */
  static final int LEAST_ROWS = 3;

  static final double EPS = 0x1p-53;

  final int p;
  final int t;
  final boolean intercept;
  final double[] unitFactors;
  final double[] means;
  final double[] scales;
  final double[] d;
  final double[] c; // U'Y, p x T, of which rank rows are used
  final double[] responseMeans;
  final double[] squares; // Y'Y
  final double[] unexplained;
  final int[] yExponents;
  final boolean[] constant;
  final SmallSvd svd;
  double[] factors = new double[0];
  long active;
  double weight;
  int xExponent;
  int muExponent; // of what a penalty is measured in: 0 where columns are in their own deviations
  int rank;

  GroupDesign(int features, int responses, boolean intercept, double[] unitFactors) {
    this.unitFactors = unitFactors;
    p = features;
    t = responses;
    this.intercept = intercept;
    means = new double[p];
    scales = new double[p];
    d = new double[p];
    c = new double[Math.multiplyExact(p, t)];
    responseMeans = new double[t];
    squares = new double[t];
    unexplained = new double[t];
    yExponents = new int[t];
    constant = new boolean[t];
    svd = new SmallSvd(p);
  }

  /**
   * Prepares the group that was read last: the prior's part of the responses goes, columns are
   * centred, divided by their units and weighted.
   *
   * @param priors p x T coefficients in the units of the table; null: zeros
   * @param standardize whether units are the group's own deviations
   * @param units of the columns where they are not its own, factors included; null: 1
   * @return whether there is a fit: false with fewer than three rows of weight above 0
   */
  public abstract boolean prepare(double[] priors, boolean standardize, double[] units);

  /**
   * Adds the products of the prepared columns.
   *
   * @param xx X'X, p x p, of which the lower triangle is added to
   * @param xy X'Y, p x T
   * @param yy the diagonal of Y'Y, T numbers
   */
  public abstract void addProducts(double[] xx, double[] xy, double[] yy);

  /** X = U S V', and the responses in these coordinates. */
  public abstract void decompose();

  /**
   * Whether a response is the same in all rows, and so needs no penalty.
   *
   * @param response from 0
   * @return never with a prior, or without an intercept
   */
  public boolean isConstant(int response) {
    return constant[response];
  }

  /**
   * The mean of a response, less the prior's part.
   *
   * @param response from 0
   * @return that number; 0 without an intercept
   */
  public double meanResponse(int response) {
    return Math.scalb(responseMeans[response], yExponents[response]);
  }

  /**
   * Number of rows.
   *
   * @return those of weight above 0
   */
  public long rows() {
    return active;
  }

  /**
   * Sum of the weights.
   *
   * @return above 0
   */
  public double weight() {
    return weight;
  }

  /**
   * Degrees of freedom of the responses.
   *
   * @return rows of weight above 0, less one for an intercept
   */
  public long degrees() {
    return active - (intercept ? 1 : 0);
  }

  /**
   * Whether columns depend on each other.
   *
   * @return true where the rank is below the number of columns that vary
   */
  public boolean isDeficient() {
    int varying = 0;
    for (int j = 0; j < p; j++) {
      varying += scales[j] > 0 ? 1 : 0;
    }
    return rank < varying;
  }

  /** A penalty in the units of the design. */
  private double inUnits(double mu) {
    return Math.scalb(mu, -2 * muExponent);
  }

  /** The multiples f of every direction, for penalties of at least so much. */
  final void tabulate(double[] mu, double least) {
    if (factors.length < p * mu.length) {
      factors = new double[p * mu.length];
    }
    for (int k = 0; k < rank; k++) {
      for (int l = 0; l < mu.length; l++) {
        double m = Math.max(inUnits(mu[l]), least);
        factors[k * mu.length + l] = m / (d[k] + m);
      }
    }
  }

  /**
   * Generalised cross-validation, n^2 |r|^2 / (W (n - df)^2), with W the sum of the weights.
   *
   * @param response from 0
   * @param mu penalties in the normal equations
   * @param losses receives one for each; NaN where no degree of freedom is left
   */
  public void gcv(int response, double[] mu, double[] losses) {
    tabulate(mu, 0);
    double n = (double) active;
    for (int l = 0; l < mu.length; l++) {
      double square = unexplained[response];
      double left = (double) (degrees() - rank);
      for (int k = 0; k < rank; k++) {
        double rest = c[response * p + k] * factors[k * mu.length + l];
        square += rest * rest;
        left += factors[k * mu.length + l];
      }
      double loss = left > 0 ? square / left / left * (n / weight) * n : Double.NaN;
      losses[l] = Math.scalb(loss, 2 * yExponents[response]);
    }
  }

  /**
   * Deviances of the evidence, m log(y'K^-1 y) + log det K, with K = I + X X' / mu and m the
   * degrees of freedom.
   *
   * @param response from 0
   * @param mu penalties in the normal equations
   * @param deviances receives one for each; infinite at 0
   */
  public void deviance(int response, double[] mu, double[] deviances) {
    tabulate(mu, 0);
    double least = Rounding.leastForm(squares[response], (double) active, true);
    double unit = 2 * yExponents[response] * Math.log(2);
    for (int l = 0; l < mu.length; l++) {
      double log = Math.log(Math.max(form(response, l, mu.length), least)) + unit;
      deviances[l] = (double) degrees() * log + logDeterminant(l, mu.length);
    }
  }

  /**
   * Adds what the evidence of many groups needs: quadratic forms y'K^-1 y and log det K.
   *
   * @param response from 0
   * @param mu penalties in the normal equations
   * @param forms one for each, added to
   * @param determinants one for each, added to
   */
  public void addEvidence(int response, double[] mu, double[] forms, double[] determinants) {
    tabulate(mu, 0);
    for (int l = 0; l < mu.length; l++) {
      forms[l] += Math.scalb(form(response, l, mu.length), 2 * yExponents[response]);
      determinants[l] += logDeterminant(l, mu.length);
    }
  }

  private double form(int response, int l, int count) {
    double sum = unexplained[response];
    for (int k = 0; k < rank; k++) {
      double own = c[response * p + k];
      sum += own * own * factors[k * count + l];
    }
    return sum;
  }

  private double logDeterminant(int l, int count) {
    double log = 0;
    for (int k = 0; k < rank; k++) {
      log -= Math.log(factors[k * count + l]);
    }
    return log;
  }

  /**
   * The coefficients for one penalty, in the units of the table.
   *
   * @param response from 0
   * @param mu penalty in the normal equations
   * @param priors what they are measured from, p x T; null: zeros
   * @param b receives p coefficients
   * @param at where
   * @return the intercept
   */
  public double coefficients(int response, double mu, double[] priors, double[] b, int at) {
    double m = inUnits(mu);
    for (int j = 0; j < p; j++) {
      b[at + j] = 0;
    }
    for (int k = 0; k < rank; k++) {
      svd.addRight(k, Math.sqrt(d[k]) * c[response * p + k] / (d[k] + m), b, at);
    }
    double constantTerm = responseMeans[response];
    for (int j = 0; j < p; j++) {
      // where a column holds nothing the rotation mixes in rounding of zeros
      double own = scales[j] == 0 ? 0 : b[at + j] / scales[j];
      constantTerm -= means[j] * own;
      own = Math.scalb(own, yExponents[response] - xExponent);
      b[at + j] = priors == null ? own : priors[response * p + j] + own;
    }
    return intercept ? Math.scalb(constantTerm, yExponents[response]) : 0;
  }
}
