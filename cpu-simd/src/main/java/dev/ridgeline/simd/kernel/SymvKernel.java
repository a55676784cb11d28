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
    int whole = m - (m - j) % P;
    rows(j, j + P, j, a, aAt, lda, x, xAt, y, yAt, s);
    for (int c = 0; c < C; c += 4) {
      for (int r = 0; r < P; r += 4) {
        quarter(j + P + r, whole, c, a, aAt + c * lda, lda, x, xAt, j, y, yAt, s, c * P + r);
      }
    }
    rows(whole, m, j, a, aAt, lda, x, xAt, y, yAt, s);
    addSums(s, y, yAt + j);
  }

  /** Rows one by one: those of the diagonal block, and the last. */
  private static void rows(
      int from,
      int to,
      int j,
      double[] a,
      int aAt,
      int lda,
      double[] x,
      int xAt,
      double[] y,
      int yAt,
      double[] s) {
    for (int i = from; i < to; i++) {
      int row = i - j;
      double xi = x[xAt + i];
      double yi = y[yAt + i];
      for (int c = 0; c < C; c++) {
        double t = a[aAt + c * lda + i];
        double below = row < P ? FROM_DIAGONAL[P - c - 1 + row] : 1;
        double on = row < P ? FROM_DIAGONAL[P - c + row] : 1;
        s[c * P + row % P] = row < P ? t * (xi * below) : Fma.of(t, xi, s[c * P + row % P]);
        yi = Fma.of(t, x[xAt + j + c] * on, yi);
      }
      y[yAt + i] = yi;
    }
  }

  /**
   * Four columns and every second four rows: sixteen partial sums in registers, and four chains of
   * y side by side, which hide the latency of one.
   */
  private static void quarter(
      int from,
      int to,
      int c,
      double[] a,
      int aAt,
      int lda,
      double[] x,
      int xAt,
      int j,
      double[] y,
      int yAt,
      double[] s,
      int sAt) {
    double x0 = x[xAt + j + c];
    double x1 = x[xAt + j + c + 1];
    double x2 = x[xAt + j + c + 2];
    double x3 = x[xAt + j + c + 3];
    double s00 = s[sAt];
    double s01 = s[sAt + 1];
    double s02 = s[sAt + 2];
    double s03 = s[sAt + 3];
    double s10 = s[sAt + 8];
    double s11 = s[sAt + 9];
    double s12 = s[sAt + 10];
    double s13 = s[sAt + 11];
    double s20 = s[sAt + 16];
    double s21 = s[sAt + 17];
    double s22 = s[sAt + 18];
    double s23 = s[sAt + 19];
    double s30 = s[sAt + 24];
    double s31 = s[sAt + 25];
    double s32 = s[sAt + 26];
    double s33 = s[sAt + 27];
    for (int i = from; i < to; i += P) {
      int at = xAt + i;
      int row = yAt + i;
      double v0 = x[at];
      double v1 = x[at + 1];
      double v2 = x[at + 2];
      double v3 = x[at + 3];
      double y0 = y[row];
      double y1 = y[row + 1];
      double y2 = y[row + 2];
      double y3 = y[row + 3];
      int p = aAt + i;
      double t = a[p];
      s00 = Fma.of(t, v0, s00);
      y0 = Fma.of(t, x0, y0);
      t = a[p + 1];
      s01 = Fma.of(t, v1, s01);
      y1 = Fma.of(t, x0, y1);
      t = a[p + 2];
      s02 = Fma.of(t, v2, s02);
      y2 = Fma.of(t, x0, y2);
      t = a[p + 3];
      s03 = Fma.of(t, v3, s03);
      y3 = Fma.of(t, x0, y3);
      p += lda;
      t = a[p];
      s10 = Fma.of(t, v0, s10);
      y0 = Fma.of(t, x1, y0);
      t = a[p + 1];
      s11 = Fma.of(t, v1, s11);
      y1 = Fma.of(t, x1, y1);
      t = a[p + 2];
      s12 = Fma.of(t, v2, s12);
      y2 = Fma.of(t, x1, y2);
      t = a[p + 3];
      s13 = Fma.of(t, v3, s13);
      y3 = Fma.of(t, x1, y3);
      p += lda;
      t = a[p];
      s20 = Fma.of(t, v0, s20);
      y0 = Fma.of(t, x2, y0);
      t = a[p + 1];
      s21 = Fma.of(t, v1, s21);
      y1 = Fma.of(t, x2, y1);
      t = a[p + 2];
      s22 = Fma.of(t, v2, s22);
      y2 = Fma.of(t, x2, y2);
      t = a[p + 3];
      s23 = Fma.of(t, v3, s23);
      y3 = Fma.of(t, x2, y3);
      p += lda;
      t = a[p];
      s30 = Fma.of(t, v0, s30);
      y0 = Fma.of(t, x3, y0);
      t = a[p + 1];
      s31 = Fma.of(t, v1, s31);
      y1 = Fma.of(t, x3, y1);
      t = a[p + 2];
      s32 = Fma.of(t, v2, s32);
      y2 = Fma.of(t, x3, y2);
      t = a[p + 3];
      s33 = Fma.of(t, v3, s33);
      y3 = Fma.of(t, x3, y3);
      y[row] = y0;
      y[row + 1] = y1;
      y[row + 2] = y2;
      y[row + 3] = y3;
    }
    s[sAt] = s00;
    s[sAt + 1] = s01;
    s[sAt + 2] = s02;
    s[sAt + 3] = s03;
    s[sAt + 8] = s10;
    s[sAt + 9] = s11;
    s[sAt + 10] = s12;
    s[sAt + 11] = s13;
    s[sAt + 16] = s20;
    s[sAt + 17] = s21;
    s[sAt + 18] = s22;
    s[sAt + 19] = s23;
    s[sAt + 24] = s30;
    s[sAt + 25] = s31;
    s[sAt + 26] = s32;
    s[sAt + 27] = s33;
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
