// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.blas;

import dev.ridgeline.simd.config.BlockSizes;
import dev.ridgeline.spi.Workers;

/** Shares out the columns of a whole batch in runs of neighbours. */
final class ColumnRanges {
  /** Elements of a task: some 20 us from memory. */
  private static final long TASK = Math.min(1 << 16, BlockSizes.current().parallelFlops());

  private ColumnRanges() {}

  /** Some columns of one item. */
  @FunctionalInterface
  interface Range {
    void run(int item, int from, int to);
  }

  /**
   * Visits every column of every item once.
   *
   * @param workers threads, used when there are several tasks of work
   * @param count items
   * @param columns of each
   * @param work elements that a column costs
   * @param body safe for concurrent use on different columns
   */
  static void run(Workers workers, int count, int columns, long work, Range body) {
    long all = (long) count * columns;
    if (all == 0) {
      return;
    }
    if (workers.parallelism() == 1 || all * work < 4 * TASK) {
      for (int item = 0; item < count; item++) {
        body.run(item, 0, columns);
      }
      return;
    }
    long atLeast = all / Integer.MAX_VALUE + 1;
    long perTask = Math.clamp(TASK / Math.max(1, work), atLeast, all);
    workers.run(
        Math.toIntExact((all + perTask - 1) / perTask),
        task -> {
          long end = Math.min(all, (task + 1) * perTask);
          for (long at = task * perTask; at < end; ) {
            int item = (int) (at / columns);
            int from = (int) (at % columns);
            int to = (int) Math.min(columns, from + end - at);
            body.run(item, from, to);
            at += to - from;
          }
        });
  }
}
