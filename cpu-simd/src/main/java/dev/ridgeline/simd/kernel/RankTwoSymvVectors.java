// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.RankTwoSymvKernel.C;
import static dev.ridgeline.simd.kernel.RankTwoSymvKernel.FROM_DIAGONAL;
import static dev.ridgeline.simd.kernel.RankTwoSymvKernel.P;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * The vector bodies of {@link RankTwoSymvKernel}, apart so that its twins run without the Vector
 * API.
 */
final class RankTwoSymvVectors {
  private RankTwoSymvVectors() {}

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
}
