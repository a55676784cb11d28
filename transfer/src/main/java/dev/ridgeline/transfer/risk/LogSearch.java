// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import java.util.function.DoubleUnaryOperator;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/** The least value of a function of a positive number over many decades. */
final class LogSearch {
  private static final int POINTS_PER_DECADE = 6;

  private LogSearch() {}

  /** The place of the minimum between two positive ends, to about eight digits. */
  static double minimum(DoubleUnaryOperator function, double low, double high) {
    double start = Math.log(low);
    int steps = (int) Math.ceil(POINTS_PER_DECADE * Math.log10(high / low));
    double width = (Math.log(high) - start) / steps;
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= steps; i++) {
      double value = function.applyAsDouble(Math.exp(start + i * width));
      if (value < least) {
        least = value;
        best = i;
      }
    }
    double from = start + Math.max(0, best - 1) * width;
    double to = start + Math.min(steps, best + 1) * width;
    double found =
        new BrentOptimizer(1e-10, 1e-10)
            .optimize(
                new MaxEval(500),
                GoalType.MINIMIZE,
                new UnivariateObjectiveFunction(t -> function.applyAsDouble(Math.exp(t))),
                new SearchInterval(from, to))
            .getPoint();
    return Math.exp(found);
  }
}
