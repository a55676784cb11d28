// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import java.util.Arrays;

/**
 * The layout of a group of eight small problems: element (i, k) of the eight lies in eight
 * consecutive doubles. Eight on every machine: narrower vectors make several passes over a group,
 * so that the layout, and with it every scalar twin, knows no vector width.
 *
 * <p>Lower triangles are kept in panels of four rows, column after column, as the register tiles
 * read them; the last panel is filled up with rows of the identity. Panel i has 4 (i + 1) columns:
 * the triangle costs little more than half a square, and a group of order 64 (136 KiB) stays in the
 * second-level cache.
 *
 * <p>Right-hand sides come in blocks of one or four columns: element (i, t) of a block of {@code
 * width} columns starts at {@code (i * width + t) * WIDTH}.
 */
public final class Interleaved {
  /** Problems in a group. */
  public static final int WIDTH = 8;

  /** Columns in a full block of right-hand sides. */
  public static final int COLUMNS = 4;

  /** Rows of a panel. */
  static final int ROWS = 4;

  /** Distance between columns of a panel. */
  static final int COLUMN = ROWS * WIDTH;

  /** Whether vectors are as wide as a group, so that packing transposes in registers. */
  static final boolean PACKS = Lanes.L == WIDTH;

  private Interleaved() {}

  /**
   * Panels of a triangle.
   *
   * @param n order
   * @return number of panels
   */
  static int panels(int n) {
    return (n + ROWS - 1) / ROWS;
  }

  /** Where panel i starts. */
  static int panel(int i) {
    return ROWS * COLUMN * (i * (i + 1) / 2);
  }

  /** Where row i starts; its column k lies {@code k * COLUMN} further. */
  static int row(int i) {
    return panel(i / ROWS) + i % ROWS * WIDTH;
  }

  /**
   * Memory of the factors of a group.
   *
   * @param n order
   * @return doubles
   */
  public static int factorSize(int n) {
    return panel(panels(n));
  }

  /**
   * Memory of a block of right-hand sides of a group.
   *
   * @param n order
   * @param width columns of the block
   * @return doubles
   */
  public static int blockSize(int n, int width) {
    return panels(n) * ROWS * width * WIDTH;
  }

  /**
   * Brings up to eight matrices together: -(G + mu I), lower triangles; the identity in missing
   * lanes and rows.
   *
   * @param n order
   * @param lanes how many there are
   * @param mu added to the diagonal
   * @param g array of all matrices
   * @param at where each starts; missing ones repeat another
   * @param ldg leading dimension
   * @param w receives the group
   */
  public static void pack(int n, int lanes, double mu, double[] g, int[] at, int ldg, double[] w) {
    pack(Compiled.SMALL.ready() && PACKS, n, lanes, mu, g, at, ldg, w);
  }

  static void pack(
      boolean vectors, int n, int lanes, double mu, double[] g, int[] at, int ldg, double[] w) {
    for (int j = 0; j < n; j++) {
      int to = j * COLUMN;
      if (vectors) {
        packVector(j, n, g, at, ldg, w);
      } else {
        packScalar(j, n, g, at, ldg, w);
      }
      int d = to + row(j);
      for (int lane = 0; lane < WIDTH; lane++) {
        // G + mu is rounded first, and the sign changed afterwards
        w[d + lane] = lane < lanes ? -(g[at[lane] + j + j * ldg] + mu) : -1;
      }
      for (int i = j + 1; i < n && lanes < WIDTH; i++) {
        int o = to + row(i);
        Arrays.fill(w, o + lanes, o + WIDTH, 0.0);
      }
    }
    for (int i = n; i < panels(n) * ROWS; i++) {
      for (int k = 0; k <= i; k++) {
        int o = row(i) + k * COLUMN;
        Arrays.fill(w, o, o + WIDTH, k == i ? -1.0 : 0.0);
      }
    }
  }

  /** Column j in whole blocks of eight rows: what they hold above the diagonal is never used. */
  private static void packVector(int j, int n, double[] g, int[] at, int ldg, double[] w) {
    int to = j * COLUMN;
    int i = j / WIDTH * WIDTH;
    for (; i + WIDTH <= n; i += WIDTH) {
      int upper = j < i + ROWS ? to + row(i) : -1;
      InterleavedPack.block(g, at, i + j * ldg, w, upper, to + row(i + ROWS));
    }
    for (i = Math.max(i, j); i < n; i++) {
      gather(1, -1, g, at, i + j * ldg, w, to + row(i));
    }
  }

  private static void packScalar(int j, int n, double[] g, int[] at, int ldg, double[] w) {
    int to = j * COLUMN;
    int bulk = (j + ROWS - 1) / ROWS;
    gather(Math.min(n, bulk * ROWS) - j, -1, g, at, j + j * ldg, w, to + row(j));
    for (int panel = bulk; panel < n / ROWS; panel++) {
      gatherRows(g, at, panel * ROWS + j * ldg, w, to + panel(panel));
    }
    int last = Math.max(bulk, n / ROWS) * ROWS;
    gather(n - last, -1, g, at, last + j * ldg, w, to + row(last));
  }

