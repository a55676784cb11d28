// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.PathResult;
import java.util.Objects;

/**
 * The solutions of every problem for every penalty and response. Immutable.
 *
 * <p>Coefficients lie as [problem][penalty][response][feature]; penalties keep the grid's order.
 */
public final class RidgePath {
  private final RidgeProblem problem;
  private final LambdaGrid grid;
  private final PathResult result;

  private final String backend;

  RidgePath(RidgeProblem problem, LambdaGrid grid, PathResult result, String backend) {
    this.problem = problem;
    this.backend = backend;
    this.grid = grid;
    this.result = result;
  }

  /** One problem of a batch, as the path of that problem alone. */
  RidgePath only(RidgeProblem alone, int item) {
    return new RidgePath(alone, grid, result.only(item), backend);
  }

  /**
   * The penalties.
   *
   * @return the grid of the call
   */
  public LambdaGrid lambdas() {
    return grid;
  }

  /**
   * Number of problems.
   *
   * @return count
   */
  public int problems() {
    return problem.count();
  }

  /**
   * Number of responses of each problem.
   *
   * @return T
   */
  public int responses() {
    return problem.responses();
  }

  /**
   * Number of features.
   *
   * @return p
   */
  public int features() {
    return problem.features();
  }

  /**
   * How a solution was computed.
   *
   * @param problem from 0
   * @param penalty index into the grid
   * @return backend, side and method
   */
  public Route route(int problem, int penalty) {
    return Route.of(
        backend,
        this.problem.side(),
        result.forms[problem][penalty],
        result.truncated[problem][penalty]);
  }

  /**
   * How a solution turned out.
   *
   * @param problem from 0
   * @param penalty index into the grid
   * @return 0 when it is good, otherwise what the last verb reported
   */
  public int info(int problem, int penalty) {
    return result.info[problem][penalty];
  }

  /**
   * Throws when any solution failed.
   *
   * @return this
   * @throws NumericalFailureException naming the first failed problem and penalty
   */
  public RidgePath requireSuccess() {
    for (int i = 0; i < problems(); i++) {
      for (int j = 0; j < grid.size(); j++) {
        if (info(i, j) != 0) {
          throw new NumericalFailureException(i, grid.get(j), info(i, j));
        }
      }
    }
    return this;
  }

  /**
   * The coefficients of one solution.
   *
   * @param problem from 0
   * @param penalty index into the grid
   * @param response from 0
   * @return p numbers, a copy
   * @throws IllegalStateException when the problem asked for none
   */
  public double[] coefficients(int problem, int penalty, int response) {
    require(result.coefficients, "coefficients");
    Objects.checkIndex(penalty, grid.size());
    Objects.checkIndex(response, responses());
    double[] vector = new double[features()];
    int start = (penalty * responses() + response) * features();
    System.arraycopy(result.coefficients[problem], start, vector, 0, vector.length);
    return vector;
  }

  /**
   * The intercept of one solution.
   *
   * @param problem from 0
   * @param penalty index into the grid
   * @param response from 0
   * @return 0 for designs, which have none
   */
  public double intercept(int problem, int penalty, int response) {
    require(result.intercepts, "coefficients");
    Objects.checkIndex(penalty, grid.size());
    Objects.checkIndex(response, responses());
    return result.intercepts[problem][penalty * responses() + response];
  }

  /**
   * The coefficients of the only problem and response.
   *
   * @param penalty index into the grid
   * @return p numbers, a copy
   */
  public double[] coefficients(int penalty) {
    if (problems() != 1 || responses() != 1) {
      throw new IllegalStateException(
          "several problems or responses: ask coefficients(problem, penalty, response)");
    }
    return coefficients(0, penalty, 0);
  }

  /**
   * Effective degrees of freedom, sum of s^2 / (s^2 + mu) over the singular values s of X; accurate
   * absolutely, not relatively, where it is far below 1.
   *
   * @param problem from 0
   * @param penalty index into the grid
   * @return between 0 and min(n, p)
   * @throws IllegalStateException unless the problem asked {@link RidgeProblem#withGcv()}
   */
  public double effectiveDegreesOfFreedom(int problem, int penalty) {
    require(result.degrees, "effective degrees of freedom (RidgeProblem.withGcv)");
    return result.degrees[problem][penalty];
  }

  /**
   * Exact leave-one-out mean squared errors: the mean over rows of (y_i - x_i b_(i))^2, mu held
   * fixed in the refits.
   *
   * @return the scores
   * @throws IllegalStateException unless the problem asked {@link RidgeProblem#withLeaveOneOut()}
   */
  public Scores leaveOneOut() {
    require(result.leaveOneOut, "leave-one-out errors (RidgeProblem.withLeaveOneOut)");
    return new Scores(grid, responses(), result.leaveOneOut, result.exponents);
  }

  /**
   * Generalised cross-validation, n ||r||^2 / (n - df)^2 (Golub, Heath and Wahba 1979).
   *
   * @return the scores
   * @throws IllegalStateException unless the problem asked {@link RidgeProblem#withGcv()}
   */
  public Scores gcv() {
    require(result.gcv, "GCV (RidgeProblem.withGcv)");
    return new Scores(grid, responses(), result.gcv, result.exponents);
  }

  /**
   * Deviances of the evidence ({@link Criterion.Evidence}); the least is best.
   *
   * @return the scores
   * @throws IllegalStateException unless the problem asked {@link RidgeProblem#withEvidence()}
   */
  public Scores evidence() {
    require(result.evidence, "evidence (RidgeProblem.withEvidence)");
    return new Scores(grid, responses(), result.evidence);
  }

  private static void require(Object value, String what) {
    if (value == null) {
      throw new IllegalStateException("the problem did not ask for " + what);
    }
  }

  @Override
  public String toString() {
    return "RidgePath["
        + problems()
        + " problems, "
        + grid.size()
        + " penalties, "
        + responses()
        + " responses, "
        + features()
        + " features]";
  }
}
