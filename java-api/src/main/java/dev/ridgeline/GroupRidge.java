// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import java.util.Objects;

/**
 * A ridge regression of every group of a table: a million small ones in one call.
 *
 * <p>Each group has an intercept and coefficients of its own. Its penalty is, as asked for,
 *
 * <ul>
 *   <li>its own, by exact leave-one-out over its rows;
 *   <li>shared by all, the one of least summed leave-one-out loss;
 *   <li>pooled: coefficients are penalised for moving away from the fit of all groups together
 *       (common slopes, an intercept each), and how strongly is chosen by evidence over all groups
 *       (empirical Bayes). The model is y_g = X_g (b0 + d_g) + e, e ~ N(0, s^2), d_g ~ N(0, s^2 /
 *       mu), with s and mu common to all groups, so that a group of few rows stays near b0 and one
 *       of many goes its own way. THEORY: -2 log p = (N - G) log(sum_g Q_g / (N - G)) + sum_g log
 *       |I + X_g X_g' / mu|, Q_g = r_g' (I + X_g X_g' / mu)^-1 r_g of the residuals from b0.
 * </ul>
 *
 * <p>The same rows give the same bits for any number of threads, and for a group whatever groups
 * stand beside it, but for what they share. Immutable, and safe for use by several threads.
 */
public final class GroupRidge {
  /** How penalties are chosen. */
  enum Sharing {
    NONE,
    PENALTY,
    PRIOR
  }

  private final Ridgeline ridgeline;
  private final LambdaGrid penalties;
  private final Preparation preparation;
  private final Sharing sharing;
  private final double[] prior;

  private GroupRidge(
      Ridgeline ridgeline,
      LambdaGrid penalties,
      Preparation preparation,
      Sharing sharing,
      double[] prior) {
    this.ridgeline = ridgeline;
    this.penalties = penalties;
    this.preparation = preparation;
    this.sharing = sharing;
    this.prior = prior;
  }

  /**
   * An estimator with an automatic grid of 61 penalties, an intercept, and a penalty for each
   * group.
   *
   * @param ridgeline who computes
   * @return the estimator
   */
  public static GroupRidge on(Ridgeline ridgeline) {
    return new GroupRidge(
        Objects.requireNonNull(ridgeline, "ridgeline"),
        LambdaGrid.auto(61),
        Preparation.DEFAULT,
        Sharing.NONE,
        null);
  }

  /**
   * Tries these penalties. An automatic grid follows from the largest eigenvalue of the pooled
   * within-group sums, and is extended only for a penalty that groups share.
   *
   * @param grid the penalties
   * @return a copy of this that does
   */
  public GroupRidge penalties(LambdaGrid grid) {
    return new GroupRidge(ridgeline, grid, preparation, sharing, prior);
  }

  /**
   * Prepares every group.
   *
   * @param how intercept and standardised columns: by a group's own deviations, or, where groups
   *     share a prior, by the pooled ones within groups; unpenalised columns are refused
   * @return a copy of this that does
   */
  public GroupRidge preparation(Preparation how) {
    if (how.unpenalised().length > 0) {
      throw new IllegalArgumentException("groups take no unpenalised columns: " + how);
    }
    return new GroupRidge(ridgeline, penalties, how, sharing, prior);
  }

  /**
   * One penalty for all groups, that of the least summed loss.
   *
   * @return a copy of this that shares it
   */
  public GroupRidge sharingPenalty() {
    return new GroupRidge(ridgeline, penalties, preparation, Sharing.PENALTY, prior);
  }

  /**
   * The pooled fit as the prior of every group, its penalty by evidence over all.
   *
   * @return a copy of this that pools
   */
  public GroupRidge pooled() {
    return new GroupRidge(ridgeline, penalties, preparation, Sharing.PRIOR, null);
  }

  /**
   * Coefficients trained elsewhere as the prior of every group.
   *
   * @param coefficients p numbers in the units of the table
   * @return a copy of this whose penalty is for moving away from them
   */
  public GroupRidge prior(double... coefficients) {
    Sharing other = sharing == Sharing.PRIOR ? Sharing.NONE : sharing;
    return new GroupRidge(ridgeline, penalties, preparation, other, coefficients.clone());
  }

  /**
   * Fits every group of a sample, in the order of their labels.
   *
   * @param sample of one response, with groups
   * @return the fits
   */
  public GroupFits fit(Sample sample) {
    return fit(GroupedRows.of(sample), RunControl.NONE);
  }

  /**
   * Fits every group. Rows are read once, once more for a grid or a prior that is pooled, and once
   * more for a penalty that is shared.
   *
   * @param rows the groups
   * @param control progress, in groups, and cancellation
   * @return the fits
   */
  public GroupFits fit(GroupedRows rows, RunControl control) {
    if (prior != null && prior.length != rows.features()) {
      throw new IllegalArgumentException(
          "a prior needs a coefficient for every feature: features="
              + rows.features()
              + ", prior="
              + prior.length);
    }
    return ridgeline.inCall(() -> new GroupRun(ridgeline, this, rows, control).fit());
  }

  LambdaGrid penalties() {
    return penalties;
  }

  Preparation preparation() {
    return preparation;
  }

  Sharing sharing() {
    return sharing;
  }

  double[] prior() {
    return prior;
  }

  @Override
  public String toString() {
    return "GroupRidge[" + penalties + ", " + preparation + ", sharing " + sharing + "]";
  }
}
