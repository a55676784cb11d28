// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import java.util.Arrays;

/**
 * Preparation of a table: intercept, units of its columns, and columns that are not penalised.
 *
 * <p>The model minimises sum_i v_i (y_i - c - x_i b)^2 + mu sum_j d_j^2 (b_j - b0_j)^2 over the
 * intercept c and the coefficients b, where d_j is 1, or the standard deviation of column j when
 * columns are standardised, or 0 for a column that is not penalised. Coefficients come out in the
 * units of the table in every case, and b0 is given in them. Immutable.
 */
public final class Preparation {
  /** An intercept, not penalised; columns as they are, all penalised. */
  public static final Preparation DEFAULT = new Preparation(true, false, new int[0]);

  private final boolean intercept;
  private final boolean standardize;
  private final int[] unpenalised;

  private Preparation(boolean intercept, boolean standardize, int[] unpenalised) {
    this.intercept = intercept;
    this.standardize = standardize;
    this.unpenalised = unpenalised;
  }

  /**
   * Leaves the intercept out: c = 0.
   *
   * @return a copy of this without
   */
  public Preparation withoutIntercept() {
    return new Preparation(false, standardize, unpenalised);
  }

  /**
   * Measures columns in their standard deviations: weighted, with divisor sum v (ddof 0), by two
   * passes. A constant column keeps its unit, and its coefficient is the prior's.
   *
   * @return a copy of this that does
   */
  public Preparation standardized() {
    return new Preparation(intercept, true, unpenalised);
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
        intercept, standardize, Arrays.stream(columns).sorted().distinct().toArray());
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

  /** Refuses unpenalised columns that a table does not have. */
  void requireColumns(int features) {
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
        && Arrays.equals(unpenalised, that.unpenalised);
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
        + "]";
  }
}
