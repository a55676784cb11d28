// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import java.util.List;
import java.util.Objects;

/**
 * Ridge regression of a table for every penalty of a grid, all responses at once, and for each
 * response the penalty that a criterion finds best.
 *
 * <pre>{@code
 * RidgeFit fit =
 *     RidgeCv.on(ridgeline)
 *         .penalties(LambdaGrid.auto(61))
 *         .fit(Sample.of(x, y));
 * Matrix b = fit.coefficients();
 * Matrix predicted = fit.predict(xNew);
 * }</pre>
 *
 * <p>One reduction of the smaller Gram matrix serves all penalties and responses. Immutable: every
 * option gives a copy. Safe for use by several threads.
 */
public final class RidgeCv {
  /** Penalties of an automatic grid where none is given: five a decade. */
  private static final int AUTO = 61;

  private final Ridgeline ridgeline;
  private final LambdaGrid penalties;
  private final Preparation preparation;
  private final Criterion criterion;
  private final boolean allCoefficients;
  private final boolean errors;

  private RidgeCv(
      Ridgeline ridgeline,
      LambdaGrid penalties,
      Preparation preparation,
      Criterion criterion,
      boolean allCoefficients,
      boolean errors) {
    this.ridgeline = ridgeline;
    this.penalties = penalties;
    this.preparation = preparation;
    this.criterion = criterion;
    this.allCoefficients = allCoefficients;
    this.errors = errors;
  }

  /**
   * Starts.
   *
   * @param ridgeline who computes
   * @return an estimator with an intercept, 61 {@linkplain LambdaGrid#auto automatic} penalties,
   *     judged by leave-one-out
   */
  public static RidgeCv on(Ridgeline ridgeline) {
    return new RidgeCv(
        Objects.requireNonNull(ridgeline, "ridgeline"),
        LambdaGrid.auto(AUTO),
        Preparation.DEFAULT,
        Criterion.leaveOneOut(),
        false,
        false);
  }

  /**
   * The penalties to try.
   *
   * @param grid in any order, 0 allowed; by default {@link LambdaGrid#auto LambdaGrid.auto(61)}
   * @return a copy of this with these penalties
   */
  public RidgeCv penalties(LambdaGrid grid) {
    Objects.requireNonNull(grid, "grid");
    return new RidgeCv(ridgeline, grid, preparation, criterion, allCoefficients, errors);
  }

  /**
   * What is done to the table first.
   *
   * @param preparation by default an intercept and nothing else
   * @return a copy of this with this preparation
   */
  public RidgeCv preparation(Preparation preparation) {
    Objects.requireNonNull(preparation, "preparation");
    return new RidgeCv(ridgeline, penalties, preparation, criterion, allCoefficients, errors);
  }

  /**
   * What penalties are judged by.
   *
   * @param criterion by default leave-one-out
   * @return a copy of this with this criterion
   */
  public RidgeCv criterion(Criterion criterion) {
    Objects.requireNonNull(criterion, "criterion");
    return new RidgeCv(ridgeline, penalties, preparation, criterion, allCoefficients, errors);
  }

  /**
   * Keeps the coefficients of every penalty, not of the best alone: penalties x responses x
   * features numbers.
   *
   * @return a copy of this that does
   */
  public RidgeCv keepingAllCoefficients() {
    return new RidgeCv(ridgeline, penalties, preparation, criterion, true, errors);
  }

  /**
   * Keeps the leave-one-out errors of every row and penalty: penalties x responses x rows numbers,
   * which would be computed again when they are asked for.
   *
   * @return a copy of this that does
   */
  public RidgeCv keepingErrors() {
    return new RidgeCv(ridgeline, penalties, preparation, criterion, allCoefficients, true);
  }

