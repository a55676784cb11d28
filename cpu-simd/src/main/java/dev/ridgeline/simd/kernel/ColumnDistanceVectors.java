// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.ColumnDistance.P;
import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * The vector bodies of {@link ColumnDistance}, apart so that its twins run without the Vector API.
 */
final class ColumnDistanceVectors {
  private ColumnDistanceVectors() {}

  static double squaredVector(int n, double[] b, int bAt, double[] w, int wAt) {
    double[] s = new double[P];
    int whole = n - n % P;
    for (int h = 0; h < P; h += 4 * L) {
      DoubleVector s0 = DoubleVector.zero(SPECIES);
      DoubleVector s1 = s0;
      DoubleVector s2 = s0;
      DoubleVector s3 = s0;
      // vector body: 4 of the 32 / L vectors of partial sums
      for (int i = h; i < whole; i += P) {
        DoubleVector e0 = difference(b, bAt + i, w, wAt + i);
        DoubleVector e1 = difference(b, bAt + i + L, w, wAt + i + L);
        DoubleVector e2 = difference(b, bAt + i + 2 * L, w, wAt + i + 2 * L);
        DoubleVector e3 = difference(b, bAt + i + 3 * L, w, wAt + i + 3 * L);
        s0 = FMA ? e0.fma(e0, s0) : e0.mul(e0).add(s0);
        s1 = FMA ? e1.fma(e1, s1) : e1.mul(e1).add(s1);
        s2 = FMA ? e2.fma(e2, s2) : e2.mul(e2).add(s2);
        s3 = FMA ? e3.fma(e3, s3) : e3.mul(e3).add(s3);
      }
      s0.intoArray(s, h);
      s1.intoArray(s, h + L);
      s2.intoArray(s, h + 2 * L);
      s3.intoArray(s, h + 3 * L);
    }
    // scalar tail
    for (int i = whole; i < n; i++) {
      double e = b[bAt + i] - w[wAt + i];
      s[i - whole] = Fma.of(e, e, s[i - whole]);
    }
    return ColumnKernel.fold(s);
  }

  static double weightedVector(
      int n, double[] b, int bAt, double[] w, int wAt, double[] d, int dAt) {
    double[] s = new double[P];
    int whole = n - n % P;
    for (int h = 0; h < P; h += 2 * L) {
      DoubleVector s0 = DoubleVector.zero(SPECIES);
      DoubleVector s1 = s0;
      // vector body: 2 of the 32 / L vectors of partial sums
      for (int i = h; i < whole; i += P) {
        DoubleVector e0 = difference(b, bAt + i, w, wAt + i);
        DoubleVector e1 = difference(b, bAt + i + L, w, wAt + i + L);
        DoubleVector f0 = DoubleVector.fromArray(SPECIES, d, dAt + i).mul(e0);
        DoubleVector f1 = DoubleVector.fromArray(SPECIES, d, dAt + i + L).mul(e1);
        s0 = FMA ? f0.fma(e0, s0) : f0.mul(e0).add(s0);
        s1 = FMA ? f1.fma(e1, s1) : f1.mul(e1).add(s1);
      }
      s0.intoArray(s, h);
      s1.intoArray(s, h + L);
    }
    // scalar tail
    for (int i = whole; i < n; i++) {
      double e = b[bAt + i] - w[wAt + i];
      s[i - whole] = Fma.of(d[dAt + i] * e, e, s[i - whole]);
    }
    return ColumnKernel.fold(s);
  }

  static DoubleVector difference(double[] b, int bAt, double[] w, int wAt) {
    return DoubleVector.fromArray(SPECIES, b, bAt).sub(DoubleVector.fromArray(SPECIES, w, wAt));
  }
}
