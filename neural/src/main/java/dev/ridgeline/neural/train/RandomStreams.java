// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.train;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source64.L64X128Mix;
import org.apache.commons.rng.core.source64.SplitMix64;

/**
 * The random numbers of one training: separate streams for the initial parameters, the order of the
 * examples and dropout. They depend on (seed, purpose) alone, so trainings that differ in weight
 * decay only see the same numbers, and a study that draws more of one stream leaves the others as
 * they were.
 *
 * <p>Immutable and safe for use by many threads; each call starts a stream anew.
 *
 * @param seed any number
 * @param purpose keeps the trainings of a seed apart, such as {@code source} and {@code transfer}
 */
public record RandomStreams(long seed, String purpose) {
  /** 2^64 divided by the golden ratio: consecutive multiples are spread evenly. */
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /**
   * Draws the initial parameters.
   *
   * @return a generator at its start
   */
  public UniformRandomProvider initialization() {
    return stream("initialization");
  }

  /**
   * Orders the examples of every epoch.
   *
   * @return a generator at its start
   */
  public UniformRandomProvider shuffling() {
    return stream("shuffling");
  }

  /**
   * Draws the dropout masks.
   *
   * @return a generator at its start
   */
  public UniformRandomProvider dropout() {
    return stream("dropout");
  }

  /**
   * A stream for anything else, such as the choice of the target sample.
   *
   * @param name tells it from the other streams
   * @return a generator at its start
   */
  public UniformRandomProvider stream(String name) {
    long key = mix(seed + GOLDEN);
    // A letter that no purpose should contain keeps ("a", "bc") and ("ab", "c") apart.
    for (char letter : (purpose + '\0' + name).toCharArray()) {
      key = mix(key + GOLDEN + letter);
    }
    SplitMix64 words = new SplitMix64(key);
    return new L64X128Mix(words.nextLong(), words.nextLong(), words.nextLong(), words.nextLong());
  }

  /**
   * The finaliser of SplitMix64 (variant 13 of David Stafford): one to one, and every bit counts.
   */
  private static long mix(long z) {
    long mixed = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
