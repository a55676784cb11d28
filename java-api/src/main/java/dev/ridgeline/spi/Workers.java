// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Runs independent tasks on an executor and on the calling thread. One value serves an algorithm
 * and the backend below it, so that all levels share one pool.
 *
 * <p>The caller works too and waits only for helpers that have begun, so a call from inside the
 * executor's own threads (a caller's ForkJoinPool, virtual threads, a task of an outer {@link
 * #run}) cannot deadlock: if no helper ever gets a thread, the caller does everything. Nobody
 * spins, and tasks are taken one at a time: a thread that the operating system puts aside delays
 * one task.
 *
 * <p>Safe for use by several threads at once.
 */
public final class Workers {
  /** The calling thread alone. */
  public static final Workers SERIAL = new Workers(Runnable::run, 1);

  private final Executor executor;
  private final int parallelism;

  /**
   * Names the threads.
   *
   * @param executor where helpers run
   * @param parallelism threads at most, the caller's included
   */
  public Workers(Executor executor, int parallelism) {
    this.executor = executor;
    this.parallelism = parallelism;
  }

  /**
   * Threads at most, the caller's included.
   *
   * @return at least 1
   */
  public int parallelism() {
    return parallelism;
  }

  /**
   * Runs {@code body} for 0 .. tasks - 1, each once, in any order.
   *
   * @param tasks number of tasks
   * @param body must be safe for concurrent use
   */
  public void run(int tasks, IntConsumer body) {
    if (parallelism == 1 || tasks <= 1) {
      for (int task = 0; task < tasks; task++) {
        body.accept(task);
      }
      return;
    }
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

  @Override
  public String toString() {
    return "Workers[" + parallelism + (parallelism == 1 ? " thread]" : " threads]");
  }
}
