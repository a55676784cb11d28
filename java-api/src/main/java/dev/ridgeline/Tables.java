// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.Recovery;
import dev.ridgeline.internal.RowSource;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import java.util.stream.IntStream;

/** Tables of the API as the algorithms read them. */
final class Tables {
  private Tables() {}

  /** Rows block by block. */
  static RowSource source(Rows rows) {
    return new RowSource() {
      @Override
      public int blocks() {
        return rows.blocks();
      }

      @Override
      public RowsBlock block(int index) {
        Sample block = rows.block(index);
        return new RowsBlock(block.x().asBatch(), block.y().asBatch(), block.weights());
      }
    };
  }

  /** The rows of weight above 0, in one table; the sample itself when that is all of them. */
  static Sample active(Sample sample) {
    if (sample.weights() == null) {
      return sample;
    }
    int[] kept = IntStream.range(0, sample.rows()).filter(i -> sample.weight(i) > 0).toArray();
    return kept.length == sample.rows() ? sample : sample.rows(kept);
  }

  /** All blocks in one table. */
  static Sample gathered(Rows rows) {
    if (rows instanceof Sample sample) {
      return sample;
    }
    int n = Math.toIntExact(rows.rowCount());
    int p = rows.features();
    int t = rows.responses();
    double[] x = new double[MatrixBatch.size(n, p, 1)];
    double[] y = new double[MatrixBatch.size(n, t, 1)];
    double[] v = new double[n];
    int[] groups = new int[n];
    boolean weighted = false;
    boolean grouped = true;
    int at = 0;
    for (int b = 0; b < rows.blocks(); b++) {
      Sample block = rows.block(b);
      weighted |= block.weights() != null;
      int[] labels = block.groups();
      grouped &= labels != null;
      for (int i = 0; i < block.rows(); i++, at++) {
        for (int j = 0; j < p; j++) {
          x[at * p + j] = block.x().get(i, j);
        }
        for (int c = 0; c < t; c++) {
          y[at * t + c] = block.y().get(i, c);
        }
        v[at] = block.weight(i);
        groups[at] = labels == null ? 0 : labels[i];
      }
    }
    Sample all =
        Sample.of(
            Matrix.of(x, 0, n, p, p, Order.ROW_MAJOR), Matrix.of(y, 0, n, t, t, Order.ROW_MAJOR));
    all = weighted ? all.withWeights(v) : all;
    return grouped ? all.withGroups(groups) : all;
  }

  /**
   * Row errors as prepared, sqrt(v) e, in the order of the table.
   *
   * @param errors one per row, or one per row of weight above 0
   * @return e for every row of the table; NaN at weight 0
   */
  static double[] inOrder(double[] errors, Table table) {
    int n = Math.toIntExact(table.rowCount());
    double[] all = new double[n];
    boolean every = errors.length == n;
    int at = 0;
    int row = 0;
    for (int b = 0; b < table.rows().blocks(); b++) {
      Sample block = table.rows().block(b);
      for (int i = 0; i < block.rows(); i++, row++) {
        double v = block.weight(i);
        double e = every ? errors[row] : v > 0 ? errors[at++] : Double.NaN;
        all[row] = v > 0 ? e / Math.sqrt(v) : Double.NaN;
      }
    }
    return all;
  }

  /** An eigenvalue of X'X in the units of a design as one of X'X / n in those of its table. */
  static double perRow(double eigenvalue, Recovery recovery, Table table) {
    return Math.scalb(eigenvalue, 2 * recovery.xExponent())
        / (double) Math.max(1, table.rowCount());
  }

  /** The weight of every row. */
  static double[] weights(Rows rows) {
    double[] weights = new double[Math.toIntExact(rows.rowCount())];
    int row = 0;
    for (int b = 0; b < rows.blocks(); b++) {
      Sample block = rows.block(b);
      for (int i = 0; i < block.rows(); i++) {
        weights[row++] = block.weight(i);
      }
    }
    return weights;
  }
}
