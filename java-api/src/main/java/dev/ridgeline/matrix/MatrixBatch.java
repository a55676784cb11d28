// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.matrix;

import java.util.Objects;

/**
 * A strided batch of matrices of one shape in one array of doubles: a view, nothing is copied.
 *
 * <p>Item {@code k} starts at {@code offset + k * batchStride}; a stride of 0 shares one matrix
 * between all items. Immutable as a view and safe to share.
 */
public final class MatrixBatch {
  private final double[] data;
  private final int offset;
  private final int rows;
  private final int columns;
  private final int leadingDimension;
  private final long batchStride;
  private final int count;
  private final Order order;

  private MatrixBatch(
      double[] data,
      int offset,
      int rows,
      int columns,
      int leadingDimension,
      long batchStride,
      int count,
      Order order) {
    this.data = data;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
    this.leadingDimension = leadingDimension;
    this.batchStride = batchStride;
    this.count = count;
    this.order = order;
  }

  /**
   * Views a batch.
   *
   * @param data the array
   * @param offset index of element (0, 0) of item 0
   * @param rows number of rows of each item
   * @param columns number of columns of each item
   * @param leadingDimension distance between columns (column-major) or rows (row-major)
   * @param batchStride distance between items; 0 shares one matrix
   * @param count number of items
   * @param order the order in memory
   * @return the view
   * @throws IllegalArgumentException when a size is negative, the leading dimension is too small or
   *     an item lies outside the array
   */
  public static MatrixBatch of(
      double[] data,
      int offset,
      int rows,
      int columns,
      int leadingDimension,
      long batchStride,
      int count,
      Order order) {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(order, "order");
    if (offset < 0 || rows < 0 || columns < 0 || count < 0 || batchStride < 0) {
      throw new IllegalArgumentException(
          "sizes must be >= 0: offset="
              + offset
              + ", rows="
              + rows
              + ", columns="
              + columns
              + ", batchStride="
              + batchStride
              + ", count="
              + count);
    }
    boolean columnMajor = order == Order.COLUMN_MAJOR;
    int run = columnMajor ? rows : columns;
    int lines = columnMajor ? columns : rows;
    if (leadingDimension < run) {
      String name = columnMajor ? "rows" : "columns";
      throw new IllegalArgumentException(
          "leadingDimension must be >= "
              + name
              + ": leadingDimension="
              + leadingDimension
              + ", "
              + name
              + "="
              + run);
    }
    if (count > 0 && rows > 0 && columns > 0) {
      long end = end(offset, (lines - 1L) * leadingDimension + run, batchStride, count);
      if (end > data.length) {
        throw new IllegalArgumentException(
            "data is too short: length="
                + data.length
                + ", needed="
                + end
                + " (offset="
                + offset
                + ", rows="
                + rows
                + ", columns="
                + columns
                + ", leadingDimension="
                + leadingDimension
                + ", batchStride="
                + batchStride
                + ", count="
                + count
                + ")");
      }
    }
    return new MatrixBatch(
        data, offset, rows, columns, leadingDimension, batchStride, count, order);
  }

  /** Index behind the last element; past every array when that overflows. */
  private static long end(int offset, long item, long batchStride, int count) {
    if (batchStride > 0 && count - 1 > (Long.MAX_VALUE - offset - item) / batchStride) {
      return Long.MAX_VALUE;
    }
    return offset + (count - 1) * batchStride + item;
  }

  /**
   * Views densely packed column-major items, one after the other.
   *
   * @param data at least {@code rows * columns * count} elements
   * @param rows number of rows of each item
   * @param columns number of columns of each item
   * @param count number of items
   * @return the view
   */
  public static MatrixBatch ofColumnMajor(double[] data, int rows, int columns, int count) {
    return of(data, 0, rows, columns, rows, (long) rows * columns, count, Order.COLUMN_MAJOR);
  }

  /**
   * Views densely packed row-major items, one after the other.
   *
   * @param data at least {@code rows * columns * count} elements
   * @param rows number of rows of each item
   * @param columns number of columns of each item
   * @param count number of items
   * @return the view
   */
  public static MatrixBatch ofRowMajor(double[] data, int rows, int columns, int count) {
    return of(data, 0, rows, columns, columns, (long) rows * columns, count, Order.ROW_MAJOR);
  }

