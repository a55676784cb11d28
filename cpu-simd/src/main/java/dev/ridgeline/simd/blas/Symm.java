// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.blas;

import dev.ridgeline.simd.kernel.TileKernel;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;

/**
 * P' = V'A with A symmetric and few columns in V (BLAS: {@code symm}), all transposed so that the
 * micro-kernel reads both triangles of A from the lower one where it lies, without packing: what is
 * below the diagonal by columns, what mirrors it by rows.
 *
 * <pre>
 * V'  r x n  column-major, r a multiple of {@link #ROWS}, read
 * A   n x n  lower triangle read; {@link #SPARE} more elements of each column are touched
 * P'  r x n  overwritten, and {@link #SPARE} columns more
 * </pre>
 *
 * <p>Rounding: every element is one chain of fused multiply-adds over the order of A, ascending
 * from 0, as in {@link Gemm}.
 */
public final class Symm {
  /** Rows of V' come in multiples of this. */
  public static final int ROWS = TileKernel.LANES;

  private static final int NR = TileKernel.NR;

  /** Columns of room behind P'. */
  public static final int SPARE = NR;

  /** Order of the blocks of A: 18 KiB, read from memory once and from the cache for each tile. */
  private static final int BLOCK = 48;

  /** Multiply-adds that are worth a second thread. */
  private static final long PARALLEL = 4_000_000;

  private Symm() {}

  /**
   * P' = V'A.
   *
   * @param workers threads
   * @param n order of A
   * @param r rows of V' and P'
   * @param v holds V'
   * @param vAt its element (0, 0)
   * @param ldv its leading dimension
   * @param a holds A
   * @param aAt its element (0, 0)
   * @param lda its leading dimension
   * @param p overwritten by P' from 0 on, leading dimension r
   */
  public static void run(
      Workers workers,
      int n,
      int r,
      double[] v,
      int vAt,
      int ldv,
      double[] a,
      int aAt,
      int lda,
      double[] p) {
    int blocks = Math.ceilDiv(n, BLOCK);
    boolean parallel = (long) n * n * r >= PARALLEL;
    (parallel ? workers : Workers.SERIAL)
        .run(blocks, i -> columns(i * BLOCK, n, r, v, vAt, ldv, a, aAt, lda, p));
  }

  /** Columns i .. i + 47 of P'. */
  private static void columns(
      int i, int n, int r, double[] v, int vAt, int ldv, double[] a, int aAt, int lda, double[] p) {
    int columns = Math.min(BLOCK, n - i);
    int padded = Math.ceilDiv(columns, NR) * NR;
    Arrays.fill(p, i * r, (i + padded) * r, 0);
    for (int k = 0; k < i; k += BLOCK) {
      int at = aAt + i + k * lda;
      block(BLOCK, columns, r, v, vAt + k * ldv, ldv, a, at, lda, 1, p, i * r);
    }
    double[] diagonal = Workspace.take(BLOCK * BLOCK);
    mirror(columns, padded, a, aAt + i + i * lda, lda, diagonal);
    block(columns, columns, r, v, vAt + i * ldv, ldv, diagonal, 0, BLOCK, 1, p, i * r);
    Workspace.give(diagonal);
    for (int k = i + BLOCK; k < n; k += BLOCK) {
      int at = aAt + k + i * lda;
      int depth = Math.min(BLOCK, n - k);
      block(depth, columns, r, v, vAt + k * ldv, ldv, a, at, 1, lda, p, i * r);
    }
  }

  /** P' += V' B with B depth x columns at any strides. */
  private static void block(
      int depth,
      int columns,
      int r,
      double[] v,
      int vAt,
      int ldv,
      double[] b,
      int bAt,
      int bk,
      int bj,
      double[] p,
      int pAt) {
    int vectors = r / ROWS;
    int tiles = Math.ceilDiv(vectors, TileKernel.MR / ROWS);
    for (int j = 0; j < columns; j += NR) {
      for (int t = 0; t < tiles; t++) {
        // tiles of about the same height: 4 vectors are 2 and 2
        int c = t * vectors / tiles;
        int height = (t + 1) * vectors / tiles - c;
        int row = c * ROWS;
        TileKernel.run(
            height, depth, v, vAt + row, ldv, b, bAt + j * bj, bk, bj, p, pAt + row + j * r, r);
      }
    }
  }

  /** Both triangles of a diagonal block, zeros behind its edge. */
  private static void mirror(int n, int padded, double[] a, int aAt, int lda, double[] full) {
    for (int j = 0; j < padded; j++) {
      Arrays.fill(full, j * BLOCK, (j + 1) * BLOCK, 0);
    }
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        double x = a[aAt + i + j * lda];
        full[i + j * BLOCK] = x;
        full[j + i * BLOCK] = x;
      }
    }
  }
}
