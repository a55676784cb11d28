// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import dev.ridgeline.Design;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Ridgeline;
import java.util.Arrays;

/**
 * The grids of a problem.
 *
 * @param source of the source penalty
 * @param target of the target penalty
 */
record Penalties(LambdaGrid source, LambdaGrid target) {
  static final Penalties AUTO = new Penalties(null, null);

  /** Log-spaced grids on the scale MEAN. */
  static Penalties between(double from, double to, int sources, int targets) {
    return new Penalties(
        LambdaGrid.logSpaced(LambdaScale.MEAN, from, to, sources),
        LambdaGrid.logSpaced(LambdaScale.MEAN, from, to, targets));
  }

  Penalties on(Ridgeline ridgeline, Problem problem) {
    if (source != null) {
      return this;
    }
    try (Design design = Design.of(ridgeline, problem.source(), problem.preparation())) {
      double top = 100 * Arrays.stream(design.eigenvalues()).max().orElseThrow() / design.rows();
      return between(1e-12 * top, top, 61, 31);
    }
  }
}
