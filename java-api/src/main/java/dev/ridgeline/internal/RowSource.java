// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.MatrixBatch;

/** Rows that can be read again, block by block, always the same blocks. */
public interface RowSource {
  /**
   * One block of rows.
   *
   * @param x features, one item
   * @param y responses, one item, as many rows
   * @param weights of the rows; null: ones
   */
  record RowsBlock(MatrixBatch x, MatrixBatch y, double[] weights) {
    int rows() {
      return x.rows();
    }
  }

  /**
   * Number of blocks.
   *
   * @return at least 1
   */
  int blocks();

  /**
   * Reads a block.
   *
   * @param index from 0
   * @return its rows
   */
  RowsBlock block(int index);
}
