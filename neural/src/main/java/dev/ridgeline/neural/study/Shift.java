// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source64.SplitMix64;

/**
 * Where the source and the transfer optimum lie on the grid of weight decays, what the difference
 * costs, and how sure that is: a bootstrap over seeds.
 *
 * <p>Every resample of the seeds chooses both optima anew. The price of the source-optimal weight
 * decay is then taken on the seeds that the resample left out, since on those that chose the
 * optimum it could never be negative.
 *
 * @param sourceOptimum index of the weight decay with the highest mean source accuracy, the first
 *     of equal ones
 * @param transferOptimum index of the one with the highest mean transfer accuracy
 * @param sourceLow index at the 2.5 % quantile of the resampled source optima
 * @param sourceHigh index at their 97.5 % quantile
 * @param transferLow index at the 2.5 % quantile of the resampled transfer optima
 * @param transferHigh index at their 97.5 % quantile
 * @param above share of the resamples with the transfer optimum above the source optimum
 * @param below share of those with the transfer optimum below
 * @param lost accuracy in percentage points that the source-optimal weight decay costs the target
 * @param lostLow 2.5 % quantile of the price on the seeds left out; NaN for one seed
 * @param lostHigh 97.5 % quantile of it
 */
record Shift(
    int sourceOptimum,
    int transferOptimum,
    int sourceLow,
    int sourceHigh,
    int transferLow,
    int transferHigh,
    double above,
    double below,
    double lost,
    double lostLow,
    double lostHigh) {

  private static final int RESAMPLES = 4000;
  private static final double TAIL = 0.025;

  /** Any fixed number: the same table gives the same interval. */
  private static final long BOOTSTRAP_SEED = 0x5eed_2026L;

  /**
   * Finds the shift. What chooses and what judges are the same tables unless a validation split
   * chooses.
   *
   * @param sourceChoice what chooses the source optimum, by seed and weight decay
   * @param transferChoice what chooses the transfer optimum, by seed and weight decay
   * @param transferJudge the transfer accuracies in percent, by seed and weight decay
   * @return the shift
   */
  static Shift of(double[][] sourceChoice, double[][] transferChoice, double[][] transferJudge) {
    int seeds = sourceChoice.length;
    int[] all = IntStream.range(0, seeds).toArray();
    int source = best(sourceChoice, all);
    int transfer = best(transferChoice, all);
    double lost = mean(transferJudge, all, transfer) - mean(transferJudge, all, source);
    if (seeds == 1) {
      return new Shift(
          source,
          transfer,
          source,
          source,
          transfer,
          transfer,
          Double.NaN,
          Double.NaN,
          lost,
          Double.NaN,
          Double.NaN);
    }
    UniformRandomProvider random = new SplitMix64(BOOTSTRAP_SEED);
    double[] sources = new double[RESAMPLES];
    double[] transfers = new double[RESAMPLES];
    double[] prices = new double[RESAMPLES];
    int above = 0;
    int below = 0;
    int priced = 0;
    for (int b = 0; b < RESAMPLES; b++) {
      int[] drawn = random.ints(seeds, 0, seeds).toArray();
      int[] left = all.clone();
      left = Arrays.stream(left).filter(s -> Arrays.stream(drawn).noneMatch(d -> d == s)).toArray();
      int bestSource = best(sourceChoice, drawn);
      int bestTransfer = best(transferChoice, drawn);
      sources[b] = bestSource;
      transfers[b] = bestTransfer;
      above += bestTransfer > bestSource ? 1 : 0;
      below += bestTransfer < bestSource ? 1 : 0;
      if (left.length > 0) {
        prices[priced++] =
            mean(transferJudge, left, bestTransfer) - mean(transferJudge, left, bestSource);
      }
    }
    double[] price = Arrays.copyOf(prices, priced);
    return new Shift(
        source,
        transfer,
        (int) quantile(sources, TAIL),
        (int) quantile(sources, 1 - TAIL),
        (int) quantile(transfers, TAIL),
        (int) quantile(transfers, 1 - TAIL),
        (double) above / RESAMPLES,
        (double) below / RESAMPLES,
        lost,
        quantile(price, TAIL),
        quantile(price, 1 - TAIL));
  }

  /**
   * Whether the run shows that the optima differ and that it matters: in 97.5 of 100 resamples the
   * transfer optimum lies on the same side of the source optimum, and the price is above zero.
   *
   * @return false in doubt
   */
  boolean isShown() {
    return Math.max(above, below) >= 1 - TAIL && lostLow > 0;
  }

  /** The first highest mean, so that of equal ones the smallest weight decay wins. */
  private static int best(double[][] table, int[] seeds) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int w = 0; w < table[0].length; w++) {
      double mean = mean(table, seeds, w);
      if (mean > highest) {
        highest = mean;
        best = w;
      }
    }
    return best;
  }

  private static double mean(double[][] table, int[] seeds, int weightDecay) {
    double sum = 0;
    for (int seed : seeds) {
      sum += table[seed][weightDecay];
    }
    return sum / seeds.length;
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
