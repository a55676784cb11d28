// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.matrix.Transpose;

/**
 * Part of an operand op(A) copied column by column: {@code panel[l][i] = op(A)(row + i, column +
 * l)}. It turns both readings of an operand into one, and its arrays start at index 0 as {@link
 * Axpy} wants them.
 */
final class Panel {
  private Panel() {}

  /**
   * Copies {@code rows} x {@code columns} elements of op(A), starting at (row, column).
   *
   * @param at index of element (0, 0) of A
   * @param lda leading dimension of A
   */
  static void pack(
      Transpose trans,
      double[] a,
      int at,
      int lda,
      int row,
      int rows,
      int column,
      int columns,
      double[][] panel) {
    if (trans == Transpose.NO) {
      for (int l = 0; l < columns; l++) {
        System.arraycopy(a, at + row + (column + l) * lda, panel[l], 0, rows);
      }
      return;
    }
    for (int i = 0; i < rows; i++) {
      int start = at + column + (row + i) * lda;
      for (int l = 0; l < columns; l++) {
        panel[l][i] = a[start + l];
      }
    }
  }
}
