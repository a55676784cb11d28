// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.blas;

import dev.ridgeline.simd.kernel.TileKernel;
import dev.ridgeline.simd.kernel.TriangleKernel;
import dev.ridgeline.simd.pack.Panels;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;

/**
 * Solves with a Cholesky factor, L L' X = B (LAPACK: {@code potrs}, lower).
 *
 * <pre>
 * L  n x n     lower triangle read, in {@link dev.ridgeline.simd.lapack.Potrf}'s storage
 * B  n x nrhs  overwritten by X
 * </pre>
 *
 * <p>Right-hand sides are the rows of a panel, so that they stand in the lanes, and L is read where
 * it is, as the operand of which the micro-kernel takes single elements. Unknowns are found in
 * strips of NR: what is known already is subtracted by the micro-kernel, the rest by a small
 * triangle. The panel keeps -x beside x, since the micro-kernel adds.
 *
 * <p>Rounding: y_i = (b_i - sum_k L_ik y_k) (1 / L_ii) with k ascending, then x_i = (y_i - sum_k
 * L_ki x_k) (1 / L_ii) with k descending, each sum one chain of fused multiply-adds.
 */
public final class Trsm {
  private static final int NR = TileKernel.NR;
  private static final int LANES = TileKernel.LANES;

  private final int n;
  private final double[] l;
  private final int lAt;
  private final int ldl;
  private final double[] inverses;
  private final int inversesAt;

  /**
   * Looks at a factor.
   *
   * @param n order
   * @param l the factor
   * @param lAt its element (0, 0)
   * @param ldl its leading dimension
   * @param inverses 1 / L_ii
   * @param inversesAt where they start
   */
  public Trsm(int n, double[] l, int lAt, int ldl, double[] inverses, int inversesAt) {
    this.n = n;
    this.l = l;
    this.lAt = lAt;
    this.ldl = ldl;
    this.inverses = inverses;
    this.inversesAt = inversesAt;
  }

  /**
   * L L' X = B.
   *
   * @param workers threads for many right-hand sides
   * @param nrhs right-hand sides
   * @param b overwritten by the solutions
   * @param bAt its element (0, 0)
   * @param ldb its leading dimension
   */
  public void solve(Workers workers, int nrhs, double[] b, int bAt, int ldb) {
    int panels = Math.ceilDiv(nrhs, TileKernel.MR);
    workers.run(
        panels,
        t -> {
          int from = t * TileKernel.MR;
          panel(Math.min(TileKernel.MR, nrhs - from), b, bAt + from * ldb, ldb);
        });
  }

  private void panel(int nrhs, double[] b, int bAt, int ldb) {
    int w = Math.ceilDiv(nrhs, LANES) * LANES;
    int padded = Math.ceilDiv(n, NR) * NR;
    int size = padded * w;
    // row i: the unknowns i of w right-hand sides; then the same rows negated; then a strip of L
    double[] work = Workspace.take(2 * size + padded * NR);
    double[] triangle = Workspace.take(NR * NR);
    Arrays.fill(work, 0, size, 0);
    for (int j = 0; j < nrhs; j++) {
      for (int i = 0; i < n; i++) {
        work[i * w + j] = b[bAt + i + j * ldb];
      }
    }
    for (int i = 0; i < n; i += NR) {
      forward(i, Math.min(NR, n - i), w, work, size, triangle);
    }
    for (int i = padded - NR; i >= 0; i -= NR) {
      backward(i, Math.min(NR, n - i), w, work, size, triangle);
    }
    for (int j = 0; j < nrhs; j++) {
      for (int i = 0; i < n; i++) {
        b[bAt + i + j * ldb] = work[i * w + j];
      }
    }
    Workspace.give(triangle);
    Workspace.give(work);
  }

  /** Unknowns i .. i + rows - 1 of L Y = B. */
  private void forward(int i, int rows, int w, double[] work, int size, double[] t) {
    if (i > 0 && rows == NR) {
      TileKernel.run(w / LANES, i, work, size, w, l, lAt + i, ldl, 1, work, i * w, w);
    } else if (i > 0) {
      Panels.pack(i, rows, NR, 1, l, lAt + i, 1, ldl, work, 2 * size);
      TileKernel.run(w / LANES, i, work, size, w, work, 2 * size, NR, 1, work, i * w, w);
    }
    int diagonal = lAt + i + i * ldl;
    for (int j = 0; j < rows; j++) {
      for (int k = 0; k < j; k++) {
        t[j * rows + k] = -l[diagonal + j + k * ldl];
      }
      t[j * rows + j] = inverses[inversesAt + i + j];
    }
    TriangleKernel.run(w, rows, t, work, i * w, w);
    negate(work, i * w, size + i * w, rows * w);
  }

  /** Unknowns i + rows - 1 .. i of L'X = Y, the last one first. */
  private void backward(int i, int rows, int w, double[] work, int size, double[] t) {
    int below = n - i - rows;
    if (below > 0) {
      // only the last strip may be incomplete, and it has nothing below it
      int last = lAt + (n - 1) + i * ldl;
      TileKernel.run(
          w / LANES, below, work, size + (n - 1) * w, -w, l, last, -1, ldl, work, i * w, w);
    }
    int diagonal = lAt + i + i * ldl;
    for (int j = 0; j < rows; j++) {
      int row = rows - 1 - j;
      for (int k = 0; k < j; k++) {
        t[j * rows + k] = -l[diagonal + (rows - 1 - k) + row * ldl];
      }
      t[j * rows + j] = inverses[inversesAt + i + row];
    }
    TriangleKernel.run(w, rows, t, work, (i + rows - 1) * w, -w);
    negate(work, i * w, size + i * w, rows * w);
  }

  private static void negate(double[] work, int from, int to, int length) {
    for (int i = 0; i < length; i++) {
      work[to + i] = -work[from + i];
    }
  }
}
