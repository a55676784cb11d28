// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import java.util.Objects;

/**
 * One number per problem, penalty and target: the mean squared leave-one-out error, or GCV. In the
 * square of the target's unit. Immutable.
 */
public final class Scores {
  private final LambdaGrid grid;
  private final int targets;
  private final double[][] values;

  Scores(LambdaGrid grid, int targets, double[][] values) {
    this.grid = grid;
    this.targets = targets;
    this.values = values;
  }

  /**
   * One score.
   *
   * @param problem from 0
   * @param penalty index into the grid
   * @param target from 0
   * @return the score; NaN where the solution failed
   */
  public double get(int problem, int penalty, int target) {
    Objects.checkIndex(target, targets);
    return values[problem][Objects.checkIndex(penalty, grid.size()) * targets + target];
  }

  /**
   * The scores of one target over all penalties.
   *
   * @param problem from 0
   * @param target from 0
   * @return one number per penalty, in the grid's order
   */
  public double[] curve(int problem, int target) {
    double[] curve = new double[grid.size()];
    for (int j = 0; j < curve.length; j++) {
      curve[j] = get(problem, j, target);
    }
    return curve;
  }

  /**
   * The best penalty of one target; the smallest wins a tie.
   *
   * @param problem from 0
   * @param target from 0
   * @return index into the grid, or -1 when every score is NaN
   */
  public int minimizer(int problem, int target) {
    return grid.minimizer(curve(problem, target));
  }

  /**
   * The best penalty of the only problem and target.
   *
   * @return index into the grid, or -1 when every score is NaN
   */
  public int minimizer() {
    if (values.length != 1 || targets != 1) {
      throw new IllegalStateException(
          "several problems or targets: ask minimizer(problem, target)");
    }
    return minimizer(0, 0);
  }

  /**
   * Whether the best penalty lies at an end of the grid, so that a better one may lie beyond.
   *
   * @param problem from 0
   * @param target from 0
   * @return true at an edge
   */
  public boolean atEdge(int problem, int target) {
    int best = minimizer(problem, target);
    return best < 0 || grid.atEdge(best);
  }
}
