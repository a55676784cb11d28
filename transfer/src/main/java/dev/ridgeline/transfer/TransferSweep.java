// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.RidgePath;
import dev.ridgeline.Scores;
import java.util.Objects;

/**
 * Every pair of source and target penalty on one target sample, judged by exact leave-one-out
 * errors on the target, and the source alone judged on itself. Immutable.
 */
public final class TransferSweep {
  private final RidgePath source;
  private final L2SpRidge target;
  private final LambdaGrid sourcePenalties;
  private final LambdaGrid targetPenalties;

  TransferSweep(
      RidgePath source, L2SpRidge target, LambdaGrid sourcePenalties, LambdaGrid targetPenalties) {
    this.source = source;
    this.target = target;
    this.sourcePenalties = sourcePenalties;
    this.targetPenalties = targetPenalties;
  }

  /**
   * One way to train the target.
   *
   * @param sourceIndex index into the source penalties; -1 from scratch
   * @param lambdaSource source penalty; NaN from scratch
   * @param lambdaTarget target penalty, the best for this source model
   * @param targetIndex index into the target penalties
   * @param loss leave-one-out mean squared error on the target
   * @param atEdge whether either penalty lies at an end of its grid (a grid of one is no edge), so
   *     that a better one may lie beyond
   */
  public record Choice(
      int sourceIndex,
      double lambdaSource,
      double lambdaTarget,
      int targetIndex,
      double loss,
      boolean atEdge) {}

  /**
   * What to do.
   *
   * @param transfer whether the best transferred model has the smaller loss than scratch
   * @param choice the better of the two
   * @param factor transfer-optimal over source-optimal source penalty: above 1, regularise the
   *     source more than its own task asks for; infinite or NaN when the latter is 0
   */
  public record Recommendation(boolean transfer, Choice choice, double factor) {}

  /**
   * Transfer at the penalty that is best for the source itself (leave-one-out on the source).
   *
   * @return the choice
   */
  public Choice sourceOptimal() {
    return choice(found(source.leaveOneOut().minimizer(0, 0)));
  }

  /**
   * Transfer at the pair of penalties with the least leave-one-out error on the target.
   *
   * @return the choice; the smallest source penalty wins a tie
   */
  public Choice transferOptimal() {
    double[] losses = new double[sourcePenalties.size()];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = choice(i).loss();
    }
    return choice(found(sourcePenalties.minimizer(losses)));
  }

  /** An index of -1 would mean scratch further on. */
  private static int found(int index) {
    if (index < 0) {
      throw new ArithmeticException("no source penalty has a leave-one-out error that is a number");
    }
    return index;
  }

  /**
   * No transfer: the prior is zero.
   *
   * @return the choice
   */
  public Choice scratch() {
    return choice(-1);
  }

  /**
   * The better of transfer and scratch.
   *
   * @return what to do, from point estimates alone
   */
  public Recommendation recommendation() {
    Choice best = transferOptimal();
    Choice scratch = scratch();
    boolean transfer = best.loss() < scratch.loss();
    double factor = best.lambdaSource() / sourceOptimal().lambdaSource();
    return new Recommendation(transfer, transfer ? best : scratch, factor);
  }

  /**
   * Leave-one-out error of one pair.
   *
   * @param sourceIndex index into the source penalties, or -1 for scratch
   * @param targetIndex index into the target penalties
   * @return mean squared error on the target
   */
  public double loss(int sourceIndex, int targetIndex) {
    return target.leaveOneOut().get(0, targetIndex, column(sourceIndex));
  }

  /**
   * The target model of a choice.
   *
   * @param choice from this sweep
   * @return p coefficients
   */
  public double[] coefficients(Choice choice) {
    return target.coefficients(column(choice.sourceIndex()), choice.targetIndex());
  }

  /** Scratch is the last prior: a column of zeros. */
  private int column(int sourceIndex) {
    return sourceIndex == -1
        ? sourcePenalties.size()
        : Objects.checkIndex(sourceIndex, sourcePenalties.size());
  }

  private Choice choice(int sourceIndex) {
    Scores scores = target.leaveOneOut();
    int j = scores.minimizer(0, column(sourceIndex));
    boolean edge =
        (targetPenalties.size() > 1 && targetPenalties.atEdge(j))
            || (sourceIndex >= 0
                && sourcePenalties.size() > 1
                && sourcePenalties.atEdge(sourceIndex));
    return new Choice(
        sourceIndex,
        sourceIndex < 0 ? Double.NaN : sourcePenalties.get(sourceIndex),
        targetPenalties.get(j),
        j,
        scores.get(0, j, column(sourceIndex)),
        edge);
  }
}
