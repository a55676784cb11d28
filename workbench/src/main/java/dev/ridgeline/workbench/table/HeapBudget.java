// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;
import java.util.Locale;

/**
 * What a table may take of the heap.
 *
 * @param bytes bytes for the values of one table, 8 for each
 */
public record HeapBudget(long bytes) {
  /** The rest is for what is computed from the table. */
  private static final double SHARE = 0.6;

  private static final double MEBI = 1 << 20;
  private static final double GIBI = 1 << 30;

  /**
   * Three fifths of the largest heap this JVM may have.
   *
   * @return the budget
   */
  public static HeapBudget ofHeap() {
    return new HeapBudget((long) (SHARE * Runtime.getRuntime().maxMemory()));
  }

  /**
   * Whether a table fits.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @return whether its values fit into the budget and its columns into arrays
   */
  boolean holds(long rows, int columns) {
    return rows <= mostRows(columns);
  }

  /** The largest number of rows that fit into arrays of which so many are there at once. */
  int mostRows(int arrays) {
    int longest = Integer.MAX_VALUE - 8;
    return arrays == 0 ? longest : (int) Math.min(longest, bytes / (8L * arrays));
  }

  /**
   * Says that a table does not fit.
   *
   * @param source the file
   * @param rows number of rows
   * @param sure how sure that number is: {@code ""}, {@code "about "} or {@code "at least "}
   * @param columns number of columns that are kept
   * @param arrays number of arrays that it takes to read them
   * @return the refusal
   */
  BadInputException refusal(String source, double rows, String sure, int columns, int arrays) {
    double needed = 8 * rows * arrays;
    if (needed <= bytes) {
      return Refusals.file(
          source,
          String.format(
              Locale.ROOT,
              "has %s%,.0f rows, and a table holds %,d: split the file",
              sure,
              rows,
              mostRows(arrays)));
    }
    return Refusals.file(
        source,
        String.format(
            Locale.ROOT,
            "needs %s%s of memory to read %s%,.0f rows of %,d column%s, and there are %s: name"
                + " fewer columns with --features, or allow a bigger heap with"
                + " JDK_JAVA_OPTIONS=-Xmx%.0fg",
            sure,
            size(needed),
            sure,
            rows,
            columns,
            columns == 1 ? "" : "s",
            size((double) bytes),
            Math.ceil(needed / SHARE / GIBI)));
  }

  private static String size(double bytes) {
    if (bytes < MEBI) {
      return String.format(Locale.ROOT, "%,.0f bytes", bytes);
    }
    return bytes < GIBI
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / MEBI)
        : String.format(Locale.ROOT, "%.1f GiB", bytes / GIBI);
  }
}
