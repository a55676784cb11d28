// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;

/**
 * Any range of the rows of a source, column-major in arrays of its own, as the penalty sees it: Xt
 * = diag(sqrt v) (X - 1 means') diag(factors). Ranges are read in ascending order, again and again.
 */
final class RowReader {
  private final RowSource source;
  private final Workers workers;
  private final int p;
  private final int t;
  private int block;
  private long blockAt;
  private RowSource.RowsBlock current;

  RowReader(RowSource source, Workers workers, int p, int t) {
    this.source = source;
    this.workers = workers;
    this.p = p;
    this.t = t;
  }

  private void rewind() {
    block = 0;
    blockAt = 0;
    current = source.block(0);
  }

  private void advance() {
    blockAt += current.rows();
    block++;
    current = source.block(block);
  }

  /** What is done with rows from .. from + count - 1 of a block, which go to row {@code to}. */
  private interface OnPart {
    void accept(RowSource.RowsBlock rows, int from, int to, int count);
  }

  private void forEach(long from, int rows, OnPart body) {
    if (current == null || from < blockAt) {
      rewind();
    }
    for (int done = 0; done < rows; ) {
      while (from + done >= blockAt + current.rows()) {
        advance();
      }
      int start = (int) (from + done - blockAt);
      int count = Math.min(rows - done, current.rows() - start);
      body.accept(current, start, done, count);
      done += count;
    }
  }

  /**
   * Reads rows as they are.
   *
   * @param x receives rows x p
   * @param y receives rows x t; null: not wanted
   * @param v receives the weights
   */
  void read(long from, int rows, double[] x, double[] y, double[] v) {
    forEach(
        from,
        rows,
        (part, start, to, count) -> {
          copy(part.x(), start, count, p, x, to, rows);
          if (y != null) {
            copy(part.y(), start, count, t, y, to, rows);
          }
          for (int i = 0; i < count; i++) {
            v[to + i] = part.weights() == null ? 1 : part.weights()[start + i];
          }
        });
  }

  private void copy(
      MatrixBatch part, int start, int count, int columns, double[] to, int at, int ld) {
    Columns.copy(workers, part, start, count, 0, columns, to, at, ld);
  }

  /** Centres and weighs columns in place; a factor of 0 makes a column zero exactly. */
  static void prepare(
      Workers workers,
      double[] a,
      int rows,
      int columns,
      Sums sums,
      int meansAt,
      double[] roots,
      double[] factors) {
    Columns.forEach(
        workers,
        columns,
        rows,
        j -> {
          if (factors[j] == 0) {
            Arrays.fill(a, j * rows, (j + 1) * rows, 0.0);
          } else {
            Columns.centre(a, j * rows, rows, sums.mean(meansAt + j), roots, factors[j]);
          }
        });
  }
}
