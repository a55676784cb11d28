// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import dev.ridgeline.Design;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.estimator.ResponseFit;

/** The pair of penalties that would have been best, the truth known. */
final class Hindsight {
  private Hindsight() {}

  /**
   * The least excess risk that coefficients cause, of all pairs of the grids and of all fits from
   * scratch.
   *
   * @param fit of the target
   * @param task law of the target
   */
  static double best(ResponseFit fit, Task task) {
    Design design = fit.design();
    Matrix priors = fit.sources().coefficientsOf(fit.response());
    int p = design.features();
    double[] from = design.toDesign(priors, fit.response());
    Design.Columns own = design.responses().column(fit.response());
    Design.Columns images = design.image(priors, fit.response());
    double best = Double.POSITIVE_INFINITY;
    for (double mu : fit.targetPenalties().toNormalEquations(fit.rows())) {
      double[] scratch = design.solve(own, mu);
      double[] moves = design.solve(images, mu);
      for (int k = -1; k < priors.columns(); k++) {
        double[] b = scratch.clone();
        for (int j = 0; k >= 0 && j < p; j++) {
          b[j] += from[j + k * p] - moves[j + k * p];
        }
        design.toTable(b, fit.response());
        best = Math.min(best, task.excess(b));
      }
    }
    return best;
  }
}
