// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

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

  /** A target of many priors: the path of its own, and a system of its order for each prior. */
  static double ofAverage(double rows, int features, double priors) {
    double order = Math.min(rows, features);
    return ofFit(rows, features, (int) priors, 1) + priors * order * order * order;
  }
}
