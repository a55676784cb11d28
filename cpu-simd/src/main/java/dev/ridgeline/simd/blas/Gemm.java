// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.blas;

import dev.ridgeline.simd.config.BlockSizes;
import dev.ridgeline.simd.kernel.EdgeKernel;
import dev.ridgeline.simd.kernel.TileKernel;
import dev.ridgeline.simd.pack.Panels;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;

/**
 * C = alpha op(A) op(B) + beta C (BLAS: {@code gemm}), and its lower triangle alone (for {@code
 * syrk} and {@code syr2k}).
 *
 * <pre>
 * op(A)  m x k  read
 * op(B)  k x n  read
 * C      m x n  overwritten; read when beta is not 0; overlaps neither operand
 * </pre>
 *
 * <p>Loops as in BLIS: depth in blocks of KC, rows in blocks of MC that stay in the second-level
 * cache, columns in strips of NR that stay in the first-level cache, tiles. Since the micro-kernel
 * reads any strides, B is never packed but for the last, incomplete strip, and A only where its
 * rows are not neighbours in memory, where alpha is not 1, or where it is too large to be read
 * again and again.
 *
 * <p>Rounding: element (i, j) is beta C_ij, to which (alpha a_il) b_lj are added by fused
 * multiply-adds in the order of l. No bit depends on the blocking, so the split over threads is
 * free.
 */
public final class Gemm {
  private static final int MR = TileKernel.MR;
  private static final int NR = TileKernel.NR;
  private static final int LANES = TileKernel.LANES;

  private static final int KC = BlockSizes.current().kc();
  private static final int MC = BlockSizes.current().mc();
  private static final int DIRECT = BlockSizes.current().direct();
  private static final long PARALLEL = BlockSizes.current().parallelFlops();

  private final int m;
  private final int n;
  private final int k;
  private final double alpha;
  private final double[] a;
  private final int aAt;
  private final int rowStep;
  private final int depthStep;
  private final double[] b;
  private final int bAt;
  private final int bk;
  private final int bj;
  private final double[] c;
  private final int cAt;
  private final int ldc;
  private final boolean lower;

  private Gemm(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aAt,
      int rowStep,
      int depthStep,
      double[] b,
      int bAt,
      int bk,
      int bj,
      double[] c,
      int cAt,
      int ldc,
      boolean lower) {
    this.m = m;
    this.n = n;
    this.k = k;
    this.alpha = alpha;
    this.a = a;
    this.aAt = aAt;
    this.rowStep = rowStep;
    this.depthStep = depthStep;
    this.b = b;
    this.bAt = bAt;
    this.bk = bk;
    this.bj = bj;
    this.c = c;
    this.cAt = cAt;
    this.ldc = ldc;
    this.lower = lower;
  }

  /**
   * C = alpha op(A) op(B) + beta C.
   *
   * @param workers threads for large products
   * @param transA whether A is read transposed
   * @param transB whether B is read transposed
   * @param m rows of C
   * @param n columns of C
   * @param k columns of op(A)
   * @param alpha factor
   * @param a operand A
   * @param aAt its element (0, 0)
   * @param lda its leading dimension
   * @param b operand B
   * @param bAt its element (0, 0)
   * @param ldb its leading dimension
   * @param beta factor; with 0, C is not read
   * @param c operand C
   * @param cAt its element (0, 0)
   * @param ldc its leading dimension
   */
  public static void run(
      Workers workers,
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aAt,
      int lda,
      double[] b,
      int bAt,
      int ldb,
      double beta,
      double[] c,
      int cAt,
      int ldc) {
    run(
        workers, false, transA, transB, m, n, k, alpha, a, aAt, lda, b, bAt, ldb, beta, c, cAt,
        ldc);
  }

