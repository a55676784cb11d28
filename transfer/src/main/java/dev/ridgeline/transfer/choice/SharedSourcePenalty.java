// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.choice;

import dev.ridgeline.transfer.estimator.ResponseFit;
import dev.ridgeline.transfer.estimator.SourceModels;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * One source model for several targets that would each choose another, since their alignments
 * differ.
 *
 * <p>The regret of a target is the relative growth of its loss over that of its own best source
 * model; relative, since targets may have different units. The loss is an expectation by the
 * posterior of the target, or the one on rows held out, which follows the noise of few rows. Every
 * target keeps its own target penalty.
 *
 * @param prior index into the source models
 * @param lambdaSource its penalty; NaN when not known
 * @param regrets one per target, &gt;= 0
 */
public record SharedSourcePenalty(int prior, double lambdaSource, double[] regrets) {
  /**
   * The source model with the least weighted mean of the targets' posterior expected regrets
   * ({@link ResponseFit#posteriorRegrets}).
   *
   * @param targets fits of the same source models
   * @param weights one per target, &gt;= 0, not all zero
   * @return the choice; the first of the smallest wins a tie
   */
  public static SharedSourcePenalty posteriorMean(List<ResponseFit> targets, double... weights) {
    requireWeights(targets, weights);
    return leastMean(targets, regrets(targets, ResponseFit::posteriorRegrets), weights);
  }

  /**
   * The source model with the least weighted mean of the targets' regrets on rows held out.
   *
   * @param targets fits of the same source models
   * @param weights one per target, &gt;= 0, not all zero
   * @return the choice; the first of the smallest wins a tie
   */
  public static SharedSourcePenalty weightedMean(List<ResponseFit> targets, double... weights) {
    requireWeights(targets, weights);
    return leastMean(targets, regrets(targets, ResponseFit::regrets), weights);
  }

  private static void requireWeights(List<ResponseFit> targets, double... weights) {
    if (weights.length != targets.size()
        || Arrays.stream(weights).anyMatch(w -> !(w >= 0))
        || !(Arrays.stream(weights).sum() > 0)) {
      throw new IllegalArgumentException(
          "one weight >= 0 per target is needed, not all zero: targets="
              + targets.size()
              + ", weights="
              + Arrays.toString(weights));
    }
  }

  private static SharedSourcePenalty leastMean(
      List<ResponseFit> targets, double[][] regrets, double... weights) {
    double[] means = new double[regrets[0].length];
    for (int t = 0; t < weights.length; t++) {
      for (int j = 0; j < means.length; j++) {
        means[j] += weights[t] * regrets[t][j];
      }
    }
    return choice(targets, regrets, means);
  }

  /**
   * The source model whose largest regret on rows held out is least.
   *
   * @param targets fits of the same source models
   * @return the choice; the first of the smallest wins a tie
   */
  public static SharedSourcePenalty minimaxRegret(List<ResponseFit> targets) {
    double[][] regrets = regrets(targets, ResponseFit::regrets);
    double[] largest = new double[regrets[0].length];
    for (double[] own : regrets) {
      for (int j = 0; j < largest.length; j++) {
        largest[j] = Math.max(largest[j], own[j]);
      }
    }
    return choice(targets, regrets, largest);
  }

  private static double[][] regrets(List<ResponseFit> targets, Function<ResponseFit, double[]> of) {
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("at least one target is needed");
    }
    SourceModels sources = targets.getFirst().sources();
    double[][] regrets = new double[targets.size()][];
    for (int t = 0; t < regrets.length; t++) {
      if (targets.get(t).sources() != sources) {
        throw new IllegalArgumentException(
            "targets must come from one TransferRidge, with the same source models");
      }
      regrets[t] = of.apply(targets.get(t));
    }
    return regrets;
  }

  private static SharedSourcePenalty choice(
      List<ResponseFit> targets, double[][] regrets, double[] score) {
    int best = 0;
    for (int j = 1; j < score.length; j++) {
      if (score[j] < score[best]) {
        best = j;
      }
    }
    int chosen = best;
    return new SharedSourcePenalty(
        chosen,
        targets.getFirst().sources().lambda(chosen),
        Arrays.stream(regrets).mapToDouble(own -> own[chosen]).toArray());
  }

  /**
   * The regrets.
   *
   * @return one per target, a copy
   */
  @Override
  public double[] regrets() {
    return regrets.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SharedSourcePenalty that
        && prior == that.prior
        && Double.compare(lambdaSource, that.lambdaSource) == 0
        && Arrays.equals(regrets, that.regrets);
  }

  @Override
  public int hashCode() {
    return 31 * prior + Arrays.hashCode(regrets);
  }

  @Override
  public String toString() {
    return "SharedSourcePenalty[lambdaSource="
        + lambdaSource
        + ", regrets="
        + Arrays.toString(regrets)
        + "]";
  }
}
