// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import java.util.Locale;

/** The answer to whether plain transfer from a source beats training a target from scratch. */
public enum Decision {
  /**
   * Transfer is better than scratch with a probability of at least {@link Calibration#TRANSFER}.
   */
  TRANSFER,
  /** Transfer is better than scratch with a probability of at most {@link Calibration#SCRATCH}. */
  SCRATCH,
  /** The target has too few rows to tell. */
  NO_CLEAR_DIFFERENCE;

  /**
   * The decision for a probability.
   *
   * @param probability that plain transfer is better than scratch; NaN where it is not known
   * @return the answer
   */
  public static Decision of(double probability) {
    if (probability >= Calibration.TRANSFER) {
      return TRANSFER;
    }
    return probability <= Calibration.SCRATCH ? SCRATCH : NO_CLEAR_DIFFERENCE;
  }

  /** Lower case words: {@code transfer}, {@code scratch}, {@code no clear difference}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
