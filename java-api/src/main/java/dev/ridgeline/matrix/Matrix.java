// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.matrix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * One matrix of doubles on the heap: a view, nothing is copied unless a factory says so.
 *
 * <p>Immutable as a view and safe to share; it looks at the caller's array.
 */
public final class Matrix {
  private final MatrixBatch batch;

  private Matrix(MatrixBatch batch) {
    this.batch = batch;
  }

  /**
   * Copies an array of rows.
   *
   * @param rows n arrays of the same length p
   * @return an n x p matrix of its own
   * @throws IllegalArgumentException when the rows differ in length
   */
  public static Matrix ofRows(double[][] rows) {
    int n = rows.length;
    int p = n == 0 ? 0 : rows[0].length;
    double[] data = new double[MatrixBatch.size(n, p, 1)];
    for (int i = 0; i < n; i++) {
      if (rows[i].length != p) {
        throw new IllegalArgumentException(
            "rows must have the same length: row 0 has "
                + p
                + ", row "
                + i
                + " has "
                + rows[i].length);
      }
      System.arraycopy(rows[i], 0, data, i * p, p);
    }
    return ofRowMajor(data, n, p);
  }

  /**
   * Views a dense row-major array.
   *
   * @param data at least {@code rows * columns} elements
   * @param rows number of rows
   * @param columns number of columns
   * @return the view
   */
  public static Matrix ofRowMajor(double[] data, int rows, int columns) {
    return of(data, 0, rows, columns, columns, Order.ROW_MAJOR);
  }

  /**
   * Views a dense column-major array.
   *
   * @param data at least {@code rows * columns} elements
   * @param rows number of rows
   * @param columns number of columns
   * @return the view
   */
  public static Matrix ofColumnMajor(double[] data, int rows, int columns) {
    return of(data, 0, rows, columns, rows, Order.COLUMN_MAJOR);
  }

  /**
   * Views a vector as one column.
   *
   * @param values the elements
   * @return a {@code values.length} x 1 matrix
   */
  public static Matrix column(double[] values) {
    return ofColumnMajor(values, values.length, 1);
  }

  /**
   * Views part of an array.
   *
   * @param data the array
   * @param offset index of element (0, 0)
   * @param rows number of rows
   * @param columns number of columns
   * @param leadingDimension distance between columns (column-major) or rows (row-major)
   * @param order the order in memory
   * @return the view
   */
  public static Matrix of(
      double[] data, int offset, int rows, int columns, int leadingDimension, Order order) {
    return new Matrix(MatrixBatch.of(data, offset, rows, columns, leadingDimension, 0, 1, order));
  }

  /**
   * Copies a dense segment of native or heap memory.
   *
   * @param segment at least {@code 8 * rows * columns} bytes, in the byte order of the machine
   * @param rows number of rows
   * @param columns number of columns
   * @param order the order in memory
   * @return a matrix of its own
   */
  public static Matrix ofSegment(MemorySegment segment, int rows, int columns, Order order) {
    int size = MatrixBatch.size(rows, columns, 1);
    if (segment.byteSize() < 8L * size) {
      throw new IllegalArgumentException(
          "segment must hold rows * columns doubles: byteSize="
              + segment.byteSize()
              + ", rows="
              + rows
              + ", columns="
              + columns);
    }
    double[] data = new double[size];
    MemorySegment.copy(segment, ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, data, 0, size);
    int leadingDimension = order == Order.ROW_MAJOR ? columns : rows;
    return of(data, 0, rows, columns, leadingDimension, order);
  }

  /** A batch of one as a matrix. */
  static Matrix ofBatch(MatrixBatch batch) {
    return new Matrix(batch);
  }

  /**
   * Number of rows.
   *
   * @return rows
   */
  public int rows() {
    return batch.rows();
  }

  /**
   * Number of columns.
   *
   * @return columns
   */
  public int columns() {
    return batch.columns();
  }

  /**
   * One element.
   *
   * @param row from 0
   * @param column from 0
   * @return element (row, column)
   */
  public double get(int row, int column) {
    return batch.get(0, row, column);
  }

  /**
   * Some of the columns.
   *
   * @param from first
   * @param columns how many
   * @return a view
   */
  public Matrix columns(int from, int columns) {
    Objects.checkFromIndexSize(from, columns, columns());
    int step = batch.order() == Order.COLUMN_MAJOR ? batch.leadingDimension() : 1;
    return of(
        batch.data(),
        columns == 0 ? batch.offset() : Math.toIntExact(batch.offset() + (long) from * step),
        rows(),
        columns,
        batch.leadingDimension(),
        batch.order());
  }

  /**
   * One column.
   *
   * @param column from 0
   * @return its elements, a copy
   */
  public double[] column(int column) {
    double[] values = new double[rows()];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(i, column);
    }
    return values;
  }

  /**
   * The same matrix as a batch of one.
   *
   * @return a view
   */
  public MatrixBatch asBatch() {
    return batch;
  }

  @Override
  public String toString() {
    return "Matrix[" + rows() + " x " + columns() + ", " + batch.order() + "]";
  }
}
