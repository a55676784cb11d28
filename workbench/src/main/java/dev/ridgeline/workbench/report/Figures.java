// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

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
   * A range.
   *
   * @param low its lower end
   * @param high its upper end
   * @return both
   */
  public static String range(double low, double high) {
    return of(low) + " to " + of(high);
  }

  /**
   * A mean with its interval.
   *
   * @param mean the mean
   * @param halfWidth of its 95 % interval; NaN if there is none
   * @return both, or the mean alone
   */
  public static String of(double mean, double halfWidth) {
    return Double.isNaN(halfWidth) ? of(mean) : of(mean) + " ± " + of(halfWidth);
  }
}
