// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.matrix.Matrix;
import java.util.Arrays;
import java.util.Objects;

/**
 * A ridge of every group and response, as {@link GroupRidge} made it. Immutable, and safe for use
 * by several threads.
 */
public final class GroupFits {
  /** What came of a group. */
  public enum Status {
    /** It has a model. */
    OK,
    /** It has fewer than three rows of weight above 0, and no model: its numbers are NaN. */
    TOO_FEW_ROWS,
    /** The response is the same in all rows: the model is that constant, and has no penalty. */
    CONSTANT_RESPONSE,
    /**
     * Its columns depend on each other and nothing is penalised, or its numbers leave the range of
     * doubles. In the first case the coefficients are those of least length.
     */
    SINGULAR
  }

  private final LambdaGrid lambdas;
  private final int features;
  private final int responses;
  final long[] rows;
  final Status[] statuses; // of group after group: one for each response, as all below
  final double[] penalties;
  final double[] losses;
  final double[] intercepts;
  final double[] coefficients;
  private final double[] priors;

  GroupFits(LambdaGrid lambdas, int groups, int features, int responses, double[] priors) {
    this.lambdas = lambdas;
    this.features = features;
    this.responses = responses;
    this.priors = priors;
    rows = new long[groups];
    int models = Math.multiplyExact(groups, responses);
    statuses = new Status[models];
    penalties = new double[models];
    losses = new double[models];
    intercepts = new double[models];
    coefficients = new double[Math.multiplyExact(models, features)];
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
   * Number of responses.
   *
   * @return T
   */
  public int responses() {
    return responses;
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
  public long rows(int group) {
    return rows[group];
  }

  private int at(int group, int response) {
    return group * responses + Objects.checkIndex(response, responses);
  }

  /**
   * What came of a response in a group.
   *
   * @param group from 0
   * @param response from 0
   * @return its status
   */
  public Status status(int group, int response) {
    return statuses[at(group, response)];
  }

  /**
   * The penalty of a response in a group.
   *
   * @param group from 0
   * @param response from 0
   * @return lambda on the scale of the grid; NaN without a fit
   */
  public double lambda(int group, int response) {
    return penalties[at(group, response)];
  }

  /**
   * How well a response is predicted in a group.
   *
   * @param group from 0
   * @param response from 0
   * @return weighted mean square of its leave-one-out errors at its penalty; generalised
   *     cross-validation where leave-one-out is not the criterion, or there are no rows
   */
  public double loss(int group, int response) {
    return losses[at(group, response)];
  }

  /**
   * The intercept of a response in a group.
   *
   * @param group from 0
   * @param response from 0
   * @return the intercept; 0 where none was asked for
   */
  public double intercept(int group, int response) {
    return intercepts[at(group, response)];
  }

  /**
   * A coefficient, in the units of the table.
   *
   * @param group from 0
   * @param response from 0
   * @param feature from 0
   * @return the coefficient
   */
  public double coefficient(int group, int response, int feature) {
    return coefficients[at(group, response) * features + Objects.checkIndex(feature, features)];
  }

  /**
   * The coefficients of a group.
   *
   * @param group from 0
   * @return p x T, a copy
   */
  public Matrix coefficients(int group) {
    int from = at(group, 0) * features;
    double[] own = Arrays.copyOfRange(coefficients, from, from + responses * features);
    return Matrix.ofColumnMajor(own, features, responses);
  }

  /**
   * What the coefficients were penalised for moving away from.
   *
   * @return p x T, the pooled fit's or those given; zeros without a prior; a copy
   */
  public Matrix prior() {
    double[] values = priors == null ? new double[features * responses] : priors.clone();
    return Matrix.ofColumnMajor(values, features, responses);
  }

  /**
   * How many groups have a status.
   *
   * @param response from 0
   * @param status any
   * @return their number
   */
  public int count(int response, Status status) {
    int count = 0;
    for (int group = 0; group < groups(); group++) {
      count += status(group, response) == status ? 1 : 0;
    }
    return count;
  }

  @Override
  public String toString() {
    return "GroupFits["
        + groups()
        + " groups, "
        + responses
        + (responses == 1 ? " response, " : " responses, ")
        + features
        + " features]";
  }
}
