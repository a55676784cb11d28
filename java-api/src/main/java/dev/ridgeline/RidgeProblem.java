// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.PathResult.Wants;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import dev.ridgeline.matrix.Side;

/**
 * Ridge regressions of one shape, for {@link Ridgeline#path}: for every item find b = argmin ||y -
 * X b||^2 + mu ||b||^2, for every penalty of a grid and every response.
 *
 * <p>Items are designs X (n x p) and responses Y (n x T) as they are, without an intercept; or one
 * table with a {@link Preparation} (intercept, weights, standardised and unpenalised columns); or
 * normal equations, one or many, in place of rows.
 *
 * <p>Immutable; the data are the caller's arrays, looked at and never written.
 */
public final class RidgeProblem {
  private static final Wants COEFFICIENTS = new Wants(true, false, false, false, false);

  private final MatrixBatch x;
  private final MatrixBatch y;
  private final Table table;
  private final NormalEquationsBatch sums;
  private final Preparation preparation;
  private final Wants wants;

  private RidgeProblem(
      MatrixBatch x,
      MatrixBatch y,
      Table table,
      NormalEquationsBatch sums,
      Preparation preparation,
      Wants wants) {
    this.x = x;
    this.y = y;
    this.table = table;
    this.sums = sums;
    this.preparation = preparation;
    this.wants = wants;
  }

