// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.InterleavedCholesky.COLUMN;
import static dev.ridgeline.simd.kernel.InterleavedCholesky.G;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * The vector bodies of {@link InterleavedCholesky}, apart so that its twins run without the Vector
 * API.
 */
final class InterleavedCholeskyVectors {
  private InterleavedCholeskyVectors() {}

  /** Columns depth .. depth + 3 of panel a take the products with the earlier columns. */
  static void update(int depth, double[] w, int a, int b) {
    int d = a + depth * COLUMN;
    DoubleVector c00 = DoubleVector.fromArray(SPECIES, w, d);
    DoubleVector c10 = DoubleVector.fromArray(SPECIES, w, d + G);
    DoubleVector c20 = DoubleVector.fromArray(SPECIES, w, d + 2 * G);
    DoubleVector c30 = DoubleVector.fromArray(SPECIES, w, d + 3 * G);
    DoubleVector c01 = DoubleVector.fromArray(SPECIES, w, d + COLUMN);
    DoubleVector c11 = DoubleVector.fromArray(SPECIES, w, d + COLUMN + G);
    DoubleVector c21 = DoubleVector.fromArray(SPECIES, w, d + COLUMN + 2 * G);
    DoubleVector c31 = DoubleVector.fromArray(SPECIES, w, d + COLUMN + 3 * G);
    DoubleVector c02 = DoubleVector.fromArray(SPECIES, w, d + 2 * COLUMN);
    DoubleVector c12 = DoubleVector.fromArray(SPECIES, w, d + 2 * COLUMN + G);
    DoubleVector c22 = DoubleVector.fromArray(SPECIES, w, d + 2 * COLUMN + 2 * G);
    DoubleVector c32 = DoubleVector.fromArray(SPECIES, w, d + 2 * COLUMN + 3 * G);
    DoubleVector c03 = DoubleVector.fromArray(SPECIES, w, d + 3 * COLUMN);
    DoubleVector c13 = DoubleVector.fromArray(SPECIES, w, d + 3 * COLUMN + G);
    DoubleVector c23 = DoubleVector.fromArray(SPECIES, w, d + 3 * COLUMN + 2 * G);
    DoubleVector c33 = DoubleVector.fromArray(SPECIES, w, d + 3 * COLUMN + 3 * G);
    for (int k = 0, o = 0; k < depth; k++, o += COLUMN) {
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, w, a + o);
      DoubleVector a1 = DoubleVector.fromArray(SPECIES, w, a + o + G);
      DoubleVector a2 = DoubleVector.fromArray(SPECIES, w, a + o + 2 * G);
      DoubleVector a3 = DoubleVector.fromArray(SPECIES, w, a + o + 3 * G);
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, w, b + o);
      c00 = FMA ? a0.fma(b0, c00) : a0.mul(b0).add(c00);
      c10 = FMA ? a1.fma(b0, c10) : a1.mul(b0).add(c10);
      c20 = FMA ? a2.fma(b0, c20) : a2.mul(b0).add(c20);
      c30 = FMA ? a3.fma(b0, c30) : a3.mul(b0).add(c30);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, w, b + o + G);
      c01 = FMA ? a0.fma(b1, c01) : a0.mul(b1).add(c01);
      c11 = FMA ? a1.fma(b1, c11) : a1.mul(b1).add(c11);
      c21 = FMA ? a2.fma(b1, c21) : a2.mul(b1).add(c21);
      c31 = FMA ? a3.fma(b1, c31) : a3.mul(b1).add(c31);
      DoubleVector b2 = DoubleVector.fromArray(SPECIES, w, b + o + 2 * G);
      c02 = FMA ? a0.fma(b2, c02) : a0.mul(b2).add(c02);
      c12 = FMA ? a1.fma(b2, c12) : a1.mul(b2).add(c12);
      c22 = FMA ? a2.fma(b2, c22) : a2.mul(b2).add(c22);
      c32 = FMA ? a3.fma(b2, c32) : a3.mul(b2).add(c32);
      DoubleVector b3 = DoubleVector.fromArray(SPECIES, w, b + o + 3 * G);
      c03 = FMA ? a0.fma(b3, c03) : a0.mul(b3).add(c03);
      c13 = FMA ? a1.fma(b3, c13) : a1.mul(b3).add(c13);
      c23 = FMA ? a2.fma(b3, c23) : a2.mul(b3).add(c23);
      c33 = FMA ? a3.fma(b3, c33) : a3.mul(b3).add(c33);
    }
    c00.intoArray(w, d);
    c10.intoArray(w, d + G);
    c20.intoArray(w, d + 2 * G);
    c30.intoArray(w, d + 3 * G);
    c01.intoArray(w, d + COLUMN);
    c11.intoArray(w, d + COLUMN + G);
    c21.intoArray(w, d + COLUMN + 2 * G);
    c31.intoArray(w, d + COLUMN + 3 * G);
    c02.intoArray(w, d + 2 * COLUMN);
    c12.intoArray(w, d + 2 * COLUMN + G);
    c22.intoArray(w, d + 2 * COLUMN + 2 * G);
    c32.intoArray(w, d + 2 * COLUMN + 3 * G);
    c03.intoArray(w, d + 3 * COLUMN);
    c13.intoArray(w, d + 3 * COLUMN + G);
    c23.intoArray(w, d + 3 * COLUMN + 2 * G);
    c33.intoArray(w, d + 3 * COLUMN + 3 * G);
  }

  /** The four by four block on the diagonal at d. */
  static void pivots(double[] w, int d) {
    DoubleVector c00 = DoubleVector.fromArray(SPECIES, w, d);
    DoubleVector c10 = DoubleVector.fromArray(SPECIES, w, d + G);
    DoubleVector c11 = DoubleVector.fromArray(SPECIES, w, d + COLUMN + G);
    DoubleVector c20 = DoubleVector.fromArray(SPECIES, w, d + 2 * G);
    DoubleVector c21 = DoubleVector.fromArray(SPECIES, w, d + COLUMN + 2 * G);
    DoubleVector c22 = DoubleVector.fromArray(SPECIES, w, d + 2 * COLUMN + 2 * G);
    DoubleVector c30 = DoubleVector.fromArray(SPECIES, w, d + 3 * G);
    DoubleVector c31 = DoubleVector.fromArray(SPECIES, w, d + COLUMN + 3 * G);
    DoubleVector c32 = DoubleVector.fromArray(SPECIES, w, d + 2 * COLUMN + 3 * G);
    DoubleVector c33 = DoubleVector.fromArray(SPECIES, w, d + 3 * COLUMN + 3 * G);
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1.0);
    c00 = one.div(c00.neg().sqrt());
    c10 = c10.mul(c00);
    c20 = c20.mul(c00);
    c30 = c30.mul(c00);
    c11 = FMA ? c10.fma(c10, c11) : c10.mul(c10).add(c11);
    c21 = FMA ? c20.fma(c10, c21) : c20.mul(c10).add(c21);
    c31 = FMA ? c30.fma(c10, c31) : c30.mul(c10).add(c31);
    c22 = FMA ? c20.fma(c20, c22) : c20.mul(c20).add(c22);
    c32 = FMA ? c30.fma(c20, c32) : c30.mul(c20).add(c32);
    c33 = FMA ? c30.fma(c30, c33) : c30.mul(c30).add(c33);
    c11 = one.div(c11.neg().sqrt());
    c21 = c21.mul(c11);
    c31 = c31.mul(c11);
    c22 = FMA ? c21.fma(c21, c22) : c21.mul(c21).add(c22);
    c32 = FMA ? c31.fma(c21, c32) : c31.mul(c21).add(c32);
    c33 = FMA ? c31.fma(c31, c33) : c31.mul(c31).add(c33);
    c22 = one.div(c22.neg().sqrt());
    c32 = c32.mul(c22);
    c33 = FMA ? c32.fma(c32, c33) : c32.mul(c32).add(c33);
    c33 = one.div(c33.neg().sqrt());
    c00.intoArray(w, d);
    c10.intoArray(w, d + G);
    c11.intoArray(w, d + COLUMN + G);
    c20.intoArray(w, d + 2 * G);
    c21.intoArray(w, d + COLUMN + 2 * G);
    c22.intoArray(w, d + 2 * COLUMN + 2 * G);
    c30.intoArray(w, d + 3 * G);
    c31.intoArray(w, d + COLUMN + 3 * G);
    c32.intoArray(w, d + 2 * COLUMN + 3 * G);
    c33.intoArray(w, d + 3 * COLUMN + 3 * G);
  }

  /** The four by four block at d, below the diagonal block t: each of its rows is solved for. */
  static void divide(double[] w, int d, int t) {
    DoubleVector m00 = DoubleVector.fromArray(SPECIES, w, t);
    DoubleVector m10 = DoubleVector.fromArray(SPECIES, w, t + G);
    DoubleVector m11 = DoubleVector.fromArray(SPECIES, w, t + COLUMN + G);
    DoubleVector m20 = DoubleVector.fromArray(SPECIES, w, t + 2 * G);
    DoubleVector m21 = DoubleVector.fromArray(SPECIES, w, t + COLUMN + 2 * G);
    DoubleVector m22 = DoubleVector.fromArray(SPECIES, w, t + 2 * COLUMN + 2 * G);
    DoubleVector m30 = DoubleVector.fromArray(SPECIES, w, t + 3 * G);
    DoubleVector m31 = DoubleVector.fromArray(SPECIES, w, t + COLUMN + 3 * G);
    DoubleVector m32 = DoubleVector.fromArray(SPECIES, w, t + 2 * COLUMN + 3 * G);
    DoubleVector m33 = DoubleVector.fromArray(SPECIES, w, t + 3 * COLUMN + 3 * G);
    for (int r = 0, p = d; r < Interleaved.ROWS; r++, p += G) {
      DoubleVector c0 = DoubleVector.fromArray(SPECIES, w, p);
      DoubleVector c1 = DoubleVector.fromArray(SPECIES, w, p + COLUMN);
      DoubleVector c2 = DoubleVector.fromArray(SPECIES, w, p + 2 * COLUMN);
      DoubleVector c3 = DoubleVector.fromArray(SPECIES, w, p + 3 * COLUMN);
      c0 = c0.mul(m00);
      c0.intoArray(w, p);
      c1 = FMA ? c0.fma(m10, c1) : c0.mul(m10).add(c1);
      c2 = FMA ? c0.fma(m20, c2) : c0.mul(m20).add(c2);
      c3 = FMA ? c0.fma(m30, c3) : c0.mul(m30).add(c3);
      c1 = c1.mul(m11);
      c1.intoArray(w, p + COLUMN);
      c2 = FMA ? c1.fma(m21, c2) : c1.mul(m21).add(c2);
      c3 = FMA ? c1.fma(m31, c3) : c1.mul(m31).add(c3);
      c2 = c2.mul(m22);
      c2.intoArray(w, p + 2 * COLUMN);
      c3 = FMA ? c2.fma(m32, c3) : c2.mul(m32).add(c3);
      c3 = c3.mul(m33);
      c3.intoArray(w, p + 3 * COLUMN);
    }
  }
}
