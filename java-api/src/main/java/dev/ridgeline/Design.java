// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.DesignFacts;
import dev.ridgeline.internal.Designs;
import dev.ridgeline.internal.Recovery;
import dev.ridgeline.internal.SpectralDesign;
import dev.ridgeline.internal.SpectralDesign.Rotated;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Form;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/**
 * One table, prepared and decomposed once, X = U diag(s) V', for questions about any penalty,
 * filter and response: each is a scaling. Penalties are mu, those of the normal equations ({@link
 * LambdaGrid#toNormalEquations}).
 *
 * <p>Columns that are asked about lie in the coordinates of U ({@link Columns}): the responses of
 * the table, or the images X b of coefficients, such as those of a source model. Safe for use by
 * several threads; closed by its owner. Solutions, errors and scores need it and its {@link
 * Ridgeline} to be open.
 */
public final class Design implements AutoCloseable {
  private final Ridgeline ridgeline;
  private final Table table;
  // the rows of weight above 0
  private final Table used;
  private final Recovery recovery;
  private final Side side;
  private final String backend;
  private final int rows;
  private final SpectralDesign spectrum;
  private final double[] y;
  private final Columns responses;
  private volatile boolean closed;

  /** Columns in the coordinates of a design. Immutable. */
  public static final class Columns {
    private final Rotated rotated;

    private Columns(Rotated rotated) {
      this.rotated = rotated;
    }

    /**
     * How many.
     *
     * @return at least 0
     */
    public int count() {
      return rotated.count();
    }

    /**
     * One of them.
     *
     * @param index from 0
     * @return that column alone
     */
    public Columns column(int index) {
      return new Columns(rotated.column(index));
    }

    /**
     * These columns less c times others.
     *
     * @param c factor
     * @param others as many
     * @return the differences
     */
    public Columns less(double c, Columns others) {
      return new Columns(rotated.less(c, others.rotated));
    }

    /**
     * U'y of every column.
     *
     * @return r x count, a copy
     */
    public double[] coordinates() {
      return rotated.z().clone();
    }

    /**
     * What no fit reaches of every column: it is orthogonal to U and to what is not penalised.
     *
     * @return rows x count, a copy
     */
    public double[] unreached() {
      return rotated.rest().clone();
    }
  }

  private Design(Ridgeline ridgeline, Table table, Table used, Backend backend, Designs designs) {
    this.ridgeline = ridgeline;
    this.table = table;
    this.used = used;
    this.recovery = designs.recovery(0);
    this.side = designs.side();
    this.backend = backend.name();
    this.y = designs.responses(0);
    this.rows = y.length / table.responses();
    this.spectrum = new SpectralDesign(designs, 0);
    this.responses = new Columns(spectrum.rotate(y, table.responses()));
  }

  static Design of(Ridgeline ridgeline, Table table) {
    Table used = table.withoutZeroWeights();
    return ridgeline.compute(
        backend -> {
          try (Designs designs = used.open(backend, ridgeline.workers(), RunControl.NONE)) {
            return new Design(ridgeline, table, used, backend, designs);
          }
        });
  }

  /**
   * Prepares and decomposes a table.
   *
   * @param ridgeline who computes
   * @param sample the table
   * @param preparation what is done to it first
   * @return the design, closed by the caller
   */
  public static Design of(Ridgeline ridgeline, Sample sample, Preparation preparation) {
    return of(ridgeline, Table.of(sample, preparation));
  }

  /**
   * Prepares and decomposes a table whose columns are measured in units that are given.
   *
   * @param ridgeline who computes
   * @param sample the table
   * @param preparation what is done to it first
   * @param scales p units, &gt; 0, in place of the table's own
   * @return the design, closed by the caller
   */
  public static Design of(
      Ridgeline ridgeline, Sample sample, Preparation preparation, double[] scales) {
    return of(ridgeline, Table.of(sample, preparation).withScales(scales.clone()));
  }

  /**
   * Number of rows of weight above 0.
   *
   * @return n
   */
  public int rows() {
    return rows;
  }

