// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Lanes.L;

/**
 * G + mu I = L L' for one small matrix, rows in lanes: where there are too few matrices for {@link
 * InterleavedCholesky}, whose bits it computes.
 *
 * <pre>
 * w  size(n)  in: -(G + mu I); out: -L below the diagonal, 1 / L_jj on it
 * </pre>
 *
 * <p>The lower triangle lies in panels of eight rows, column after column; panel i has 8 (i + 1)
 * columns, the last one is filled up with rows of the identity. Above the diagonal anything may
 * stand. Four columns are computed at a time: the vectors take the products with earlier columns,
 * the four by four block on the diagonal is done in scalars (its four roots and divisions wait for
 * each other anyway), and the rows below are divided by it.
 *
 * <p>Rounding: as {@link InterleavedCholesky} says.
 */
public final class ColumnCholesky {
  /** Rows of a panel, the distance between its columns. */
  static final int ROWS = 8;

  static final int BLOCK = 4;

  private ColumnCholesky() {}

  /** Where row i starts; its column k lies {@code k * ROWS} further. */
  static int row(int i) {
    int panel = i / ROWS;
    return ROWS * ROWS * (panel * (panel + 1) / 2) + i % ROWS;
  }

  private static int rows(int n) {
    return (n + ROWS - 1) / ROWS * ROWS;
  }

  /**
   * Memory of the factor.
   *
   * @param n order
   * @return doubles
   */
  public static int size(int n) {
    return row(rows(n));
  }

  /**
   * Brings -(G + mu I) into the layout.
   *
   * @param n order
   * @param mu added to the diagonal
   * @param g n x n, lower triangle read
   * @param at where it starts
   * @param ldg leading dimension
   * @param w receives it
   */
  public static void pack(int n, double mu, double[] g, int at, int ldg, double[] w) {
    for (int j = 0; j < n; j++) {
      int gj = at + j * ldg;
      for (int i = Math.max(j, packPanels(j, n, g, gj, w)); i < n; i++) {
        w[row(i) + j * ROWS] = -g[gj + i];
      }
      w[row(j) + j * ROWS] = -(g[gj + j] + mu);
    }
    for (int i = n; i < rows(n); i++) {
      for (int k = 0; k <= i; k++) {
        w[row(i) + k * ROWS] = k == i ? -1 : 0;
      }
    }
  }

  /** Column j in whole panels: what they hold above the diagonal is never used. */
  private static int packPanels(int j, int n, double[] g, int gj, double[] w) {
    int i = j / ROWS * ROWS;
    for (; i + ROWS <= n; i += ROWS) {
      int o = row(i) + j * ROWS;
      for (int lane = 0; lane < ROWS; lane++) {
        w[o + lane] = -g[gj + i + lane];
      }
    }
    return i;
  }

  /**
   * How the factorisation went.
   *
   * @param n order
   * @param w factored
   * @return 0, or i when the leading minor of order i is not positive definite
   */
  public static int info(int n, double[] w) {
    for (int j = 0; j < n; j++) {
      if (!Interleaved.isPivot(w[row(j) + j * ROWS])) {
        return j + 1;
      }
    }
    return 0;
  }

  /**
   * Factors.
   *
   * @param n order
   * @param w as packed
   */
  public static void factor(int n, double[] w) {
    int end = rows(n);
    double[] block = new double[BLOCK * BLOCK];
    for (int j = 0; j < end; j += BLOCK) {
      int b = row(j);
      for (int i = j / L * L; i < end; i += 2 * L) {
        // an odd vector goes twice: both halves read, compute and write the same
        ColumnCholeskyVectors.update(j, w, row(i), row(i + L < end ? i + L : i), b);
      }
      pivots(w, b + j * ROWS);
      ColumnCholeskyVectors.divide(j, end, w, b + j * ROWS, block);
    }
    neutralRows(n, w);
  }

  /** The four by four block on the diagonal at d. */
  private static void pivots(double[] w, int d) {
    for (int c = 0; c < BLOCK; c++) {
      int o = d + c * ROWS;
      double r = 1 / Math.sqrt(-w[o + c]);
      w[o + c] = r;
      for (int i = c + 1; i < BLOCK; i++) {
        w[o + i] *= r;
      }
      for (int q = c + 1; q < BLOCK; q++) {
        for (int i = q; i < BLOCK; i++) {
          w[d + q * ROWS + i] = Fma.of(w[o + i], w[o + q], w[d + q * ROWS + i]);
        }
      }
    }
  }

  /** Four by four elements. */
  static void copy(double[] from, int at, int ld, double[] to, int toAt, int ldTo) {
    for (int c = 0; c < BLOCK; c++) {
      System.arraycopy(from, at + c * ld, to, toAt + c * ldTo, BLOCK);
    }
  }

  /** As {@link Interleaved#neutralRows}. */
  private static void neutralRows(int n, double[] w) {
    for (int i = n; i < rows(n); i++) {
      int o = row(i);
      for (int k = i / BLOCK * BLOCK; k <= i; k++) {
        w[o + k * ROWS] = k == i ? 1.0 : -0.0;
      }
    }
  }

  /**
   * The scalar twin of {@link #factor}.
   *
   * @param n order
   * @param w as packed
   */
  public static void factorTwin(int n, double[] w) {
    int end = rows(n);
    for (int j = 0; j < end; j++) {
      int mj = row(j);
      int pivot = mj + j * ROWS;
      for (int i = j / BLOCK * BLOCK; i < end; i += BLOCK) {
        chains(j, w, row(i), mj);
      }
      double r = 1 / Math.sqrt(-w[pivot]);
      w[pivot] = r;
      for (int i = j + 1; i < end; i++) {
        w[row(i) + j * ROWS] *= r;
      }
    }
    neutralRows(n, w);
  }

  /** Four rows of column j: four chains side by side hide the latency of one. */
  private static void chains(int j, double[] w, int a, int b) {
    int at = a + j * ROWS;
    double s0 = w[at];
    double s1 = w[at + 1];
    double s2 = w[at + 2];
    double s3 = w[at + 3];
    for (int k = 0, o = 0; k < j; k++, o += ROWS) {
      double m = w[b + o];
      s0 = Fma.of(w[a + o], m, s0);
      s1 = Fma.of(w[a + o + 1], m, s1);
      s2 = Fma.of(w[a + o + 2], m, s2);
      s3 = Fma.of(w[a + o + 3], m, s3);
    }
    w[at] = s0;
    w[at + 1] = s1;
    w[at + 2] = s2;
    w[at + 3] = s3;
  }
}
