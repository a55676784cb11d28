// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import java.io.Serializable;

/**
 * Computes a cell. Called by many threads; depends on nothing but the cell, so retries are
 * harmless.
 *
 * @param <C> the cells
 * @param <R> the results
 */
@FunctionalInterface
public interface CellTask<C extends Cell, R> extends Serializable {
  /**
   * Computes one cell.
   *
   * @param cell the cell
   * @return its result
   * @throws Exception when the cell cannot be computed, which ends the sweep
   */
  R compute(C cell) throws Exception;
}