  /**
   * Number of elements of a dense batch, checked against what one Java array can hold.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @param count number of items
   * @return {@code rows * columns * count}
   * @throws IllegalArgumentException when that is more than an array can hold
   */
  public static int size(int rows, int columns, int count) {
    long perItem = (long) rows * columns;
    if (rows < 0 || columns < 0 || count < 0) {
      throw new IllegalArgumentException(
          "sizes must be >= 0: rows=" + rows + ", columns=" + columns + ", count=" + count);
    }
    if (perItem > Integer.MAX_VALUE - 8 || perItem * count > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "one array holds at most "
              + (Integer.MAX_VALUE - 8)
              + " doubles: rows="
              + rows
              + ", columns="
              + columns
              + ", count="
              + count
              + "; pass fewer items in one call");
    }
    return (int) (perItem * count);
  }

  /**
   * Some of the items.
   *
   * @param from first item
   * @param items how many
   * @return a view of items {@code from .. from + items - 1}
   */
  public MatrixBatch slice(int from, int items) {
    Objects.checkFromIndexSize(from, items, count);
    return new MatrixBatch(
        data,
        Math.toIntExact(offset + from * batchStride),
        rows,
        columns,
        leadingDimension,
        batchStride,
        items,
        order);
  }

  /**
   * One element.
   *
   * @param item from 0
   * @param row from 0
   * @param column from 0
   * @return element (row, column) of the item
   */
  public double get(int item, int row, int column) {
    Objects.checkIndex(item, count);
    Objects.checkIndex(row, rows);
    Objects.checkIndex(column, columns);
    long at = offset + item * batchStride;
    return data[
        (int)
            (order == Order.COLUMN_MAJOR
                ? at + row + (long) column * leadingDimension
                : at + (long) row * leadingDimension + column)];
  }

  /**
   * Refuses NaN and infinities.
   *
   * @param name what the matrix is, for the message
   * @return this
   * @throws IllegalArgumentException naming item, row and column of the first such element
   */
  public MatrixBatch requireFinite(String name) {
    boolean columnMajor = order == Order.COLUMN_MAJOR;
    int run = columnMajor ? rows : columns;
    int lines = columnMajor ? columns : rows;
    int items = batchStride == 0 ? Math.min(count, 1) : count;
    for (int item = 0; item < items; item++) {
      for (int line = 0; line < lines; line++) {
        int start = (int) (offset + item * batchStride + (long) line * leadingDimension);
        for (int k = 0; k < run; k++) {
          double value = data[start + k];
          if (!Double.isFinite(value)) {
            int row = columnMajor ? k : line;
            int column = columnMajor ? line : k;
            throw new IllegalArgumentException(
                name
                    + " must be finite: "
                    + value
                    + " at row "
                    + row
                    + ", column "
                    + column
                    + (count > 1 ? ", item " + item : ""));
          }
        }
      }
    }
    return this;
  }

  /**
   * The largest absolute value of all elements.
   *
   * @return 0 without elements
   */
  public double largest() {
    boolean columnMajor = order == Order.COLUMN_MAJOR;
    int run = columnMajor ? rows : columns;
    int lines = columnMajor ? columns : rows;
    int items = batchStride == 0 ? Math.min(count, 1) : count;
    double largest = 0;
    for (int item = 0; item < items; item++) {
      for (int line = 0; line < lines; line++) {
        int start = (int) (offset + item * batchStride + (long) line * leadingDimension);
        for (int k = start; k < start + run; k++) {
          largest = Math.max(largest, Math.abs(data[k]));
        }
      }
    }
    return largest;
  }

  /**
   * One item.
   *
   * @param item from 0
   * @return a view
   */
  public Matrix matrix(int item) {
    return Matrix.ofBatch(slice(item, 1));
  }

  /**
   * The array looked at.
   *
   * @return the caller's array, not a copy
   */
  public double[] data() {
    return data;
  }

  /**
   * Where item 0 starts.
   *
   * @return index of element (0, 0) of item 0
   */
  public int offset() {
    return offset;
  }

  /**
   * Number of rows of each item.
   *
   * @return rows
   */
  public int rows() {
    return rows;
  }

  /**
   * Number of columns of each item.
   *
   * @return columns
   */
  public int columns() {
    return columns;
  }

  /**
   * Distance between columns (column-major) or rows (row-major).
   *
   * @return leading dimension
   */
  public int leadingDimension() {
    return leadingDimension;
  }

  /**
   * Distance between items; 0 shares one matrix.
   *
   * @return batch stride
   */
  public long batchStride() {
    return batchStride;
  }

  /**
   * Number of items.
   *
   * @return count
   */
  public int count() {
    return count;
  }

  /**
   * The order in memory.
   *
   * @return order
   */
  public Order order() {
    return order;
  }

  /**
   * How a column-major reader must read the same memory: a row-major matrix lies there transposed.
   *
   * @return {@code NO} for column-major, {@code YES} for row-major
   */
  public Transpose transpose() {
    return order == Order.COLUMN_MAJOR ? Transpose.NO : Transpose.YES;
  }

  /**
   * The memory as a column-major reader sees it: the same batch, or for a row-major one its
   * transpose.
   *
   * @return a column-major view of the same memory
   */
  public MatrixBatch asStored() {
    return order == Order.COLUMN_MAJOR
        ? this
        : new MatrixBatch(
            data,
            offset,
            /* rows= */ columns,
            /* columns= */ rows,
            leadingDimension,
            batchStride,
            count,
            Order.COLUMN_MAJOR);
  }

  @Override
  public String toString() {
    return "MatrixBatch[" + count + " x (" + rows + " x " + columns + "), " + order + "]";
  }
}
