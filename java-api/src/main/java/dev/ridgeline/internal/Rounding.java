// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

/**
 * The tolerances of the algorithms, each with its reason; those of a decomposition stand beside it.
 * Ties between penalties go to the smaller one ({@code LambdaGrid.minimizer}).
 */
public final class Rounding {
  /** Distance from 1 to the next double. */
  public static final double EPS = Math.ulp(1.0);

  /**
   * EPS times the condition, up to which a factorisation of G + mu I is trusted: three digits,
   * which refinement squares. The condition is bounded by norm / mu, or by norm tr (G + mu I)^-1;
   * of a singular matrix the latter is some 1/EPS over the rounding in G, never near this.
   */
  private static final double TRUSTED = 1e-3;

  /** EPS times the condition, from where on a solution is refined with residuals of the rows. */
  private static final double REFINED = 1e-10;

  /**
   * EPS times the root of the condition and |y| / |r|, from where on solutions are refined for the
   * sake of residuals: these are to keep 9 digits, with room.
   */
  private static final double RESIDUALS_REFINED = 1e-11;

  /** EPS times the condition, from where on one refinement is not enough. */
  private static final double REFINED_TWICE = 1e-5;

  /**
   * The least 1 - h_ii that a leverage from the Gram matrix may leave: below it the difference has
   * lost more than the digits that squaring the design costs, and the spectrum of the rows serves.
   */
  static final double LEAST_KEPT = 1e-4;

  /**
   * The least share of a column's squared length that elimination from sums may leave: what is left
   * has lost as many digits, and passes over the rows lose half of them.
   */
  static final double LEAST_LEFT = 1e-2;

  /** Singular vectors this far from orthogonal to what they should be are made so. */
  static final double ORTHOGONAL = 1e-13;

  /** Deviations of a column that are this small against its mean come from rounding the mean. */
  private static final double CONSTANT = 4 * EPS;

  /** Scores this close, relatively, are the same: they are sums of squares over many rows. */
  public static final double FLAT = 1e-12;

  private Rounding() {}

  /** Whether a factorisation with this condition says anything. */
  static boolean isTrusted(double condition) {
    return condition * EPS <= TRUSTED; // false for NaN
  }

  /** How many refinements with residuals of the rows a solution needs. */
  static int refinements(double condition) {
    double lost = condition * EPS;
    return lost <= REFINED ? 0 : lost <= REFINED_TWICE ? 1 : 2;
  }

  /**
   * Whether residuals that are scored need a refined solution: they are a small part of the
   * responses, and the rounding of what was subtracted is a large part of them.
   *
   * @param condition of the solution
   * @param left |r|^2 + mu |b|^2 against y'y
   */
  static boolean refinesResiduals(double condition, double left) {
    return EPS * EPS * condition > RESIDUALS_REFINED * RESIDUALS_REFINED * Math.max(EPS, left);
  }

  /**
   * Eigenvalues of a Gram matrix up to this one are its rounding.
   *
   * @param terms how many products make up an element, or the order
   * @param largest the largest eigenvalue, or the size of what the matrix was taken from
   */
  static double ofEigenvalues(long terms, double largest) {
    return (double) terms * EPS * largest;
  }

  /**
   * Squares of singular values that one Gram matrix is asked for, against the largest: within two
   * decades its eigenvectors are orthogonal in the rows to some 1e-12.
   */
  static final double LEVEL = 1e-4;

  /**
   * What rounding leaves of the product of a design with a vector when it is zero, of the sum of
   * the sizes of its terms; four times, since an eigenvector has a rounding of its own.
   */
  static final double OF_PRODUCT = 4 * EPS;

  /** From here down, what no fit reaches of a row comes from the other elements of its row. */
  static final double LITTLE_UNREACHED = 1e-3;

  /** Whether what no fit reaches of a row, a sum of n squares, is rounding. */
  static boolean isReached(double unreached, int rows) {
    double rounding = 10 * rows * EPS;
    return unreached <= rounding * rounding;
  }

  /**
   * Whether what is left of a column is the rounding of its mean.
   *
   * @param scatter sum of v (x - mean)^2
   * @param weight sum of v
   * @param mean of the column
   */
  static boolean isConstant(double scatter, double weight, double mean) {
    return Math.sqrt(scatter / weight) <= CONSTANT * Math.abs(mean);
  }

  /**
   * Whether what is left of a column after others were projected out twice is rounding.
   *
   * @param left its squared length, of the column itself
   * @param before its squared length before
   * @param terms its length
   */
  static boolean isRoundingOf(double left, double before, long terms) {
    double share = 8 * EPS * Math.max(4, Math.sqrt((double) terms));
    return !(left > share * share * before);
  }

  /**
   * Whether what is left of a column after others were projected out is rounding, where all that is
   * known is the difference of squared lengths.
   *
   * @param left its squared length
   * @param before its squared length before
   * @param terms how many products make up such a length
   */
  static boolean isProjectedOut(double left, double before, long terms) {
    return !(left > 8 * EPS * Math.max(16, Math.sqrt((double) terms)) * before);
  }

  /** log(1 + a / b), where the quotient may leave the range of doubles. */
  static double logOfOnePlus(double a, double b) {
    double ratio = a / b;
    return ratio < Double.POSITIVE_INFINITY ? Math.log1p(ratio) : Math.log(a) - Math.log(b);
  }

  /**
   * The least that the form y'K^-1 y of the evidence can be told from zero.
   *
   * @param square y'y
   * @param rows n
   * @param fromRows whether residuals are of rows, not differences of sums
   */
  static double leastForm(double square, double rows, boolean fromRows) {
    double share = rows * EPS;
    return (fromRows ? share * share : share) * square;
  }

  /**
   * The power of two that brings a size near 1, 0 where squares and their products are safe anyway:
   * then nothing is scaled, and multiplying by a power of two changes no bit in between. Squares of
   * dual solutions, y / x^2 times a condition, are the first to leave the range.
   *
   * @param largest a size, >= 0
   * @return its exponent, or 0
   */
  public static int exponentOf(double largest) {
    if (largest == 0 || (largest >= 0x1p-100 && largest <= 0x1p100)) {
      return 0;
    }
    return Math.max(Double.MIN_EXPONENT, Math.getExponent(largest));
  }
}
