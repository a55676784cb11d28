// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.random;

import java.util.Objects;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source64.L64X128Mix;
import org.apache.commons.rng.core.source64.SplitMix64;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Standard normal numbers with one stream for every row of every array.
 *
 * <p>A stream starts from a state mixed from (seed, array, row), so any row is drawn by itself, by
 * any thread, in any order, with the same bits: {@link #fillRow}. For one seed no two rows start
 * alike, because the last word of the state is a one-to-one function of (array, row).
 *
 * <p>{@link #fillRow} is safe for use by many threads; {@link #fill} counts arrays and is not.
 */
public final class RowNormals implements NormalSource {
  /** 2^64 divided by the golden ratio: consecutive multiples are spread evenly. */
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final long key;
  private int arrays;

  /**
   * A source at its first array.
   *
   * @param seed any number
   */
  public RowNormals(long seed) {
    this.key = mix(seed + GOLDEN);
  }

  @Override
  public void fill(double[] target, int offset, int rows, int columns) {
    Objects.checkFromIndexSize(offset, Math.multiplyExact(rows, columns), target.length);
    for (int row = 0; row < rows; row++) {
      fillRow(target, offset + row * columns, columns, arrays, row);
    }
    arrays++;
  }

  /**
   * Draws one row of one array, whatever was drawn before.
   *
   * @param target takes the numbers
   * @param offset where the first one goes
   * @param columns how many
   * @param array the number of the array in the protocol, from 0
   * @param row the row in the array, from 0
   */
  public void fillRow(double[] target, int offset, int columns, int array, int row) {
    Objects.checkFromIndexSize(offset, columns, target.length);
    var normal = ZigguratSampler.NormalizedGaussian.of(stream(array, row));
    for (int i = offset; i < offset + columns; i++) {
      target[i] = normal.sample();
    }
  }

  UniformRandomProvider stream(int array, int row) {
    long place = ((long) array << 32) | (row & 0xffffffffL);
    SplitMix64 words = new SplitMix64(key ^ mix(place + GOLDEN));
    return new L64X128Mix(words.nextLong(), words.nextLong(), words.nextLong(), mix(key ^ place));
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
