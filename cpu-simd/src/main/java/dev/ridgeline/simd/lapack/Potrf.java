// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.blas.Gemm;
import dev.ridgeline.simd.config.BlockSizes;
import dev.ridgeline.simd.kernel.TileKernel;
import dev.ridgeline.simd.kernel.TriangleKernel;
import dev.ridgeline.simd.pack.Panels;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.Workers;

/**
 * G + mu I = L L' (LAPACK: {@code potrf}, lower).
 *
 * <pre>
 * L  n x n  in storage of its own, with rows and columns padded to whole tiles: no tile has an edge.
 *           What lies above the diagonal and in the padding is undefined
 * </pre>
 *
 * <p>Panels of NB columns. Inside a panel strips of NR columns look to the left: the micro-kernel
 * subtracts all earlier columns of the panel, a triangle of order NR is factored in scalars, and
 * the rows below are solved with it. The rest of the matrix is updated behind each panel by {@link
 * Gemm}.
 *
 * <p>Rounding: L_ij = (G_ij - sum_k L_ik L_jk) (1 / L_jj), one chain of fused multiply-adds with k
 * ascending; L_jj is the root of the same chain. No bit depends on the blocking.
 */
public final class Potrf {
  private static final int NR = TileKernel.NR;
  private static final int LANES = TileKernel.LANES;

  /** Columns of a panel, whole strips. */
  private static final int NB = Math.ceilDiv(BlockSizes.current().potrfBlock(), NR) * NR;

  private final int n;
  private final double[] l;
  private final int lAt;
  private final int ldl;
  private final double[] inverses;
  private final int inversesAt;

  private Potrf(int n, double[] l, int lAt, double[] inverses, int inversesAt) {
    this.n = n;
    this.l = l;
    this.lAt = lAt;
    this.ldl = leadingDimension(n);
    this.inverses = inverses;
    this.inversesAt = inversesAt;
  }

  /**
   * Leading dimension of the storage of a factor.
   *
   * @param n order
   * @return n, padded to whole vectors, and away from multiples of 4 KiB, which would put all
   *     columns into the same sets of the first-level cache
   */
  public static int leadingDimension(int n) {
    int padded = Math.ceilDiv(n, NR) * NR;
    return padded % 256 == 0 ? padded + NR : padded;
  }

  /**
   * Length of the storage of a factor.
   *
   * @param n order
   * @return doubles
   */
  public static int storage(int n) {
    return leadingDimension(n) * Math.ceilDiv(n, NR) * NR;
  }

  /**
   * Factors what the storage holds.
   *
   * @param workers threads for large matrices
   * @param n order
   * @param l lower triangle of the matrix, overwritten by L
   * @param lAt its element (0, 0)
   * @param inverses takes 1 / L_ii
   * @param inversesAt where they start
   * @return 0, or i when the leading minor of order i is not positive definite
   */
  public static int run(
      Workers workers, int n, double[] l, int lAt, double[] inverses, int inversesAt) {
    return new Potrf(n, l, lAt, inverses, inversesAt).factor(workers);
  }

  private int factor(Workers workers) {
    double[] negated = Workspace.take(NB * NR);
    double[] triangle = Workspace.take(NR * NR);
    try {
      for (int j = 0; j < n; j += NB) {
        int end = Math.min(n, j + NB);
        for (int s = j; s < end; s += NR) {
          int info = strip(j, s, Math.min(NR, end - s), negated, triangle);
          if (info != 0) {
            return info;
          }
        }
        int rest = n - end;
        int below = lAt + end + j * ldl;
        Gemm.runLower(
            workers,
            false,
            true,
            rest,
            end - j,
            -1,
            l,
            below,
            ldl,
            l,
            below,
            ldl,
            1,
            l,
            lAt + end + end * ldl,
            ldl);
      }
      return 0;
    } finally {
      Workspace.give(triangle);
      Workspace.give(negated);
    }
  }

  /** Columns s .. s + w - 1 of the panel that starts at column j. */
  private int strip(int j, int s, int w, double[] negated, double[] t) {
    int k = s - j;
    int left = lAt + j * ldl;
    int here = lAt + s * ldl;
    if (k > 0) {
      Panels.pack(k, w, NR, -1, l, left + s, 1, ldl, negated, 0);
      for (int r = s; r < n; r += TileKernel.MR) {
        // rows up to the padding: s and the leading dimension are whole vectors
        int vectors = Math.ceilDiv(Math.min(TileKernel.MR, n - r), LANES);
        TileKernel.run(vectors, k, l, left + r, ldl, negated, 0, NR, 1, l, here + r, ldl);
      }
    }
    int info = diagonal(s, w, t);
    int below = s + w;
    if (info == 0 && below < n) {
      int rows = Math.ceilDiv(n - below, LANES) * LANES;
      TriangleKernel.run(rows, w, t, l, here + below, ldl);
    }
    return info;
  }

  /** The triangle of a strip, and what {@link TriangleKernel} wants of it. */
  private int diagonal(int s, int w, double[] t) {
    int at = lAt + s + s * ldl;
    for (int j = 0; j < w; j++) {
      for (int i = j; i < w; i++) {
        double x = l[at + i + j * ldl];
        for (int k = 0; k < j; k++) {
          x = TileKernel.fma(l[at + i + k * ldl], t[j * w + k], x);
        }
        if (i == j) {
          if (!(x > 0) || x == Double.POSITIVE_INFINITY) {
            return s + j + 1;
          }
          double root = Math.sqrt(x);
          l[at + j + j * ldl] = root;
          inverses[inversesAt + s + j] = 1 / root;
          t[j * w + j] = 1 / root;
        } else {
          x *= t[j * w + j];
          l[at + i + j * ldl] = x;
          t[i * w + j] = -x;
        }
      }
    }
    return 0;
  }
}
