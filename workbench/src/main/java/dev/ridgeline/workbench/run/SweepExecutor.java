// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import java.io.Serializable;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What computes the cells of a sweep: threads here, machines of a cluster elsewhere.
 *
 * <p>It may compute a cell more than once and in any order; the run keeps the first result by id.
 */
public interface SweepExecutor extends AutoCloseable {
  /**
   * Computes cells until all are done or one fails.
   *
   * @param cells the cells, each with an id of its own
   * @param task what computes one
   * @param results takes every result with its cell, from any thread; what it throws ends the sweep
   * @param <C> the cells
   * @param <R> the results
   * @throws CellFailedException with the first cell that failed, once no other is at work
   * @throws java.util.concurrent.CancellationException after {@link #cancel}
   * @throws InterruptedException when the calling thread is interrupted, which cancels too
   */
  <C extends Cell, R extends Serializable> void execute(
      List<C> cells, CellTask<C, R> task, BiConsumer<C, R> results)
      throws CellFailedException, InterruptedException;

  /** Takes on no further cells. Callable from any thread. */
  void cancel();

  /** Gives back what the executor holds; it executes nothing any more. */
  @Override
  void close();
}
