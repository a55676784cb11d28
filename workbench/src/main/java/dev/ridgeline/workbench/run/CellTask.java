// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import java.io.Serializable;

/**
 * Computes a cell. Called by many threads; depends on nothing but the cell, so retries are
 * harmless.
 *
 * <p>An executor may send a task to other machines, by Java serialisation: whatever a task holds is
 * serialisable, and so are results. It holds no open backend and nothing of the command's own, such
 * as its messages; a {@link dev.ridgeline.workbench.backends.CellBackend} stands for the backend.
 *
 * @param <C> the cells
 * @param <R> the results
 */
@FunctionalInterface
public interface CellTask<C extends Cell, R extends Serializable> extends Serializable {
  /**
   * Computes one cell.
   *
   * @param cell the cell
   * @return its result
   * @throws Exception when the cell cannot be computed, which ends the sweep
   */
  R compute(C cell) throws Exception;

  /**
   * The same task, which computes a cell once more where its backend is lost.
   *
   * @return a task that can be sent where this one can
   */
  default CellTask<C, R> retried() {
    return cell -> LostBackend.retry(() -> compute(cell));
  }
}
