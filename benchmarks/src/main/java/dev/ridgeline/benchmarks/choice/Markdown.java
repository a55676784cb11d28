// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table in Markdown. */
final class Markdown {
  private final int columns;
  private final List<String> lines = new ArrayList<>();

  Markdown(String... head) {
    this.columns = head.length;
    row((Object[]) head);
    lines.add("|---".repeat(columns) + "|");
  }

  /** Adds a row with a cell for every column. */
  void row(Object... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException("cells=" + Arrays.toString(cells) + ", not " + columns);
    }
    lines.add(
        Arrays.stream(cells).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |")));
  }

  /** The lines, the last one ended too. */
  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }

  /** A share of 1 in percent. */
  static String percent(double share) {
    return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** A number with the given decimals; nothing for NaN. */
  static String number(double value, int decimals) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
