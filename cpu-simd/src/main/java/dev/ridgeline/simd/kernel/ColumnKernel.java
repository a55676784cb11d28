// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

/**
 * Sums along columns: x'y (BLAS: {@code dot}).
 *
 * <pre>
 * x, y  n elements of unit stride, read; may be the same
 * </pre>
 *
 * <p>Rounding: element i belongs to partial sum i mod 32, each a chain of fused multiply-adds in
 * ascending i that starts from 0; then s[l] += s[l + 16] for l &lt; 16, and so on with 8, 4, 2, 1.
 * No width of a vector enters: narrow vectors pass over the elements several times, each time for
 * other partial sums.
 */
public final class ColumnKernel {
  /** Partial sums. */
  static final int P = 32;

  private ColumnKernel() {}

  /**
   * x'y.
   *
   * @param n number of elements
   * @param x first operand
   * @param xAt where it starts
   * @param y second operand
   * @param yAt where it starts
   * @return the sum of products
   */
  public static double dot(int n, double[] x, int xAt, double[] y, int yAt) {
    return Compiled.COLUMNS.ready()
        ? ColumnVectors.dotVector(n, x, xAt, y, yAt)
        : dotScalar(n, x, xAt, y, yAt);
  }

  static double dotScalar(int n, double[] x, int xAt, double[] y, int yAt) {
    double[] s = new double[P];
    int whole = n - n % P;
    for (int h = 0; h < P && whole > 0; h += 8) {
      eightSums(whole, x, xAt + h, y, yAt + h, s, h);
    }
    for (int i = whole; i < n; i++) {
      s[i - whole] = Fma.of(x[xAt + i], y[yAt + i], s[i - whole]);
    }
    return fold(s);
  }

  /** Eight of the partial sums in registers. */
  private static void eightSums(
      int n, double[] x, int xAt, double[] y, int yAt, double[] s, int sAt) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    for (int i = 0; i < n; i += P) {
      int p = xAt + i;
      int q = yAt + i;
      s0 = Fma.of(x[p], y[q], s0);
      s1 = Fma.of(x[p + 1], y[q + 1], s1);
      s2 = Fma.of(x[p + 2], y[q + 2], s2);
      s3 = Fma.of(x[p + 3], y[q + 3], s3);
      s4 = Fma.of(x[p + 4], y[q + 4], s4);
      s5 = Fma.of(x[p + 5], y[q + 5], s5);
      s6 = Fma.of(x[p + 6], y[q + 6], s6);
      s7 = Fma.of(x[p + 7], y[q + 7], s7);
    }
    s[sAt] = s0;
    s[sAt + 1] = s1;
    s[sAt + 2] = s2;
    s[sAt + 3] = s3;
    s[sAt + 4] = s4;
    s[sAt + 5] = s5;
    s[sAt + 6] = s6;
    s[sAt + 7] = s7;
  }

  /**
   * C = (I - tau v v') C on columns (LAPACK: {@code larf}): s_j = v'c_j as {@link #dot}, c_ij =
   * fma(v_i, -tau s_j, c_ij).
   *
   * @param n rows
   * @param a holds v and C, apart
   * @param v where v starts
   * @param tau factor
   * @param c element (0, 0) of C
   * @param ldc its leading dimension
   * @param columns of C
   */
  public static void reflect(int n, double[] a, int v, double tau, int c, int ldc, int columns) {
    boolean vectors = Compiled.COLUMNS.ready();
    for (int j = 0; j < columns; j++) {
      int at = c + j * ldc;
      if (vectors) {
        ColumnVectors.axpyVector(n, -tau * ColumnVectors.dotVector(n, a, v, a, at), a, v, at);
      } else {
        axpyScalar(n, -tau * dotScalar(n, a, v, a, at), a, v, at);
      }
    }
  }

  /**
   * y += X s (BLAS: {@code gemv}): y_i is a chain over the columns, ascending.
   *
   * @param n rows
   * @param columns of X
   * @param x holds X
   * @param xAt element (0, 0) of X
   * @param ldx its leading dimension
   * @param s factors
   * @param y changed; may lie in x, apart from X
   * @param yAt its first element
   */
  public static void addColumns(
      int n, int columns, double[] x, int xAt, int ldx, double[] s, double[] y, int yAt) {
    addColumns(Compiled.COLUMNS.ready(), n, columns, x, xAt, ldx, s, y, yAt);
  }

  static void addColumns(
      boolean vectors,
      int n,
      int columns,
      double[] x,
      int xAt,
      int ldx,
      double[] s,
      double[] y,
      int yAt) {
    int c = 0;
    for (; vectors && c + 4 <= columns; c += 4) {
      ColumnVectors.fourColumns(n, x, xAt + c * ldx, ldx, s, c, y, yAt);
    }
    for (; c < columns; c++) {
      for (int i = 0; i < n; i++) {
        y[yAt + i] = Fma.of(x[xAt + i + c * ldx], s[c], y[yAt + i]);
      }
    }
  }

  static void axpyScalar(int n, double factor, double[] a, int x, int y) {
    for (int i = 0; i < n; i++) {
      a[y + i] = Fma.of(a[x + i], factor, a[y + i]);
    }
  }

  /** The sum of the partial sums, by halves; overwrites them. */
  static double fold(double[] s) {
    for (int half = s.length / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        s[l] += s[l + half];
      }
    }
    return s[0];
  }
}
