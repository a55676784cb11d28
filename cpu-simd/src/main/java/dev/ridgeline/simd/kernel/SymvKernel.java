// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import java.util.Arrays;

/**
 * y = A x with A symmetric (BLAS: {@code symv}). Every element of the lower triangle is loaded
 * once, eight columns at a time, and serves both its row and its column.
 *
 * <pre>
 * A  m x m  lower triangle read at a[aAt + i + j lda]; above it in the same columns anything finite
 * x  m      read
 * y  m      overwritten
 * </pre>
 *
 * <p>All operands are followed by {@link #PAD} more elements along i that hold zeros (y: anything),
 * so that vectors run past the end: zeros add nothing.
 *
 * <p>Rounding: y_j is the sum of two: a chain over the elements of row j up to the diagonal,
 * ascending from 0, and 8 partial sums over the elements i of column j below the diagonal, where i
 * belongs to partial sum i mod 8, each a chain in ascending i, folded by halves. In the last m mod
 * 8 columns it is one sum.
 */
public final class SymvKernel {
  /** Zeros that must follow the last row of every operand. */
  public static final int PAD = 8;

  /** Lane l of column c on the diagonal block: 1 on and below the diagonal, at (P - c). */
  static final double[] FROM_DIAGONAL = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1};

  /** Partial sums of a column's product. */
  static final int P = 8;

  /** Columns in one pass. */
  static final int C = 8;

  private SymvKernel() {}

  /**
   * The product, or the part of it that comes from some columns of the lower triangle. Parts add up
   * to the product.
   *
   * @param m order
   * @param from first column, a multiple of 8
   * @param to column behind the last, a multiple of 8 or m
   * @param a holds A
   * @param aAt element (0, 0) of A
   * @param lda distance between columns of A
   * @param x vector
   * @param xAt its first element
   * @param y result; 0 before {@code from}
   * @param yAt its first element
   */
  public static void multiply(
      int m,
      int from,
      int to,
      double[] a,
      int aAt,
      int lda,
      double[] x,
      int xAt,
      double[] y,
      int yAt) {
    Arrays.fill(y, yAt, yAt + m + PAD, 0);
    boolean vectors = Compiled.COLUMNS.ready();
    int j = from;
    for (; j + C <= to; j += C) {
      if (vectors) {
        SymvVectors.columnsVector(m, j, a, aAt + j * lda, lda, x, xAt, y, yAt);
      } else {
        columnsScalar(m, j, a, aAt + j * lda, lda, x, xAt, y, yAt);
      }
    }
    corner(to, j, a, aAt, lda, x, xAt, y, yAt);
  }

  static void columnsScalar(
      int m, int j, double[] a, int aAt, int lda, double[] x, int xAt, double[] y, int yAt) {
    double[] s = new double[C * P];
    for (int i = j; i < m; i++) {
      int row = i - j;
      double xi = x[xAt + i];
      double yi = y[yAt + i];
      for (int c = 0; c < C; c++) {
        double t = a[aAt + c * lda + i];
        double below = row < P ? FROM_DIAGONAL[P - c - 1 + row] : 1;
        double from = row < P ? FROM_DIAGONAL[P - c + row] : 1;
        s[c * P + row % P] = row < P ? t * (xi * below) : Fma.of(t, xi, s[c * P + row % P]);
        yi = Fma.of(t, x[xAt + j + c] * from, yi);
      }
      y[yAt + i] = yi;
    }
    addSums(s, y, yAt + j);
  }

  /** Adds the products of columns: each the sum of its 8 partial sums, folded by halves. */
  static void addSums(double[] s, double[] y, int yAt) {
    for (int c = 0; c < s.length / P; c++) {
      int at = c * P;
      double even = (s[at] + s[at + 4]) + (s[at + 2] + s[at + 6]);
      double odd = (s[at + 1] + s[at + 5]) + (s[at + 3] + s[at + 7]);
      y[yAt + c] += even + odd;
    }
  }

  /** The last m mod 8 columns. */
  private static void corner(
      int m, int from, double[] a, int aAt, int lda, double[] x, int xAt, double[] y, int yAt) {
    for (int j = from; j < m; j++) {
      double s = 0;
      for (int i = j; i < m; i++) {
        double t = a[aAt + i + j * lda];
        y[yAt + i] = Fma.of(t, x[xAt + j], y[yAt + i]);
        s = i == j ? 0 : Fma.of(t, x[xAt + i], s);
      }
      y[yAt + j] += s;
    }
  }
}
