// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import dev.ridgeline.Ridgeline;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Many problems of a law, one on each thread at a time. */
final class Runs {
  private Runs() {}

  /**
   * Runs the problems with the seeds 0 to {@code count - 1}.
   *
   * @param ridgeline with one thread, shared by all
   * @param threads how many; the outcomes do not depend on it
   * @return the outcomes in the order of the seeds
   */
  static List<Outcome> of(Ridgeline ridgeline, Law law, int count, int threads) {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Outcome>> all =
          IntStream.range(0, count)
              .mapToObj(seed -> pool.submit(() -> run(ridgeline, law, seed)))
              .toList();
      return all.stream().map(Runs::get).toList();
    }
  }

  private static Outcome run(Ridgeline ridgeline, Law law, long seed) {
    try {
      return Trial.run(ridgeline, law.draw(seed));
    } catch (RuntimeException failed) {
      throw new IllegalStateException(
          "problem failed: law=" + law.name() + ", seed=" + seed, failed);
    }
  }

  private static Outcome get(Future<Outcome> future) {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
