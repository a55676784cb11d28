// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.bench;

import java.util.Arrays;

/**
 * Times a work that was checked: batches of runs of a millisecond or more, until some seconds are
 * over, after a warm-up that ends when the work gets no faster.
 */
final class Stopwatch {
  private static final double NANOS = 1e-9;
  private static final double BATCH_SECONDS = 1e-3;
  private static final int LEAST_BATCHES = 5;
  private static final int MOST_BATCHES = 100_000;

  /** A warm-up that still gains this much from one half to the next goes on. */
  private static final double GAIN = 0.95;

  /** What a backend has not done before is warmed so many times as long at least. */
  private static final int FIRST = 4;

  /** Compilers that never finish are not waited for: so many warm-ups at most. */
  private static final int PATIENCE = 12;

  private Stopwatch() {}

  /**
   * What was found.
   *
   * @param seconds of a run, the median over batches
   * @param spread the quartiles' distance over the median
   */
  record Time(double seconds, double spread) {}

  /**
   * Measures.
   *
   * @param work checked before
   * @param first whether the backend has done nothing like it yet: its compiler may wait to see
   *     whether the work goes on
   * @param warmSeconds of one warm-up
   * @param seconds that are timed
   * @return the time of a run
   */
  static Time measure(Work work, boolean first, double warmSeconds, double seconds) {
    Time warm = batches(work, warmSeconds);
    for (int i = 1; i < PATIENCE; i++) {
      Time next = batches(work, warmSeconds);
      boolean settled = next.seconds() > GAIN * warm.seconds();
      warm = next;
      if (settled && (i >= FIRST || !first)) {
        break;
      }
    }
    return batches(work, seconds);
  }

  private static Time batches(Work work, double seconds) {
    long runs = Math.max(1, (long) Math.ceil(BATCH_SECONDS / once(work, 1)));
    double[] times = new double[16];
    int count = 0;
    long began = System.nanoTime();
    while (count < LEAST_BATCHES
        || (NANOS * (System.nanoTime() - began) < seconds && count < MOST_BATCHES)) {
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count++] = once(work, runs);
    }
    return summary(Arrays.copyOf(times, count));
  }

  private static double once(Work work, long runs) {
    long began = System.nanoTime();
    for (long i = 0; i < runs; i++) {
      work.run();
    }
    return Math.max(1, System.nanoTime() - began) * NANOS / runs;
  }

  /** Median and quartiles of some times. */
  static Time summary(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    double median = at(sorted, 0.5);
    return new Time(median, (at(sorted, 0.75) - at(sorted, 0.25)) / median);
  }

  private static double at(double[] sorted, double share) {
    double index = share * (sorted.length - 1);
    int low = (int) index;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (index - low) * (sorted[high] - sorted[low]);
  }
}
