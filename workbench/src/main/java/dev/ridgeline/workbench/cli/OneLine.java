// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

/** Text that stays on one line of a terminal, whatever a user typed or a file holds. Stateless. */
public final class OneLine {
  private static final int LONGEST_VALUE = 200;
  private static final String BREAKS = "[\\p{Cntrl}\\x{80}-\\x{9F}\\x{2028}\\x{2029}]+";

  private OneLine() {}

  /**
   * The text without line breaks and control characters, cut after 200 characters.
   *
   * @param text any text
   * @return what can be shown
   */
  public static String of(String text) {
    return of(text, LONGEST_VALUE);
  }

  /**
   * The text without line breaks and control characters, cut when it is very long.
   *
   * @param text any text
   * @param longest number of characters that are shown at most
   * @return what can be shown
   */
  public static String of(String text, int longest) {
    String flat = flatten(text);
    return flat.length() <= longest ? flat : flat.substring(0, longest) + "...";
  }

  /** The text without line breaks and control characters. */
  static String flatten(String text) {
    return text.strip().replaceAll(BREAKS, " ");
  }
}
