// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

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
  private static final int P = 8;

  /** Columns in one pass. */
  private static final int C = 4;

  private static final double[] FROM_DIAGONAL = SymvKernel.FROM_DIAGONAL;

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
        columnsVector(m, j, a, aAt + j * lda, lda, vAt, w, wAt, xAt, y, yAt);
      } else {
        columnsScalar(m, j, a, aAt + j * lda, lda, vAt, w, wAt, xAt, y, yAt);
      }
    }
    corner(m, j, a, aAt, lda, vAt, w, wAt, xAt, y, yAt);
  }

  /** Columns j .. j + 3 from row j on; aAt is the start of column j. */
  static void columnsVector(
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
    int a1 = aAt + lda;
    int a2 = a1 + lda;
    int a3 = a2 + lda;
    DoubleVector x0 = DoubleVector.broadcast(SPECIES, a[xAt + j]);
    DoubleVector x1 = DoubleVector.broadcast(SPECIES, a[xAt + j + 1]);
    DoubleVector x2 = DoubleVector.broadcast(SPECIES, a[xAt + j + 2]);
    DoubleVector x3 = DoubleVector.broadcast(SPECIES, a[xAt + j + 3]);
    DoubleVector v0 = DoubleVector.broadcast(SPECIES, -a[vAt + j]);
    DoubleVector v1 = DoubleVector.broadcast(SPECIES, -a[vAt + j + 1]);
    DoubleVector v2 = DoubleVector.broadcast(SPECIES, -a[vAt + j + 2]);
    DoubleVector v3 = DoubleVector.broadcast(SPECIES, -a[vAt + j + 3]);
    DoubleVector w0 = DoubleVector.broadcast(SPECIES, -w[wAt + j]);
    DoubleVector w1 = DoubleVector.broadcast(SPECIES, -w[wAt + j + 1]);
    DoubleVector w2 = DoubleVector.broadcast(SPECIES, -w[wAt + j + 2]);
    DoubleVector w3 = DoubleVector.broadcast(SPECIES, -w[wAt + j + 3]);
    double[] s = new double[C * P];
    for (int h = 0; h < P; h += L) {
      // the 8 rows of the diagonal block: factors of 0 leave the upper triangle out
      int i = j + h;
      DoubleVector vi = DoubleVector.fromArray(SPECIES, a, vAt + i);
      DoubleVector wi = DoubleVector.fromArray(SPECIES, w, wAt + i);
      DoubleVector xi = DoubleVector.fromArray(SPECIES, a, xAt + i);
      DoubleVector yi = DoubleVector.fromArray(SPECIES, y, yAt + i);
      DoubleVector t = DoubleVector.fromArray(SPECIES, a, aAt + i);
      t = FMA ? vi.fma(w0, t) : vi.mul(w0).add(t);
      t = FMA ? wi.fma(v0, t) : wi.mul(v0).add(t);
      t.intoArray(a, aAt + i);
      DoubleVector f = x0.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P + h));
      yi = FMA ? t.fma(f, yi) : t.mul(f).add(yi);
      DoubleVector s0 = t.mul(xi.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 1 + h)));
      t = DoubleVector.fromArray(SPECIES, a, a1 + i);
      t = FMA ? vi.fma(w1, t) : vi.mul(w1).add(t);
      t = FMA ? wi.fma(v1, t) : wi.mul(v1).add(t);
      t.intoArray(a, a1 + i);
      f = x1.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 1 + h));
      yi = FMA ? t.fma(f, yi) : t.mul(f).add(yi);
      DoubleVector s1 = t.mul(xi.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 2 + h)));
      t = DoubleVector.fromArray(SPECIES, a, a2 + i);
      t = FMA ? vi.fma(w2, t) : vi.mul(w2).add(t);
      t = FMA ? wi.fma(v2, t) : wi.mul(v2).add(t);
      t.intoArray(a, a2 + i);
      f = x2.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 2 + h));
      yi = FMA ? t.fma(f, yi) : t.mul(f).add(yi);
      DoubleVector s2 = t.mul(xi.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 3 + h)));
      t = DoubleVector.fromArray(SPECIES, a, a3 + i);
      t = FMA ? vi.fma(w3, t) : vi.mul(w3).add(t);
      t = FMA ? wi.fma(v3, t) : wi.mul(v3).add(t);
      t.intoArray(a, a3 + i);
      f = x3.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 3 + h));
      yi = FMA ? t.fma(f, yi) : t.mul(f).add(yi);
      DoubleVector s3 = t.mul(xi.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 4 + h)));
      yi.intoArray(y, yAt + i);
      // vector body: 4 columns, every P-th row block
      for (i += P; i < m; i += P) {
        vi = DoubleVector.fromArray(SPECIES, a, vAt + i);
        wi = DoubleVector.fromArray(SPECIES, w, wAt + i);
        xi = DoubleVector.fromArray(SPECIES, a, xAt + i);
        yi = DoubleVector.fromArray(SPECIES, y, yAt + i);
        DoubleVector t0 = DoubleVector.fromArray(SPECIES, a, aAt + i);
        DoubleVector t1 = DoubleVector.fromArray(SPECIES, a, a1 + i);
        DoubleVector t2 = DoubleVector.fromArray(SPECIES, a, a2 + i);
        DoubleVector t3 = DoubleVector.fromArray(SPECIES, a, a3 + i);
        t0 = FMA ? vi.fma(w0, t0) : vi.mul(w0).add(t0);
        t1 = FMA ? vi.fma(w1, t1) : vi.mul(w1).add(t1);
        t2 = FMA ? vi.fma(w2, t2) : vi.mul(w2).add(t2);
        t3 = FMA ? vi.fma(w3, t3) : vi.mul(w3).add(t3);
        t0 = FMA ? wi.fma(v0, t0) : wi.mul(v0).add(t0);
        t1 = FMA ? wi.fma(v1, t1) : wi.mul(v1).add(t1);
        t2 = FMA ? wi.fma(v2, t2) : wi.mul(v2).add(t2);
        t3 = FMA ? wi.fma(v3, t3) : wi.mul(v3).add(t3);
        t0.intoArray(a, aAt + i);
        t1.intoArray(a, a1 + i);
        t2.intoArray(a, a2 + i);
        t3.intoArray(a, a3 + i);
        s0 = FMA ? t0.fma(xi, s0) : t0.mul(xi).add(s0);
        s1 = FMA ? t1.fma(xi, s1) : t1.mul(xi).add(s1);
        s2 = FMA ? t2.fma(xi, s2) : t2.mul(xi).add(s2);
        s3 = FMA ? t3.fma(xi, s3) : t3.mul(xi).add(s3);
        yi = FMA ? t0.fma(x0, yi) : t0.mul(x0).add(yi);
        yi = FMA ? t1.fma(x1, yi) : t1.mul(x1).add(yi);
        yi = FMA ? t2.fma(x2, yi) : t2.mul(x2).add(yi);
        yi = FMA ? t3.fma(x3, yi) : t3.mul(x3).add(yi);
        yi.intoArray(y, yAt + i);
      }
      s0.intoArray(s, h);
      s1.intoArray(s, P + h);
      s2.intoArray(s, 2 * P + h);
      s3.intoArray(s, 3 * P + h);
    }
    SymvKernel.addSums(s, y, yAt + j);
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
