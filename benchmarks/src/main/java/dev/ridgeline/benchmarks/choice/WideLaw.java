// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import dev.ridgeline.Preparation;
import dev.ridgeline.Sample;
import java.util.Arrays;

/**
 * The wide law: p 10 to 100, 60 to 600 source rows, 8 to 80 target rows, alignment -1 to 3, a part
 * of the target's coefficients that the source knows nothing of, four covariances, means that
 * differ between the tables, and noise that is normal or has heavy tails.
 *
 * @param rows of the target; 0 for a random number
 */
record WideLaw(int rows) implements Law {
  /**
   * Of a target without a part of its own: near 0 nothing is left to learn, and regrets have no
   * mean.
   */
  private static final double LEAST_ALIGNMENT = 0.3;

  @Override
  public String name() {
    return rows == 0 ? "wide" : "wide, " + rows + " rows";
  }

  @Override
  public Problem draw(long seed) {
    Draws draws = new Draws(name(), seed);
    int p = draws.integer(10, 100);
    int sources = draws.integer(60, 600);
    int targets = rows == 0 ? draws.integer(8, 80) : rows;
    double[][] covariance =
        switch (draws.integer(0, 3)) {
          case 0 -> Law.powerLaw(p, 0);
          case 1 -> Law.powerLaw(p, 1);
          case 2 -> Law.neighbours(p, 0.8);
          default -> Law.equal(p, 0.5);
        };
    double[] w0 = Law.coefficients(p, draws);
    double orthogonal = draws.pick(0, 0.3, 1);
    double rho = draws.uniform(-1, 3);
    while (orthogonal == 0 && Math.abs(rho) < LEAST_ALIGNMENT) {
      rho = draws.uniform(-1, 3);
    }
    double[] w1 = Law.related(w0, rho, orthogonal, draws);
    Noise noise = draws.chance(0.5) ? Noise.GAUSSIAN : Noise.T3;
    Features of0 = Features.normal(new double[p], covariance);
    double[] shift = Arrays.stream(draws.normals(p)).map(value -> value / 2).toArray();
    Features of1 = Features.normal(shift, covariance);
    Task source = new Task(of0, w0, draws.normal(), draws.pick(0.3, 1), noise);
    Task target = new Task(of1, w1, draws.normal(), draws.pick(0.1, 0.5), noise);
    Sample rows0 = source.draw(sources, draws);
    Sample rows1 = target.draw(targets, draws);
    return new Problem(seed, rows0, rows1, target, Penalties.AUTO, Preparation.DEFAULT);
  }
}
