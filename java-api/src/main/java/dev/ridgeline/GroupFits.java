// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.matrix.Matrix;

/**
 * A ridge of every group, as {@link GroupRidge} made it. Immutable, and safe for use by several
 * threads.
 */
public final class GroupFits {
  /** What came of a group. */
  public enum Status {
    /** It has a model. */
    OK,
    /** It has fewer than three rows of weight above 0, and no model: its numbers are NaN. */
    TOO_FEW_ROWS,
    /** All of its responses are the same: the model is that constant, and has no penalty. */
    CONSTANT_RESPONSE,
    /**
     * Its columns depend on each other and nothing is penalised, or its numbers leave the range of
     * doubles. In the first case the coefficients are those of least length.
     */
    SINGULAR
  }

  private final LambdaGrid lambdas;
  private final int features;
  final int[] rows;
  final Status[] statuses;
  final double[] penalties;
  final double[] losses;
  final double[] intercepts;
  final double[] coefficients;
  private final double[] prior;

  GroupFits(LambdaGrid lambdas, int groups, int features, double[] prior) {
    this.lambdas = lambdas;
    this.features = features;
    this.prior = prior;
    rows = new int[groups];
    statuses = new Status[groups];
    penalties = new double[groups];
    losses = new double[groups];
    intercepts = new double[groups];
    coefficients = new double[Math.multiplyExact(groups, features)];
  }

  /**
   * Number of groups.
   *
   * @return groups, in the order of the rows that were given
   */
  public int groups() {
    return rows.length;
  }

  /**
   * Number of features.
   *
   * @return p
   */
  public int features() {
    return features;
  }

  /**
   * The penalties that were tried, {@code auto} resolved.
   *
   * @return the grid; with a pooled prior its values are those of a group of the mean size
   */
  public LambdaGrid lambdas() {
    return lambdas;
  }

  /**
   * Number of rows of a group, those of weight 0 included.
   *
   * @param group from 0
   * @return n
   */
  public int rows(int group) {
    return rows[group];
  }

  /**
   * What came of a group.
   *
   * @param group from 0
   * @return its status
   */
  public Status status(int group) {
    return statuses[group];
  }

  /**
   * The penalty of a group.
   *
   * @param group from 0
   * @return lambda on the scale of the grid; NaN without a fit
   */
  public double lambda(int group) {
    return penalties[group];
  }

  /**
   * How well a group is predicted.
   *
   * @param group from 0
   * @return weighted mean square of its leave-one-out errors at its penalty
   */
  public double loss(int group) {
    return losses[group];
  }

  /**
   * The intercept of a group.
   *
   * @param group from 0
   * @return the intercept; 0 where none was asked for
   */
  public double intercept(int group) {
    return intercepts[group];
  }

  /**
   * A coefficient, in the units of the table.
   *
   * @param group from 0
   * @param feature from 0
   * @return the coefficient
   */
  public double coefficient(int group, int feature) {
    return coefficients[group * features + feature];
  }

  /**
   * All coefficients.
   *
   * @return p x groups, a view of a copy
   */
  public Matrix coefficients() {
    return Matrix.ofColumnMajor(coefficients.clone(), features, groups());
  }

  /**
   * What the coefficients were penalised for moving away from.
   *
   * @return p numbers, the pooled fit's or those given; zeros without a prior
   */
  public double[] prior() {
    return prior == null ? new double[features] : prior.clone();
  }

  /**
   * How many groups have a status.
   *
   * @param status any
   * @return their number
   */
  public int count(Status status) {
    int count = 0;
    for (Status own : statuses) {
      count += own == status ? 1 : 0;
    }
    return count;
  }

  @Override
  public String toString() {
    return "GroupFits[" + groups() + " groups, " + count(Status.OK) + " with a model]";
  }
}
