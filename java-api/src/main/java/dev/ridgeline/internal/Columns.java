// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import dev.ridgeline.spi.Workers;
import java.util.function.IntConsumer;

/** Loops over the columns of host matrices; the order of every sum is fixed. */
final class Columns {
  /** Columns of a row-major matrix that are read together, so that every cache line serves. */
  private static final int GROUP = 32;

  private Columns() {}

  /** Calls the body for every column, groups of columns shared out over the threads. */
  static void forEach(Workers workers, int columns, int rows, IntConsumer body) {
    // less than some 10^5 elements are done before a helper wakes up
    int group = Math.max(1, Math.max(columns / 64, (1 << 15) / Math.max(1, rows)));
    workers.run(
        Math.ceilDiv(columns, group),
        task -> {
          int end = Math.min(columns, (task + 1) * group);
          for (int j = task * group; j < end; j++) {
            body.accept(j);
          }
        });
  }

  /**
   * Copies part of item 0 to a column-major array.
   *
   * @param from the matrix
   * @param row first row
   * @param rows how many
   * @param column first column
   * @param columns how many
   * @param to receives column j at {@code at + j ld}
   * @param at where to start
   * @param ld leading dimension
   */
  static void copy(
      Workers workers,
      MatrixBatch from,
      int row,
      int rows,
      int column,
      int columns,
      double[] to,
      int at,
      int ld) {
    double[] data = from.data();
    int step = from.leadingDimension();
    if (from.order() == Order.COLUMN_MAJOR) {
      forEach(
          workers,
          columns,
          rows,
          j ->
              System.arraycopy(
                  data, from.offset() + row + (column + j) * step, to, at + j * ld, rows));
      return;
    }
    workers.run(
        Math.ceilDiv(columns, GROUP),
        task -> {
          int first = task * GROUP;
          int end = Math.min(columns, first + GROUP);
          for (int i = 0; i < rows; i++) {
            int source = from.offset() + (row + i) * step + column;
            for (int j = first; j < end; j++) {
              to[at + i + j * ld] = data[source + j];
            }
          }
        });
  }

  /** a = factor a for n elements. */
  static void scale(double[] a, int at, int n, double factor) {
    for (int i = at; i < at + n; i++) {
      a[i] *= factor;
    }
  }

  /** The largest absolute value of n elements. */
  static double largest(double[] a, int at, int n) {
    double largest = 0;
    for (int i = at; i < at + n; i++) {
      largest = Math.max(largest, Math.abs(a[i]));
    }
    return largest;
  }

  /**
   * A mean in two parts, high + low: the rounding of a column's mean alone would leave a shift, of
   * the size of all that varies in a column such as 1e15 +- 1.
   */
  record Mean(double high, double low) {
    static final Mean ZERO = new Mean(0, 0);

    /** a + b exactly, in two parts. */
    static Mean sum(double a, double b) {
      double high = a + b;
      double part = high - a;
      return new Mean(high, (a - (high - part)) + (b - part));
    }
  }

  /**
   * The weighted mean, by two passes: the second takes the rounding of the first away.
   *
   * @param shares weights that sum to 1; null: equal ones
   */
  static Mean mean(double[] a, int at, int n, double[] shares) {
    if (n == 0) {
      return Mean.ZERO;
    }
    double mean = shares == null ? sum(a, at, n, 1.0 / n, 0) : weighted(a, at, n, shares, 0);
    double rest = shares == null ? sum(a, at, n, 1.0 / n, mean) : weighted(a, at, n, shares, mean);
    return Mean.sum(mean, rest);
  }

  private static double sum(double[] a, int at, int n, double factor, double shift) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += (a[at + i] - shift) * factor;
      s1 += (a[at + i + 1] - shift) * factor;
      s2 += (a[at + i + 2] - shift) * factor;
      s3 += (a[at + i + 3] - shift) * factor;
    }
    for (; i < n; i++) {
      s0 += (a[at + i] - shift) * factor;
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static double weighted(double[] a, int at, int n, double[] shares, double shift) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += (a[at + i] - shift) * shares[i];
      s1 += (a[at + i + 1] - shift) * shares[i + 1];
      s2 += (a[at + i + 2] - shift) * shares[i + 2];
      s3 += (a[at + i + 3] - shift) * shares[i + 3];
    }
    for (; i < n; i++) {
      s0 += (a[at + i] - shift) * shares[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** a = (a - mean) factor_i scale, element by element. */
  static void centre(double[] a, int at, int n, Mean mean, double[] factors, double scale) {
    double high = mean.high();
    double low = mean.low();
    if (factors == null) {
      for (int i = 0; i < n; i++) {
        a[at + i] = ((a[at + i] - high) - low) * scale;
      }
    } else {
      for (int i = 0; i < n; i++) {
        a[at + i] = ((a[at + i] - high) - low) * scale * factors[i];
      }
    }
  }

  /** Sum of products of n elements. */
  static double dot(double[] a, int at, double[] b, int bt, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += a[at + i] * b[bt + i];
      s1 += a[at + i + 1] * b[bt + i + 1];
      s2 += a[at + i + 2] * b[bt + i + 2];
      s3 += a[at + i + 3] * b[bt + i + 3];
    }
    for (; i < n; i++) {
      s0 += a[at + i] * b[bt + i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** The roots of some weights; null for ones. */
  static double[] roots(double[] weights, int at, int n) {
    if (weights == null) {
      return null;
    }
    double[] roots = new double[n];
    for (int i = 0; i < n; i++) {
      roots[i] = Math.sqrt(weights[at + i]);
    }
    return roots;
  }
}
