// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.plan;

/**
 * How much of a batch goes into one call. Pure arithmetic.
 *
 * <p>Limits: the third dimension of a grid of blocks ends at 65535, and kernels of batched calls
 * count items in it (seen in CUTLASS and MLX; NVIDIA documents none); cuSOLVER's batched
 * eigensolver refuses n * lda * items beyond INT32_MAX, and more than about 32 000 items.
 */
public final class Batches {
  /** Items of one batched call. */
  public static final int MOST_ITEMS = 65535;

  /** Items of one call of the batched eigensolver. */
  public static final int MOST_SPECTRA = 32000;

  private Batches() {}

  /** What is done to a piece of a batch. */
  @FunctionalInterface
  public interface Piece {
    /**
     * Works on some items.
     *
     * @param from the first
     * @param items how many, at least 1
     */
    void run(int from, int items);
  }

  /**
   * Cuts a batch into pieces, in order.
   *
   * @param count items
   * @param most items of a piece, at least 1
   * @param piece called for each
   */
  public static void run(int count, int most, Piece piece) {
    for (int from = 0; from < count; ) {
      int items = Math.min(most, count - from);
      piece.run(from, items);
      from += items;
    }
  }

  /**
   * Items of one call of the batched eigensolver.
   *
   * @param n order, with leading dimension n
   * @return 0 when not even one fits
   */
  public static int spectra(int n) {
    long item = Math.max(1, (long) n * n);
    return (int) Math.min(MOST_SPECTRA, Integer.MAX_VALUE / item);
  }

  /**
   * How many of something fit into a budget.
   *
   * @param wanted at least 1
   * @param bytesEach of one
   * @param budget bytes
   * @return between 1 and {@code wanted}: one is tried even where it does not fit
   */
  public static int fitting(int wanted, long bytesEach, long budget) {
    return Math.clamp(budget / Math.max(1, bytesEach), 1, wanted);
  }
}
