// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.matrix.Matrix;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A table: features, one or more responses, and what is known of its rows. Immutable; the arrays
 * are the caller's, looked at and never written, and must not change while this is in use.
 */
public final class Sample implements Rows {
  private final Matrix x;
  private final Matrix y;
  private final double[] weights;
  private final int[] groups;

  private Sample(Matrix x, Matrix y, double[] weights, int[] groups) {
    this.x = x;
    this.y = y;
    this.weights = weights;
    this.groups = groups;
  }

  /**
   * A table with several responses.
   *
   * @param x features, n x p
   * @param y responses, n x T, T at least 1
   * @return the sample, every row of weight 1
   * @throws IllegalArgumentException when shapes disagree, there is no row, or an element is not
   *     finite
   */
  public static Sample of(Matrix x, Matrix y) {
    if (x.rows() != y.rows() || x.rows() == 0 || y.columns() == 0) {
      throw new IllegalArgumentException(
          "x and y must have the same number of rows, at least one, and y a column: x is "
              + x.rows()
              + " x "
              + x.columns()
              + ", y is "
              + y.rows()
              + " x "
              + y.columns());
    }
    x.asBatch().requireFinite("x");
    y.asBatch().requireFinite("y");
    return new Sample(x, y, null, null);
  }

  /**
   * A table with one response.
   *
   * @param x features, n x p
   * @param y n responses
   * @return the sample
   */
  public static Sample of(Matrix x, double[] y) {
    return of(x, Matrix.column(y));
  }

  /**
   * A table with one response.
   *
   * @param x n rows of p features, copied
   * @param y n responses
   * @return the sample
   */
  public static Sample of(double[][] x, double[] y) {
    return of(Matrix.ofRows(x), y);
  }

  /**
   * Weighs the rows: the squared error of row i counts v_i times. Weights multiplied by k with a
   * penalty multiplied by k give the same model, on either scale of penalties, since {@code MEAN}
   * multiplies by the number of rows and not by the sum of the weights. A row of weight 0 is not
   * looked at, but counted as a row.
   *
   * @param weights n numbers, &gt;= 0, not all zero
   * @return a sample with these weights, copied
   */
  public Sample withWeights(double[] weights) {
    if (weights.length != rows()) {
      throw new IllegalArgumentException(
          "one weight per row is needed: rows=" + rows() + ", weights=" + weights.length);
    }
    double largest = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0) || weights[i] == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "weights must be finite and >= 0: " + weights[i] + " at row " + i);
      }
      largest = Math.max(largest, weights[i]);
    }
    if (largest == 0) {
      throw new IllegalArgumentException("at least one weight must be > 0: all are zero");
    }
    return new Sample(x, y, weights.clone(), groups);
  }

  /**
   * Says which rows belong together, for grouped folds.
   *
   * @param groups n labels, any integers
   * @return a sample with these groups, copied
   */
  public Sample withGroups(int[] groups) {
    if (groups.length != rows()) {
      throw new IllegalArgumentException(
          "one group per row is needed: rows=" + rows() + ", groups=" + groups.length);
    }
    return new Sample(x, y, weights, groups.clone());
  }

  /**
   * Some of the rows.
   *
   * @param rows indices from 0
   * @return a sample of its own with these rows in this order
   */
  public Sample rows(int... rows) {
    double[] kept = weights == null ? null : new double[rows.length];
    int[] labels = groups == null ? null : new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      if (kept != null) {
        kept[i] = weights[rows[i]];
      }
      if (labels != null) {
        labels[i] = groups[rows[i]];
      }
    }
    Sample part = of(pick(x, rows), pick(y, rows));
    return new Sample(part.x, part.y, kept, labels);
  }

  /**
   * Some of the responses.
   *
   * @param from first
   * @param count how many
   * @return a view: the same features, weights and groups
   */
  public Sample responses(int from, int count) {
    return new Sample(x, y.columns(from, count), weights, groups);
  }

  /**
   * The same rows, handed out in blocks: for tests of what reads rows.
   *
   * @param rowsPerBlock at least 1
   * @return rows in blocks
   */
  Rows inBlocks(int rowsPerBlock) {
    int n = rows();
    return Rows.of(
        n,
        features(),
        responses(),
        Math.ceilDiv(n, rowsPerBlock),
        block -> {
          int first = block * rowsPerBlock;
          return rows(IntStream.range(first, Math.min(n, first + rowsPerBlock)).toArray());
        });
  }

  private static Matrix pick(Matrix from, int[] rows) {
    double[] data = new double[rows.length * from.columns()];
    for (int j = 0; j < from.columns(); j++) {
      for (int i = 0; i < rows.length; i++) {
        data[j * rows.length + i] = from.get(rows[i], j);
      }
    }
    return Matrix.ofColumnMajor(data, rows.length, from.columns());
  }

  /**
   * The features.
   *
   * @return n x p
   */
  public Matrix x() {
    return x;
  }

  /**
   * The responses.
   *
   * @return n x T
   */
  public Matrix y() {
    return y;
  }

  /**
   * Number of rows.
   *
   * @return n
   */
  public int rows() {
    return x.rows();
  }

  @Override
  public int features() {
    return x.columns();
  }

  @Override
  public int responses() {
    return y.columns();
  }

  /**
   * The weight of a row.
   *
   * @param row from 0
   * @return 1 unless weights were given
   */
  public double weight(int row) {
    return weights == null ? 1 : weights[Objects.checkIndex(row, rows())];
  }

  /**
   * The groups of the rows.
   *
   * @return n labels, a copy; null unless they were given
   */
  public int[] groups() {
    return groups == null ? null : groups.clone();
  }

  /** Sum of the weights. */
  double totalWeight() {
    double sum = 0;
    for (int i = 0; i < rows(); i++) {
      sum += weight(i);
    }
    return sum;
  }

  /** The weights, or null: not copied. */
  double[] weights() {
    return weights;
  }

  @Override
  public long rowCount() {
    return rows();
  }

  /**
   * A table is one block.
   *
   * @return 1
   */
  @Override
  public int blocks() {
    return 1;
  }

  @Override
  public Sample block(int index) {
    Objects.checkIndex(index, 1);
    return this;
  }

  @Override
  public String toString() {
    return "Sample["
        + rows()
        + " x "
        + features()
        + ", "
        + responses()
        + (responses() == 1 ? " response" : " responses")
        + (weights == null ? "" : ", weighted")
        + (groups == null ? "" : ", grouped")
        + "]";
  }
}
