// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

/** Text that stays on one line of a terminal, whatever a user typed. */
final class OneLine {
  private static final int LONGEST_VALUE = 200;

  private OneLine() {}

  /** The text without line breaks and control characters, shortened when it is very long. */
  static String of(String text) {
    String flat = flatten(text);
    return flat.length() <= LONGEST_VALUE ? flat : flat.substring(0, LONGEST_VALUE) + "...";
  }

  /** The text without line breaks and control characters. */
  static String flatten(String text) {
    return text.strip().replaceAll("\\p{Cntrl}+", " ");
  }
}
