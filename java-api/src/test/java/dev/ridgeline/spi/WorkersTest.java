// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class WorkersTest {
  @Test
  void runsEveryTaskOnce() {
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      for (int tasks : new int[] {0, 1, 2, 1000}) {
        AtomicIntegerArray runs = new AtomicIntegerArray(Math.max(1, tasks));
        new Workers(pool, 4).run(tasks, runs::incrementAndGet);
        for (int i = 0; i < tasks; i++) {
          assertThat(runs.get(i)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void finishesWhenTheExecutorNeverRunsAHelper() {
    AtomicIntegerArray runs = new AtomicIntegerArray(10);
    new Workers(task -> {}, 8).run(10, runs::incrementAndGet);
    assertThat(runs.toString()).isEqualTo("[1, 1, 1, 1, 1, 1, 1, 1, 1, 1]");
  }

  @Test
  void nestedCallsOnOneThreadDoNotDeadlock() throws Exception {
    try (ForkJoinPool pool = new ForkJoinPool(1)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(64);
      pool.submit(
              () ->
                  new Workers(pool, 4)
                      .run(
                          8,
                          outer ->
                              new Workers(pool, 4)
                                  .run(8, inner -> runs.incrementAndGet(outer * 8 + inner))))
          .get();
      for (int i = 0; i < 64; i++) {
        assertThat(runs.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void virtualThreadsWork() {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicIntegerArray runs = new AtomicIntegerArray(200);
      new Workers(pool, 16).run(200, runs::incrementAndGet);
      for (int i = 0; i < 200; i++) {
        assertThat(runs.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void theFirstFailureReachesTheCaller() {
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      assertThatThrownBy(
              () ->
                  new Workers(pool, 3)
                      .run(
                          100,
                          task -> {
                            throw new IllegalStateException("task failed");
                          }))
          .hasMessage("task failed");
    }
  }
}
