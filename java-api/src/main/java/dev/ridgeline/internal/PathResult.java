// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Route;
import dev.ridgeline.matrix.MatrixBatch;

/** The arrays behind a ridge path, filled problem by problem; null where not asked for. */
public final class PathResult {

  /** How each solution was computed, [problem][penalty]. */
  public final Route[][] routes;

  /** Outcome of each solution, [problem][penalty]. */
  public final int[][] info;

  /** [problem][penalty, target, feature]. */
  public final double[][] coefficients;

  /** Effective degrees of freedom, [problem][penalty]. */
  public final double[][] degrees;

  /** Mean squared leave-one-out errors, [problem][penalty, target]. */
  public final double[][] leaveOneOut;

  /** GCV scores, [problem][penalty, target]. */
  public final double[][] gcv;

  PathResult(RidgeProblem problem, int penalties) {
    int count = problem.count();
    int scores = MatrixBatch.size(penalties, problem.targets(), 1);
    routes = new Route[count][penalties];
    info = new int[count][penalties];
    coefficients =
        problem.wantsCoefficients()
            ? new double[count][MatrixBatch.size(scores, problem.features(), 1)]
            : null;
    degrees = problem.wantsGcv() ? new double[count][penalties] : null;
    gcv = problem.wantsGcv() ? new double[count][scores] : null;
    leaveOneOut = problem.wantsLeaveOneOut() ? new double[count][scores] : null;
  }
}
