// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.PathResult;
import dev.ridgeline.internal.Recovery;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.Side;
import java.util.Arrays;
import java.util.Objects;

/**
 * Ridge fits of one table for every penalty, with the scores that rank them, and for each response
 * the coefficients at its best penalty.
 *
 * <p>Scores, best penalties with their coefficients, degrees of freedom and routes are kept.
 * Predictions, coefficients of other penalties, errors of rows, conditions, residuals, standard
 * errors and the design are computed when they are asked for, by the {@link Ridgeline} of the fit,
 * which must be open. The rows are looked at again for that: leave their arrays alone. Immutable,
 * and safe for use by several threads.
 */
public final class RidgeFit {
  private final Ridgeline ridgeline;
  private final Table table;
  private final LambdaGrid grid;
  private final Criterion criterion;
  private final Outcome outcome;
  private final FitDetails details;

  /** The results of a run. */
  record Outcome(
      String backend,
      Side side,
      double[][] scores,
      int[] best,
      Matrix coefficients,
      double[] intercepts,
      PathResult result,
      Recovery recovery,
      double largestEigenvalue,
      Ends ends) {}

  /**
   * What decides the condition.
   *
   * @param least eigenvalue of X'X, 0 where it is rounding or p exceeds the order
   * @param largest eigenvalue
   */
  record Ends(double least, double largest) {}

  RidgeFit(
      Ridgeline ridgeline, Table table, LambdaGrid grid, Criterion criterion, Outcome outcome) {
    this.ridgeline = ridgeline;
    this.table = table;
    this.grid = grid;
    this.criterion = criterion;
    this.outcome = outcome;
    this.details = new FitDetails(ridgeline, table, grid, outcome);
  }

  /**
   * The penalties.
   *
   * @return the grid of the call; an {@link LambdaGrid#auto automatic} one as it was resolved
   */
  public LambdaGrid lambdas() {
    return grid;
  }

  /**
   * What the penalties were judged by.
   *
   * @return the criterion of the call
   */
  public Criterion criterion() {
    return criterion;
  }

