// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.transfer.average.ModelAverage;

/** Floating-point operations by shapes, within a factor of two: enough to choose a start by. */
final class Flops {
  private Flops() {}

  /**
   * A path with leave-one-out: the Gram matrix, its reduction, the rows in its basis, and for every
   * penalty the leverages and residuals of all rows.
   */
  static double ofFit(double rows, int features, int responses, int penalties) {
    double order = Math.min(rows, features);
    return rows * features * order
        + 4 * order * order * order
        + 2 * rows * order * order
        + 4 * rows * order * penalties
        + 2 * rows * order * penalties * responses;
  }

  /**
   * A target of many priors: the path of its own, and an average of systems of its order, for every
   * source some hundred that are factored and reduced by loops over whole rows.
   */
  static double ofAverage(double rows, int features, double priors, int sources) {
    double order = Math.min(rows, features);
    double systems = order > ModelAverage.LARGEST_ORDER ? 0 : 100.0 * Math.max(1, sources);
    return ofFit(rows, features, (int) priors, 1) + 3 * systems * order * order * order;
  }
}