  /**
   * Many problems of one shape.
   *
   * @param x designs, n x p per item
   * @param y responses, n x T per item, as many items
   * @return the problem
   * @throws IllegalArgumentException when shapes disagree, or naming row and column of an element
   *     that is not finite
   */
  public static RidgeProblem of(MatrixBatch x, MatrixBatch y) {
    if (x.rows() != y.rows() || x.count() != y.count()) {
      throw new IllegalArgumentException(
          "x and y must agree in rows and count: x=" + x + ", y=" + y);
    }
    x.requireFinite("x");
    MatrixBatch columns = asColumns(y.requireFinite("y"));
    return new RidgeProblem(x, columns, null, null, null, COEFFICIENTS);
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
   * One problem with many responses.
   *
   * @param x design, n x p
   * @param y responses, n x T
   * @return the problem
   */
  public static RidgeProblem of(Matrix x, Matrix y) {
    return of(x.asBatch(), y.asBatch());
  }

  /**
   * One problem with one response.
   *
   * @param x n rows of p features, copied
   * @param y n responses
   * @return the problem
   */
  public static RidgeProblem of(double[][] x, double[] y) {
    return of(Matrix.ofRows(x), Matrix.column(y));
  }

  /**
   * One table, prepared.
   *
   * @param rows the table, with its weights
   * @param preparation what is done to it first
   * @return the problem; coefficients come out in the units of the table
   */
  public static RidgeProblem of(Rows rows, Preparation preparation) {
    return of(Table.of(rows, preparation));
  }

  /**
   * One problem of which sums are known: coefficients, GCV and evidence are.
   *
   * @param sums over its rows
   * @param preparation what is done first
   * @return the problem
   */
  public static RidgeProblem of(NormalEquations sums, Preparation preparation) {
    return of(Table.of(sums, preparation));
  }

  /**
   * One problem whose sums are known and whose rows can be read for what needs them.
   *
   * @param sums over the rows
   * @param rows the same rows
   * @param preparation what is done first
   * @return the problem
   */
  public static RidgeProblem of(NormalEquations sums, Rows rows, Preparation preparation) {
    return of(Table.of(sums, rows, preparation));
  }

  static RidgeProblem of(Table table) {
    return new RidgeProblem(null, null, table, null, table.preparation(), COEFFICIENTS);
  }

  /**
   * Many problems of which sums are known.
   *
   * @param sums of every item
   * @param preparation what is done first
   * @return the problem
   */
  public static RidgeProblem of(NormalEquationsBatch sums, Preparation preparation) {
    preparation.requireColumns(sums.features());
    return new RidgeProblem(null, null, null, sums, preparation, COEFFICIENTS);
  }

  RidgeProblem with(Wants other) {
    return new RidgeProblem(x, y, table, sums, preparation, other);
  }

  /**
   * Asks for exact leave-one-out errors, and with them for {@link #withGcv()}.
   *
   * @return a copy of this that does
   * @throws IllegalStateException when there are no rows
   */
  public RidgeProblem withLeaveOneOut() {
    if (sums != null || (table != null && table.rows() == null)) {
      throw new IllegalStateException(
          "leave-one-out needs rows: give them beside the normal equations, or use GCV, evidence or"
              + " folds");
    }
    return with(new Wants(wants.coefficients(), true, true, wants.evidence(), false));
  }

  /**
   * Asks for effective degrees of freedom and generalised cross-validation.
   *
   * @return a copy of this that does
   */
  public RidgeProblem withGcv() {
    return with(
        new Wants(wants.coefficients(), wants.leaveOneOut(), true, wants.evidence(), false));
  }

  /**
   * Asks for the deviance of the evidence ({@link Criterion.Evidence}).
   *
   * @return a copy of this that does
   */
  public RidgeProblem withEvidence() {
    return with(new Wants(wants.coefficients(), wants.leaveOneOut(), wants.gcv(), true, false));
  }

  /**
   * Asks for scores only: coefficients of wide problems are often larger than the data.
   *
   * @return a copy of this without coefficients
   */
  public RidgeProblem withoutCoefficients() {
    return with(new Wants(false, wants.leaveOneOut(), wants.gcv(), wants.evidence(), false));
  }

  /** Designs whose elements have been looked at already. */
  static RidgeProblem ofFinite(MatrixBatch x, MatrixBatch y, Wants wants) {
    return new RidgeProblem(x, y, null, null, null, wants);
  }

  /** Whether this is one design with its responses, and no table or sums. */
  boolean isSingleDesign() {
    return x != null && x.count() == 1;
  }

  /**
   * The designs.
   *
   * @return n x p per item
   * @throws IllegalStateException for a table or sums
   */
  public MatrixBatch x() {
    return requireDesigns(x);
  }

  /**
   * The responses.
   *
   * @return n x T per item
   * @throws IllegalStateException for a table or sums
   */
  public MatrixBatch y() {
    return requireDesigns(y);
  }

  private static MatrixBatch requireDesigns(MatrixBatch batch) {
    if (batch == null) {
      throw new IllegalStateException("this problem is not made of designs");
    }
    return batch;
  }

  /**
   * Number of rows of the design, or of the table.
   *
   * @return n; 0 for a batch of normal equations, whose items may differ
   */
  public long rows() {
    return x != null ? x.rows() : table != null ? table.rowCount() : 0;
  }

  /**
   * Number of features.
   *
   * @return p
   */
  public int features() {
    return x != null ? x.columns() : table != null ? table.features() : sums.features();
  }

  /**
   * Number of responses of each item.
   *
   * @return T
   */
  public int responses() {
    return x != null ? y.columns() : table != null ? table.responses() : sums.responses();
  }

  /**
   * Number of items.
   *
   * @return count
   */
  public int count() {
    return x != null ? x.count() : table != null ? 1 : sums.count();
  }

  /**
   * Whether leave-one-out errors are wanted.
   *
   * @return true after {@link #withLeaveOneOut()}
   */
  public boolean wantsLeaveOneOut() {
    return wants.leaveOneOut();
  }

  /**
   * Whether effective degrees of freedom and GCV are wanted.
   *
   * @return true after {@link #withGcv()} or {@link #withLeaveOneOut()}
   */
  public boolean wantsGcv() {
    return wants.gcv();
  }

  /**
   * Whether coefficients are wanted.
   *
   * @return true unless {@link #withoutCoefficients()}
   */
  public boolean wantsCoefficients() {
    return wants.coefficients();
  }

  /**
   * Which Gram matrix is formed: that of the rows when there are at most as many as features.
   *
   * @return the side
   */
  public Side side() {
    boolean rows = x != null || (table != null && table.rows() != null);
    return rows && rows() <= features() ? Side.DUAL : Side.PRIMAL;
  }

  Wants wants() {
    return wants;
  }

  Table table() {
    return table;
  }

  NormalEquationsBatch sums() {
    return sums;
  }

  Preparation preparation() {
    return preparation;
  }

  @Override
  public String toString() {
    String what = x != null ? "x=" + x : table != null ? table.toString() : sums.toString();
    return "RidgeProblem[" + what + ", responses=" + responses() + "]";
  }
}
