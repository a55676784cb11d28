// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import dev.ridgeline.transfer.average.Decision;
import java.util.Map;

/**
 * What was chosen in one problem, and what is true.
 *
 * @param seed of the problem
 * @param rows of the target
 * @param noise law of the noise
 * @param variance of the response
 * @param risks excess risks
 * @param best what coefficients cause of the excess risk of the best pair
 * @param ratios the part of the excess risk that coefficients cause, over {@code best}: intercepts
 *     are left out, since hindsight could pick the pair whose coefficients happen to cancel the
 *     error of the mean
 * @param decision the advice
 * @param probability that plain transfer is better than scratch; NaN where there is none
 * @param gain of transfer over scratch
 * @param losses of the choices that have an interval
 */
record Outcome(
    long seed,
    int rows,
    Noise noise,
    double variance,
    Map<Choice, Double> risks,
    double best,
    Map<Choice, Double> ratios,
    Decision decision,
    double probability,
    Claim gain,
    Map<Choice, Claim> losses) {

  /** Excess risk over that of the best pair, less 1. */
  double regret(Choice choice) {
    return ratios.get(choice) - 1;
  }

  /** What plain transfer gains over scratch. */
  double trueGain() {
    return risks.get(Choice.SCRATCH) - risks.get(Choice.SOURCE_OPTIMAL);
  }
}
