// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Lanes.L;

import java.util.Arrays;

/**
 * L L' X = B for one small matrix, right-hand sides in lanes. The bits are those of {@link
 * InterleavedSolve}.
 *
 * <pre>
 * w  ColumnCholesky.size(n)  -L below the diagonal, 1 / L_jj on it
 * x  rows(n) x ldx           row after row; in: B, zero in the rows that fill up; out: X
 * </pre>
 *
 * <p>ldx is a multiple of sixteen; what the columns that fill it up hold meets nothing else.
 * Rounding: as {@link InterleavedSolve} says.
 */
public final class ColumnSolve {
  /** What row lengths are multiples of: two of the widest vectors, eight chains with four rows. */
  public static final int WIDTH = 16;

  static final int ROWS = ColumnCholesky.ROWS;
  static final int BLOCK = 4;

  private ColumnSolve() {}

  /**
   * Rows of x, those that fill up included.
   *
   * @param n order
   * @return a multiple of four
   */
  public static int rows(int n) {
    return (n + BLOCK - 1) / BLOCK * BLOCK;
  }

  /**
   * Row length for a number of right-hand sides.
   *
   * @param nrhs right-hand sides
   * @return ldx
   */
  public static int stride(int nrhs) {
    return (nrhs + WIDTH - 1) / WIDTH * WIDTH;
  }

  /**
   * Solves in place.
   *
   * @param n order
   * @param w the factor
   * @param x right-hand sides
   * @param xAt where they start
   * @param ldx row length
   */
  public static void solve(int n, double[] w, double[] x, int xAt, int ldx) {
    int end = rows(n);
    for (int i = 0; i < end; i += BLOCK) {
      int a = ColumnCholesky.row(i);
      for (int v = 0; v < ldx; v += 2 * L) {
        ColumnSolveVectors.forward(i, w, a, x, xAt + v, ldx);
      }
      ColumnSolveVectors.divideForward(w, a + i * ROWS, x, xAt + i * ldx, ldx);
    }
    Arrays.fill(x, xAt + n * ldx, xAt + end * ldx, 0.0);
    for (int i = end - BLOCK; i >= 0; i -= BLOCK) {
      for (int v = 0; v < ldx; v += 2 * L) {
        ColumnSolveVectors.backward(n, i, w, x, xAt + v, ldx);
      }
      ColumnSolveVectors.divideBackward(w, ColumnCholesky.row(i) + i * ROWS, x, xAt + i * ldx, ldx);
    }
  }

  /**
   * The scalar twin of {@link #solve}.
   *
   * @param n order
   * @param w the factor
   * @param x right-hand sides
   * @param xAt where they start
   * @param ldx row length
   */
  public static void solveTwin(int n, double[] w, double[] x, int xAt, int ldx) {
    for (int v = xAt; v < xAt + ldx; v += BLOCK) {
      for (int i = 0; i < n; i++) {
        chains(i, w, ColumnCholesky.row(i), x, v, ldx);
      }
      for (int i = n - 1; i >= 0; i--) {
        chainsBack(n, i, w, x, v, ldx);
      }
    }
    Arrays.fill(x, xAt + n * ldx, xAt + rows(n) * ldx, 0.0);
  }

  /** Row i of four columns, forward: four chains side by side hide the latency of one. */
  private static void chains(int i, double[] w, int a, double[] x, int xAt, int ldx) {
    int at = xAt + i * ldx;
    double s0 = x[at];
    double s1 = x[at + 1];
    double s2 = x[at + 2];
    double s3 = x[at + 3];
    for (int k = 0, o = xAt; k < i; k++, o += ldx) {
      double m = w[a + k * ROWS];
      s0 = Fma.of(m, x[o], s0);
      s1 = Fma.of(m, x[o + 1], s1);
      s2 = Fma.of(m, x[o + 2], s2);
      s3 = Fma.of(m, x[o + 3], s3);
    }
    double r = w[a + i * ROWS];
    x[at] = s0 * r;
    x[at + 1] = s1 * r;
    x[at + 2] = s2 * r;
    x[at + 3] = s3 * r;
  }

  private static void chainsBack(int n, int i, double[] w, double[] x, int xAt, int ldx) {
    int at = xAt + i * ldx;
    double s0 = x[at];
    double s1 = x[at + 1];
    double s2 = x[at + 2];
    double s3 = x[at + 3];
    for (int k = n - 1, o = xAt + k * ldx; k > i; k--, o -= ldx) {
      double m = w[ColumnCholesky.row(k) + i * ROWS];
      s0 = Fma.of(m, x[o], s0);
      s1 = Fma.of(m, x[o + 1], s1);
      s2 = Fma.of(m, x[o + 2], s2);
      s3 = Fma.of(m, x[o + 3], s3);
    }
    double r = w[ColumnCholesky.row(i) + i * ROWS];
    x[at] = s0 * r;
    x[at + 1] = s1 * r;
    x[at + 2] = s2 * r;
    x[at + 3] = s3 * r;
  }
}
