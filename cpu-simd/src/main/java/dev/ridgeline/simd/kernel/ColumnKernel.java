// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;

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
  private static final int P = 32;

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
    return Compiled.COLUMNS.ready() ? dotVector(n, x, xAt, y, yAt) : dotScalar(n, x, xAt, y, yAt);
  }

  static double dotVector(int n, double[] x, int xAt, double[] y, int yAt) {
    double[] s = new double[P];
    int whole = n - n % P;
    for (int h = 0; h < P; h += 4 * L) {
      DoubleVector s0 = DoubleVector.zero(SPECIES);
      DoubleVector s1 = DoubleVector.zero(SPECIES);
      DoubleVector s2 = DoubleVector.zero(SPECIES);
      DoubleVector s3 = DoubleVector.zero(SPECIES);
      // vector body: 4 of the 32 / L vectors of partial sums
      for (int i = h; i < whole; i += P) {
        DoubleVector x0 = DoubleVector.fromArray(SPECIES, x, xAt + i);
        DoubleVector x1 = DoubleVector.fromArray(SPECIES, x, xAt + i + L);
        DoubleVector x2 = DoubleVector.fromArray(SPECIES, x, xAt + i + 2 * L);
        DoubleVector x3 = DoubleVector.fromArray(SPECIES, x, xAt + i + 3 * L);
        DoubleVector y0 = DoubleVector.fromArray(SPECIES, y, yAt + i);
        DoubleVector y1 = DoubleVector.fromArray(SPECIES, y, yAt + i + L);
        DoubleVector y2 = DoubleVector.fromArray(SPECIES, y, yAt + i + 2 * L);
        DoubleVector y3 = DoubleVector.fromArray(SPECIES, y, yAt + i + 3 * L);
        s0 = FMA ? x0.fma(y0, s0) : x0.mul(y0).add(s0);
        s1 = FMA ? x1.fma(y1, s1) : x1.mul(y1).add(s1);
        s2 = FMA ? x2.fma(y2, s2) : x2.mul(y2).add(s2);
        s3 = FMA ? x3.fma(y3, s3) : x3.mul(y3).add(s3);
      }
      s0.intoArray(s, h);
      s1.intoArray(s, h + L);
      s2.intoArray(s, h + 2 * L);
      s3.intoArray(s, h + 3 * L);
    }
    // scalar tail
    for (int i = whole; i < n; i++) {
      s[i - whole] = Fma.of(x[xAt + i], y[yAt + i], s[i - whole]);
    }
    return fold(s);
  }

  static double dotScalar(int n, double[] x, int xAt, double[] y, int yAt) {
    double[] s = new double[P];
    for (int i = 0; i < n; i++) {
      s[i % P] = Fma.of(x[xAt + i], y[yAt + i], s[i % P]);
    }
    return fold(s);
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
        axpyVector(n, -tau * dotVector(n, a, v, a, at), a, v, at);
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
      fourColumns(n, x, xAt + c * ldx, ldx, s, c, y, yAt);
    }
    for (; c < columns; c++) {
      for (int i = 0; i < n; i++) {
        y[yAt + i] = Fma.of(x[xAt + i + c * ldx], s[c], y[yAt + i]);
      }
    }
  }

  static void fourColumns(
      int n, double[] x, int xAt, int ldx, double[] s, int c, double[] y, int yAt) {
    int x1 = xAt + ldx;
    int x2 = x1 + ldx;
    int x3 = x2 + ldx;
    DoubleVector s0 = DoubleVector.broadcast(SPECIES, s[c]);
    DoubleVector s1 = DoubleVector.broadcast(SPECIES, s[c + 1]);
    DoubleVector s2 = DoubleVector.broadcast(SPECIES, s[c + 2]);
    DoubleVector s3 = DoubleVector.broadcast(SPECIES, s[c + 3]);
    int i = 0;
    for (; i + L <= n; i += L) {
      DoubleVector yi = DoubleVector.fromArray(SPECIES, y, yAt + i);
      DoubleVector t0 = DoubleVector.fromArray(SPECIES, x, xAt + i);
      DoubleVector t1 = DoubleVector.fromArray(SPECIES, x, x1 + i);
      DoubleVector t2 = DoubleVector.fromArray(SPECIES, x, x2 + i);
      DoubleVector t3 = DoubleVector.fromArray(SPECIES, x, x3 + i);
      yi = FMA ? t0.fma(s0, yi) : t0.mul(s0).add(yi);
      yi = FMA ? t1.fma(s1, yi) : t1.mul(s1).add(yi);
      yi = FMA ? t2.fma(s2, yi) : t2.mul(s2).add(yi);
      yi = FMA ? t3.fma(s3, yi) : t3.mul(s3).add(yi);
      yi.intoArray(y, yAt + i);
    }
    // scalar tail
    for (; i < n; i++) {
      double yi = Fma.of(x[xAt + i], s[c], y[yAt + i]);
      yi = Fma.of(x[x1 + i], s[c + 1], yi);
      yi = Fma.of(x[x2 + i], s[c + 2], yi);
      y[yAt + i] = Fma.of(x[x3 + i], s[c + 3], yi);
    }
  }

  static void axpyVector(int n, double factor, double[] a, int x, int y) {
    int i = 0;
    for (; i + L <= n; i += L) {
      DoubleVector xi = DoubleVector.fromArray(SPECIES, a, x + i);
      DoubleVector yi = DoubleVector.fromArray(SPECIES, a, y + i);
      yi = FMA ? xi.fma(DoubleVector.broadcast(SPECIES, factor), yi) : xi.mul(factor).add(yi);
      yi.intoArray(a, y + i);
    }
    // scalar tail
    for (; i < n; i++) {
      a[y + i] = Fma.of(a[x + i], factor, a[y + i]);
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
