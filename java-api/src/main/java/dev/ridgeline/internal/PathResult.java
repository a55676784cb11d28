// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Route;
import dev.ridgeline.matrix.MatrixBatch;

/** The arrays behind a ridge path, filled problem by problem; null where not asked for. */
public final class PathResult {
  public final Route[][] routes;
  public final int[][] info;
  public final double[][] coefficients;
  public final double[][] degrees;
  public final double[][] leaveOneOut;
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
