// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.Side;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Reduced;
import java.util.Arrays;

/** What is known of the condition of some penalties, for every item. */
final class Conditions {
  final int first;
  final int count;

  /** tr (G + mu I)^-1, [item][penalty]; null unless it was needed. */
  private double[] traces;

  private final double[] values;
  private final PathSolver solver;
  private final Designs designs;
  private final double[] mu;

  /**
   * Bounds the condition by norm / mu, and, where that says little or the traces are needed anyway,
   * by norm tr (G + mu I)^-1.
   *
   * @param first penalty
   * @param count how many
   * @param reduction answers for the traces; null: there is none
   * @param scores whether scores need the traces
   */
  Conditions(
      PathSolver solver,
      Designs designs,
      double[] mu,
      int first,
      int count,
      Reduced reduction,
      boolean scores) {
    this.solver = solver;
    this.designs = designs;
    this.mu = mu;
    int items = designs.count;
    this.first = first;
    this.count = count;
    values = new double[items * count];
    boolean known = true;
    for (int item = 0; item < items; item++) {
      for (int j = 0; j < count; j++) {
        double shift = mu[first + j];
        double bound = (solver.norm(item) + shift) / shift;
        values[item * count + j] = shift > 0 ? bound : Double.POSITIVE_INFINITY;
        known &= Rounding.refinements(values[item * count + j]) == 0;
      }
    }
    if (reduction != null && (!known || scores)) {
      traces = traces(reduction);
      for (int item = 0; item < items; item++) {
        for (int j = 0; j < count; j++) {
          double bound = (solver.norm(item) + mu[first + j]) * trace(item, j);
          if (bound < values[item * count + j]) {
            values[item * count + j] = Math.max(1, bound);
          }
        }
      }
    }
  }

  private double[] traces(Reduced reduction) {
    double[] shifts = Arrays.copyOfRange(mu, first, first + count);
    try (Block trace = designs.backend.allocate(count, 1, designs.count)) {
      reduction.traceInverse(shifts, trace);
      return designs.backend.download(trace);
    }
  }

  /** The trace over what is penalised and not a column of zeros. */
  double trace(int item, int j) {
    double all = traces[item * count + j];
    double shift = mu[first + j];
    return all
        - solver.zeros(item) / (solver.liftOfZeros(item) + shift)
        - (designs.side == Side.DUAL ? designs.unpenalised(item) / (designs.lift() + shift) : 0);
  }

  double of(int item, int j) {
    return values[item * count + j];
  }
}
