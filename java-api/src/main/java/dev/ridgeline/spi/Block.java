// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

/**
 * A strided batch of column-major matrices that lives where its backend lives.
 *
 * <p>Element (i, j) of item k lies at {@code i + j * leadingDimension + k * batchStride}. A stride
 * of 0 shares one matrix between all items: such a block is read only. Blocks of one backend are of
 * no use to another. A block belongs to one thread at a time.
 */
public interface Block extends Resource {
  /**
   * Number of rows of each item.
   *
   * @return rows
   */
  int rows();

  /**
   * Number of columns of each item.
   *
   * @return columns
   */
  int columns();

  /**
   * Distance between columns.
   *
   * @return leading dimension, at least {@code rows}
   */
  int leadingDimension();

  /**
   * Distance between items.
   *
   * @return batch stride; 0 shares one matrix
   */
  long batchStride();

  /**
   * Number of items.
   *
   * @return count
   */
  int count();

  /**
   * A view of some columns, the same of every item.
   *
   * @param from first column
   * @param columns how many
   * @return a view; closing it releases nothing
   */
  Block columns(int from, int columns);

  /**
   * A view of some items.
   *
   * @param from first item
   * @param items how many
   * @return a view; closing it releases nothing
   */
  Block items(int from, int items);

  /**
   * The first item seen by {@code count} items: stride 0, read only.
   *
   * @param count number of items of the view
   * @return a view; closing it releases nothing
   */
  Block share(int count);

  /**
   * Releases the memory, if it is the block's own. Using a device block afterwards throws; a block
   * on the heap has nothing to release.
   */
  @Override
  void close();
}
