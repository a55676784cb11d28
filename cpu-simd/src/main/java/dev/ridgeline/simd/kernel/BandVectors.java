// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.BandKernel.C;
import static dev.ridgeline.simd.kernel.BandKernel.SHIFTS;
import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/** The vector bodies of {@link BandKernel}, apart so that its twins run without the Vector API. */
final class BandVectors {
  private BandVectors() {}

  /** Column k of T + mu I, and zeros behind it. */
  static void loadVector(int b, double[] band, int k, double[] mu, int muAt, double[] f) {
    int from = k * (b + 1);
    int to = BandKernel.at(b, k, k);
    for (int h = 0; h < SHIFTS; h += L) {
      DoubleVector.fromArray(SPECIES, mu, muAt + h).add(band[from]).intoArray(f, to + h);
      for (int i = 1; i <= b; i++) {
        DoubleVector.broadcast(SPECIES, band[from + i]).intoArray(f, to + i * SHIFTS + h);
      }
      for (int i = b + 1; i < BandKernel.height(b); i++) {
        DoubleVector.zero(SPECIES).intoArray(f, to + i * SHIFTS + h);
      }
    }
  }

  /** What column k subtracts from rows c .. last of column c. */
  static void eliminateVector(int b, int k, int c, int last, double[] f) {
    int from = BandKernel.at(b, k, c);
    int to = BandKernel.at(b, c, c);
    int end = (last - c) * SHIFTS;
    for (int h = 0; h < SHIFTS; h += L) {
      DoubleVector reciprocal =
          DoubleVector.fromArray(SPECIES, f, BandKernel.at(b, k, k + b + C) + h);
      DoubleVector a =
          DoubleVector.fromArray(SPECIES, f, from + h)
              .mul(reciprocal)
              .lanewise(VectorOperators.NEG);
      for (int i = h; i <= end + h; i += SHIFTS) {
        DoubleVector x = DoubleVector.fromArray(SPECIES, f, from + i);
        DoubleVector t = DoubleVector.fromArray(SPECIES, f, to + i);
        t = FMA ? x.fma(a, t) : x.mul(a).add(t);
        t.intoArray(f, to + i);
      }
    }
  }

  /**
   * What columns k .. k + 3 subtract from rows c .. last of column c. Zeros behind the band stand
   * where one of the four has no row.
   */
  static void updateVector(int b, int k, int c, int last, double[] f) {
    int x0 = BandKernel.at(b, k, c);
    int x1 = BandKernel.at(b, k + 1, c);
    int x2 = BandKernel.at(b, k + 2, c);
    int x3 = BandKernel.at(b, k + 3, c);
    int to = BandKernel.at(b, c, c);
    int end = (last - c) * SHIFTS;
    for (int h = 0; h < SHIFTS; h += L) {
      DoubleVector a0 =
          DoubleVector.fromArray(SPECIES, f, x0 + h)
              .mul(DoubleVector.fromArray(SPECIES, f, BandKernel.at(b, k, k + b + 4) + h))
              .lanewise(VectorOperators.NEG);
      DoubleVector a1 =
          DoubleVector.fromArray(SPECIES, f, x1 + h)
              .mul(DoubleVector.fromArray(SPECIES, f, BandKernel.at(b, k + 1, k + b + 5) + h))
              .lanewise(VectorOperators.NEG);
      DoubleVector a2 =
          DoubleVector.fromArray(SPECIES, f, x2 + h)
              .mul(DoubleVector.fromArray(SPECIES, f, BandKernel.at(b, k + 2, k + b + 6) + h))
              .lanewise(VectorOperators.NEG);
      DoubleVector a3 =
          DoubleVector.fromArray(SPECIES, f, x3 + h)
              .mul(DoubleVector.fromArray(SPECIES, f, BandKernel.at(b, k + 3, k + b + 7) + h))
              .lanewise(VectorOperators.NEG);
      for (int i = h; i <= end + h; i += SHIFTS) {
        DoubleVector t = DoubleVector.fromArray(SPECIES, f, to + i);
        DoubleVector x = DoubleVector.fromArray(SPECIES, f, x0 + i);
        t = FMA ? x.fma(a0, t) : x.mul(a0).add(t);
        x = DoubleVector.fromArray(SPECIES, f, x1 + i);
        t = FMA ? x.fma(a1, t) : x.mul(a1).add(t);
        x = DoubleVector.fromArray(SPECIES, f, x2 + i);
        t = FMA ? x.fma(a2, t) : x.mul(a2).add(t);
        x = DoubleVector.fromArray(SPECIES, f, x3 + i);
        t = FMA ? x.fma(a3, t) : x.mul(a3).add(t);
        t.intoArray(f, to + i);
      }
    }
  }

  static void scaleVector(int b, int c, double[] f) {
    int column = BandKernel.at(b, c, c);
    for (int h = 0; h < SHIFTS; h += L) {
      DoubleVector reciprocal = DoubleVector.fromArray(SPECIES, f, column + (b + C) * SHIFTS + h);
      int end = b * SHIFTS + h;
      for (int i = SHIFTS + h; i <= end; i += SHIFTS) {
        DoubleVector.fromArray(SPECIES, f, column + i).mul(reciprocal).intoArray(f, column + i);
      }
    }
  }

  static void forwardVector(int b, int below, int k, double[] f, double[] x) {
    int column = k * BandKernel.height(b) * SHIFTS;
    int end = (k + below) * SHIFTS;
    for (int h = 0; h < SHIFTS; h += L) {
      DoubleVector xk =
          DoubleVector.fromArray(SPECIES, x, k * SHIFTS + h).lanewise(VectorOperators.NEG);
      int shift = column - k * SHIFTS;
      for (int at = (k + 1) * SHIFTS + h; at < end + SHIFTS; at += SHIFTS) {
        DoubleVector l = DoubleVector.fromArray(SPECIES, f, shift + at);
        DoubleVector t = DoubleVector.fromArray(SPECIES, x, at);
        t = FMA ? l.fma(xk, t) : l.mul(xk).add(t);
        t.intoArray(x, at);
      }
    }
  }

  static void backwardVector(int b, int below, int k, double[] f, double[] x) {
    int column = k * BandKernel.height(b) * SHIFTS;
    int shift = k * SHIFTS;
    int end = (below + 1) * SHIFTS;
    for (int h = 0; h < SHIFTS; h += L) {
      DoubleVector sum =
          DoubleVector.fromArray(SPECIES, x, shift + h)
              .div(DoubleVector.fromArray(SPECIES, f, column + h))
              .lanewise(VectorOperators.NEG);
      for (int i = SHIFTS + h; i < end; i += SHIFTS) {
        DoubleVector l = DoubleVector.fromArray(SPECIES, f, column + i);
        DoubleVector y = DoubleVector.fromArray(SPECIES, x, shift + i);
        sum = FMA ? l.fma(y, sum) : l.mul(y).add(sum);
      }
      sum.lanewise(VectorOperators.NEG).intoArray(x, shift + h);
    }
  }
}