  /**
   * The lower triangle, diagonal included, of a square C = alpha op(A) op(B) + beta C. What lies
   * above is undefined afterwards where a tile crosses the diagonal, and untouched elsewhere.
   *
   * @param workers threads for large products
   * @param transA whether A is read transposed
   * @param transB whether B is read transposed
   * @param n order of C
   * @param k columns of op(A)
   * @param alpha factor
   * @param a operand A
   * @param aAt its element (0, 0)
   * @param lda its leading dimension
   * @param b operand B
   * @param bAt its element (0, 0)
   * @param ldb its leading dimension
   * @param beta factor; with 0, C is not read
   * @param c operand C
   * @param cAt its element (0, 0)
   * @param ldc its leading dimension
   */
  public static void runLower(
      Workers workers,
      boolean transA,
      boolean transB,
      int n,
      int k,
      double alpha,
      double[] a,
      int aAt,
      int lda,
      double[] b,
      int bAt,
      int ldb,
      double beta,
      double[] c,
      int cAt,
      int ldc) {
    run(workers, true, transA, transB, n, n, k, alpha, a, aAt, lda, b, bAt, ldb, beta, c, cAt, ldc);
  }

  private static void run(
      Workers workers,
      boolean lower,
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aAt,
      int lda,
      double[] b,
      int bAt,
      int ldb,
      double beta,
      double[] c,
      int cAt,
      int ldc) {
    scale(lower, m, n, beta, c, cAt, ldc);
    if (m == 0 || n == 0 || k == 0) {
      return;
    }
    Gemm gemm =
        new Gemm(
            m,
            n,
            k,
            alpha,
            a,
            aAt,
            transA ? lda : 1,
            transA ? 1 : lda,
            b,
            bAt,
            transB ? ldb : 1,
            transB ? 1 : ldb,
            c,
            cAt,
            ldc,
            lower);
    long flops = (lower ? 1L : 2L) * m * n * k;
    if (workers.parallelism() == 1 || flops < PARALLEL) {
      gemm.block(0, m, 0, n);
    } else {
      gemm.parallel(workers);
    }
  }

  /** C = beta C; with beta = 0 what was there, NaN perhaps, is not looked at. */
  private static void scale(
      boolean lower, int m, int n, double beta, double[] c, int cAt, int ldc) {
    if (beta == 1) {
      return;
    }
    if (beta == 0 && !lower && ldc == m) {
      Arrays.fill(c, cAt, cAt + m * n, 0);
      return;
    }
    for (int j = 0; j < n; j++) {
      int from = cAt + j * ldc + (lower ? j : 0);
      int to = cAt + j * ldc + m;
      if (beta == 0) {
        Arrays.fill(c, from, to, 0);
      } else {
        for (int i = from; i < to; i++) {
          c[i] *= beta;
        }
      }
    }
  }

  /** Blocks of rows are tasks, or blocks of columns of a wide C; about four for each thread. */
  private void parallel(Workers workers) {
    int parts = 4 * workers.parallelism();
    if (m >= n) {
      int rows = Math.clamp(roundUp(Math.ceilDiv(m, parts), MR), MR, MC);
      int tasks = Math.ceilDiv(m, rows);
      // the last rows of a lower triangle are the longest: they go first
      workers.run(tasks, t -> block((tasks - 1 - t) * rows, Math.min(m, (tasks - t) * rows), 0, n));
    } else {
      int columns = roundUp(Math.ceilDiv(n, parts), NR);
      workers.run(
          Math.ceilDiv(n, columns), t -> block(0, m, t * columns, Math.min(n, (t + 1) * columns)));
    }
  }

  private static int roundUp(int value, int multiple) {
    return Math.ceilDiv(value, multiple) * multiple;
  }

