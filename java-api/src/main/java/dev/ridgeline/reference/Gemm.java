// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.HostBlock;

/**
 * C = alpha op(A) op(B) + beta C (BLAS: {@code gemm}).
 *
 * <pre>
 * op(A)  m x k  read
 * op(B)  k x n  read
 * C      m x n  overwritten; read when beta is not 0
 * </pre>
 *
 * <p>Element (i, j) is beta C_ij, to which products are added in the order of k, four at a time.
 */
final class Gemm {
  /** Rows and columns of the panel of A: 256 KiB, which stay in the second-level cache. */
  private static final int MC = 256;

  /** A multiple of four, so that blocks along k do not change the order of the sums. */
  private static final int KC = 128;

  private Gemm() {}

  static void run(
      Transpose transA,
      Transpose transB,
      double alpha,
      HostBlock a,
      HostBlock b,
      double beta,
      HostBlock c) {
    int m = c.rows();
    int n = c.columns();
    int k = transA == Transpose.NO ? a.columns() : a.rows();
    assert m == (transA == Transpose.NO ? a.rows() : a.columns()) : "rows of op(A)";
    assert k == (transB == Transpose.NO ? b.rows() : b.columns()) : "rows of op(B)";
    assert n == (transB == Transpose.NO ? b.columns() : b.rows()) : "columns of op(B)";
    double[][] panel = new double[Math.min(k, KC)][Math.min(m, MC)];
    double[] s = new double[Math.min(k, KC)];
    double[] y = new double[Math.min(m, MC)];
    for (int item = 0; item < c.count(); item++) {
      scale(beta, c, item);
      for (int row = 0; row < m; row += MC) {
        int rows = Math.min(MC, m - row);
        for (int l = 0; l < k; l += KC) {
          int depth = Math.min(KC, k - l);
          Panel.pack(
              transA, a.data(), a.at(item), a.leadingDimension(), row, rows, l, depth, panel);
          for (int j = 0; j < n; j++) {
            column(transB, alpha, b, item, l, depth, j, s);
            int cj = c.at(item) + row + j * c.leadingDimension();
            System.arraycopy(c.data(), cj, y, 0, rows);
            Axpy.add(depth, panel, s, 0, rows, y);
            System.arraycopy(y, 0, c.data(), cj, rows);
          }
        }
      }
    }
  }

  /** C = beta C; with beta = 0 what was there, NaN perhaps, is not looked at. */
  private static void scale(double beta, HostBlock c, int item) {
    double[] data = c.data();
    for (int j = 0; j < c.columns(); j++) {
      int start = c.at(item) + j * c.leadingDimension();
      for (int i = start; i < start + c.rows(); i++) {
        data[i] = beta == 0 ? 0 : beta * data[i];
      }
    }
  }

  /** s_i = alpha op(B)(l + i, j). */
  private static void column(
      Transpose trans, double alpha, HostBlock b, int item, int l, int depth, int j, double[] s) {
    double[] data = b.data();
    int ldb = b.leadingDimension();
    int start = b.at(item) + (trans == Transpose.NO ? l + j * ldb : j + l * ldb);
    int step = trans == Transpose.NO ? 1 : ldb;
    for (int i = 0; i < depth; i++) {
      s[i] = alpha * data[start + i * step];
    }
  }
}