  /** Rows of eight columns side by side, times sign. */
  private static void gather(
      int rows, double sign, double[] s, int[] at, int shift, double[] w, int wAt) {
    int a0 = at[0] + shift;
    int a1 = at[1] + shift;
    int a2 = at[2] + shift;
    int a3 = at[3] + shift;
    int a4 = at[4] + shift;
    int a5 = at[5] + shift;
    int a6 = at[6] + shift;
    int a7 = at[7] + shift;
    for (int i = 0, o = wAt; i < rows; i++, o += WIDTH) {
      w[o] = sign * s[a0 + i];
      w[o + 1] = sign * s[a1 + i];
      w[o + 2] = sign * s[a2 + i];
      w[o + 3] = sign * s[a3 + i];
      w[o + 4] = sign * s[a4 + i];
      w[o + 5] = sign * s[a5 + i];
      w[o + 6] = sign * s[a6 + i];
      w[o + 7] = sign * s[a7 + i];
    }
  }

  /** Four rows of eight columns side by side, with the opposite sign: most of a triangle. */
  private static void gatherRows(double[] s, int[] at, int shift, double[] w, int o) {
    int a0 = at[0] + shift;
    int a1 = at[1] + shift;
    int a2 = at[2] + shift;
    int a3 = at[3] + shift;
    int a4 = at[4] + shift;
    int a5 = at[5] + shift;
    int a6 = at[6] + shift;
    int a7 = at[7] + shift;
    w[o + 0] = -s[a0 + 0];
    w[o + 1] = -s[a1 + 0];
    w[o + 2] = -s[a2 + 0];
    w[o + 3] = -s[a3 + 0];
    w[o + 4] = -s[a4 + 0];
    w[o + 5] = -s[a5 + 0];
    w[o + 6] = -s[a6 + 0];
    w[o + 7] = -s[a7 + 0];
    w[o + 8] = -s[a0 + 1];
    w[o + 9] = -s[a1 + 1];
    w[o + 10] = -s[a2 + 1];
    w[o + 11] = -s[a3 + 1];
    w[o + 12] = -s[a4 + 1];
    w[o + 13] = -s[a5 + 1];
    w[o + 14] = -s[a6 + 1];
    w[o + 15] = -s[a7 + 1];
    w[o + 16] = -s[a0 + 2];
    w[o + 17] = -s[a1 + 2];
    w[o + 18] = -s[a2 + 2];
    w[o + 19] = -s[a3 + 2];
    w[o + 20] = -s[a4 + 2];
    w[o + 21] = -s[a5 + 2];
    w[o + 22] = -s[a6 + 2];
    w[o + 23] = -s[a7 + 2];
    w[o + 24] = -s[a0 + 3];
    w[o + 25] = -s[a1 + 3];
    w[o + 26] = -s[a2 + 3];
    w[o + 27] = -s[a3 + 3];
    w[o + 28] = -s[a4 + 3];
    w[o + 29] = -s[a5 + 3];
    w[o + 30] = -s[a6 + 3];
    w[o + 31] = -s[a7 + 3];
  }

  /**
   * Makes the rows that fill up the last panel neutral for the backward solve: -0 times the zero
   * that stands there in every right-hand side is -0, and adding -0 changes no number, not even the
   * sign of a zero.
   */
  static void neutralRows(int n, double[] w) {
    for (int i = n; i < panels(n) * ROWS; i++) {
      for (int k = i / ROWS * ROWS; k <= i; k++) {
        int o = row(i) + k * COLUMN;
        Arrays.fill(w, o, o + WIDTH, k == i ? 1.0 : -0.0);
      }
    }
  }

  /** Whether 1 / L_jj comes from a pivot that was positive and finite. */
  static boolean isPivot(double r) {
    return r > 0 && r < Double.POSITIVE_INFINITY;
  }

  /**
   * Whether all eight factorisations succeeded, as they nearly always do.
   *
   * @param n order
   * @param w a factored group
   * @return true when {@link #info} is 0 for every lane
   */
  public static boolean success(int n, double[] w) {
    for (int j = 0; j < n; j++) {
      int o = row(j) + j * COLUMN;
      for (int lane = 0; lane < WIDTH; lane++) {
        if (!isPivot(w[o + lane])) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * How the factorisation of one lane went.
   *
   * @param n order
   * @param w a factored group
   * @param lane which matrix
   * @return 0, or i when the leading minor of order i is not positive definite
   */
  public static int info(int n, double[] w, int lane) {
    for (int j = 0; j < n; j++) {
      if (!isPivot(w[row(j) + j * COLUMN + lane])) {
        return j + 1;
      }
    }
    return 0;
  }

  /**
   * Brings columns of up to eight right-hand sides together.
   *
   * @param n order
   * @param width columns of the block
   * @param b array of all right-hand sides
   * @param at where each starts; missing ones repeat another
   * @param shift from there to the first column of the block
   * @param ldb leading dimension
   * @param x receives the block
   */
  public static void packBlock(
      int n, int width, double[] b, int[] at, int shift, int ldb, double[] x) {
    for (int t = 0; t < width; t++) {
      for (int i = 0; i < n; i++) {
        int o = (i * width + t) * WIDTH;
        gather(1, 1, b, at, shift + i + t * ldb, x, o);
      }
    }
    Arrays.fill(x, n * width * WIDTH, blockSize(n, width), 0.0);
  }

  /**
   * Takes columns of one lane back.
   *
   * @param n order
   * @param width columns of the block
   * @param x the block
   * @param lane which problem
   * @param b overwritten
   * @param at where its block starts
   * @param ldb leading dimension
   */
  public static void unpackLane(
      int n, int width, double[] x, int lane, double[] b, int at, int ldb) {
    for (int t = 0; t < width; t++) {
      int from = t * WIDTH + lane;
      int to = at + t * ldb;
      for (int i = 0; i < n; i++, from += width * WIDTH) {
        b[to + i] = x[from];
      }
    }
  }
}
