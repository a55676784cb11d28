// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.ColumnKernel.P;
import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * The vector bodies of {@link ColumnKernel}, apart so that its twins run without the Vector API.
 */
final class ColumnVectors {
  private ColumnVectors() {}

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
    return ColumnKernel.fold(s);
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
}
