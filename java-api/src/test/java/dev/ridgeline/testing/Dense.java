// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A dense column-major matrix for tests: slow, obvious, and its products carry their rounding
 * errors along (as if in twice the precision), so that an oracle adds none of its own.
 */
public final class Dense {
  private final int rows;
  private final int columns;
  private final double[] data;

  /**
   * Views an array.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @param data column-major elements
   */
  public Dense(int rows, int columns, double[] data) {
    if (data.length != rows * columns) {
      throw new IllegalArgumentException(data.length + " elements for " + rows + " x " + columns);
    }
    this.rows = rows;
    this.columns = columns;
    this.data = data;
  }

  /** An element as a function of its place. */
  @FunctionalInterface
  public interface Element {
    /**
     * One element.
     *
     * @param i row
     * @param j column
     * @return its value
     */
    double at(int i, int j);
  }

  /**
   * Builds a matrix element by element, down the columns.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @param element the elements
   * @return a matrix
   */
  public static Dense of(int rows, int columns, Element element) {
    double[] data = new double[rows * columns];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        data[i + j * rows] = element.at(i, j);
      }
    }
    return new Dense(rows, columns, data);
  }

  /**
   * The identity.
   *
   * @param n order
   * @return I
   */
  public static Dense identity(int n) {
    return of(n, n, (i, j) -> i == j ? 1 : 0);
  }

  /**
   * A diagonal matrix.
   *
   * @param values the diagonal
   * @return diag(values)
   */
  public static Dense diagonal(double... values) {
    return of(values.length, values.length, (i, j) -> i == j ? values[i] : 0);
  }

  /**
   * One column.
   *
   * @param values the elements
   * @return a column
   */
  public static Dense column(double... values) {
    return new Dense(values.length, 1, values.clone());
  }

  /**
   * Number of rows.
   *
   * @return rows
   */
  public int rows() {
    return rows;
  }

  /**
   * Number of columns.
   *
   * @return columns
   */
  public int columns() {
    return columns;
  }

  /**
   * The elements.
   *
   * @return the array itself, column-major
   */
  public double[] data() {
    return data;
  }

  /**
   * One element.
   *
   * @param i row
   * @param j column
   * @return element (i, j)
   */
  public double get(int i, int j) {
    return data[i + j * rows];
  }

  /**
   * Some columns.
   *
   * @param from first
   * @param count how many
   * @return a copy
   */
  public Dense columns(int from, int count) {
    return new Dense(rows, count, Arrays.copyOfRange(data, from * rows, (from + count) * rows));
  }

  /**
   * The transpose.
   *
   * @return A'
   */
  public Dense transpose() {
    return of(columns, rows, (i, j) -> get(j, i));
  }

  /**
   * A function of every element.
   *
   * @param function the function
   * @return a matrix
   */
  public Dense map(DoubleUnaryOperator function) {
    return new Dense(rows, columns, Arrays.stream(data).map(function).toArray());
  }

  /**
   * Sum.
   *
   * @param other same shape
   * @return A + B
   */
  public Dense plus(Dense other) {
    return of(rows, columns, (i, j) -> get(i, j) + other.get(i, j));
  }

  /**
   * Difference.
   *
   * @param other same shape
   * @return A - B
   */
  public Dense minus(Dense other) {
    return of(rows, columns, (i, j) -> get(i, j) - other.get(i, j));
  }

  /**
   * Shift of the diagonal.
   *
   * @param mu shift
   * @return A + mu I
   */
  public Dense shifted(double mu) {
    return of(rows, columns, (i, j) -> i == j ? get(i, j) + mu : get(i, j));
  }

  /**
   * Product, every element correct to about one rounding unless products cancel to below eps^2.
   *
   * @param other columns() x any
   * @return A B
   */
  public Dense times(Dense other) {
    return accumulate(null, 1, other);
  }

  /**
   * This matrix less a product, as {@link #times} does it: the residual B - A X.
   *
   * @param a rows() x any
   * @param x any x columns()
   * @return this - A X
   */
  public Dense minusProduct(Dense a, Dense x) {
    return a.accumulate(this, -1, x);
  }

  private Dense accumulate(Dense start, double sign, Dense other) {
    if (columns != other.rows) {
      throw new IllegalArgumentException(columns + " columns times " + other.rows + " rows");
    }
    Dense left = transpose();
    return of(
        rows,
        other.columns,
        (i, j) -> {
          double sum = start == null ? 0 : start.get(i, j);
          double error = 0;
          for (int k = 0; k < columns; k++) {
            double a = sign * left.data[k + i * columns];
            double b = other.data[k + j * columns];
            double product = a * b;
            double next = sum + product;
            double part = next - sum;
            error += (sum - (next - part)) + (product - part) + Math.fma(a, b, -product);
            sum = next;
          }
          return sum + error;
        });
  }

  /**
   * Largest column sum of absolute values.
   *
   * @return |A|_1, NaN when an element is
   */
  public double norm1() {
    double norm = 0;
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += Math.abs(get(i, j));
      }
      norm = Math.max(norm, sum);
    }
    return norm;
  }

  @Override
  public String toString() {
    return "Dense[" + rows + " x " + columns + "]";
  }
}
