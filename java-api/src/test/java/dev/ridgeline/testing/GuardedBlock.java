// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import java.util.Arrays;

/**
 * A block cut out of a larger array: before it, after it, below each column and between the items
 * lies a NaN of its own kind. A verb that reads there spoils its result, and one that writes there
 * is caught by {@link #assertGuards}. (Where blocks are views of the caller's memory; a device's
 * copy is guarded by its own tests.)
 */
public final class GuardedBlock implements AutoCloseable {
  private static final double GUARD = Double.longBitsToDouble(0x7ff8_0000_dead_beefL);
  private static final int EDGE = 7;
  private static final int PADDING = 3;

  private final Backend backend;
  private final Block block;
  private final MatrixBatch host;
  private final double[] before;

  private GuardedBlock(Backend backend, MatrixBatch host) {
    this.backend = backend;
    this.host = host;
    before = host.data().clone();
    block = backend.upload(host);
  }

  /**
   * A batch of matrices of one shape.
   *
   * @param backend where to
   * @param items the matrices, at least one
   * @return a guarded block
   */
  public static GuardedBlock of(Backend backend, Dense... items) {
    int rows = items[0].rows();
    int columns = items[0].columns();
    MatrixBatch host = empty(rows, columns, items.length, false);
    for (int k = 0; k < items.length; k++) {
      fill(host, k, items[k]);
    }
    return new GuardedBlock(backend, host);
  }

  /**
   * One matrix seen by many items.
   *
   * @param backend where to
   * @param count number of items
   * @param item the matrix
   * @return a guarded block of stride 0
   */
  public static GuardedBlock shared(Backend backend, int count, Dense item) {
    MatrixBatch host = empty(item.rows(), item.columns(), count, true);
    fill(host, 0, item);
    return new GuardedBlock(backend, host);
  }

  /**
   * A block to be overwritten: NaN everywhere.
   *
   * @param backend where
   * @param rows number of rows
   * @param columns number of columns
   * @param count number of items
   * @return a guarded block
   */
  public static GuardedBlock output(Backend backend, int rows, int columns, int count) {
    return new GuardedBlock(backend, empty(rows, columns, count, false));
  }

  private static MatrixBatch empty(int rows, int columns, int count, boolean share) {
    int leadingDimension = rows + PADDING;
    int stride = leadingDimension * columns + EDGE;
    double[] data = new double[EDGE + stride * (share ? 1 : count) + EDGE];
    Arrays.fill(data, GUARD);
    return MatrixBatch.of(
        data, EDGE, rows, columns, leadingDimension, share ? 0 : stride, count, Order.COLUMN_MAJOR);
  }

  private static void fill(MatrixBatch host, int item, Dense matrix) {
    for (int j = 0; j < matrix.columns(); j++) {
      System.arraycopy(
          matrix.data(), j * matrix.rows(), host.data(), start(host, item, j), matrix.rows());
    }
  }

  private static int start(MatrixBatch host, int item, int column) {
    return (int) (host.offset() + item * host.batchStride()) + column * host.leadingDimension();
  }

  /**
   * The block.
   *
   * @return the backend's block
   */
  public Block block() {
    return block;
  }

  /**
   * What an item holds now.
   *
   * @param item from 0
   * @return a copy
   */
  public Dense item(int item) {
    double[] all = backend.download(block);
    int size = block.rows() * block.columns();
    return new Dense(
        block.rows(), block.columns(), Arrays.copyOfRange(all, item * size, (item + 1) * size));
  }

  /** Demands that nothing was written around the block. */
  public void assertGuards() {
    double[] after = host.data().clone();
    // put back what belongs to the block: the rest must be as it was
    int items = host.batchStride() == 0 ? Math.min(1, host.count()) : host.count();
    for (int k = 0; k < items; k++) {
      for (int j = 0; j < host.columns(); j++) {
        int start = start(host, k, j);
        System.arraycopy(before, start, after, start, host.rows());
      }
    }
    assertThat(bits(after)).as("memory around a block").isEqualTo(bits(before));
  }

  /** Demands that nothing was written at all. */
  public void assertUnchanged() {
    assertThat(bits(host.data())).as("an operand that is only read").isEqualTo(bits(before));
    double[] held = backend.download(block);
    double[] original = new double[held.length];
    int next = 0;
    for (int k = 0; k < host.count(); k++) {
      for (int j = 0; j < host.columns(); j++) {
        System.arraycopy(before, start(host, k, j), original, next, host.rows());
        next += host.rows();
      }
    }
    assertThat(bits(held)).as("an operand that is only read").isEqualTo(bits(original));
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  @Override
  public void close() {
    block.close();
  }
}
