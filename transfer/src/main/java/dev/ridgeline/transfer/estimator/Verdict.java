// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.transfer.average.Decision;
import dev.ridgeline.transfer.model.Interval;

/**
 * Whether plain transfer, the source-optimal model as it is with its best target penalty, beats
 * training from scratch on new rows of the target. Where a source was trained on rows of the target
 * there is no claim: no clear difference, and NaN.
 *
 * @param decision transfer, scratch, or no clear difference
 * @param probability that it does, by the posterior of the average
 * @param median of risk(scratch) - risk(plain transfer) by the posterior
 * @param gain 95 % interval of risk(scratch) - risk(plain transfer) by the posterior, stretched
 *     about the median by {@link dev.ridgeline.transfer.average.Calibration#GAIN}
 */
public record Verdict(Decision decision, double probability, double median, Interval gain) {
  /** No claim, where leave-one-out errors and evidence cannot be believed. */
  static final Verdict NONE =
      new Verdict(
          Decision.of(Double.NaN), Double.NaN, Double.NaN, new Interval(Double.NaN, Double.NaN));
}
