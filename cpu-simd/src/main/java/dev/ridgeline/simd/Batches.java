// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd;

import dev.ridgeline.spi.Workers;

/** Shares out the items of a batch: over items first, inside one large operation second. */
final class Batches {
  /** Multiply-adds that make a task: 50 us and more, so that handing it over costs little. */
  private static final long TASK = 2_000_000;

  private Batches() {}

  /** One item, and the threads it may use inside. */
  @FunctionalInterface
  interface OnItem {
    void run(int item, Workers inner);
  }

  /**
   * Runs every item once. Tasks are runs of neighbouring items.
   *
   * @param workers threads
   * @param count number of items
   * @param work multiply-adds of one item
   * @param body safe for concurrent use on different items
   */
  static void run(Workers workers, int count, long work, OnItem body) {
    int parallelism = workers.parallelism();
    if (parallelism == 1 || count < parallelism || count * work < 2 * TASK) {
      Workers inner = count == 1 || parallelism == 1 ? workers : inner(workers, work);
      for (int item = 0; item < count; item++) {
        body.run(item, inner);
      }
      return;
    }
    int perTask = Math.clamp(TASK / Math.max(1, work), 1, Math.ceilDiv(count, 4 * parallelism));
    workers.run(
        Math.ceilDiv(count, perTask),
        task -> {
          for (int item = task * perTask; item < Math.min(count, (task + 1) * perTask); item++) {
            body.run(item, Workers.SERIAL);
          }
        });
  }

  private static Workers inner(Workers workers, long work) {
    return work < TASK ? Workers.SERIAL : workers;
  }
}
