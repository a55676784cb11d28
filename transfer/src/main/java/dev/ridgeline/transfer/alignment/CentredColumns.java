// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

import dev.ridgeline.matrix.Matrix;
import java.util.Arrays;

/**
 * A copy of a sample by columns, centred if there is an intercept.
 *
 * <p>Deleting row i of a centred sample moves the means; of every sum of products of centred values
 * it takes away {@link #share} times the product of row i.
 */
final class CentredColumns {
  /** What is left of a constant by rounding, against its size. */
  private static final double ROUNDING = 8 * Math.ulp(1.0);

  /** One array of n numbers per column. */
  final double[][] x;

  /** n numbers. */
  final double[] y;

  final int rows;
  final boolean centred;

  private CentredColumns(double[][] x, double[] y, boolean centred) {
    this.x = x;
    this.y = y;
    this.rows = y.length;
    this.centred = centred;
  }

  /**
   * Copies and centres.
   *
   * @param x n x p
   * @param y n numbers
   * @param centre whether columns and response lose their means
   */
  static CentredColumns of(Matrix x, double[] y, boolean centre) {
    double[][] columns = new double[x.columns()][x.rows()];
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < y.length; i++) {
        columns[j][i] = x.get(i, j);
      }
    }
    double[] response = y.clone();
    if (centre) {
      for (double[] column : columns) {
        centre(column);
      }
      centre(response);
    }
    return new CentredColumns(columns, response, centre);
  }

  /** A constant becomes exactly zero, lest its rounding pass for a feature. */
  private static void centre(double[] values) {
    double before = Vectors.dot(values, values);
    // The second pass takes away the rounding of the first mean.
    for (int pass = 0; pass < 2; pass++) {
      double sum = 0.0;
      for (double value : values) {
        sum += value;
      }
      double mean = sum / values.length;
      for (int i = 0; i < values.length; i++) {
        values[i] -= mean;
      }
    }
    if (Vectors.dot(values, values) <= ROUNDING * ROUNDING * before) {
      Arrays.fill(values, 0.0);
    }
  }

  /** At most {@code most} rows, evenly spread over the sample, centred anew. */
  CentredColumns spread(int most) {
    if (rows <= most) {
      return this;
    }
    double[][] columns = new double[x.length][most];
    double[] response = new double[most];
    for (int i = 0; i < most; i++) {
      int from = (int) ((long) i * rows / most);
      response[i] = y[from];
      for (int j = 0; j < columns.length; j++) {
        columns[j][i] = x[j][from];
      }
    }
    if (centred) {
      for (double[] column : columns) {
        centre(column);
      }
      centre(response);
    }
    return new CentredColumns(columns, response, centred);
  }

  int columns() {
    return x.length;
  }

  /** Columns that vary, or without an intercept differ from zero. */
  int variedColumns() {
    int count = 0;
    for (double[] column : x) {
      if (Vectors.dot(column, column) > 0.0) {
        count++;
      }
    }
    return count;
  }

  /** What sums of products are divided by for an unbiased mean: n, or n - 1 when centred. */
  int divisor() {
    return centred ? rows - 1 : rows;
  }

  /** What a deleted row takes from a sum of products: once its product, n/(n - 1) when centred. */
  double share() {
    return centred ? rows / (rows - 1.0) : 1.0;
  }

  /** X'v, p numbers. */
  double[] transposeTimes(double[] v) {
    double[] out = new double[x.length];
    for (int j = 0; j < out.length; j++) {
      out[j] = Vectors.dot(x[j], v);
    }
    return out;
  }

  /** X b, n numbers. */
  double[] times(double[] b) {
    return Vectors.combine(x, b, rows);
  }

  double[] rowNorms() {
    return Vectors.rowNorms(x, rows);
  }
}
