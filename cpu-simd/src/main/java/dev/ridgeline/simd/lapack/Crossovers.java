// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.spi.Purpose;

/** Sizes at which one way overtakes another; measured 2026-11, 512-bit vectors. */
final class Crossovers {
  /** Reflectors that are applied together. */
  static final int REFLECTOR_BLOCK = 32;

  /** Up to this order a tridiagonal form is reached column by column. */
  static final int STEPS_UP_TO = 480;

  /** From this order on a band costs less to reach and solve than a tridiagonal. */
  private static final int BAND_FROM = 400;

  /** From this order on a wide band costs less than a narrow one. */
  private static final int WIDE_BAND_FROM = 800;

  private Crossovers() {}

  /**
   * Width of the band to reduce to.
   *
   * @param n order
   * @param purpose what will be asked
   * @return 1 for a tridiagonal
   */
  static int width(int n, Purpose purpose) {
    if (purpose == Purpose.LEVERAGES || n < BAND_FROM) {
      return 1;
    }
    return n < WIDE_BAND_FROM ? 24 : 32;
  }
}
