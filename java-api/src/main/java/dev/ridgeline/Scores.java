// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import java.util.Arrays;
import java.util.Objects;

/**
 * One number per problem, penalty and response: mean squared leave-one-out errors or GCV, in the
 * square of the response's unit, or deviances of the evidence. Immutable.
 */
public final class Scores {
  private final LambdaGrid grid;
  private final int responses;
  private final double[][] values;
  private final int[][] exponents;

  /** Scores as they are. */
  Scores(LambdaGrid grid, int responses, double[][] values) {
    this(grid, responses, values, new int[values.length][responses]);
  }

  /** Scores of every problem and response that are to be multiplied by a power of two. */
  Scores(LambdaGrid grid, int responses, double[][] values, int[][] exponents) {
    this.grid = grid;
    this.responses = responses;
    this.values = values;
    this.exponents = exponents;
  }

  /**
   * One score.
   *
   * @param problem from 0
   * @param penalty index into the grid
   * @param response from 0
   * @return the score; NaN where the solution failed
   */
  public double get(int problem, int penalty, int response) {
    Objects.checkIndex(response, responses);
    return Math.scalb(value(problem, penalty, response), exponents[problem][response]);
  }

  private double value(int problem, int penalty, int response) {
    return values[problem][Objects.checkIndex(penalty, grid.size()) * responses + response];
  }

  /**
   * The scores of one response over all penalties.
   *
   * @param problem from 0
   * @param response from 0
   * @return one number per penalty, in the grid's order
   */
  public double[] curve(int problem, int response) {
    double[] curve = new double[grid.size()];
    for (int j = 0; j < curve.length; j++) {
      curve[j] = get(problem, j, response);
    }
    return curve;
  }

  /**
   * The best penalty of one response; the smallest wins a tie. Scores that are 0 or infinite in the
   * square of the response's unit are told apart.
   *
   * @param problem from 0
   * @param response from 0
   * @return index into the grid, or -1 when every score is NaN
   */
  public int minimizer(int problem, int response) {
    Objects.checkIndex(response, responses);
    double[] curve = new double[grid.size()];
    Arrays.setAll(curve, j -> value(problem, j, response));
    return grid.minimizer(curve);
  }

  /**
   * The best penalty of the only problem and response.
   *
   * @return index into the grid, or -1 when every score is NaN
   */
  public int minimizer() {
    if (values.length != 1 || responses != 1) {
      throw new IllegalStateException(
          "several problems or responses: ask minimizer(problem, response)");
    }
    return minimizer(0, 0);
  }

  /**
   * Whether the best penalty lies at an end of the grid, so that a better one may lie beyond.
   *
   * @param problem from 0
   * @param response from 0
   * @return true at an edge
   */
  public boolean atEdge(int problem, int response) {
    int best = minimizer(problem, response);
    return best < 0 || grid.atEdge(best);
  }

  /** The sizes, and the best penalty where there is one problem and one target. */
  @Override
  public String toString() {
    String sizes =
        "problems=" + values.length + ", penalties=" + grid.size() + ", responses=" + responses;
    if (values.length != 1 || responses != 1) {
      return "Scores[" + sizes + "]";
    }
    int best = minimizer();
    return "Scores["
        + sizes
        + (best < 0
            ? ", no score is a number"
            : ", least " + get(0, best, 0) + " at lambda=" + grid.get(best))
        + "]";
  }
}
