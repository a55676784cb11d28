// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** Computes the cells of a sweep with threads of this JVM, claimed in the order given. */
public final class LocalExecutor implements SweepExecutor {
  private final int threads;
  private volatile boolean cancelled;

  /**
   * An executor.
   *
   * @param threads how many cells are at work at a time
   */
  public LocalExecutor(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be >= 1: threads=" + threads);
    }
    this.threads = threads;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  /** Nothing is held between calls. */
  @Override
  public void close() {}

  @Override
  public <C extends Cell, R extends Serializable> void execute(
      List<C> cells, CellTask<C, R> task, BiConsumer<C, R> results)
      throws CellFailedException, InterruptedException {
    Sweep<C, R> sweep = new Sweep<>(cells, task, results);
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < Math.min(threads, cells.size()); i++) {
      workers.add(Thread.ofPlatform().daemon().name("cell-worker-" + i).start(sweep::work));
    }
    try {
      for (Thread worker : workers) {
        worker.join();
      }
    } catch (InterruptedException interrupted) {
      cancel();
      workers.forEach(Thread::interrupt);
      throw interrupted;
    }
    sweep.requireSuccess();
    if (cancelled) {
      throw new CancellationException();
    }
  }

  /** One call of execute, shared by its workers. */
  private final class Sweep<C extends Cell, R extends Serializable> {
    private final List<C> cells;
    private final CellTask<C, R> task;
    private final BiConsumer<C, R> results;
    private final AtomicInteger next = new AtomicInteger();
    private int failedAt = Integer.MAX_VALUE;
    private Throwable cellFailure;
    private RuntimeException deliveryFailure;

    Sweep(List<C> cells, CellTask<C, R> task, BiConsumer<C, R> results) {
      this.cells = cells;
      this.task = task;
      this.results = results;
    }

    void work() {
      while (!cancelled && !failed()) {
        int index = next.getAndIncrement();
        if (index >= cells.size()) {
          return;
        }
        R result;
        try {
          result = task.compute(cells.get(index));
        } catch (Throwable failure) { // an OutOfMemoryError of a worker must not pass unseen
          cellFailed(index, failure);
          return;
        }
        try {
          results.accept(cells.get(index), result);
        } catch (RuntimeException failure) {
          deliveryFailed(failure);
          return;
        }
      }
    }

    private synchronized boolean failed() {
      return cellFailure != null || deliveryFailure != null;
    }

    /** Of several cells that fail at about the same time, the first in order is reported. */
    private synchronized void cellFailed(int index, Throwable failure) {
      if (index < failedAt) {
        failedAt = index;
        cellFailure = failure;
      }
    }

    private synchronized void deliveryFailed(RuntimeException failure) {
      if (deliveryFailure == null) {
        deliveryFailure = failure;
      }
    }

    synchronized void requireSuccess() throws CellFailedException {
      if (deliveryFailure != null) {
        throw deliveryFailure;
      }
      if (cellFailure != null) {
        throw new CellFailedException(cells.get(failedAt).id(), cellFailure);
      }
    }
  }
}
