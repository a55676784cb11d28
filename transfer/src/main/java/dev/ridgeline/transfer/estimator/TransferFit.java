// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.LambdaGrid;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Every pair of source and target penalty on one target, judged by exact leave-one-out errors on
 * the target, and the choices among them. Immutable, and safe for use by several threads.
 */
public final class TransferFit {
  private final SourceModels sources;
  private final Sample target;
  private final Decomposed decomposed;
  private final LambdaGrid targetPenalties;
  private final String backend;
  private final PriorSweep sweep;
  // losses of the priors with their best target penalties, and the prior with the least
  private final double[] curve;
  private final int bestPrior;

  TransferFit(
      String backend,
      SourceModels sources,
      Sample target,
      Decomposed decomposed,
      LambdaGrid targetPenalties) {
    this.backend = backend;
    this.sources = sources;
    this.target = target;
    this.decomposed = decomposed;
    this.targetPenalties = targetPenalties;
    this.sweep = sweep(sources.scaledFor(decomposed.sample), sources.size());
    this.curve = new double[sources.size()];
    int best = 0;
    for (int j = 0; j < curve.length; j++) {
      curve[j] = sweep.loss(j, sweep.best(j, targetPenalties));
      best = curve[j] < curve[best] ? j : best;
    }
    this.bestPrior = best;
  }

  /** The same target from other priors, scaled as it is. */
  PriorSweep sweep(double[] priors, int count) {
    return new PriorSweep(
        decomposed, priors, count, targetPenalties.toNormalEquations(target.rows()));
  }

  /**
   * One way to train the target.
   *
   * @param prior index into the source models; -1 from scratch
   * @param source index of the source table; -1 from scratch
   * @param lambdaSource its penalty; NaN from scratch, or where it is not known
   * @param targetIndex index into the target penalties
   * @param lambdaTarget target penalty, the best for this prior
   * @param scale the prior's factor c; 1 unless it is rescaled
   * @param loss leave-one-out mean squared error on the target
   * @param interval of the loss: jackknife over rows, penalties held fixed
   * @param sourceAtEdge whether the source penalty is the smallest or largest of several tried
   * @param targetAtEdge the same of the target penalty
   */
  public record Choice(
      int prior,
      int source,
      double lambdaSource,
      int targetIndex,
      double lambdaTarget,
      double scale,
      double loss,
      Interval interval,
      boolean sourceAtEdge,
      boolean targetAtEdge) {
    /**
     * Whether this is a fit without a source.
     *
     * @return true from scratch
     */
    public boolean fromScratch() {
      return prior < 0;
    }
  }

  /**
   * No transfer: the prior is zero.
   *
   * @return the choice
   */
  public Choice scratch() {
    return choice(sweep.scratch(), sweep.best(sweep.scratch(), targetPenalties), false);
  }

  /**
   * Transfer at the penalty that is best for the source itself by leave-one-out on it; of several
   * sources the one of {@link #transferOptimal}.
   *
   * @return the choice; empty when source models came from elsewhere
   */
  public Optional<Choice> sourceOptimal() {
    if (sources.fits().isEmpty()) {
      return Optional.empty();
    }
    int own = sources.sourceOptimal(sources.source(bestPrior));
    return Optional.of(choice(own, sweep.best(own, targetPenalties), false));
  }

  /**
   * Transfer at the pair of penalties with the least leave-one-out error on the target.
   *
   * @return the choice; the first of the smallest wins a tie
   */
  public Choice transferOptimal() {
    return choice(bestPrior, sweep.best(bestPrior, targetPenalties), false);
  }

  /**
   * The source-optimal model times a factor, the way for a source that cannot be trained again: on
   * average over source tasks the best factor is the alignment, and the best penalty beside it the
   * source-optimal one. The factor is the one from 0 to 2 with the least leave-one-out error.
   *
   * @return the choice; of models trained elsewhere the one that serves best so
   */
  public Choice rescaled() {
    int[] candidates =
        sources.fits().isEmpty()
            ? IntStream.range(0, sources.size()).toArray()
            : new int[] {sources.sourceOptimal(sources.source(bestPrior))};
    int best = candidates[0];
    int penalty = sweep.bestRescaled(best, targetPenalties);
    for (int j : candidates) {
      int l = sweep.bestRescaled(j, targetPenalties);
      if (sweep.rescaledLoss(j, l) < sweep.rescaledLoss(best, penalty)) {
        best = j;
        penalty = l;
      }
    }
    return choice(best, penalty, true);
  }

  /**
   * The better of {@link #transferOptimal} and {@link #scratch}.
   *
   * @return what to use, by point estimates
   */
  public Choice recommended() {
    Choice transfer = transferOptimal();
    Choice scratch = scratch();
    return transfer.loss() < scratch.loss() ? transfer : scratch;
  }

