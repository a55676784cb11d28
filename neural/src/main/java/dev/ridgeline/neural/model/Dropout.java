// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.model;

import dev.ridgeline.neural.kernel.Memory;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Sets hidden values to 0 with some probability and scales the others by 1/(1 - probability)
 * (Srivastava et al., JMLR 2014, in the inverted form that torch.nn.Dropout has). Not safe for use
 * by several threads.
 */
public final class Dropout {
  private static final Dropout NONE = new Dropout(0, null);
  private static final double TWO_TO_32 = 0x1p32;

  private final double probability;
  private final UniformRandomProvider random;

  private Dropout(double probability, UniformRandomProvider random) {
    this.probability = probability;
    this.random = random;
  }

  /**
   * Drops nothing.
   *
   * @return no dropout, which may be shared
   */
  public static Dropout none() {
    return NONE;
  }

  /**
   * Drops values.
   *
   * @param probability how likely a value is dropped, from 0 to below 1
   * @param random decides, one half of a 64-bit number per value
   * @return a dropout that draws on with every batch
   */
  public static Dropout of(double probability, UniformRandomProvider random) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "probability must lie from 0 to below 1: probability=" + probability);
    }
    return probability == 0 ? NONE : new Dropout(probability, random);
  }

  /** What the values that stay are multiplied by; 1 if none is dropped. */
  double scale() {
    return 1 / (1 - probability);
  }

  boolean isOn() {
    return probability > 0;
  }

  /** Fills a mask: 0 where a value is dropped, {@link #scale} elsewhere. */
  void draw(Memory mask, long count) {
    long threshold = Math.round(probability * TWO_TO_32);
    double scale = scale();
    for (long i = 0; i < count; i += 2) {
      long bits = random.nextLong();
      mask.set(i, (bits >>> 32) < threshold ? 0 : scale);
      if (i + 1 < count) {
        mask.set(i + 1, (bits & 0xffffffffL) < threshold ? 0 : scale);
      }
    }
  }
}
