// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import dev.ridgeline.Preparation;
import java.util.List;

/** Laws with normal noise, no intercept and fixed grids, for comparison with earlier figures. */
final class PeerLaws {
  private static final Penalties EIGHT_DECADES = Penalties.between(1e-4, 1e4, 60, 25);
  private static final Penalties TEN_DECADES = Penalties.between(1e-6, 1e4, 61, 31);
  private static final Preparation PLAIN = Preparation.DEFAULT.withoutIntercept();

  private PeerLaws() {}

  /** The laws with random sizes and noise: eigenvalues of the covariance all 1, or 1/k. */
  static List<Law> choices() {
    return List.of(new Random("isotropic", 0), new Random("eigenvalues 1/k", 1));
  }

  private record Random(String name, double decay) implements Law {
    @Override
    public Problem draw(long seed) {
      Draws draws = new Draws(name, seed);
      int p = (int) draws.pick(30, 60);
      int sources = draws.integer(24, 240);
      int targets = draws.integer(20, 80);
      double sigma0 = draws.pick(0.3, 1);
      double sigma1 = draws.pick(0.1, 0.5);
      double rho = draws.uniform(0.5, 1.5);
      double[] w0 = Law.coefficients(p, draws);
      double[] w1 = Law.related(w0, rho, draws.pick(0, 0.3), draws);
      Features features = Features.normal(new double[p], Law.powerLaw(p, decay));
      Task source = new Task(features, w0, 0, sigma0, Noise.GAUSSIAN);
      Task target = new Task(features, w1, 0, sigma1, Noise.GAUSSIAN);
      return new Problem(
          seed,
          source.draw(sources, draws),
          target.draw(targets, draws),
          target,
          EIGHT_DECADES,
          PLAIN);
    }
  }

  /** Ten regimes, in each of which only coefficients, rows and noise are random. */
  static List<Law> regimes() {
    return List.of(
        new Regime("n1 500, n0 100", 30, 100, 500, .5, .5, .8, .3, 1),
        new Regime("n0 = n1 = 200", 30, 200, 200, .5, .5, .8, .3, 1),
        new Regime("source of no use", 30, 200, 30, .5, .3, 0, 1, 1),
        new Regime("rho -1", 30, 200, 30, .5, .3, -1, 0, 1),
        new Regime("the same task", 30, 200, 30, .5, .3, 1, 0, 1),
        new Regime("no noise", 30, 200, 40, 1e-6, 1e-6, .8, .3, 1),
        new Regime("p 200, n0 60, n1 20", 200, 60, 20, .5, .3, .8, .3, 1),
        new Regime("target times 1000", 30, 200, 30, .5, .3, .8, .3, 1000),
        new Regime("n1 = 4", 20, 200, 4, .5, .3, .9, .2, 1),
        new Regime("p = 2", 2, 50, 10, .5, .5, .8, .3, 1));
  }

  private record Regime(
      String name,
      int p,
      int sources,
      int targets,
      double sigma0,
      double sigma1,
      double rho,
      double orthogonal,
      double unit)
      implements Law {
    @Override
    public Problem draw(long seed) {
      Draws draws = new Draws(name, seed);
      double[] w0 = Law.coefficients(p, draws);
      double[] w1 = Law.related(w0, rho, orthogonal, draws);
      for (int j = 0; j < p; j++) {
        w1[j] *= unit;
      }
      Features features = Features.normal(new double[p], Law.powerLaw(p, 0));
      Task source = new Task(features, w0, 0, sigma0, Noise.GAUSSIAN);
      Task target = new Task(features, w1, 0, unit * sigma1, Noise.GAUSSIAN);
      return new Problem(
          seed,
          source.draw(sources, draws),
          target.draw(targets, draws),
          target,
          TEN_DECADES,
          PLAIN);
    }
  }
}
