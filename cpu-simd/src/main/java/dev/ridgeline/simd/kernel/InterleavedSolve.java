// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Lanes.L;

import java.util.Arrays;

/**
 * L L' X = B for the eight problems of an {@link Interleaved} group, one lane each, and a block of
 * one or four right-hand sides.
 *
 * <pre>
 * w  Interleaved.factorSize(n)        -L below the diagonal, 1 / L_jj on it
 * x  Interleaved.blockSize(n, width)  in: B, zero in the rows that fill up; out: X
 * </pre>
 *
 * <p>Rounding: y_i starts as b_i; for k = 0 .. i - 1, y_i = fma(m_ik, y_k, y_i); then y_i = y_i
 * r_i. Backward x_i starts as y_i; for k = n - 1 down to i + 1, x_i = fma(m_ki, x_k, x_i); then x_i
 * = x_i r_i. The methods are cut as in {@link InterleavedCholesky}.
 */
public final class InterleavedSolve {
  static final int G = Interleaved.WIDTH;
  static final int ROWS = Interleaved.ROWS;
  static final int COLUMN = Interleaved.COLUMN;

  private InterleavedSolve() {}

  /**
   * Solves for one block.
   *
   * @param n order
   * @param width columns of the block, 1 or 4
   * @param w the factors
   * @param x the block
   */
  public static void solve(int n, int width, double[] w, double[] x) {
    int panels = Interleaved.panels(n);
    for (int lane = 0; lane < G; lane += L) {
      for (int i = 0; i < panels; i++) {
        int a = Interleaved.panel(i) + lane;
        if (width == 1) {
          InterleavedSolveVectors.forwardOne(ROWS * i, w, a, x, lane);
        } else {
          InterleavedSolveVectors.forward(ROWS * i, w, a, x, lane);
          InterleavedSolveVectors.divideForward(
              w, a + ROWS * i * COLUMN, x, ROWS * i * COLUMN + lane);
        }
      }
      Arrays.fill(x, n * width * G, panels * ROWS * width * G, 0.0);
      for (int i = panels - 1; i >= 0; i--) {
        int d = Interleaved.panel(i) + ROWS * i * COLUMN + lane;
        if (width == 1) {
          InterleavedSolveVectors.backwardOne(n, ROWS * i, w, lane, x);
        } else {
          InterleavedSolveVectors.backward(n, ROWS * i, w, lane, x);
          InterleavedSolveVectors.divideBackward(w, d, x, ROWS * i * COLUMN + lane);
        }
      }
    }
  }

  /**
   * The scalar twin of {@link #solve}.
   *
   * @param n order
   * @param width columns of the block, 1 or 4
   * @param w the factors
   * @param x the block
   */
  public static void solveTwin(int n, int width, double[] w, double[] x) {
    int step = width * G;
    for (int from = 0; from < step; from += 4) {
      int lane = from % G;
      for (int i = 0; i < n; i++) {
        chains(i, w, Interleaved.row(i) + lane, x, from, step);
      }
      for (int i = n - 1; i >= 0; i--) {
        chainsBack(n, i, w, lane, x, from, step);
      }
    }
  }

  /** Row i of four problems, forward: four chains side by side hide the latency of one. */
  private static void chains(int i, double[] w, int mi, double[] x, int from, int step) {
    int at = from + i * step;
    double s0 = x[at];
    double s1 = x[at + 1];
    double s2 = x[at + 2];
    double s3 = x[at + 3];
    int m = mi;
    for (int k = 0, o = from; k < i; k++, o += step, m += COLUMN) {
      s0 = Fma.of(w[m], x[o], s0);
      s1 = Fma.of(w[m + 1], x[o + 1], s1);
      s2 = Fma.of(w[m + 2], x[o + 2], s2);
      s3 = Fma.of(w[m + 3], x[o + 3], s3);
    }
    x[at] = s0 * w[m];
    x[at + 1] = s1 * w[m + 1];
    x[at + 2] = s2 * w[m + 2];
    x[at + 3] = s3 * w[m + 3];
  }

  private static void chainsBack(
      int n, int i, double[] w, int lane, double[] x, int from, int step) {
    int at = from + i * step;
    double s0 = x[at];
    double s1 = x[at + 1];
    double s2 = x[at + 2];
    double s3 = x[at + 3];
    for (int k = n - 1, o = from + k * step; k > i; k--, o -= step) {
      int m = Interleaved.row(k) + i * COLUMN + lane;
      s0 = Fma.of(w[m], x[o], s0);
      s1 = Fma.of(w[m + 1], x[o + 1], s1);
      s2 = Fma.of(w[m + 2], x[o + 2], s2);
      s3 = Fma.of(w[m + 3], x[o + 3], s3);
    }
    int m = Interleaved.row(i) + i * COLUMN + lane;
    x[at] = s0 * w[m];
    x[at + 1] = s1 * w[m + 1];
    x[at + 2] = s2 * w[m + 2];
    x[at + 3] = s3 * w[m + 3];
  }
}
