// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import java.util.Arrays;
import java.util.Objects;

/**
 * The block of every backend that computes on the heap: a view of an array of doubles.
 *
 * @param data the array
 * @param offset index of element (0, 0) of item 0
 * @param rows number of rows of each item
 * @param columns number of columns of each item
 * @param leadingDimension distance between columns
 * @param batchStride distance between items; 0 shares one matrix
 * @param count number of items
 */
public record HostBlock(
    double[] data,
    int offset,
    int rows,
    int columns,
    int leadingDimension,
    long batchStride,
    int count)
    implements Block {

  /**
   * New memory, zero everywhere.
   *
   * @param rows number of rows of each item
   * @param columns number of columns of each item
   * @param count number of items
   * @return a dense block
   */
  public static HostBlock allocate(int rows, int columns, int count) {
    double[] data = new double[MatrixBatch.size(rows, columns, count)];
    return new HostBlock(data, 0, rows, columns, rows, (long) rows * columns, count);
  }

  /**
   * Views host memory as it is stored, without a copy: a row-major batch arrives transposed.
   *
   * @param host the batch
   * @return a view of the same array
   */
  public static HostBlock of(MatrixBatch host) {
    MatrixBatch stored = host.asStored();
    return new HostBlock(
        stored.data(),
        stored.offset(),
        stored.rows(),
        stored.columns(),
        stored.leadingDimension(),
        stored.batchStride(),
        stored.count());
  }

  /**
   * Casts a block handed to a heap backend.
   *
   * @param block a block, or null
   * @return the same object
   * @throws IllegalArgumentException when it belongs to another kind of backend
   */
  public static HostBlock from(Block block) {
    if (block == null || block instanceof HostBlock) {
      return (HostBlock) block;
    }
    throw new IllegalArgumentException(
        "block belongs to another backend: " + block.getClass().getName());
  }

  /**
   * The first column of an item.
   *
   * @param block a block handed to a heap backend, or null
   * @param item from 0
   * @return a copy; null for null
   */
  public static double[] column(Block block, int item) {
    HostBlock host = from(block);
    return host == null
        ? null
        : Arrays.copyOfRange(host.data, host.at(item), host.at(item) + host.rows);
  }

  /**
   * Where an item starts.
   *
   * @param item from 0
   * @return index of its element (0, 0)
   */
  public int at(int item) {
    return (int) (offset + item * batchStride);
  }

  @Override
  public HostBlock columns(int from, int columns) {
    Objects.checkFromIndexSize(from, columns, this.columns);
    int start = Math.toIntExact(offset + (long) from * leadingDimension);
    return new HostBlock(data, start, rows, columns, leadingDimension, batchStride, count);
  }

  @Override
  public HostBlock items(int from, int items) {
    Objects.checkFromIndexSize(from, items, count);
    return new HostBlock(data, at(from), rows, columns, leadingDimension, batchStride, items);
  }

  @Override
  public HostBlock share(int count) {
    return new HostBlock(data, offset, rows, columns, leadingDimension, 0, count);
  }

  /**
   * The same memory as a host view.
   *
   * @return a column-major view
   */
  public MatrixBatch asBatch() {
    return MatrixBatch.of(
        data, offset, rows, columns, leadingDimension, batchStride, count, Order.COLUMN_MAJOR);
  }

  /** Nothing to release: the garbage collector owns the array. */
  @Override
  public void close() {}
}