  private Choice choice(int prior, int penalty, boolean rescaled) {
    boolean scratch = prior == sweep.scratch();
    double scale = rescaled ? sweep.scale(prior, penalty) : 1;
    return new Choice(
        scratch ? -1 : prior,
        scratch ? -1 : sources.source(prior),
        scratch ? Double.NaN : sources.lambda(prior),
        penalty,
        targetPenalties.get(penalty),
        scale,
        rescaled ? sweep.rescaledLoss(prior, penalty) : sweep.loss(prior, penalty),
        Comparisons.loss(sweep.errors(prior, scale, penalty), decomposed.sample.root),
        !scratch && sources.atEdge(prior),
        targetPenalties.size() > 1
            && targetPenalties.get(penalty) > 0
            && targetPenalties.atEdge(penalty));
  }

  /**
   * The loss of each prior at its own best target penalty: the curve whose minimum is {@link
   * #transferOptimal}.
   *
   * @return mean squared errors, one per source model
   */
  public double[] losses() {
    return curve.clone();
  }

  /**
   * The loss of one pair.
   *
   * @param prior index into the source models, or -1 for scratch
   * @param targetIndex index into the target penalties
   * @return leave-one-out mean squared error
   */
  public double loss(int prior, int targetIndex) {
    return sweep.loss(column(prior), Objects.checkIndex(targetIndex, targetPenalties.size()));
  }

  /**
   * The target penalty that suits a prior best.
   *
   * @param prior index into the source models, or -1 for scratch
   * @return lambda
   */
  public double lambdaTarget(int prior) {
    return targetPenalties.get(sweep.best(column(prior), targetPenalties));
  }

  private int column(int prior) {
    return prior == -1 ? sweep.scratch() : Objects.checkIndex(prior, sources.size());
  }

  /**
   * The interval of loss(a) - loss(b), row by row.
   *
   * @param a a choice of this fit
   * @param b another
   * @return all negative when a is better for certain
   */
  public Interval difference(Choice a, Choice b) {
    return Comparisons.difference(errors(a), errors(b), decomposed.sample.root);
  }

  /** Errors of a choice times the roots of the weights. */
  double[] errors(Choice choice) {
    return sweep.errors(column(choice.prior()), choice.scale(), choice.targetIndex());
  }

  /**
   * Leave-one-out errors of a choice.
   *
   * @param choice of this fit
   * @return y_i less its prediction without row i, for every row; NaN at weight 0
   */
  public double[] leaveOneOutErrors(Choice choice) {
    return decomposed.sample.inOrder(errors(choice), target.rows());
  }

  /**
   * Source penalties that the target cannot tell from the transfer-optimal one: their errors, each
   * with its best target penalty, are not larger by more than chance explains (95 %, row by row).
   *
   * @return the smallest and the largest, of the same source; NaN when penalties are not known
   */
  public Interval indistinguishable() {
    Choice best = transferOptimal();
    return Comparisons.indistinguishable(
        errors(best),
        decomposed.sample.root,
        IntStream.range(0, sources.size())
            .filter(j -> sources.source(j) == best.source())
            .toArray(),
        j -> sweep.errors(j, 1, sweep.best(j, targetPenalties)),
        sources::lambda);
  }

  /**
   * Target penalties that the target cannot tell from that of the transfer-optimal choice, from the
   * same prior.
   *
   * @return the smallest and the largest
   */
  public Interval indistinguishableTarget() {
    Choice best = transferOptimal();
    return Comparisons.indistinguishable(
        errors(best),
        decomposed.sample.root,
        IntStream.range(0, targetPenalties.size()).toArray(),
        l -> sweep.errors(best.prior(), 1, l),
        targetPenalties::get);
  }

  /**
   * The model of a choice.
   *
   * @param choice of this fit
   * @return coefficients in the units of the table
   */
  public LinearModel model(Choice choice) {
    return sweep.model(column(choice.prior()), choice.scale(), choice.targetIndex());
  }

  /**
   * How good a solution is.
   *
   * @param choice of this fit
   * @return route, condition and residual
   */
  public Solution solution(Choice choice) {
    return sweep.solution(backend, column(choice.prior()), choice.scale(), choice.targetIndex());
  }

  /**
   * The source models.
   *
   * @return as they were given or fitted
   */
  public SourceModels sources() {
    return sources;
  }

  /**
   * The target penalties.
   *
   * @return the grid of the call
   */
  public LambdaGrid targetPenalties() {
    return targetPenalties;
  }

  Decomposed decomposed() {
    return decomposed;
  }

  int rows() {
    return target.rows();
  }
}
