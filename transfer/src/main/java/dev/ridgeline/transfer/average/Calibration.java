// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

/**
 * The constants of the advice that are measured, not derived. {@code ci/choice.sh} fits them on one
 * family of simulated laws and checks them on another.
 */
public final class Calibration {
  /** From this probability of being better on, the advice is to transfer. */
  public static final double TRANSFER = 0.9;

  /** Up to this probability of being better, the advice is to train from scratch. */
  public static final double SCRATCH = 0.1;

  /**
   * Intervals of a gain by the posterior are stretched about their medians by this factor: they do
   * not know that the prior of the source is only a model.
   */
  public static final double GAIN = 1.75;

  /**
   * Jackknife intervals of a loss are stretched by this factor on the logarithmic scale: they do
   * not know that penalties were chosen on the same rows, and that a dozen squares are far from
   * normal. Fitted on the wide law (2.18), where 95.0 % then hold; of the other law 95.2 % do.
   */
  public static final double LOSS = 2.2;

  private Calibration() {}
}
