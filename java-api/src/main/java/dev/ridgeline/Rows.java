// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.Order;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A replayable source of rows: the same blocks, as often as they are asked for. A {@link Sample} is
 * one block. Larger tables, float arrays, native memory or files are converted block by block.
 *
 * <p>The estimators read rows once for their sums, and again for what needs rows: leave-one-out and
 * refinement. Tables of at most as many rows as features, folds, groups, standard errors and {@link
 * Design} gather all rows in memory. Implementations return equal blocks every time, and are safe
 * for use by one thread at a time at least.
 */
public interface Rows {
  /**
   * Number of rows.
   *
   * @return n, at least 1
   */
  long rowCount();

  /**
   * Number of features.
   *
   * @return p
   */
  int features();

  /**
   * Number of responses.
   *
   * @return T, at least 1
   */
  int responses();

  /**
   * Number of blocks.
   *
   * @return at least 1
   */
  int blocks();

  /**
   * One block of rows.
   *
   * @param index from 0
   * @return its rows, with weights if any; groups are looked at in a {@code Sample} alone
   */
  Sample block(int index);

  /**
   * Rows that are made block by block.
   *
   * @param rows n in all
   * @param features p
   * @param responses T
   * @param blocks how many
   * @param block makes a block, the same whenever it is asked
   * @return the rows
   */
  static Rows of(long rows, int features, int responses, int blocks, IntFunction<Sample> block) {
    if (rows < 1 || blocks < 1 || features < 0 || responses < 1) {
      throw new IllegalArgumentException(
          "rows, blocks and responses must be >= 1, features >= 0: rows="
              + rows
              + ", features="
              + features
              + ", responses="
              + responses
              + ", blocks="
              + blocks);
    }
    return new MadeRows(rows, features, responses, blocks, block);
  }

  /**
   * Tables one below the other.
   *
   * @param parts at least one, of the same features and responses
   * @return their rows in order
   */
  static Rows of(List<Sample> parts) {
    long rows = 0;
    for (Sample part : parts) {
      Sample first = parts.getFirst();
      if (part.features() != first.features() || part.responses() != first.responses()) {
        throw new IllegalArgumentException(
            "tables must have the same features and responses: " + first + ", " + part);
      }
      rows += part.rows();
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("at least one table is needed");
    }
    List<Sample> all = List.copyOf(parts);
    Sample first = all.getFirst();
    return of(rows, first.features(), first.responses(), all.size(), all::get);
  }

  /**
   * Single-precision numbers, converted block by block; sums are taken in double precision.
   *
   * @param x features, n x p, row-major
   * @param y responses, n x T, row-major
   * @param rows n
   * @param rowsPerBlock how many are converted at a time
   * @return the rows
   */
  static Rows ofFloats(float[] x, float[] y, int rows, int rowsPerBlock) {
    if (rows < 1 || rowsPerBlock < 1 || x.length % rows != 0 || y.length % rows != 0) {
      throw new IllegalArgumentException(
          "x and y must hold whole rows: rows="
              + rows
              + ", rowsPerBlock="
              + rowsPerBlock
              + ", x.length="
              + x.length
              + ", y.length="
              + y.length);
    }
    int p = x.length / rows;
    int t = y.length / rows;
    return of(
        rows,
        p,
        t,
        Math.ceilDiv(rows, rowsPerBlock),
        block -> {
          int from = block * rowsPerBlock;
          int count = Math.min(rowsPerBlock, rows - from);
          return Sample.of(doubles(x, from, count, p), doubles(y, from, count, t));
        });
  }

  private static Matrix doubles(float[] from, int row, int rows, int columns) {
    double[] to = new double[rows * columns];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[row * columns + i];
    }
    return Matrix.ofRowMajor(to, rows, columns);
  }

  /**
   * A row-major table in native or mapped memory, features first and responses behind them in every
   * row, copied to the heap block by block.
   *
   * @param table n (p + T) doubles in the byte order of the machine
   * @param rows n
   * @param features p
   * @param responses T
   * @param rowsPerBlock how many are copied at a time
   * @return the rows; the segment must stay open while they are in use
   */
  static Rows ofSegment(
      MemorySegment table, int rows, int features, int responses, int rowsPerBlock) {
    int width = features + responses;
    if (rowsPerBlock < 1 || table.byteSize() < 8L * rows * width) {
      throw new IllegalArgumentException(
          "the segment must hold rows * (features + responses) doubles: byteSize="
              + table.byteSize()
              + ", rows="
              + rows
              + ", features="
              + features
              + ", responses="
              + responses
              + ", rowsPerBlock="
              + rowsPerBlock);
    }
    return of(
        rows,
        features,
        responses,
        Math.ceilDiv(rows, rowsPerBlock),
        block -> {
          int from = block * rowsPerBlock;
          int count = Math.min(rowsPerBlock, rows - from);
          double[] data = new double[count * width];
          MemorySegment.copy(
              table, ValueLayout.JAVA_DOUBLE_UNALIGNED, 8L * from * width, data, 0, data.length);
          return Sample.of(
              Matrix.of(data, 0, count, features, width, Order.ROW_MAJOR),
              Matrix.of(data, features, count, responses, width, Order.ROW_MAJOR));
        });
  }
}