  /**
   * Number of features.
   *
   * @return p
   */
  public int features() {
    return table.features();
  }

  /**
   * Number of responses.
   *
   * @return T
   */
  public int responseCount() {
    return table.responses();
  }

  /**
   * The responses of the table, T columns, each in its own {@link #unit}.
   *
   * @return the columns
   */
  public Columns responses() {
    return responses;
  }

  /**
   * Images X b of coefficients of the table, centred as the responses are; they take part in fits
   * beside a response whose unit they share. What the coefficients say of unpenalised columns does
   * not matter.
   *
   * @param coefficients p x count in the units of the table
   * @param response whose unit they get
   * @return the columns
   */
  public Columns image(Matrix coefficients, int response) {
    return new Columns(
        open(() -> spectrum.image(toDesign(coefficients, response), coefficients.columns())));
  }

  /**
   * Coefficients of the table as the penalty sees them: scaled, and without unpenalised ones.
   *
   * @param coefficients p x count in the units of the table
   * @param response whose unit they get
   * @return p x count, column-major
   */
  public double[] toDesign(Matrix coefficients, int response) {
    int p = features();
    int count = coefficients.columns();
    double[] b = new double[MatrixBatch.size(p, count, 1)];
    double unit = 1 / unit(response);
    for (int c = 0; c < count; c++) {
      for (int j = 0; j < p; j++) {
        b[j + c * p] = coefficients.get(j, c) * unit;
      }
      recovery.toDesign(b, c * p);
    }
    return b;
  }

  /**
   * Turns coefficients of the design into those of the table.
   *
   * @param b p numbers, overwritten
   * @param response whose fit they are, on which unpenalised coefficients and intercept depend
   * @return the intercept
   */
  public double toTable(double[] b, int response) {
    return recovery.toTable(b, 0, response);
  }

  /**
   * A power of two that was taken out of a response: 1 unless squares would leave the range of
   * doubles.
   *
   * @param response from 0
   * @return the unit of its errors
   */
  public double unit(int response) {
    return Math.scalb(1.0, recovery.yExponents()[response]);
  }

  private double shift(double mu) {
    return Math.scalb(mu, -2 * recovery.xExponent());
  }

  private <T> T open(Supplier<T> question) {
    if (closed) {
      throw new IllegalStateException("this Design is closed");
    }
    return ridgeline.compute(current -> question.get());
  }

  /**
   * Exact leave-one-out errors times the roots of the weights, mu held fixed.
   *
   * @param columns what is fitted
   * @param mu penalty in the normal equations
   * @return rows x count, column-major, in the unit of the columns
   */
  public double[] leaveOneOutErrors(Columns columns, double mu) {
    return open(() -> spectrum.leaveOneOut(columns.rotated, shift(mu)));
  }

  /**
   * The rows of every group of the sample, in the order in which groups appear.
   *
   * @return numbers of rows of weight above 0, from 0
   * @throws IllegalArgumentException when the sample has no groups
   */
  public int[][] groups() {
    return Folds.groups(Tables.gathered(used.rows()));
  }

  /**
   * Errors of the rows of every group by a fit without the group, (I - H_GG)^-1 r_G, times the
   * roots of the weights; mu and the preparation are held fixed.
   *
   * @param columns what is fitted
   * @param mu penalty in the normal equations
   * @param groups as of {@link #groups}
   * @return rows x count, column-major, in the unit of the columns; NaN where a group cannot be
   *     left out
   */
  public double[] leaveGroupsOutErrors(Columns columns, double mu, int[][] groups) {
    return open(() -> spectrum.leaveGroupsOut(columns.rotated, shift(mu), groups));
  }

  /**
   * Coefficients by a ridge penalty.
   *
   * @param columns what is fitted
   * @param mu penalty in the normal equations
   * @return p x count of the design, column-major
   */
  public double[] solve(Columns columns, double mu) {
    return open(() -> spectrum.coefficients(columns.rotated, shift(mu)));
  }

