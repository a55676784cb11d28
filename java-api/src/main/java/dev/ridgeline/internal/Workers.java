// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Runs independent tasks on an executor and on the calling thread.
 *
 * <p>The caller works too and waits only for helpers that have begun, so a call from inside the
 * executor's own threads (a caller's ForkJoinPool, virtual threads) cannot deadlock: if no helper
 * ever gets a thread, the caller does everything.
 */
public final class Workers {
  private Workers() {}

  /**
   * Runs {@code body} for 0 .. tasks - 1, each once, in any order.
   *
   * @param executor where helpers run
   * @param parallelism threads at most, the caller's included
   * @param tasks number of tasks
   * @param body must be safe for concurrent use
   */
  public static void run(Executor executor, int parallelism, int tasks, IntConsumer body) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Phaser working = new Phaser(1);
    Runnable loop =
        () -> {
          int task;
          while (failure.get() == null && (task = next.getAndIncrement()) < tasks) {
            try {
              body.accept(task);
            } catch (RuntimeException | Error e) {
              failure.compareAndSet(null, e);
            }
          }
        };
    Runnable helper =
        () -> {
          // a negative phase: the caller is done, and this helper came too late to be of use
          if (working.register() < 0) {
            return;
          }
          try {
            loop.run();
          } finally {
            working.arriveAndDeregister();
          }
        };
    for (int i = 1; i < Math.min(parallelism, tasks); i++) {
      try {
        executor.execute(helper);
      } catch (RejectedExecutionException e) {
        break; // a closed or full executor: the caller does the rest
      }
    }
    loop.run();
    // wait for the helpers that began; the phaser ends with the last of them
    working.awaitAdvance(working.arriveAndDeregister());
    Throwable thrown = failure.get();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
