// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.table.Table;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The rows of a table that an option such as {@code --target-rows} asks for, drawn without
 * replacement. Sources and targets are drawn apart: tables may be of the same length.
 *
 * @param option its name
 * @param count rows to draw; null: all
 * @param seed of the draw
 */
record RowDraw(String option, Integer count, long seed) {
  static RowDraw ofSources(Integer count, long seed) {
    return new RowDraw("--source-rows", count, 2 * seed);
  }

  static RowDraw ofTargets(Integer count, long seed) {
    return new RowDraw("--target-rows", count, 2 * seed + 1);
  }

  /** The rows that are drawn, ascending. */
  int[] rows(Table table) {
    if (count == null) {
      return IntStream.range(0, table.rows()).toArray();
    }
    if (count > table.rows()) {
      throw new BadInputException(
          option, count, "at most the " + table.rows() + " rows of " + table.source());
    }
    int[] first = Arrays.copyOf(shuffled(table.rows()), count);
    Arrays.sort(first);
    return first;
  }

  /** The rows that are not, ascending. */
  int[] others(Table table) {
    if (count == null) {
      return new int[0];
    }
    int[] rest = Arrays.copyOfRange(shuffled(table.rows()), count, table.rows());
    Arrays.sort(rest);
    return rest;
  }

  private int[] shuffled(int of) {
    int[] order = IntStream.range(0, of).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = of - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }
}
