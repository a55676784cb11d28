// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import java.util.Objects;

/**
 * Inputs of which most values are zero, in compressed rows: the values of row {@code i} lie at
 * {@code offsets[i]} up to, not including, {@code offsets[i + 1]}. The arrays are not copied, so
 * nobody may write to them afterwards.
 *
 * @param rows the number of examples
 * @param features the number of values of one example, zeros included, at least 1
 * @param offsets where each row begins, and where the last one ends: {@code rows + 1} numbers
 * @param columns the column of each value, ascending within a row
 * @param values the values
 */
public record SparseInputs(int rows, int features, int[] offsets, int[] columns, float[] values)
    implements Inputs {
  /** Checks the shape, every offset and every column. */
  public SparseInputs {
    if (rows < 0 || features < 1 || offsets.length != rows + 1) {
      throw new IllegalArgumentException(
          "offsets must hold rows + 1 numbers: offsets.length=%d, rows=%d, features=%d"
              .formatted(offsets.length, rows, features));
    }
    if (offsets[0] != 0 || offsets[rows] != columns.length || columns.length != values.length) {
      throw new IllegalArgumentException(
          "offsets must span columns and values: offsets=%d..%d, columns.length=%d, values.length=%d"
              .formatted(offsets[0], offsets[rows], columns.length, values.length));
    }
    for (int row = 0; row < rows; row++) {
      requireRow(row, features, offsets, columns);
    }
  }

  private static void requireRow(int row, int features, int[] offsets, int[] columns) {
    if (offsets[row + 1] < offsets[row] || offsets[row + 1] > columns.length) {
      throw new IllegalArgumentException(
          "offsets must ascend: row=%d, offsets=%d, %d"
              .formatted(row, offsets[row], offsets[row + 1]));
    }
    int last = -1;
    for (int at = offsets[row]; at < offsets[row + 1]; at++) {
      if (columns[at] <= last || columns[at] >= features) {
        throw new IllegalArgumentException(
            "columns must ascend within a row and lie below features: row=%d, column=%d, after=%d, features=%d"
                .formatted(row, columns[at], last, features));
      }
      last = columns[at];
    }
  }

  @Override
  public SparseInputs select(int[] chosen) {
    int[] starts = new int[chosen.length + 1];
    for (int i = 0; i < chosen.length; i++) {
      Objects.checkIndex(chosen[i], rows);
      starts[i + 1] = Math.addExact(starts[i], offsets[chosen[i] + 1] - offsets[chosen[i]]);
    }
    int[] pickedColumns = new int[starts[chosen.length]];
    float[] pickedValues = new float[starts[chosen.length]];
    for (int i = 0; i < chosen.length; i++) {
      int count = starts[i + 1] - starts[i];
      System.arraycopy(columns, offsets[chosen[i]], pickedColumns, starts[i], count);
      System.arraycopy(values, offsets[chosen[i]], pickedValues, starts[i], count);
    }
    return new SparseInputs(chosen.length, features, starts, pickedColumns, pickedValues);
  }

  /**
   * The same values with the zeros stored.
   *
   * @return {@code rows x features} values, row-major
   * @throws ArithmeticException if that is more than an array holds
   */
  public DenseInputs toDense() {
    float[] all = new float[Math.multiplyExact(rows, features)];
    for (int row = 0; row < rows; row++) {
      for (int at = offsets[row]; at < offsets[row + 1]; at++) {
        all[row * features + columns[at]] = values[at];
      }
    }
    return new DenseInputs(all, rows, features);
  }
}
