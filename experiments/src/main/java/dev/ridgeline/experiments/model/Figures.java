// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.model;

import java.util.Locale;

/** Numbers as a page shows them to people; files for programs have every digit. */
public final class Figures {
  private Figures() {}

  /**
   * Rounds for reading.
   *
   * @param value a number
   * @return four significant digits, empty for NaN
   */
  public static String of(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4g", value);
  }

  /**
   * A mean with its interval.
   *
   * @param spread over seeds
   * @return mean and 95 % half width, if there is one
   */
  public static String of(Spread spread) {
    return Double.isNaN(spread.ci95())
        ? of(spread.mean())
        : of(spread.mean()) + " ± " + of(spread.ci95());
  }
}
