// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source64.L64X128Mix;
import org.apache.commons.rng.core.source64.SplitMix64;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** The random numbers of one problem: a stream of its own for every law and seed. */
final class Draws {
  private final UniformRandomProvider uniform;
  private final ContinuousSampler normal;
  private final ContinuousSampler exponential;

  /**
   * Starts a stream.
   *
   * @param law name of the law, so that equal seeds of two laws have nothing in common
   * @param seed of the problem
   */
  Draws(String law, long seed) {
    SplitMix64 words = new SplitMix64(new SplitMix64(law.hashCode()).nextLong() ^ seed);
    this.uniform =
        new L64X128Mix(words.nextLong(), words.nextLong(), words.nextLong(), words.nextLong());
    this.normal = ZigguratSampler.NormalizedGaussian.of(uniform);
    this.exponential = ZigguratSampler.Exponential.of(uniform);
  }

  double uniform(double from, double to) {
    return from + (to - from) * uniform.nextDouble();
  }

  /** A number whose logarithm is uniform. */
  double logUniform(double from, double to) {
    return Math.exp(uniform(Math.log(from), Math.log(to)));
  }

  /** An integer, both ends included. */
  int integer(int from, int to) {
    return from + uniform.nextInt(to - from + 1);
  }

  double pick(double... among) {
    return among[uniform.nextInt(among.length)];
  }

  <T> T pick(T[] among) {
    return among[uniform.nextInt(among.length)];
  }

  boolean chance(double probability) {
    return uniform.nextDouble() < probability;
  }

  double normal() {
    return normal.sample();
  }

  double[] normals(int count) {
    double[] all = new double[count];
    for (int i = 0; i < count; i++) {
      all[i] = normal();
    }
    return all;
  }

  /** A number with density exp(-|x|) / 2. */
  double laplace() {
    double size = exponential.sample();
    return uniform.nextBoolean() ? size : -size;
  }
}
