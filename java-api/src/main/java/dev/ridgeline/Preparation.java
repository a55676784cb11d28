// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.PreparedSums;
import java.util.Arrays;

/**
 * Preparation of a table: intercept, units of its columns, and columns that are not penalised.
 *
 * <p>The model minimises sum_i v_i (y_i - c - x_i b)^2 + mu sum_j d_j^2 (b_j - b0_j)^2 over the
 * intercept c and the coefficients b, where d_j is 1, or the standard deviation of column j when
 * columns are standardised, times the root of its penalty factor, or 0 for a column that is not
 * penalised. Coefficients come out in the units of the table in every case, and b0 is given in
 * them. Immutable.
 */
public final class Preparation {
  /** An intercept, not penalised; columns as they are, all penalised. */
  public static final Preparation DEFAULT = new Preparation(true, false, new int[0], null);

  private final boolean intercept;
  private final boolean standardize;
  private final int[] unpenalised;
  private final double[] factors; // null: ones

  private Preparation(boolean intercept, boolean standardize, int[] unpenalised, double[] factors) {
    this.intercept = intercept;
    this.standardize = standardize;
    this.unpenalised = unpenalised;
    this.factors = factors;
  }

  /**
   * Leaves the intercept out: c = 0.
   *
   * @return a copy of this without
   */
  public Preparation withoutIntercept() {
    return new Preparation(false, standardize, unpenalised, factors);
  }

  /**
   * Measures columns in their standard deviations: weighted, with divisor sum v (ddof 0), by two
   * passes. A constant column keeps its unit, and its coefficient is the prior's.
   *
   * @return a copy of this that does
   */
  public Preparation standardized() {
    return new Preparation(intercept, true, unpenalised, factors);
  }

  /**
   * Leaves columns out of the penalty.
   *
   * @param columns indices from 0
   * @return a copy of this with these columns unpenalised
   */
  public Preparation unpenalised(int... columns) {
    for (int column : columns) {
      if (column < 0) {
        throw new IllegalArgumentException("unpenalised columns must be >= 0: column=" + column);
      }
    }
    return new Preparation(
        intercept, standardize, Arrays.stream(columns).sorted().distinct().toArray(), factors);
  }

  /**
   * Gives every column a multiple of the penalty of its own, as glmnet's {@code penalty.factor}:
   * that of column j is mu f_j d_j^2. They are taken as they are, not rescaled to a mean of 1.
   *
   * @param multiples one for every column, finite and &gt; 0; {@link #unpenalised} is for 0
   * @return a copy of this with these multiples
   */
  public Preparation penaltyFactors(double... multiples) {
    for (int j = 0; j < multiples.length; j++) {
      if (!(multiples[j] > 0) || multiples[j] == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "penalty factors must be finite and > 0, and unpenalised(..) is for 0: factor="
                + multiples[j]
                + ", column="
                + j);
      }
    }
    return new Preparation(intercept, standardize, unpenalised, multiples.clone());
  }

  /** The roots of the factors of the penalty, which are units of the columns; null: ones. */
  double[] unitFactors() {
    return factors == null ? null : Arrays.stream(factors).map(Math::sqrt).toArray();
  }

  PreparedSums.How how(double[] fixedScales) {
    return new PreparedSums.How(intercept, standardize, unpenalised, unitFactors(), fixedScales);
  }

  /**
   * Whether there is an intercept.
   *
   * @return true by default
   */
  public boolean intercept() {
    return intercept;
  }

  /**
   * Whether columns are standardised.
   *
   * @return false by default
   */
  public boolean standardize() {
    return standardize;
  }

  /**
   * The columns that are not penalised.
   *
   * @return indices, ascending, a copy
   */
  public int[] unpenalised() {
    return unpenalised.clone();
  }

  /** Refuses unpenalised columns that a table does not have, and another number of factors. */
  void requireColumns(int features) {
    if (factors != null && factors.length != features) {
      throw new IllegalArgumentException(
          "every column needs a penalty factor: factors="
              + factors.length
              + ", features="
              + features);
    }
    for (int column : unpenalised) {
      if (column >= features) {
        throw new IllegalArgumentException(
            "unpenalised columns must be below the number of features: column="
                + column
                + ", features="
                + features);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Preparation that
        && intercept == that.intercept
        && standardize == that.standardize
        && Arrays.equals(unpenalised, that.unpenalised)
        && Arrays.equals(factors, that.factors);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(unpenalised) * 4 + (intercept ? 2 : 0) + (standardize ? 1 : 0);
  }

  @Override
  public String toString() {
    return "Preparation["
        + (intercept ? "intercept" : "no intercept")
        + (standardize ? ", standardised" : "")
        + (unpenalised.length == 0 ? "" : ", unpenalised " + Arrays.toString(unpenalised))
        + (factors == null ? "" : ", penalty factors " + Arrays.toString(factors))
        + "]";
  }
}