  /**
   * Coefficients V diag(s phi(s^2)) U'y by a filter of the squared singular values.
   *
   * @param columns what is fitted
   * @param phi the filter, 1 / (s^2 + mu) for ridge
   * @return p x count of the design, column-major
   */
  public double[] solve(Columns columns, DoubleUnaryOperator phi) {
    double unit = Math.scalb(1.0, 2 * recovery.xExponent());
    return open(
        () ->
            spectrum.coefficients(
                columns.rotated, square -> phi.applyAsDouble(square * unit) * unit));
  }

  /**
   * Generalised cross-validation of any filter, (|r|^2 / sum v) / (1 - df / n)^2.
   *
   * @param columns what is fitted
   * @param column which of them
   * @param left what the filter leaves of a direction, mu / (s^2 + mu) for ridge
   * @return the score in the squared unit of the column; NaN when no degrees of freedom are left
   */
  public double gcv(Columns columns, int column, DoubleUnaryOperator left) {
    double unit = Math.scalb(1.0, 2 * recovery.xExponent());
    double[] rest =
        open(
            () ->
                spectrum.residual(
                    columns.rotated, column, square -> left.applyAsDouble(square * unit)));
    double n = rows;
    return rest[1] <= 0 ? Double.NaN : rest[0] / recovery.weight() * (n / rest[1]) * (n / rest[1]);
  }

  /**
   * Degrees of freedom, those of the intercept and of unpenalised columns included.
   *
   * @param mu penalty in the normal equations
   * @return from 0 to n
   */
  public double effectiveDegreesOfFreedom(double mu) {
    return open(() -> spectrum.degreesOfFreedom(shift(mu)));
  }

  /**
   * Squared singular values of the prepared design that are not rounding.
   *
   * @return descending
   */
  public double[] eigenvalues() {
    double unit = Math.scalb(1.0, 2 * recovery.xExponent());
    return Arrays.stream(spectrum.squares()).map(s -> s * unit).toArray();
  }

  /**
   * The right singular vectors and squared singular values.
   *
   * @return V and s^2, descending
   */
  public PrincipalAxes principalAxes() {
    double[] squares = spectrum.squares();
    Matrix v = Matrix.ofColumnMajor(spectrum.v(), features(), squares.length);
    return new PrincipalAxes(v, squares, recovery.xExponent());
  }

  /**
   * The left singular vectors.
   *
   * @return U, n x r, a view: do not write to it
   */
  public Matrix leftVectors() {
    return Matrix.ofColumnMajor(spectrum.u(), rows, spectrum.squares().length);
  }

  /**
   * What no fit reaches of every row, 1 less its leverage at penalty 0.
   *
   * @return n numbers, a copy
   */
  public double[] unreachedRows() {
    return spectrum.unreachedRows().clone();
  }

  /**
   * What no fit reaches of some rows, their block of the projection I - U U' less that on what is
   * not penalised.
   *
   * @param rows k of the rows of weight above 0, from 0
   * @return k x k, symmetric
   */
  public double[] unreachedBlock(int[] rows) {
    return spectrum.unreachedBlock(rows);
  }

  /**
   * The condition of the penalised normal equations.
   *
   * @param mu penalty in the normal equations
   * @return at least 1
   */
  public double condition(double mu) {
    return spectrum.condition(shift(mu), penalised());
  }

  /**
   * Number of features that are penalised and not constant.
   *
   * @return at most p
   */
  public int penalised() {
    return (int) Arrays.stream(recovery.factors()).filter(f -> f != 0).count();
  }

  /**
   * How solutions of this design are computed.
   *
   * @param mu penalty in the normal equations
   * @return the route
   */
  public Route route(double mu) {
    return Route.of(backend, side, Form.SPECTRUM, mu > 0 && spectrum.isDeficient());
  }

