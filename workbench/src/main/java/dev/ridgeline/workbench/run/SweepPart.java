// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import java.io.Serializable;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Cells of a sweep that share a task.
 *
 * @param cells in the order of their results
 * @param task made of the cells that are still to be computed, just before, and let go of
 *     afterwards: it may hold much data; not asked for where none is left
 * @param heard takes every fresh result with its cell, in the JVM of the command, from any thread
 * @param <C> the cells
 * @param <R> the results
 */
public record SweepPart<C extends Cell, R extends Serializable>(
    List<C> cells, Function<List<C>, CellTask<C, R>> task, BiConsumer<C, R> heard) {
  /** Copies the list. */
  public SweepPart {
    cells = List.copyOf(cells);
  }
}
