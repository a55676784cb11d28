// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import dev.ridgeline.Preparation;
import dev.ridgeline.Sample;

/**
 * A second law that shares little with the wide one and from which nothing was learned: sparse
 * coefficients, columns of different scales that are correlated with their neighbours, columns of
 * zeros and ones, a target that differs in some of its coefficients and in the scales of its
 * columns, other noise, a given share of the variance explained, and any unit of the response.
 *
 * @param rows of the target; 0 for a random number from 6 to 100
 */
record OtherLaw(int rows) implements Law {
  @Override
  public String name() {
    return rows == 0 ? "other" : "other, " + rows + " rows";
  }

  @Override
  public Problem draw(long seed) {
    Draws draws = new Draws(name(), seed);
    int p = (int) draws.logUniform(4, 120);
    int sources = (int) draws.logUniform(40, 500);
    int targets = rows == 0 ? (int) draws.logUniform(6, 101) : rows;
    Noise noise = draws.pick(Noise.values());
    double[][] correlation = Law.neighbours(p, draws.pick(0, 0.5, 0.9, 0.98));
    boolean binary = draws.chance(0.3);
    double[] scales = scales(p, draws.pick(0, 1), draws);
    Features of0 =
        binary
            ? Features.binary(correlation)
            : Features.normal(scales.clone(), scaled(correlation, scales));
    Features of1 = of0;
    if (!binary && draws.chance(0.5)) {
      double[] changes = scales(p, 0.3, draws);
      double[] mean = draws.normals(p);
      for (int j = 0; j < p; j++) {
        scales[j] *= changes[j];
      }
      of1 = Features.normal(mean, scaled(correlation, scales));
    }
    double[] w0 = sparse(p, draws);
    double[] w1 = changed(w0, draws);
    double unit = draws.logUniform(1e-3, 1e3);
    for (int j = 0; j < p; j++) {
      w0[j] *= unit;
      w1[j] *= unit;
    }
    Task source = new Task(of0, w0, unit * draws.normal(), sigma(of0, w0, draws), noise);
    Task target = new Task(of1, w1, unit * draws.normal(), sigma(of1, w1, draws), noise);
    Sample rows0 = source.draw(sources, draws);
    Sample rows1 = target.draw(targets, draws);
    return new Problem(seed, rows0, rows1, target, Penalties.AUTO, Preparation.DEFAULT);
  }

  /** Lognormal numbers. */
  private static double[] scales(int p, double spread, Draws draws) {
    double[] scales = draws.normals(p);
    for (int j = 0; j < p; j++) {
      scales[j] = Math.exp(spread * scales[j]);
    }
    return scales;
  }

  private static double[][] scaled(double[][] correlation, double[] scales) {
    int p = scales.length;
    double[][] covariance = new double[p][p];
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        covariance[i][j] = scales[i] * correlation[i][j] * scales[j];
      }
    }
    return covariance;
  }

  /** Laplace coefficients, of which a tenth, a third or all are not zero. */
  private static double[] sparse(int p, Draws draws) {
    double share = draws.pick(0.1, 0.33, 1);
    double[] w = new double[p];
    for (int j = 0; j < p; j++) {
      if (draws.chance(share)) {
        w[j] = draws.laplace();
      }
    }
    // at least one is not zero
    w[draws.integer(0, p - 1)] = 1 + draws.uniform(0, 1);
    return w;
  }

  /** A multiple of w, with none, a fifth or all of its coefficients replaced by others. */
  private static double[] changed(double[] w, Draws draws) {
    int p = w.length;
    double factor = draws.chance(0.15) ? -draws.uniform(0.5, 1.5) : draws.uniform(0.3, 1.7);
    double replaced = draws.pick(0, 0, 0.2, 1);
    double[] fresh = sparse(p, draws);
    double[] changed = new double[p];
    for (int j = 0; j < p; j++) {
      changed[j] = draws.chance(replaced) ? fresh[j] : factor * w[j];
    }
    // a coefficient that is not zero, so that there is something to explain
    int first = draws.integer(0, p - 1);
    changed[first] = changed[first] == 0 ? fresh[first] + 0.1 : changed[first];
    return changed;
  }

  /** The noise at which the features explain a share of the variance. */
  private static double sigma(Features features, double[] w, Draws draws) {
    double share = draws.pick(0.3, 0.6, 0.9, 0.99);
    return Math.sqrt(features.variance(w) * (1 - share) / share);
  }
}
