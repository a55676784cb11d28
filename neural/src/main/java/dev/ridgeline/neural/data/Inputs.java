// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import java.io.Serializable;

/** The inputs of examples, one row each. Immutable as long as nobody writes to the arrays. */
public sealed interface Inputs extends Serializable permits DenseInputs, SparseInputs {
  /**
   * The number of examples.
   *
   * @return n, at least 0
   */
  int rows();

  /**
   * The number of values of one example.
   *
   * @return the length of a row, at least 1
   */
  int features();

  /**
   * Copies some rows, in the order asked for; a row may be asked for more than once.
   *
   * @param rows row numbers, from 0
   * @return inputs of the same kind with {@code rows.length} rows
   * @throws IndexOutOfBoundsException if there is no such row
   */
  Inputs select(int[] rows);
}
