// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;

/**
 * Ridge regressions of one shape: for every item, design X (n x p) and targets Y (n x T), find b =
 * argmin ||y - X b||^2 + mu ||b||^2. There is no intercept. Centring the data gives the
 * coefficients of a fit with one, but leave-one-out and GCV then still count the mean as known,
 * which for n &lt;= p makes them meaningless at small penalties.
 *
 * <p>Immutable; the data are the caller's arrays, looked at and never written.
 */
public final class RidgeProblem {
  private final MatrixBatch x;
  private final MatrixBatch y;
  private final boolean leaveOneOut;
  private final boolean gcv;
  private final boolean coefficients;

  private RidgeProblem(
      MatrixBatch x, MatrixBatch y, boolean leaveOneOut, boolean gcv, boolean coefficients) {
    this.x = x;
    this.y = y;
    this.leaveOneOut = leaveOneOut;
    this.gcv = gcv;
    this.coefficients = coefficients;
  }

  /**
   * Many problems of one shape.
   *
   * @param x designs, n x p per item
   * @param y targets, n x T per item, as many items
   * @return the problem
   * @throws IllegalArgumentException when shapes disagree, or naming row and column of an element
   *     that is not finite
   */
  public static RidgeProblem of(MatrixBatch x, MatrixBatch y) {
    if (x.rows() != y.rows() || x.count() != y.count()) {
      throw new IllegalArgumentException(
          "x and y must agree in rows and count: x=" + x + ", y=" + y);
    }
    return new RidgeProblem(
        x.requireFinite("x"), asColumns(y.requireFinite("y")), false, false, true);
  }

  /** A dense column is the same memory in either order; the algorithms like it column-major. */
  private static MatrixBatch asColumns(MatrixBatch y) {
    if (y.order() == Order.ROW_MAJOR && y.columns() == 1 && y.leadingDimension() == 1) {
      return MatrixBatch.of(
          y.data(),
          y.offset(),
          y.rows(),
          1,
          Math.max(1, y.rows()),
          y.batchStride(),
          y.count(),
          Order.COLUMN_MAJOR);
    }
    return y;
  }

  /**
   * One problem with many targets.
   *
   * @param x design, n x p
   * @param y targets, n x T
   * @return the problem
   */
  public static RidgeProblem of(Matrix x, Matrix y) {
    return of(x.asBatch(), y.asBatch());
  }

  /**
   * One problem with one target.
   *
   * @param x n rows of p features, copied
   * @param y n targets
   * @return the problem
   */
  public static RidgeProblem of(double[][] x, double[] y) {
    return of(Matrix.ofRows(x), Matrix.column(y));
  }

  /**
   * Asks for exact leave-one-out errors, and with them for {@link #withGcv()}.
   *
   * @return a copy of this that does
   */
  public RidgeProblem withLeaveOneOut() {
    return new RidgeProblem(x, y, true, true, coefficients);
  }

  /**
   * Asks for effective degrees of freedom and generalised cross-validation.
   *
   * @return a copy of this that does
   */
  public RidgeProblem withGcv() {
    return new RidgeProblem(x, y, leaveOneOut, true, coefficients);
  }

  /**
   * Asks for scores only: coefficients of wide problems are often larger than the data.
   *
   * @return a copy of this without coefficients
   */
  public RidgeProblem withoutCoefficients() {
    return new RidgeProblem(x, y, leaveOneOut, gcv, false);
  }

  /**
   * The designs.
   *
   * @return n x p per item
   */
  public MatrixBatch x() {
    return x;
  }

  /**
   * The targets.
   *
   * @return n x T per item
   */
  public MatrixBatch y() {
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

  /**
   * Number of features.
   *
   * @return p
   */
  public int features() {
    return x.columns();
  }

  /**
   * Number of targets of each item.
   *
   * @return T
   */
  public int targets() {
    return y.columns();
  }

  /**
   * Number of items.
   *
   * @return count
   */
  public int count() {
    return x.count();
  }

  /**
   * Whether leave-one-out errors are wanted.
   *
   * @return true after {@link #withLeaveOneOut()}
   */
  public boolean wantsLeaveOneOut() {
    return leaveOneOut;
  }

  /**
   * Whether degrees of freedom and GCV are wanted.
   *
   * @return true after {@link #withGcv()} or {@link #withLeaveOneOut()}
   */
  public boolean wantsGcv() {
    return gcv;
  }

  /**
   * Whether coefficients are wanted.
   *
   * @return false after {@link #withoutCoefficients()}
   */
  public boolean wantsCoefficients() {
    return coefficients;
  }

  /**
   * The side that needs the smaller Gram matrix: wide problems are solved in their dual form.
   *
   * @return {@link Side#DUAL} when n &lt;= p
   */
  public Side side() {
    return rows() <= features() ? Side.DUAL : Side.PRIMAL;
  }
}