  /** Rows i0 .. i1 - 1 and columns j0 .. j1 - 1 of C. */
  private void block(int i0, int i1, int j0, int j1) {
    int depth = Math.min(k, KC);
    int rows = roundUp(Math.min(i1 - i0, MC), MR);
    double[] panels = Workspace.take(rows * depth + NR * depth + MR * NR);
    int strip = rows * depth;
    int scratch = strip + NR * depth;
    boolean packed =
        rowStep != 1 || alpha != 1 || ((long) (i1 - i0) * k > DIRECT && j1 - j0 > 2 * NR);
    for (int l = 0; l < k; l += KC) {
      int kc = Math.min(KC, k - l);
      for (int i = i0; i < i1; i += MC) {
        int mc = Math.min(MC, i1 - i);
        int end = lower ? Math.min(j1, i + mc) : j1;
        if (j0 >= end) {
          continue;
        }
        if (packed) {
          packRows(i, mc, l, kc, panels);
        }
        for (int j = j0; j < end; j += NR) {
          int columns = Math.min(NR, j1 - j);
          if (columns == NR) {
            column(packed, i, mc, l, kc, j, NR, panels, b, bAt + l * bk + j * bj, bk, bj, scratch);
          } else {
            int from = bAt + l * bk + j * bj;
            Panels.pack(kc, columns, NR, 1, b, from, bj, bk, panels, strip);
            column(packed, i, mc, l, kc, j, columns, panels, panels, strip, NR, 1, scratch);
          }
        }
      }
    }
    Workspace.give(panels);
  }

  private void packRows(int i, int mc, int l, int kc, double[] panels) {
    for (int r = 0; r < mc; r += MR) {
      int rows = Math.min(MR, mc - r);
      Panels.pack(
          kc,
          rows,
          roundUp(rows, LANES),
          alpha,
          a,
          aAt + (i + r) * rowStep + l * depthStep,
          rowStep,
          depthStep,
          panels,
          r * kc);
    }
  }

  /** One strip of columns of a block, tile by tile. */
  private void column(
      boolean packed,
      int i,
      int mc,
      int l,
      int kc,
      int j,
      int columns,
      double[] panels,
      double[] s,
      int sAt,
      int sk,
      int sj,
      int scratch) {
    // tiles that lie above the diagonal altogether are left out
    int first = lower && j > i ? (j - i) / MR * MR : 0;
    for (int r = first; r < mc; r += MR) {
      int rows = Math.min(MR, mc - r);
      int vectors = (rows + LANES - 1) / LANES;
      double[] p = packed ? panels : a;
      int pAt = packed ? r * kc : aAt + (i + r) + l * depthStep;
      int step = packed ? vectors * LANES : depthStep;
      int to = cAt + (i + r) + j * ldc;
      if (rows == vectors * LANES && columns == NR) {
        TileKernel.run(vectors, kc, p, pAt, step, s, sAt, sk, sj, c, to, ldc);
      } else {
        edge(vectors, kc, p, pAt, step, s, sAt, sk, sj, rows, columns, to, panels, scratch);
      }
    }
  }

  /**
   * A tile at an edge of C, by way of a whole one. The rows of A that are too many are whatever
   * follows in memory, and so are the elements that come of them, which are dropped; where nothing
   * follows, the last columns of A are copied.
   */
  private void edge(
      int vectors,
      int kc,
      double[] p,
      int pAt,
      int step,
      double[] s,
      int sAt,
      int sk,
      int sj,
      int rows,
      int columns,
      int to,
      double[] panels,
      int scratch) {
    int width = vectors * LANES;
    EdgeKernel.copy(rows, columns, c, to, ldc, panels, scratch, width);
    int inside = Math.clamp(Math.floorDiv(p.length - width - pAt, step) + 1, 0, kc);
    TileKernel.run(vectors, inside, p, pAt, step, s, sAt, sk, sj, panels, scratch, width);
    if (inside < kc) {
      double[] last = new double[(kc - inside) * width];
      Panels.pack(kc - inside, rows, width, 1, p, pAt + inside * step, 1, step, last, 0);
      TileKernel.run(
          vectors,
          kc - inside,
          last,
          0,
          width,
          s,
          sAt + inside * sk,
          sk,
          sj,
          panels,
          scratch,
          width);
    }
    EdgeKernel.copy(rows, columns, panels, scratch, width, c, to, ldc);
  }
}
