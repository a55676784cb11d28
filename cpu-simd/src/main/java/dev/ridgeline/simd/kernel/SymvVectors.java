// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Species.SPECIES;
import static dev.ridgeline.simd.kernel.SymvKernel.C;
import static dev.ridgeline.simd.kernel.SymvKernel.FROM_DIAGONAL;
import static dev.ridgeline.simd.kernel.SymvKernel.P;

import jdk.incubator.vector.DoubleVector;

/** The vector bodies of {@link SymvKernel}, apart so that its twins run without the Vector API. */
final class SymvVectors {
  private SymvVectors() {}

  /** Columns j .. j + 7 from row j on; aAt is the start of column j. */
  static void columnsVector(
      int m, int j, double[] a, int aAt, int lda, double[] x, int xAt, double[] y, int yAt) {
    int a1 = aAt + lda;
    int a2 = a1 + lda;
    int a3 = a2 + lda;
    int a4 = a3 + lda;
    int a5 = a4 + lda;
    int a6 = a5 + lda;
    int a7 = a6 + lda;
    DoubleVector x0 = DoubleVector.broadcast(SPECIES, x[xAt + j]);
    DoubleVector x1 = DoubleVector.broadcast(SPECIES, x[xAt + j + 1]);
    DoubleVector x2 = DoubleVector.broadcast(SPECIES, x[xAt + j + 2]);
    DoubleVector x3 = DoubleVector.broadcast(SPECIES, x[xAt + j + 3]);
    DoubleVector x4 = DoubleVector.broadcast(SPECIES, x[xAt + j + 4]);
    DoubleVector x5 = DoubleVector.broadcast(SPECIES, x[xAt + j + 5]);
    DoubleVector x6 = DoubleVector.broadcast(SPECIES, x[xAt + j + 6]);
    DoubleVector x7 = DoubleVector.broadcast(SPECIES, x[xAt + j + 7]);
    double[] s = new double[C * P];
    for (int h = 0; h < P; h += L) {
      // the 8 rows of the diagonal block: factors of 0 leave the upper triangle out
      int i = j + h;
      DoubleVector xi = DoubleVector.fromArray(SPECIES, x, xAt + i);
      DoubleVector yi = DoubleVector.fromArray(SPECIES, y, yAt + i);
      DoubleVector t;
      DoubleVector f;
      t = DoubleVector.fromArray(SPECIES, a, aAt + i);
      f = x0.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P + h));
      yi = FMA ? t.fma(f, yi) : t.mul(f).add(yi);
      DoubleVector s0 = t.mul(xi.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 1 + h)));
      t = DoubleVector.fromArray(SPECIES, a, a1 + i);
      f = x1.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 1 + h));
      yi = FMA ? t.fma(f, yi) : t.mul(f).add(yi);
      DoubleVector s1 = t.mul(xi.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 2 + h)));
      t = DoubleVector.fromArray(SPECIES, a, a2 + i);
      f = x2.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 2 + h));
      yi = FMA ? t.fma(f, yi) : t.mul(f).add(yi);
      DoubleVector s2 = t.mul(xi.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 3 + h)));
      t = DoubleVector.fromArray(SPECIES, a, a3 + i);
      f = x3.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 3 + h));
      yi = FMA ? t.fma(f, yi) : t.mul(f).add(yi);
      DoubleVector s3 = t.mul(xi.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 4 + h)));
      t = DoubleVector.fromArray(SPECIES, a, a4 + i);
      f = x4.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 4 + h));
      yi = FMA ? t.fma(f, yi) : t.mul(f).add(yi);
      DoubleVector s4 = t.mul(xi.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 5 + h)));
      t = DoubleVector.fromArray(SPECIES, a, a5 + i);
      f = x5.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 5 + h));
      yi = FMA ? t.fma(f, yi) : t.mul(f).add(yi);
      DoubleVector s5 = t.mul(xi.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 6 + h)));
      t = DoubleVector.fromArray(SPECIES, a, a6 + i);
      f = x6.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 6 + h));
      yi = FMA ? t.fma(f, yi) : t.mul(f).add(yi);
      DoubleVector s6 = t.mul(xi.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 7 + h)));
      t = DoubleVector.fromArray(SPECIES, a, a7 + i);
      f = x7.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 7 + h));
      yi = FMA ? t.fma(f, yi) : t.mul(f).add(yi);
      DoubleVector s7 = t.mul(xi.mul(DoubleVector.fromArray(SPECIES, FROM_DIAGONAL, P - 8 + h)));
      yi.intoArray(y, yAt + i);
      // vector body: 8 columns, every P-th row block
      for (i += P; i < m; i += P) {
        xi = DoubleVector.fromArray(SPECIES, x, xAt + i);
        yi = DoubleVector.fromArray(SPECIES, y, yAt + i);
        t = DoubleVector.fromArray(SPECIES, a, aAt + i);
        s0 = FMA ? t.fma(xi, s0) : t.mul(xi).add(s0);
        yi = FMA ? t.fma(x0, yi) : t.mul(x0).add(yi);
        t = DoubleVector.fromArray(SPECIES, a, a1 + i);
        s1 = FMA ? t.fma(xi, s1) : t.mul(xi).add(s1);
        yi = FMA ? t.fma(x1, yi) : t.mul(x1).add(yi);
        t = DoubleVector.fromArray(SPECIES, a, a2 + i);
        s2 = FMA ? t.fma(xi, s2) : t.mul(xi).add(s2);
        yi = FMA ? t.fma(x2, yi) : t.mul(x2).add(yi);
        t = DoubleVector.fromArray(SPECIES, a, a3 + i);
        s3 = FMA ? t.fma(xi, s3) : t.mul(xi).add(s3);
        yi = FMA ? t.fma(x3, yi) : t.mul(x3).add(yi);
        t = DoubleVector.fromArray(SPECIES, a, a4 + i);
        s4 = FMA ? t.fma(xi, s4) : t.mul(xi).add(s4);
        yi = FMA ? t.fma(x4, yi) : t.mul(x4).add(yi);
        t = DoubleVector.fromArray(SPECIES, a, a5 + i);
        s5 = FMA ? t.fma(xi, s5) : t.mul(xi).add(s5);
        yi = FMA ? t.fma(x5, yi) : t.mul(x5).add(yi);
        t = DoubleVector.fromArray(SPECIES, a, a6 + i);
        s6 = FMA ? t.fma(xi, s6) : t.mul(xi).add(s6);
        yi = FMA ? t.fma(x6, yi) : t.mul(x6).add(yi);
        t = DoubleVector.fromArray(SPECIES, a, a7 + i);
        s7 = FMA ? t.fma(xi, s7) : t.mul(xi).add(s7);
        yi = FMA ? t.fma(x7, yi) : t.mul(x7).add(yi);
        yi.intoArray(y, yAt + i);
      }
      s0.intoArray(s, h);
      s1.intoArray(s, 1 * P + h);
      s2.intoArray(s, 2 * P + h);
      s3.intoArray(s, 3 * P + h);
      s4.intoArray(s, 4 * P + h);
      s5.intoArray(s, 5 * P + h);
      s6.intoArray(s, 6 * P + h);
      s7.intoArray(s, 7 * P + h);
    }
    SymvKernel.addSums(s, y, yAt + j);
  }
}
