// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;

/**
 * The grids of a problem.
 *
 * @param source of the source penalty
 * @param target of the target penalty
 */
record Penalties(LambdaGrid source, LambdaGrid target) {
  /** The grids that the library takes by default. */
  static final Penalties AUTO = new Penalties(LambdaGrid.auto(61), LambdaGrid.auto(31));

  /** Log-spaced grids on the scale MEAN. */
  static Penalties between(double from, double to, int sources, int targets) {
    return new Penalties(
        LambdaGrid.logSpaced(LambdaScale.MEAN, from, to, sources),
        LambdaGrid.logSpaced(LambdaScale.MEAN, from, to, targets));
  }
}
