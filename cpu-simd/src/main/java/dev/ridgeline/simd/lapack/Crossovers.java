// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.config.BlockSizes;
import dev.ridgeline.spi.Purpose;

/**
 * How a reduction is done, by the order of a matrix and nothing else: the choice decides bits.
 * Measured 2026-11-24, Zen 5 with 1 MB of second-level cache, 512-bit vectors.
 */
final class Crossovers {
  /** Reflectors that are applied together. */
  static final int REFLECTOR_BLOCK = 32;

  /** Up to this order a tridiagonal form is reached column by column. */
  private static final int STEPS_UP_TO = 480;

  /** From this order on a wide band costs less than a narrow one. */
  private static final int WIDE_BAND_FROM = 800;

  private static final int NARROW_BAND = 24;
  private static final int WIDE_BAND = 32;

  private Crossovers() {}

  /**
   * The order up to which a tridiagonal form is reached column by column.
   *
   * @return at least 1
   */
  static int stepsUpTo() {
    return Math.min(STEPS_UP_TO, BlockSizes.current().tridiagonalAtMost());
  }

  /**
   * Width of the band to reduce to; never more than a quarter of the order.
   *
   * @param n order
   * @param purpose what will be asked
   * @return 1 for a tridiagonal
   */
  static int width(int n, Purpose purpose) {
    if (purpose == Purpose.LEVERAGES || n <= BlockSizes.current().tridiagonalAtMost()) {
      return 1;
    }
    int width = n < WIDE_BAND_FROM ? NARROW_BAND : WIDE_BAND;
    return Math.clamp(n / 4, 2, width);
  }
}
