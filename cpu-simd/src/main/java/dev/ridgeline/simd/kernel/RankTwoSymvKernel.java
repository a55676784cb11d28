// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import java.util.Arrays;

/**
 * One step of a tridiagonal reduction in one pass over the matrix: A -= v w' + w v', then y = A x
 * (BLAS: {@code syr2} and {@code symv}). Every element of the lower triangle is loaded and stored
 * once and takes part in four multiply-adds.
 *
 * <pre>
 * A        m x m  lower triangle at a[aAt + i + j lda], updated; what is above it in the same
 *                 columns is written too and never read for a result
 * v, x     m      in the same array as A, read
 * w        m      read
 * y        m      overwritten
 * </pre>
 *
 * <p>All operands are followed by {@link SymvKernel#PAD} more elements along i that hold zeros (y:
 * anything), so that vectors run past the end: a pad of zeros stays zero and adds nothing. A and
 * its upper triangle are finite unless the result is NaN anyway.
 *
 * <p>Rounding: a_ij = fma(w_i, -v_j, fma(v_i, -w_j, a_ij)). y_j is the sum of two: a chain over the
 * elements of row j up to the diagonal, ascending from 0, and 8 partial sums over the elements i of
 * column j below the diagonal, where i belongs to partial sum (i - j0) mod 8 with j0 the multiple
 * of 4 at or before j, each a chain in ascending i, folded by halves. In the last m mod 4 columns
 * it is one sum.
 */
public final class RankTwoSymvKernel {
  private static final int PAD = SymvKernel.PAD;

  /** Partial sums of a column's product. */
  static final int P = 8;

  /** Columns in one pass. */
  static final int C = 4;

  static final double[] FROM_DIAGONAL = SymvKernel.FROM_DIAGONAL;

  private RankTwoSymvKernel() {}

  /**
   * The step.
   *
   * @param m order
   * @param a holds A, v and x
   * @param aAt element (0, 0) of A
   * @param lda distance between columns of A
   * @param vAt first element of v
   * @param w vector
   * @param wAt its first element
   * @param xAt first element of x
   * @param y result
   * @param yAt its first element
   */
  public static void updateMultiply(
      int m,
      double[] a,
      int aAt,
      int lda,
      int vAt,
      double[] w,
      int wAt,
      int xAt,
      double[] y,
      int yAt) {
    Arrays.fill(y, yAt, yAt + m + PAD, 0);
    boolean vectors = Compiled.COLUMNS.ready();
    int j = 0;
    for (; j + C <= m; j += C) {
      if (vectors) {
        RankTwoSymvVectors.columnsVector(m, j, a, aAt + j * lda, lda, vAt, w, wAt, xAt, y, yAt);
      } else {
        columnsScalar(m, j, a, aAt + j * lda, lda, vAt, w, wAt, xAt, y, yAt);
      }
    }
    corner(m, j, a, aAt, lda, vAt, w, wAt, xAt, y, yAt);
  }

  static void columnsScalar(
      int m,
      int j,
      double[] a,
      int aAt,
      int lda,
      int vAt,
      double[] w,
      int wAt,
      int xAt,
      double[] y,
      int yAt) {
    double[] s = new double[C * P];
    int whole = m - (m - j) % P;
    rows(j, Math.min(j + P, m), j, a, aAt, lda, vAt, w, wAt, xAt, y, yAt, s);
    for (int c = 0; c < C; c += 2) {
      for (int r = 0; r < P; r += 4) {
        pair(
            j + P + r, whole, j + c, a, aAt + c * lda, lda, vAt, w, wAt, xAt, y, yAt, s, c * P + r);
      }
    }
    rows(Math.max(whole, j + P), m, j, a, aAt, lda, vAt, w, wAt, xAt, y, yAt, s);
    SymvKernel.addSums(s, y, yAt + j);
  }

  /** Rows one by one: those of the diagonal block, and the last. */
  private static void rows(
      int from,
      int to,
      int j,
      double[] a,
      int aAt,
      int lda,
      int vAt,
      double[] w,
      int wAt,
      int xAt,
      double[] y,
      int yAt,
      double[] s) {
    for (int i = from; i < to; i++) {
      int row = i - j;
      double vi = a[vAt + i];
      double wi = w[wAt + i];
      double xi = a[xAt + i];
      double yi = y[yAt + i];
      for (int c = 0; c < C; c++) {
        int at = aAt + c * lda + i;
        double t = Fma.of(wi, -a[vAt + j + c], Fma.of(vi, -w[wAt + j + c], a[at]));
        a[at] = t;
        double below = row < P ? FROM_DIAGONAL[P - c - 1 + row] : 1;
        double on = row < P ? FROM_DIAGONAL[P - c + row] : 1;
        s[c * P + row % P] = row < P ? t * (xi * below) : Fma.of(t, xi, s[c * P + row % P]);
        yi = Fma.of(t, a[xAt + j + c] * on, yi);
      }
      y[yAt + i] = yi;
    }
  }

