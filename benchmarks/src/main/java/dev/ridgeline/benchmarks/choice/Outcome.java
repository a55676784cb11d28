// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import java.util.Map;

/**
 * What was chosen in one problem, and what is true.
 *
 * @param seed of the problem
 * @param rows of the target
 * @param noise law of the noise
 * @param variance of the response
 * @param best least excess risk of all pairs of penalties and of scratch
 * @param risks excess risks
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
    double best,
    Map<Choice, Double> risks,
    Decision decision,
    double probability,
    Claim gain,
    Map<Choice, Claim> losses) {

  /** The advice. */
  enum Decision {
    TRANSFER,
    SCRATCH,
    NO_CLEAR_DIFFERENCE
  }

  /** Excess risk over that of the best pair, less 1. */
  double regret(Choice choice) {
    return risks.get(choice) / best - 1;
  }

  /** What plain transfer gains over scratch. */
  double trueGain() {
    return risks.get(Choice.SCRATCH) - risks.get(Choice.SOURCE_OPTIMAL);
  }
}
