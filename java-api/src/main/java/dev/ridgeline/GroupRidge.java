// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.matrix.Matrix;
import java.util.Objects;

/**
 * A ridge regression of every group of a table: a million small ones in one call, each for all
 * responses at once.
 *
 * <p>Each group has an intercept and coefficients of its own for each response. The penalty is, as
 * asked for,
 *
 * <ul>
 *   <li>its own, by exact leave-one-out over its rows, or by another {@link #criterion};
 *   <li>shared by all groups, the one of the least sum of their scores;
 *   <li>pooled: coefficients are penalised for moving away from the fit of all groups together
 *       (common slopes, an intercept each), and how strongly is chosen by evidence over all groups
 *       (empirical Bayes). The model is y_g = X_g (b0 + d_g) + e, e ~ N(0, s^2), d_g ~ N(0, s^2 /
 *       mu), with s and mu common to all groups, so that a group of few rows stays near b0 and one
 *       of many goes its own way: -2 log p = (N - G) log(sum_g Q_g / (N - G)) + sum_g log |I + X_g
 *       X_g' / mu|, Q_g = r_g' (I + X_g X_g' / mu)^-1 r_g of the residuals from b0.
 * </ul>
 *
 * <p>Groups are rows, or their normal equations alone, which give the same fits to the rounding of
 * X'X. The same input gives the same bits for any number of threads, and for a group whatever
 * groups stand beside it, but for what they share. Immutable, and safe for use by several threads.
 */
public final class GroupRidge {
  /** How penalties are chosen. */
  enum Sharing {
    NONE,
    PENALTY,
    PRIOR
  }

  /** Numbers of an array, at most. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private final Ridgeline ridgeline;
  private final LambdaGrid penalties;
  private final Preparation preparation;
  private final Sharing sharing;
  private final Criterion criterion;
  private final Matrix prior;

  private GroupRidge(
      Ridgeline ridgeline,
      LambdaGrid penalties,
      Preparation preparation,
      Sharing sharing,
      Criterion criterion,
      Matrix prior) {
    this.ridgeline = ridgeline;
    this.penalties = penalties;
    this.preparation = preparation;
    this.sharing = sharing;
    this.criterion = criterion;
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
        Criterion.leaveOneOut(),
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
    return new GroupRidge(ridgeline, grid, preparation, sharing, criterion, prior);
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
    return new GroupRidge(ridgeline, penalties, how, sharing, criterion, prior);
  }

  /**
   * Judges penalties otherwise than by leave-one-out, which needs rows.
   *
   * @param by leave-one-out, generalised cross-validation, or each group's own evidence; a pooled
   *     prior is judged by the evidence of all groups, whatever is asked for
   * @return a copy of this that does
   */
  public GroupRidge criterion(Criterion by) {
    boolean known =
        by instanceof Criterion.LeaveOneOut
            || by instanceof Criterion.Gcv
            || by instanceof Criterion.Evidence;
    if (!known) {
      throw new IllegalArgumentException(
          "groups are judged by leave-one-out, GCV or evidence: criterion=" + by);
    }
    return new GroupRidge(ridgeline, penalties, preparation, sharing, by, prior);
  }

  /**
   * One penalty for all groups, that of the least sum of their scores; one for each response.
   *
   * @return a copy of this that shares it
   */
  public GroupRidge sharingPenalty() {
    return new GroupRidge(ridgeline, penalties, preparation, Sharing.PENALTY, criterion, prior);
  }

  /**
   * The pooled fit as the prior of every group, its penalty by evidence over all; for each response
   * its own.
   *
   * @return a copy of this that pools
   */
  public GroupRidge pooled() {
    return new GroupRidge(ridgeline, penalties, preparation, Sharing.PRIOR, criterion, null);
  }

  /**
   * Coefficients trained elsewhere as the prior of every group.
   *
   * @param coefficients p x T, in the units of the table
   * @return a copy of this whose penalty is for moving away from them
   */
  public GroupRidge prior(Matrix coefficients) {
    Sharing other = sharing == Sharing.PRIOR ? Sharing.NONE : sharing;
    Objects.requireNonNull(coefficients, "coefficients");
    return new GroupRidge(ridgeline, penalties, preparation, other, criterion, coefficients);
  }

  /**
   * Fits every group of a sample, in the order of their labels.
   *
   * @param sample with groups
   * @return the fits
   */
  public GroupFits fit(Sample sample) {
    return fit(GroupedRows.of(sample), RunControl.NONE);
  }

  /**
   * Fits every group. Rows are read once, once more for a grid or a prior that is pooled, and once
   * more for penalties that are shared.
   *
   * @param rows the groups
   * @param control progress, in groups, and cancellation
   * @return the fits
   */
  public GroupFits fit(GroupedRows rows, RunControl control) {
    return fit(new GroupInput.OfRows(rows), control);
  }

  /**
   * Fits every group from its normal equations, by GCV or evidence, or with a pooled prior.
   *
   * @param groups one item for each, about the means where there is an intercept
   * @param control progress, in groups, and cancellation
   * @return the fits
   */
  public GroupFits fit(NormalEquationsBatch groups, RunControl control) {
    if (sharing != Sharing.PRIOR && criterion instanceof Criterion.LeaveOneOut) {
      throw new IllegalArgumentException(
          "leave-one-out needs rows, and there are only the sums of groups; use Criterion.gcv() or"
              + " evidence(), or a pooled prior");
    }
    Table.of(groups.get(0), preparation); // refuses sums that do not suit the intercept
    return fit(new GroupInput.OfSums(groups), control);
  }

  private GroupFits fit(GroupInput input, RunControl control) {
    int p = input.features();
    int t = input.responses();
    if (prior != null && (prior.rows() != p || prior.columns() != t)) {
      throw new IllegalArgumentException(
          "a prior needs a coefficient for every feature and response: features="
              + p
              + ", responses="
              + t
              + ", prior="
              + prior);
    }
    if ((double) input.groups() * p * t > MOST) {
      throw new TooLargeException(
          "the coefficients of all groups do not fit into an array: groups="
              + input.groups()
              + ", features="
              + p
              + ", responses="
              + t
              + "; fit some of the groups or responses in one call");
    }
    return ridgeline.inCall(() -> new GroupRun(ridgeline, this, input, control).fit());
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

  Criterion criterion() {
    return criterion;
  }

  Matrix prior() {
    return prior;
  }

  @Override
  public String toString() {
    return "GroupRidge["
        + penalties
        + ", "
        + preparation
        + ", sharing "
        + sharing
        + ", "
        + criterion
        + "]";
  }
}
