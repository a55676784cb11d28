// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.transfer.model.LinearModel;

/**
 * Ridge regression of a {@link SparkTable}, every response at its own best penalty.
 *
 * @param lambdas the penalties, as resolved and extended
 * @param scores by response and penalty: what the penalties were judged by, least is best
 * @param best by response, an index into the penalties
 * @param model coefficients and intercepts, with the names of the columns
 * @param sums over all rows, for whatever else is asked of them
 */
public record SparkRidgeFit(
    LambdaGrid lambdas, double[][] scores, int[] best, LinearModel model, NormalEquations sums) {
  /**
   * The penalty of a response.
   *
   * @param response from 0
   * @return the best one, on the scale of the grid
   */
  public double lambda(int response) {
    return lambdas.get(best[response]);
  }

  /**
   * The model as a stage of a Spark ML pipeline.
   *
   * @return a transformer that adds predictions
   */
  public RidgeModel transformer() {
    return new RidgeModel(model);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "SparkRidgeFit[" + sums + ", " + lambdas + "]";
  }
}