  /**
   * Fits a table.
   *
   * @param rows one or more responses
   * @return the fit
   * @throws IllegalArgumentException when the table does not suit preparation or criterion
   * @throws TooLargeException when the work does not fit into the memory allowed
   */
  public RidgeFit fit(Rows rows) {
    return fit(rows, RunControl.NONE);
  }

  /**
   * Fits a table, with progress and cancellation.
   *
   * @param rows one or more responses
   * @param control progress and cancellation
   * @return the fit
   */
  public RidgeFit fit(Rows rows, RunControl control) {
    return fit(Table.of(rows, preparation), control);
  }

  /**
   * Fits a table of which sums are known, by GCV or evidence.
   *
   * @param sums over its rows
   * @return the fit
   */
  public RidgeFit fit(NormalEquations sums) {
    return fit(sums, RunControl.NONE);
  }

  /**
   * Fits a table of which sums are known, by GCV or evidence.
   *
   * @param sums over its rows
   * @param control progress and cancellation
   * @return the fit
   */
  public RidgeFit fit(NormalEquations sums, RunControl control) {
    return fit(Table.of(sums, preparation), control);
  }

  /**
   * Fits a table whose sums are known and whose rows are read for what needs them.
   *
   * @param sums over the rows
   * @param rows the same rows
   * @param control progress and cancellation
   * @return the fit
   */
  public RidgeFit fit(NormalEquations sums, Rows rows, RunControl control) {
    return fit(Table.of(sums, rows, preparation), control);
  }

  /**
   * Fits a table whose sums are known and whose rows are elsewhere, by leave-one-out.
   *
   * @param sums over the rows
   * @param pass over the rows, asked for once, and again whenever an automatic grid is extended
   * @param control progress and cancellation
   * @return the fit
   */
  public RidgeFit fit(NormalEquations sums, LeftOutErrors.Pass pass, RunControl control) {
    if (!(criterion instanceof Criterion.LeaveOneOut)) {
      throw new IllegalArgumentException(
          "rows elsewhere are left out one by one: criterion=" + criterion);
    }
    RidgeCv all = keepingAllCoefficients();
    return new CvRun(ridgeline, Table.of(sums, preparation), all, control).fit(pass);
  }

  /**
   * Fits a table given as the normal equations of its folds, each judged by a fit on the others;
   * the criterion of this is not looked at.
   *
   * @param folds at least two
   * @param control progress and cancellation
   * @return the fit of all folds together
   */
  public RidgeFit fit(List<NormalEquations> folds, RunControl control) {
    if (folds.size() < 2) {
      throw new IllegalArgumentException("at least two folds are needed: folds=" + folds.size());
    }
    Table all = Table.of(NormalEquations.merge(folds), preparation);
    RidgeCv judged = criterion(new Criterion.GivenFolds(folds.size()));
    return new CvRun(ridgeline, all, judged, control).fit(folds);
  }

  /** Fits with units of the columns that are given. */
  RidgeFit fit(Table table, RunControl control) {
    return new CvRun(ridgeline, table, this, control).fit();
  }

  /**
   * Fits a table whose columns are measured in units that are given, such as those of another
   * table, in place of its own standard deviations.
   *
   * @param rows one or more responses
   * @param scales p units, &gt; 0
   * @param control progress and cancellation
   * @return the fit
   */
  public RidgeFit fit(Rows rows, double[] scales, RunControl control) {
    if (scales.length != rows.features()) {
      throw new IllegalArgumentException(
          "one unit per feature is needed: features="
              + rows.features()
              + ", scales="
              + scales.length);
    }
    return fit(Table.of(rows, preparation).withScales(scales.clone()), control);
  }

  LambdaGrid penalties() {
    return penalties;
  }

  Criterion criterion() {
    return criterion;
  }

  boolean keepsAllCoefficients() {
    return allCoefficients;
  }

  boolean keepsErrors() {
    return errors;
  }

  @Override
  public String toString() {
    return "RidgeCv[" + penalties + ", " + preparation + ", " + criterion + "]";
  }
}
