// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.config.BlockSizes;
import dev.ridgeline.spi.Purpose;

/**
 * How a reduction is done, by the order of a matrix and the purpose and nothing else: the choice
 * decides bits. The orders stand in {@link BlockSizes}.
 */
final class Crossovers {
  /** Reflectors that are applied together. */
  static final int REFLECTOR_BLOCK = 32;

  private Crossovers() {}

  /**
   * Whether rows are taken into the basis of a reduction by one product with Q, which costs 4/3 n^3
   * to form, or by its reflectors: as many operations a row, at .55 to .75 of a product's speed,
   * since every block of reflectors passes over the rows twice.
   *
   * @param rows of the design
   * @param n order
   * @return true from 2 n rows on
   */
  static boolean isFormed(int rows, int n) {
    return rows >= 2L * n;
  }

  /**
   * Whether solutions of every shift are turned back by one product with Q, which costs 4/3 n^3 to
   * form and n^2 numbers to keep: half the operations of its reflectors, at twice their speed.
   *
   * @param nrhs right-hand sides; shifts come in pieces, so they must not decide
   * @param n order
   * @return true from 16 on, but for orders that would hold much memory
   */
  static boolean isSolvedByProduct(int nrhs, int n) {
    return nrhs >= 16 && n <= 2048;
  }

  /**
   * Width of the band to reduce to; never more than a quarter of the order.
   *
   * @param n order
   * @param purpose what will be asked
   * @return 1 for a tridiagonal
   */
  static int width(int n, Purpose purpose) {
    BlockSizes sizes = BlockSizes.current();
    if (purpose == Purpose.LEVERAGES || n <= sizes.tridiagonalAtMost()) {
      return 1;
    }
    int width = n < sizes.wideBandFrom() ? sizes.narrowBand() : sizes.wideBand();
    return Math.clamp(n / 4, 2, width);
  }
}
