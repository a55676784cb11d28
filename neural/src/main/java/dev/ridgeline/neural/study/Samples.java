// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.neural.train.RandomStreams;
import dev.ridgeline.workbench.random.Rng;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.hipparchus.random.MersenneTwister;

/** Which rows a seed draws: without replacement, not stratified. */
final class Samples {
  private static final long UNSIGNED = 0xffffffffL;

  private Samples() {}

  /**
   * How many rows a share of them is.
   *
   * @param fraction above 0, at most 1
   * @param rows all
   * @return the whole part, at least one
   */
  static int size(double fraction, int rows) {
    return Math.max(1, (int) (fraction * rows));
  }

  /**
   * The rows of a target sample. A larger sample of the same seed begins with the smaller one.
   *
   * @param rng which generator
   * @param seed from 0
   * @param rows how many there are to draw from
   * @param size how many are drawn
   * @return numbers of rows, in the order drawn
   */
  static int[] target(Rng rng, long seed, int rows, int size) {
    return Arrays.copyOf(
        rng == Rng.NUMPY_LEGACY
            ? published(seed, rows)
            : permutation(new RandomStreams(seed, "target").stream("sample"), rows),
        size);
  }

  /**
   * The permutation that the published runs drew: a Mersenne Twister seeded with one number, and
   * from the front on every place swapped with one behind it, by the remainder of 32 random bits.
   */
  private static int[] published(long seed, int rows) {
    MersenneTwister twister = new MersenneTwister((int) seed);
    int[] order = IntStream.range(0, rows).toArray();
    for (int i = 0; i < rows - 1; i++) {
      int other = i + (int) ((twister.nextInt() & UNSIGNED) % (rows - i));
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return order;
  }

  /**
   * All rows in a random order.
   *
   * @param random draws
   * @param rows how many
   * @return a permutation
   */
  static int[] permutation(UniformRandomProvider random, int rows) {
    int[] order = IntStream.range(0, rows).toArray();
    for (int i = 0; i < rows - 1; i++) {
      int other = i + random.nextInt(rows - i);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return order;
  }
}
