// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.config;

import dev.ridgeline.simd.kernel.TileKernel;
import java.util.HashMap;
import java.util.Map;

/**
 * Block sizes and crossovers, one dated table per vector width, all in this place. None of them
 * changes a bit of a result but {@code smallOrder} and those of the reductions, which choose
 * between algorithms by the order of a matrix alone. Immutable.
 *
 * @param mr rows of a register tile
 * @param nr columns of a register tile
 * @param mc rows of a block of A, which stays in the second-level cache; a multiple of mr
 * @param kc depth of a block; a strip of kc x nr elements of B stays in the first-level cache
 * @param direct an operand A of at most so many elements is read in place
 * @param potrfBlock columns of a panel of the Cholesky factorisation
 * @param smallOrder problems up to this order are solved side by side, one per lane
 * @param parallelFlops an operation of fewer flops stays on one thread
 * @param tridiagonalAtMost matrices up to this order are reduced to tridiagonal form, larger ones
 *     to a band, unless leverages are wanted
 * @param stepsAtMost a tridiagonal form is reached column by column up to this order, by panels
 *     beyond
 * @param narrowBand width of the band below {@code wideBandFrom}
 * @param wideBand width of the band from there on
 * @param wideBandFrom order
 */
public record BlockSizes(
    int mr,
    int nr,
    int mc,
    int kc,
    int direct,
    int potrfBlock,
    int smallOrder,
    long parallelFlops,
    int tridiagonalAtMost,
    int stepsAtMost,
    int narrowBand,
    int wideBand,
    int wideBandFrom) {

  /**
   * The property that replaces sizes for the tuning benchmark, such as {@code mc=96,kc=384}. Not
   * for use otherwise: some sizes choose between algorithms, and so decide bits.
   */
  public static final String TUNE = "ridgeline.simd.tune";

  /** The property that shrinks everything, so that small tests reach blocked and parallel paths. */
  public static final String SHRINK = "tests.minThresholds";

  /** Width in bits of the narrowest table. */
  static final int NARROWEST = 128;

  // 2026-11-24, Zen 5 with 1 MB of second-level cache, JDK 25.0.3
  private static final BlockSizes WIDE =
      new BlockSizes(24, 8, 192, 256, 32_768, 128, 64, 16_000_000, 384, 480, 24, 32, 800);

  // as above, narrowed by -XX:UseAVX=2
  private static final BlockSizes MIDDLE =
      new BlockSizes(12, 4, 192, 256, 32_768, 128, 64, 16_000_000, 384, 480, 24, 32, 800);

  // as above, narrowed by -XX:UseAVX=1
  private static final BlockSizes NARROW =
      new BlockSizes(6, 4, 96, 256, 32_768, 128, 64, 16_000_000, 384, 480, 24, 32, 800);

  /** The sizes of this JVM, chosen once. */
  private static final class Current {
    static final BlockSizes SIZES = choose();

    private static BlockSizes choose() {
      BlockSizes table = of(TileKernel.LANES * Double.SIZE).with(System.getProperty(TUNE, ""));
      return Boolean.getBoolean(SHRINK) ? table.shrunk() : table;
    }
  }

  /**
   * The sizes of this JVM.
   *
   * @return the table of its width
   */
  public static BlockSizes current() {
    return Current.SIZES;
  }

  /**
   * Whether there is a table.
   *
   * @param bits vector width
   * @return true for 128, 256 and 512
   */
  static boolean knows(int bits) {
    return bits == NARROWEST || bits == 256 || bits == 512;
  }

  /**
   * The table of a width.
   *
   * @param bits 128, 256 or 512
   * @return its sizes
   */
  static BlockSizes of(int bits) {
    return switch (bits) {
      case NARROWEST -> NARROW;
      case 256 -> MIDDLE;
      case 512 -> WIDE;
      default -> throw new IllegalArgumentException("no block sizes for vectors of bits=" + bits);
    };
  }

  /**
   * Some sizes replaced.
   *
   * @param changes {@code name=value}, separated by commas; empty for none
   */
  BlockSizes with(String changes) {
    Map<String, Integer> values = new HashMap<>();
    for (String change : changes.isEmpty() ? new String[0] : changes.split(",", -1)) {
      int equals = change.indexOf('=');
      values.put(change.substring(0, equals), Integer.valueOf(change.substring(equals + 1)));
    }
    return new BlockSizes(
        mr,
        nr,
        values.getOrDefault("mc", mc),
        values.getOrDefault("kc", kc),
        values.getOrDefault("direct", direct),
        values.getOrDefault("potrfBlock", potrfBlock),
        smallOrder,
        parallelFlops,
        values.getOrDefault("tridiagonalAtMost", tridiagonalAtMost),
        values.getOrDefault("stepsAtMost", stepsAtMost),
        values.getOrDefault("narrowBand", narrowBand),
        values.getOrDefault("wideBand", wideBand),
        values.getOrDefault("wideBandFrom", wideBandFrom));
  }

  /** The same register tile with every other size at its least: all paths run at order 2. */
  BlockSizes shrunk() {
    return new BlockSizes(mr, nr, mr, 2, 0, 1, 1, 1, 1, 1, narrowBand, wideBand, wideBandFrom);
  }
}