  /** Two columns from j on and every second four rows, with their partial sums in registers. */
  private static void pair(
      int from,
      int to,
      int j,
      double[] a,
      int aAt,
      int lda,
      int vAt,
      double[] w,
      int wAt,
      int xAt,
      double[] y,
      int yAt,
      double[] s,
      int sAt) {
    double v0 = -a[vAt + j];
    double w0 = -w[wAt + j];
    double x0 = a[xAt + j];
    double v1 = -a[vAt + j + 1];
    double w1 = -w[wAt + j + 1];
    double x1 = a[xAt + j + 1];
    double s00 = s[sAt];
    double s01 = s[sAt + 1];
    double s02 = s[sAt + 2];
    double s03 = s[sAt + 3];
    double s10 = s[sAt + 8];
    double s11 = s[sAt + 9];
    double s12 = s[sAt + 10];
    double s13 = s[sAt + 11];
    for (int i = from; i < to; i += P) {
      int p = aAt + i;
      int q = p + lda;
      int row = yAt + i;
      double vi = a[vAt + i];
      double wi = w[wAt + i];
      double xi = a[xAt + i];
      double t = Fma.of(wi, v0, Fma.of(vi, w0, a[p]));
      a[p] = t;
      s00 = Fma.of(t, xi, s00);
      double yi = Fma.of(t, x0, y[row]);
      t = Fma.of(wi, v1, Fma.of(vi, w1, a[q]));
      a[q] = t;
      s10 = Fma.of(t, xi, s10);
      y[row] = Fma.of(t, x1, yi);
      vi = a[vAt + i + 1];
      wi = w[wAt + i + 1];
      xi = a[xAt + i + 1];
      t = Fma.of(wi, v0, Fma.of(vi, w0, a[p + 1]));
      a[p + 1] = t;
      s01 = Fma.of(t, xi, s01);
      yi = Fma.of(t, x0, y[row + 1]);
      t = Fma.of(wi, v1, Fma.of(vi, w1, a[q + 1]));
      a[q + 1] = t;
      s11 = Fma.of(t, xi, s11);
      y[row + 1] = Fma.of(t, x1, yi);
      vi = a[vAt + i + 2];
      wi = w[wAt + i + 2];
      xi = a[xAt + i + 2];
      t = Fma.of(wi, v0, Fma.of(vi, w0, a[p + 2]));
      a[p + 2] = t;
      s02 = Fma.of(t, xi, s02);
      yi = Fma.of(t, x0, y[row + 2]);
      t = Fma.of(wi, v1, Fma.of(vi, w1, a[q + 2]));
      a[q + 2] = t;
      s12 = Fma.of(t, xi, s12);
      y[row + 2] = Fma.of(t, x1, yi);
      vi = a[vAt + i + 3];
      wi = w[wAt + i + 3];
      xi = a[xAt + i + 3];
      t = Fma.of(wi, v0, Fma.of(vi, w0, a[p + 3]));
      a[p + 3] = t;
      s03 = Fma.of(t, xi, s03);
      yi = Fma.of(t, x0, y[row + 3]);
      t = Fma.of(wi, v1, Fma.of(vi, w1, a[q + 3]));
      a[q + 3] = t;
      s13 = Fma.of(t, xi, s13);
      y[row + 3] = Fma.of(t, x1, yi);
    }
    s[sAt] = s00;
    s[sAt + 1] = s01;
    s[sAt + 2] = s02;
    s[sAt + 3] = s03;
    s[sAt + 8] = s10;
    s[sAt + 9] = s11;
    s[sAt + 10] = s12;
    s[sAt + 11] = s13;
  }

  /** The last m mod 4 columns. */
  private static void corner(
      int m,
      int from,
      double[] a,
      int aAt,
      int lda,
      int vAt,
      double[] w,
      int wAt,
      int xAt,
      double[] y,
      int yAt) {
    for (int j = from; j < m; j++) {
      double s = 0;
      for (int i = j; i < m; i++) {
        int at = aAt + i + j * lda;
        a[at] = Fma.of(w[wAt + i], -a[vAt + j], Fma.of(a[vAt + i], -w[wAt + j], a[at]));
        y[yAt + i] = Fma.of(a[at], a[xAt + j], y[yAt + i]);
        s = i == j ? 0 : Fma.of(a[at], a[xAt + i], s);
      }
      y[yAt + j] += s;
    }
  }
}