  /**
   * Roots of the weights of the rows.
   *
   * @return n numbers
   */
  public double[] roots() {
    double[] roots = new double[rows];
    Sample sample = Tables.gathered(used.rows());
    for (int i = 0; i < rows; i++) {
      roots[i] = Math.sqrt(sample.weight(i));
    }
    return roots;
  }

  /**
   * Sum of the weights.
   *
   * @return n when all rows weigh the same
   */
  public double weight() {
    return recovery.weight();
  }

  /**
   * Row errors as prepared, sqrt(v) e, in the order of the table and in its units.
   *
   * @param errors n numbers of a response
   * @param response whose they are
   * @return one per row of the table; NaN at weight 0
   */
  public double[] inOrder(double[] errors, int response) {
    double unit = unit(response);
    return Tables.inOrder(Arrays.stream(errors).map(e -> e * unit).toArray(), table);
  }

  /**
   * Units in which the penalty sees the columns.
   *
   * @return p numbers, a copy
   */
  public double[] scales() {
    return recovery.scales().clone();
  }

  /**
   * Number of directions that are not penalised, the intercept's included.
   *
   * @return q
   */
  public int unpenalised() {
    return recovery.unpenalised();
  }

  /**
   * Means of the features.
   *
   * @return p numbers in the units of the table, zeros without an intercept; a copy
   */
  public double[] means() {
    return recovery.intercept() ? recovery.means().clone() : new double[features()];
  }

  /**
   * What orthonormal directions of the unpenalised columns, the intercept's left out, add to
   * coefficients of the table when a response has 1 along them.
   *
   * @return a column for each direction: p coefficients, and the intercept behind them
   */
  public Matrix unpenalisedDirections() {
    int p = features();
    int count = recovery.kept().length;
    double[] all = new double[(p + 1) * count];
    for (int i = 0; i < count; i++) {
      double[] b = new double[p];
      all[i * (p + 1) + p] = recovery.freeDirection(i, b);
      System.arraycopy(b, 0, all, i * (p + 1), p);
    }
    return Matrix.ofColumnMajor(all, p + 1, count);
  }

  /**
   * The residual of the normal equations of some columns, |X'(y - X b) - mu b| relative to the
   * sizes of its terms, from the rows themselves.
   *
   * @param prior coefficients of the design whose image is taken from the response, or null
   * @param b p coefficients of the design
   * @param response from 0
   * @param mu penalty in the normal equations
   * @return some 1e-16 when all is well
   */
  public double residual(double[] prior, double[] b, int response, double mu) {
    return ridgeline.compute(
        current -> {
          try (Designs designs =
              used.responses(response, 1).open(current, ridgeline.workers(), RunControl.NONE)) {
            return DesignFacts.residual(designs, prior, b, shift(mu));
          }
        });
  }

  /**
   * The prepared design: rows times the roots of their weights, columns centred and in their units.
   *
   * @return n x p, a copy
   */
  public Matrix prepared() {
    double[] x =
        ridgeline.compute(
            current -> {
              try (Designs designs = used.open(current, ridgeline.workers(), RunControl.NONE)) {
                return designs.design(0);
              }
            });
    return Matrix.ofColumnMajor(x, rows, features());
  }

  /**
   * The prepared responses, in their {@link #unit}s.
   *
   * @return n x T, a view
   */
  public Matrix preparedResponses() {
    return Matrix.ofColumnMajor(y, rows, table.responses());
  }

  /** Roots of the diagonal of M M' for coefficients M y of the table. */
  double[] spread(double mu) {
    double[] squares = open(() -> recovery.squaredRows(spectrum.map(shift(mu))));
    return Arrays.stream(squares).map(Math::sqrt).toArray();
  }

  /** sigma^2 = sum v r^2 / (n - df). */
  double noise(int response, double mu) {
    double m = shift(mu);
    double[] rest = spectrum.residual(responses.rotated, response, s -> m == 0 ? 0 : m / (s + m));
    double unit = unit(response);
    return rest[1] > 0 ? rest[0] / rest[1] * unit * unit : Double.NaN;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return "Design[" + rows + " x " + features() + ", " + side + "]";
  }
}