  /**
   * Number of rows, those of weight 0 included.
   *
   * @return n
   */
  public long rows() {
    return table.rowCount();
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
  public int responses() {
    return table.responses();
  }

  /**
   * The scores of a response.
   *
   * @param response from 0
   * @return what the criterion gives, one per penalty: mean squared errors in the square of the
   *     response's unit, or deviances of the evidence; NaN where it is undefined (a row that only
   *     unpenalised columns reach cannot be left out)
   */
  public double[] scores(int response) {
    return outcome.scores[Objects.checkIndex(response, responses())].clone();
  }

  /**
   * The best penalty of a response; the smallest wins a tie.
   *
   * @param response from 0
   * @return index into the grid
   * @throws ArithmeticException when no score is a number
   */
  public int best(int response) {
    int best = outcome.best[Objects.checkIndex(response, responses())];
    if (best < 0) {
      throw new ArithmeticException(
          "no penalty has a score that is a number: there are too few rows to leave one out");
    }
    return best;
  }

  /**
   * The best penalty of a response.
   *
   * @param response from 0
   * @return lambda, on the grid's scale
   */
  public double lambda(int response) {
    return grid.get(best(response));
  }

  /**
   * Whether the best penalty is the smallest or largest tried, so that a better one may lie beyond.
   *
   * @param response from 0
   * @return never true for a grid of one, nor at 0, below which there is nothing
   */
  public boolean atEdge(int response) {
    return grid.size() > 1 && lambda(response) > 0 && grid.atEdge(best(response));
  }

  /**
   * The coefficients of every response at its own best penalty.
   *
   * @return p x T in the units of the table, a view: do not write to it
   */
  public Matrix coefficients() {
    return outcome.coefficients;
  }

  /**
   * The intercepts of every response at its own best penalty.
   *
   * @return T numbers, zeros without an intercept; a copy
   */
  public double[] intercepts() {
    return outcome.intercepts.clone();
  }

  /**
   * The coefficients of every response at one penalty, kept by {@link
   * RidgeCv#keepingAllCoefficients} or computed again.
   *
   * @param penalty index into the grid
   * @return p x T in the units of the table
   */
  public Matrix coefficients(int penalty) {
    return details.coefficients(penalty);
  }

  /**
   * The intercepts of every response at one penalty.
   *
   * @param penalty index into the grid
   * @return T numbers
   */
  public double[] intercepts(int penalty) {
    return details.intercepts(penalty);
  }

  /**
   * Predicts every response, each by its best penalty.
   *
   * @param x m x p
   * @return m x T
   */
  public Matrix predict(Matrix x) {
    if (x.columns() != features()) {
      throw new IllegalArgumentException(
          "x must have the features of the fit: features="
              + features()
              + ", columns="
              + x.columns());
    }
    return details.predict(x);
  }

  /**
   * Leave-one-out errors of a response, by the formula that is exact for ridge, whatever the
   * criterion of the fit.
   *
   * @param penalty index into the grid
   * @param response from 0
   * @return y_i less the prediction of the fit without row i, for every row; NaN at weight 0
   */
  public double[] leaveOneOutErrors(int penalty, int response) {
    Objects.checkIndex(penalty, grid.size());
    Objects.checkIndex(response, responses());
    return details.errors(penalty, response);
  }

  /**
   * Effective degrees of freedom, those of the intercept and of unpenalised columns included.
   *
   * @param penalty index into the grid
   * @return between 0 and n
   */
  public double effectiveDegreesOfFreedom(int penalty) {
    return outcome.result.degrees[0][Objects.checkIndex(penalty, grid.size())];
  }

  /**
   * The condition of the penalised normal equations, (s_1^2 + mu) / (s_p^2 + mu) with the singular
   * values of the prepared design; computed when it is first asked for.
   *
   * @param penalty index into the grid
   * @return at least 1; infinite at penalty 0 when columns depend on each other, where the solution
   *     is that of minimum norm
   */
  public double condition(int penalty) {
    return details.condition(Objects.checkIndex(penalty, grid.size()));
  }

  /**
   * The largest eigenvalue s_1 of X'X / n as the penalty sees X, to rounding: what an {@link
   * LambdaGrid#auto automatic} grid is laid out by.
   *
   * @return at least 0; n is the number of rows, with weights too
   */
  public double largestEigenvalue() {
    return details.largestEigenvalue();
  }

  /**
   * How a solution was computed.
   *
   * @param penalty index into the grid
   * @return backend, side and method
   */
  public Route route(int penalty) {
    Objects.checkIndex(penalty, grid.size());
    return Route.of(
        outcome.backend,
        outcome.side,
        outcome.result.forms[0][penalty],
        outcome.result.truncated[0][penalty]);
  }

  /**
   * The residual of the normal equations of a response at its best penalty, |X'(y - X b) - mu b|
   * relative to the sizes of its terms: some 1e-16 when all is well.
   *
   * @param response from 0
   * @return a relative size; NaN without rows
   */
  public double residual(int response) {
    return details.residual(best(response), response);
  }

  /**
   * Standard errors of the coefficients of every response at its best penalty, given the penalty:
   * the roots of the diagonal of sigma^2 M M' for the linear map b = M y, with sigma^2 = sum v r^2
   * / (n - df). They do not count the shrinkage, which is a bias (Hastie, Tibshirani and Friedman
   * 2009, section 3.4.1). Needs rows.
   *
   * @return p x T in the units of the coefficients; NaN where n - df is not above 0
   */
  public Matrix standardErrors() {
    if (table.rows() == null) {
      throw new IllegalStateException("standard errors need rows, and there are only their sums");
    }
    return details.standardErrors();
  }

  /**
   * The units in which the penalty sees the columns: 1, or their standard deviations.
   *
   * @return p numbers, a copy
   */
  public double[] scales() {
    return outcome.recovery.scales().clone();
  }

  /**
   * The weights of the rows.
   *
   * @return n numbers, ones without weights
   * @throws IllegalStateException when there are only their sums
   */
  public double[] weights() {
    if (!hasRows()) {
      throw new IllegalStateException("weights need rows, and there are only their sums");
    }
    return Tables.weights(table.rows());
  }

  /**
   * Standard deviations of the noise: the root of sum v r^2 / max(1, n - df) at the best penalty of
   * each response. Computed anew by every call.
   *
   * @return T numbers in the units of the responses; 0 where no degrees of freedom are left
   */
  public double[] noise() {
    return details.noise();
  }

  /**
   * The eigenvectors and eigenvalues of X'X as the penalty sees it, by the rows where they are
   * known and not too many, else by their sums.
   *
   * @return the axes, computed anew by every call
   */
  public PrincipalAxes principalAxes() {
    return details.principalAxes();
  }

  /**
   * Sum of the weights of the rows.
   *
   * @return n when all rows weigh the same
   */
  public double weight() {
    return outcome.recovery.weight();
  }

  /**
   * Whether the fit knows the rows of its table, not their sums alone.
   *
   * @return true when leave-one-out errors and the design can be asked for
   */
  public boolean hasRows() {
    return table.rows() != null;
  }

  /**
   * Reduces the table of this fit once more, for questions about any penalty or response.
   *
   * @return the design, closed by the caller
   */
  public Design design() {
    return Design.of(ridgeline, table);
  }

  @Override
  public String toString() {
    return "RidgeFit["
        + table.rowCount()
        + " rows, "
        + features()
        + " features, lambda "
        + Arrays.toString(
            Arrays.stream(outcome.best)
                .limit(8)
                .mapToDouble(l -> l < 0 ? Double.NaN : grid.get(l))
                .toArray())
        + (responses() > 8 ? " ..." : "")
        + ", "
        + criterion
        + "]";
  }
}
