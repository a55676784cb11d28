// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.realised;

import dev.ridgeline.LambdaGrid;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.solvers.AllowedSolution;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;

/**
 * The continuous minimiser behind a grid minimum: the root of the derivative in t = log lambda,
 * found to 1e-10, searched from one decade below the grid to one decade above.
 */
final class ContinuousOptimum {
  private static final double ACCURACY = 1e-11;
  private static final double DECADE = Math.log(10);
  private static final int MOST_EVALUATIONS = 200;

  private ContinuousOptimum() {}

  /**
   * Searches from a grid minimum downhill until the derivative changes sign, then closes in.
   *
   * @param grid penalties, of which the positive ones span the search
   * @param start index of the grid minimum; where that is penalty zero, the search goes down from
   *     the smallest positive penalty
   * @param derivative of the risk by t = log lambda, up to a positive factor
   * @return lambda on the grid's scale, or NaN when the minimum lies beyond the range
   */
  static double find(LambdaGrid grid, int start, DoubleUnaryOperator derivative) {
    double[] ts = Arrays.stream(grid.values()).filter(v -> v > 0).map(Math::log).sorted().toArray();
    if (ts.length == 0) {
      return Double.NaN;
    }
    double low = ts[0] - DECADE;
    double high = ts[ts.length - 1] + DECADE;
    double step = ts.length == 1 ? DECADE / 10 : (ts[ts.length - 1] - ts[0]) / (ts.length - 1);
    if (!(step > 0)) {
      step = DECADE / 10;
    }
    boolean fromZero = grid.get(start) == 0;
    double previous = fromZero ? ts[0] : Math.log(grid.get(start));
    double slope = derivative.applyAsDouble(previous);
    if (slope == 0) {
      return fromZero ? Math.exp(previous) : grid.get(start);
    }
    boolean up = slope < 0;
    if (Double.isNaN(slope) || (fromZero && up)) {
      return Double.NaN;
    }
    double end = up ? high : low;
    while (previous != end) {
      double next = up ? Math.min(previous + step, high) : Math.max(previous - step, low);
      double value = derivative.applyAsDouble(next);
      if (Double.isNaN(value)) {
        return Double.NaN;
      }
      if (value == 0) {
        return Math.exp(next);
      }
      if (value < 0 != up) {
        // in units of the first slope: the solver multiplies values, and tiny ones underflow
        double unit = Math.abs(slope);
        return Math.exp(
            root(
                t -> derivative.applyAsDouble(t) / unit,
                Math.min(previous, next),
                Math.max(previous, next)));
      }
      previous = next;
    }
    return Double.NaN;
  }

  private static double root(DoubleUnaryOperator derivative, double low, double high) {
    BracketingNthOrderBrentSolver solver =
        new BracketingNthOrderBrentSolver(0, ACCURACY, Double.MIN_NORMAL, 5);
    return solver.solve(
        MOST_EVALUATIONS, derivative::applyAsDouble, low, high, AllowedSolution.ANY_SIDE);
  }
}
