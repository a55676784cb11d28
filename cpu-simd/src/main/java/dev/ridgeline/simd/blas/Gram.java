// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.blas;

import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.Workers;

/**
 * G = A A' + beta G with A = Xt (dual) or A = Xt' (primal), Xt = diag(w) (X - 1 m') diag(s) (BLAS:
 * {@code syrk}).
 *
 * <pre>
 * A  order x depth  element (i, l) of X at x[xAt + i rowStep + l depthStep], one of the steps is 1
 * G  order x order  overwritten, both triangles equal bit for bit; the lower one is read when beta
 *                   is not 0
 * </pre>
 *
 * <p>Weights are applied to a block of 256 columns of A at a time: centred first (columns such as
 * 1e9 +- 1 keep their digits), then multiplied. Without weights A is read where it is.
 */
public final class Gram {
  /** Columns of A that are weighted together. */
  private static final int DEPTH = 256;

  /** Tile of a transposing copy: 32 x 32 doubles are two times 8 KiB. */
  private static final int TILE = 32;

  private Gram() {}

  /**
   * What multiplies and centres one axis of A; absent parts are null.
   *
   * @param means subtracted
   * @param factors multiply afterwards
   */
  public record Axis(double[] means, double[] factors) {
    /** Nothing to do. */
    public static final Axis NONE = new Axis(null, null);

    boolean isNone() {
      return means == null && factors == null;
    }
  }

  /**
   * G = A A' + beta G.
   *
   * @param workers threads for large products
   * @param order rows of A
   * @param depth columns of A
   * @param x the design
   * @param xAt element (0, 0) of A
   * @param transposed whether the columns of A, not its rows, are neighbours in memory
   * @param ldx leading dimension of the design
   * @param rows weighs the rows of A
   * @param columns weighs the columns of A
   * @param beta factor; with 0, G is not read
   * @param g overwritten
   * @param gAt its element (0, 0)
   * @param ldg its leading dimension
   */
  public static void run(
      Workers workers,
      int order,
      int depth,
      double[] x,
      int xAt,
      boolean transposed,
      int ldx,
      Axis rows,
      Axis columns,
      double beta,
      double[] g,
      int gAt,
      int ldg) {
    if (rows.isNone() && columns.isNone()) {
      Gemm.runLower(
          workers,
          transposed,
          !transposed,
          order,
          depth,
          1,
          x,
          xAt,
          ldx,
          x,
          xAt,
          ldx,
          beta,
          g,
          gAt,
          ldg);
    } else {
      weighted(workers, order, depth, x, xAt, transposed, ldx, rows, columns, beta, g, gAt, ldg);
    }
    mirror(order, g, gAt, ldg);
  }

  private static void weighted(
      Workers workers,
      int order,
      int depth,
      double[] x,
      int xAt,
      boolean transposed,
      int ldx,
      Axis rows,
      Axis columns,
      double beta,
      double[] g,
      int gAt,
      int ldg) {
    double[] block = Workspace.take(order * Math.min(depth, DEPTH));
    double scale = beta;
    int l = 0;
    do {
      int count = Math.min(DEPTH, depth - l);
      for (int j = 0; j < count; j++) {
        int from = xAt + (transposed ? l + j : (l + j) * ldx);
        column(order, x, from, transposed ? ldx : 1, rows, columns, l + j, block, j * order);
      }
      Gemm.runLower(
          workers, false, true, order, count, 1, block, 0, order, block, 0, order, scale, g, gAt,
          ldg);
      scale = 1;
      l += DEPTH;
    } while (l < depth);
    Workspace.give(block);
  }

  /** Column l of the weighted A. */
  private static void column(
      int order,
      double[] x,
      int from,
      int step,
      Axis rows,
      Axis columns,
      int l,
      double[] block,
      int at) {
    double mean = columns.means == null ? 0 : columns.means[l];
    double factor = columns.factors == null ? 1 : columns.factors[l];
    if (rows.means == null) {
      for (int i = 0; i < order; i++) {
        block[at + i] = (x[from + i * step] - mean) * factor;
      }
    } else {
      // one axis is centred: the features, which are rows of A on the primal side only
      for (int i = 0; i < order; i++) {
        block[at + i] = (x[from + i * step] - rows.means[i]) * factor;
      }
    }
    if (rows.factors != null) {
      for (int i = 0; i < order; i++) {
        block[at + i] *= rows.factors[i];
      }
    }
  }

  private static void mirror(int n, double[] g, int gAt, int ldg) {
    for (int j0 = 0; j0 < n; j0 += TILE) {
      int j1 = Math.min(n, j0 + TILE);
      for (int i0 = j0; i0 < n; i0 += TILE) {
        int i1 = Math.min(n, i0 + TILE);
        for (int i = i0; i < i1; i++) {
          for (int j = j0; j < Math.min(j1, i); j++) {
            g[gAt + j + i * ldg] = g[gAt + i + j * ldg];
          }
        }
      }
    }
  }
}
