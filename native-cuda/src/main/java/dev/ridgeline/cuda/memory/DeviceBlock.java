// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.memory;

import dev.ridgeline.cuda.runtime.DeviceMemory;
import dev.ridgeline.cuda.runtime.Lane;
import dev.ridgeline.spi.Block;
import java.util.Objects;

/**
 * A batch of matrices on a device. Columns follow each other without a gap, in every block and view
 * there is, so an item is one run of memory.
 */
public final class DeviceBlock implements Block {
  private final DeviceMemory memory;
  private final boolean owner;
  private final long offset;
  private final int rows;
  private final int columns;
  private final long stride;
  private final int count;

  private DeviceBlock(
      DeviceMemory memory,
      boolean owner,
      long offset,
      int rows,
      int columns,
      long stride,
      int count) {
    this.memory = memory;
    this.owner = owner;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
    this.count = count;
  }

  /**
   * New memory in the lane's computing stream.
   *
   * @param lane of the calling thread
   * @param rows of each item
   * @param columns of each item
   * @param count number of items
   * @return a block of the caller's
   */
  public static DeviceBlock allocate(Lane lane, int rows, int columns, int count) {
    long item = (long) rows * columns;
    DeviceMemory memory = lane.allocate(bytes(Math.multiplyExact(item, count)));
    return new DeviceBlock(memory, true, 0, rows, columns, item, count);
  }

  /** A block over memory that something else has filled. */
  static DeviceBlock over(DeviceMemory memory, int rows, int columns, boolean shared, int count) {
    long stride = shared ? 0 : (long) rows * columns;
    return new DeviceBlock(memory, true, 0, rows, columns, stride, count);
  }

  /**
   * Ones, which turn a product into a broadcast or a sum; shared by all items.
   *
   * @param lane of the calling thread
   * @param rows of each item
   * @param columns of each item
   * @param count number of items
   * @return a view of memory of the lane's, to be used at once
   */
  public static DeviceBlock ones(Lane lane, int rows, int columns, int count) {
    DeviceMemory memory = lane.ones(Math.multiplyExact(rows, columns));
    return new DeviceBlock(memory, false, 0, rows, columns, 0, count);
  }

  /** An empty block has an address too. */
  static long bytes(long elements) {
    return Double.BYTES * Math.max(1, elements);
  }

  /**
   * Casts a block handed to the backend.
   *
   * @param block a block, or null
   * @return the same object
   * @throws IllegalArgumentException when it belongs to another backend
   */
  public static DeviceBlock from(Block block) {
    if (block == null || block instanceof DeviceBlock) {
      return (DeviceBlock) block;
    }
    throw new IllegalArgumentException(
        "block belongs to another backend: " + block.getClass().getName());
  }

  /**
   * Address of an item, for calls that the lane queues from now on.
   *
   * @param lane of the calling thread
   * @param item from 0
   * @return a device pointer
   */
  public long at(Lane lane, int item) {
    return memory.in(lane) + Double.BYTES * (offset + item * stride);
  }

  /**
   * Elements of one item.
   *
   * @return rows times columns
   */
  public long size() {
    return (long) rows * columns;
  }

  /**
   * Whether all items together are one run of memory, each of them once.
   *
   * @return true when nothing lies between them and none is shared
   */
  public boolean isFlat() {
    return count <= 1 || stride == size();
  }

  /**
   * Whether there is nothing to compute.
   *
   * @return true without elements
   */
  public boolean isEmpty() {
    return count == 0 || size() == 0;
  }

  /**
   * Whether the two have memory in common.
   *
   * @param other another block, or null
   * @return true when a write to one may change the other
   */
  public boolean overlaps(DeviceBlock other) {
    return other != null && memory == other.memory && offset < other.end() && other.offset < end();
  }

  /**
   * Whether the two are the same block: the same elements in the same places.
   *
   * @param other another block, or null
   * @return true when a verb that allows it works in place
   */
  public boolean same(DeviceBlock other) {
    return other != null
        && memory == other.memory
        && offset == other.offset
        && rows == other.rows
        && columns == other.columns
        && count == other.count
        && (stride == other.stride || count <= 1);
  }

  private long end() {
    return count == 0 ? offset : offset + (count - 1) * stride + size();
  }

  /**
   * The same memory, each item in another shape.
   *
   * @param rows of each item
   * @param columns of each item, rows times columns unchanged
   * @return a view
   */
  public DeviceBlock reshape(int rows, int columns) {
    assert (long) rows * columns == size() : "size of an item";
    return new DeviceBlock(memory, false, offset, rows, columns, stride, count);
  }

  /**
   * The same run of memory, cut into other items.
   *
   * @param rows of each item
   * @param columns of each item
   * @param count number of items
   * @return a view of a flat block
   */
  public DeviceBlock recut(int rows, int columns, int count) {
    assert isFlat() && (long) rows * columns * count == size() * this.count : "size of all items";
    return new DeviceBlock(memory, false, offset, rows, columns, (long) rows * columns, count);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public int leadingDimension() {
    return Math.max(1, rows);
  }

  @Override
  public long batchStride() {
    return stride;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public DeviceBlock columns(int from, int columns) {
    Objects.checkFromIndexSize(from, columns, this.columns);
    return new DeviceBlock(
        memory, false, offset + (long) from * rows, rows, columns, stride, count);
  }

  @Override
  public DeviceBlock items(int from, int items) {
    Objects.checkFromIndexSize(from, items, count);
    return new DeviceBlock(memory, false, offset + from * stride, rows, columns, stride, items);
  }

  @Override
  public DeviceBlock share(int count) {
    return new DeviceBlock(memory, false, offset, rows, columns, 0, count);
  }

  @Override
  public void close() {
    if (owner) {
      memory.close();
    }
  }

  @Override
  public String toString() {
    return "DeviceBlock[" + rows + " x " + columns + " x " + count + ", stride " + stride + "]";
  }
}
