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
    for (int i = j; i < m; i++) {
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
        double from = row < P ? FROM_DIAGONAL[P - c + row] : 1;
        s[c * P + row % P] = row < P ? t * (xi * below) : Fma.of(t, xi, s[c * P + row % P]);
        yi = Fma.of(t, a[xAt + j + c] * from, yi);
      }
      y[yAt + i] = yi;
    }
    SymvKernel.addSums(s, y, yAt + j);
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
