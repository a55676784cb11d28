// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.InterleavedSolve.COLUMN;
import static dev.ridgeline.simd.kernel.InterleavedSolve.G;
import static dev.ridgeline.simd.kernel.InterleavedSolve.ROWS;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * The vector bodies of {@link InterleavedSolve}, apart so that its twins run without the Vector
 * API.
 */
final class InterleavedSolveVectors {
  private InterleavedSolveVectors() {}

  /** Four rows from {@code depth} on take the products with the rows above. */
  static void forward(int depth, double[] w, int a, double[] x, int lane) {
    int d = depth * COLUMN + lane;
    DoubleVector c00 = DoubleVector.fromArray(SPECIES, x, d);
    DoubleVector c01 = DoubleVector.fromArray(SPECIES, x, d + G);
    DoubleVector c02 = DoubleVector.fromArray(SPECIES, x, d + 2 * G);
    DoubleVector c03 = DoubleVector.fromArray(SPECIES, x, d + 3 * G);
    DoubleVector c10 = DoubleVector.fromArray(SPECIES, x, d + COLUMN);
    DoubleVector c11 = DoubleVector.fromArray(SPECIES, x, d + COLUMN + G);
    DoubleVector c12 = DoubleVector.fromArray(SPECIES, x, d + COLUMN + 2 * G);
    DoubleVector c13 = DoubleVector.fromArray(SPECIES, x, d + COLUMN + 3 * G);
    DoubleVector c20 = DoubleVector.fromArray(SPECIES, x, d + 2 * COLUMN);
    DoubleVector c21 = DoubleVector.fromArray(SPECIES, x, d + 2 * COLUMN + G);
    DoubleVector c22 = DoubleVector.fromArray(SPECIES, x, d + 2 * COLUMN + 2 * G);
    DoubleVector c23 = DoubleVector.fromArray(SPECIES, x, d + 2 * COLUMN + 3 * G);
    DoubleVector c30 = DoubleVector.fromArray(SPECIES, x, d + 3 * COLUMN);
    DoubleVector c31 = DoubleVector.fromArray(SPECIES, x, d + 3 * COLUMN + G);
    DoubleVector c32 = DoubleVector.fromArray(SPECIES, x, d + 3 * COLUMN + 2 * G);
    DoubleVector c33 = DoubleVector.fromArray(SPECIES, x, d + 3 * COLUMN + 3 * G);
    for (int k = 0, o = 0; k < depth; k++, o += COLUMN) {
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, w, a + o);
      DoubleVector a1 = DoubleVector.fromArray(SPECIES, w, a + o + G);
      DoubleVector a2 = DoubleVector.fromArray(SPECIES, w, a + o + 2 * G);
      DoubleVector a3 = DoubleVector.fromArray(SPECIES, w, a + o + 3 * G);
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, x, lane + o);
      c00 = FMA ? a0.fma(b0, c00) : a0.mul(b0).add(c00);
      c10 = FMA ? a1.fma(b0, c10) : a1.mul(b0).add(c10);
      c20 = FMA ? a2.fma(b0, c20) : a2.mul(b0).add(c20);
      c30 = FMA ? a3.fma(b0, c30) : a3.mul(b0).add(c30);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, x, lane + o + G);
      c01 = FMA ? a0.fma(b1, c01) : a0.mul(b1).add(c01);
      c11 = FMA ? a1.fma(b1, c11) : a1.mul(b1).add(c11);
      c21 = FMA ? a2.fma(b1, c21) : a2.mul(b1).add(c21);
      c31 = FMA ? a3.fma(b1, c31) : a3.mul(b1).add(c31);
      DoubleVector b2 = DoubleVector.fromArray(SPECIES, x, lane + o + 2 * G);
      c02 = FMA ? a0.fma(b2, c02) : a0.mul(b2).add(c02);
      c12 = FMA ? a1.fma(b2, c12) : a1.mul(b2).add(c12);
      c22 = FMA ? a2.fma(b2, c22) : a2.mul(b2).add(c22);
      c32 = FMA ? a3.fma(b2, c32) : a3.mul(b2).add(c32);
      DoubleVector b3 = DoubleVector.fromArray(SPECIES, x, lane + o + 3 * G);
      c03 = FMA ? a0.fma(b3, c03) : a0.mul(b3).add(c03);
      c13 = FMA ? a1.fma(b3, c13) : a1.mul(b3).add(c13);
      c23 = FMA ? a2.fma(b3, c23) : a2.mul(b3).add(c23);
      c33 = FMA ? a3.fma(b3, c33) : a3.mul(b3).add(c33);
    }
    c00.intoArray(x, d);
    c01.intoArray(x, d + G);
    c02.intoArray(x, d + 2 * G);
    c03.intoArray(x, d + 3 * G);
    c10.intoArray(x, d + COLUMN);
    c11.intoArray(x, d + COLUMN + G);
    c12.intoArray(x, d + COLUMN + 2 * G);
    c13.intoArray(x, d + COLUMN + 3 * G);
    c20.intoArray(x, d + 2 * COLUMN);
    c21.intoArray(x, d + 2 * COLUMN + G);
    c22.intoArray(x, d + 2 * COLUMN + 2 * G);
    c23.intoArray(x, d + 2 * COLUMN + 3 * G);
    c30.intoArray(x, d + 3 * COLUMN);
    c31.intoArray(x, d + 3 * COLUMN + G);
    c32.intoArray(x, d + 3 * COLUMN + 2 * G);
    c33.intoArray(x, d + 3 * COLUMN + 3 * G);
  }

  /** The triangle of four rows at d, forward. */
  static void divideForward(double[] w, int t, double[] x, int d) {
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
    for (int q = 0, p = d; q < Interleaved.COLUMNS; q++, p += G) {
      DoubleVector c0 = DoubleVector.fromArray(SPECIES, x, p);
      DoubleVector c1 = DoubleVector.fromArray(SPECIES, x, p + COLUMN);
      DoubleVector c2 = DoubleVector.fromArray(SPECIES, x, p + 2 * COLUMN);
      DoubleVector c3 = DoubleVector.fromArray(SPECIES, x, p + 3 * COLUMN);
      c0 = c0.mul(m00);
      c0.intoArray(x, p);
      c1 = FMA ? m10.fma(c0, c1) : m10.mul(c0).add(c1);
      c2 = FMA ? m20.fma(c0, c2) : m20.mul(c0).add(c2);
      c3 = FMA ? m30.fma(c0, c3) : m30.mul(c0).add(c3);
      c1 = c1.mul(m11);
      c1.intoArray(x, p + COLUMN);
      c2 = FMA ? m21.fma(c1, c2) : m21.mul(c1).add(c2);
      c3 = FMA ? m31.fma(c1, c3) : m31.mul(c1).add(c3);
      c2 = c2.mul(m22);
      c2.intoArray(x, p + 2 * COLUMN);
      c3 = FMA ? m32.fma(c2, c3) : m32.mul(c2).add(c3);
      c3 = c3.mul(m33);
      c3.intoArray(x, p + 3 * COLUMN);
    }
  }

  /** Four rows from {@code first} on take the products with the rows below, the last one first. */
  static void backward(int n, int first, double[] w, int lane, double[] x) {
    int d = first * COLUMN + lane;
    DoubleVector c00 = DoubleVector.fromArray(SPECIES, x, d);
    DoubleVector c01 = DoubleVector.fromArray(SPECIES, x, d + G);
    DoubleVector c02 = DoubleVector.fromArray(SPECIES, x, d + 2 * G);
    DoubleVector c03 = DoubleVector.fromArray(SPECIES, x, d + 3 * G);
    DoubleVector c10 = DoubleVector.fromArray(SPECIES, x, d + COLUMN);
    DoubleVector c11 = DoubleVector.fromArray(SPECIES, x, d + COLUMN + G);
    DoubleVector c12 = DoubleVector.fromArray(SPECIES, x, d + COLUMN + 2 * G);
    DoubleVector c13 = DoubleVector.fromArray(SPECIES, x, d + COLUMN + 3 * G);
    DoubleVector c20 = DoubleVector.fromArray(SPECIES, x, d + 2 * COLUMN);
    DoubleVector c21 = DoubleVector.fromArray(SPECIES, x, d + 2 * COLUMN + G);
    DoubleVector c22 = DoubleVector.fromArray(SPECIES, x, d + 2 * COLUMN + 2 * G);
    DoubleVector c23 = DoubleVector.fromArray(SPECIES, x, d + 2 * COLUMN + 3 * G);
    DoubleVector c30 = DoubleVector.fromArray(SPECIES, x, d + 3 * COLUMN);
    DoubleVector c31 = DoubleVector.fromArray(SPECIES, x, d + 3 * COLUMN + G);
    DoubleVector c32 = DoubleVector.fromArray(SPECIES, x, d + 3 * COLUMN + 2 * G);
    DoubleVector c33 = DoubleVector.fromArray(SPECIES, x, d + 3 * COLUMN + 3 * G);
    for (int k = n - 1; k >= first + ROWS; k--) {
      int a = Interleaved.row(k) + first * COLUMN + lane;
      int b = k * COLUMN + lane;
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, w, a);
      DoubleVector a1 = DoubleVector.fromArray(SPECIES, w, a + COLUMN);
      DoubleVector a2 = DoubleVector.fromArray(SPECIES, w, a + 2 * COLUMN);
      DoubleVector a3 = DoubleVector.fromArray(SPECIES, w, a + 3 * COLUMN);
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, x, b);
      c00 = FMA ? a0.fma(b0, c00) : a0.mul(b0).add(c00);
      c10 = FMA ? a1.fma(b0, c10) : a1.mul(b0).add(c10);
      c20 = FMA ? a2.fma(b0, c20) : a2.mul(b0).add(c20);
      c30 = FMA ? a3.fma(b0, c30) : a3.mul(b0).add(c30);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, x, b + G);
      c01 = FMA ? a0.fma(b1, c01) : a0.mul(b1).add(c01);
      c11 = FMA ? a1.fma(b1, c11) : a1.mul(b1).add(c11);
      c21 = FMA ? a2.fma(b1, c21) : a2.mul(b1).add(c21);
      c31 = FMA ? a3.fma(b1, c31) : a3.mul(b1).add(c31);
      DoubleVector b2 = DoubleVector.fromArray(SPECIES, x, b + 2 * G);
      c02 = FMA ? a0.fma(b2, c02) : a0.mul(b2).add(c02);
      c12 = FMA ? a1.fma(b2, c12) : a1.mul(b2).add(c12);
      c22 = FMA ? a2.fma(b2, c22) : a2.mul(b2).add(c22);
      c32 = FMA ? a3.fma(b2, c32) : a3.mul(b2).add(c32);
      DoubleVector b3 = DoubleVector.fromArray(SPECIES, x, b + 3 * G);
      c03 = FMA ? a0.fma(b3, c03) : a0.mul(b3).add(c03);
      c13 = FMA ? a1.fma(b3, c13) : a1.mul(b3).add(c13);
      c23 = FMA ? a2.fma(b3, c23) : a2.mul(b3).add(c23);
      c33 = FMA ? a3.fma(b3, c33) : a3.mul(b3).add(c33);
    }
    c00.intoArray(x, d);
    c01.intoArray(x, d + G);
    c02.intoArray(x, d + 2 * G);
    c03.intoArray(x, d + 3 * G);
    c10.intoArray(x, d + COLUMN);
    c11.intoArray(x, d + COLUMN + G);
    c12.intoArray(x, d + COLUMN + 2 * G);
    c13.intoArray(x, d + COLUMN + 3 * G);
    c20.intoArray(x, d + 2 * COLUMN);
    c21.intoArray(x, d + 2 * COLUMN + G);
    c22.intoArray(x, d + 2 * COLUMN + 2 * G);
    c23.intoArray(x, d + 2 * COLUMN + 3 * G);
    c30.intoArray(x, d + 3 * COLUMN);
    c31.intoArray(x, d + 3 * COLUMN + G);
    c32.intoArray(x, d + 3 * COLUMN + 2 * G);
    c33.intoArray(x, d + 3 * COLUMN + 3 * G);
  }

  /** The triangle of four rows at d, backward. */
  static void divideBackward(double[] w, int t, double[] x, int d) {
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
    for (int q = 0, p = d; q < Interleaved.COLUMNS; q++, p += G) {
      DoubleVector c0 = DoubleVector.fromArray(SPECIES, x, p);
      DoubleVector c1 = DoubleVector.fromArray(SPECIES, x, p + COLUMN);
      DoubleVector c2 = DoubleVector.fromArray(SPECIES, x, p + 2 * COLUMN);
      DoubleVector c3 = DoubleVector.fromArray(SPECIES, x, p + 3 * COLUMN);
      c3 = c3.mul(m33);
      c3.intoArray(x, p + 3 * COLUMN);
      c2 = FMA ? m32.fma(c3, c2) : m32.mul(c3).add(c2);
      c1 = FMA ? m31.fma(c3, c1) : m31.mul(c3).add(c1);
      c0 = FMA ? m30.fma(c3, c0) : m30.mul(c3).add(c0);
      c2 = c2.mul(m22);
      c2.intoArray(x, p + 2 * COLUMN);
      c1 = FMA ? m21.fma(c2, c1) : m21.mul(c2).add(c1);
      c0 = FMA ? m20.fma(c2, c0) : m20.mul(c2).add(c0);
      c1 = c1.mul(m11);
      c1.intoArray(x, p + COLUMN);
      c0 = FMA ? m10.fma(c1, c0) : m10.mul(c1).add(c0);
      c0 = c0.mul(m00);
      c0.intoArray(x, p);
    }
  }

  static void forwardOne(int depth, double[] w, int a, double[] x, int lane) {
    int d = depth * G + lane;
    DoubleVector c0 = DoubleVector.fromArray(SPECIES, x, d);
    DoubleVector c1 = DoubleVector.fromArray(SPECIES, x, d + G);
    DoubleVector c2 = DoubleVector.fromArray(SPECIES, x, d + 2 * G);
    DoubleVector c3 = DoubleVector.fromArray(SPECIES, x, d + 3 * G);
    for (int k = 0, o = a; k < depth; k++, o += COLUMN) {
      DoubleVector b = DoubleVector.fromArray(SPECIES, x, lane + k * G);
      DoubleVector m0 = DoubleVector.fromArray(SPECIES, w, o);
      c0 = FMA ? m0.fma(b, c0) : m0.mul(b).add(c0);
      DoubleVector m1 = DoubleVector.fromArray(SPECIES, w, o + G);
      c1 = FMA ? m1.fma(b, c1) : m1.mul(b).add(c1);
      DoubleVector m2 = DoubleVector.fromArray(SPECIES, w, o + 2 * G);
      c2 = FMA ? m2.fma(b, c2) : m2.mul(b).add(c2);
      DoubleVector m3 = DoubleVector.fromArray(SPECIES, w, o + 3 * G);
      c3 = FMA ? m3.fma(b, c3) : m3.mul(b).add(c3);
    }
    int t = a + depth * COLUMN;
    c0 = c0.mul(DoubleVector.fromArray(SPECIES, w, t));
    c0.intoArray(x, d);
    DoubleVector m10 = DoubleVector.fromArray(SPECIES, w, t + G);
    c1 = FMA ? m10.fma(c0, c1) : m10.mul(c0).add(c1);
    DoubleVector m20 = DoubleVector.fromArray(SPECIES, w, t + 2 * G);
    c2 = FMA ? m20.fma(c0, c2) : m20.mul(c0).add(c2);
    DoubleVector m30 = DoubleVector.fromArray(SPECIES, w, t + 3 * G);
    c3 = FMA ? m30.fma(c0, c3) : m30.mul(c0).add(c3);
    c1 = c1.mul(DoubleVector.fromArray(SPECIES, w, t + COLUMN + G));
    c1.intoArray(x, d + G);
    DoubleVector m21 = DoubleVector.fromArray(SPECIES, w, t + COLUMN + 2 * G);
    c2 = FMA ? m21.fma(c1, c2) : m21.mul(c1).add(c2);
    DoubleVector m31 = DoubleVector.fromArray(SPECIES, w, t + COLUMN + 3 * G);
    c3 = FMA ? m31.fma(c1, c3) : m31.mul(c1).add(c3);
    c2 = c2.mul(DoubleVector.fromArray(SPECIES, w, t + 2 * COLUMN + 2 * G));
    c2.intoArray(x, d + 2 * G);
    DoubleVector m32 = DoubleVector.fromArray(SPECIES, w, t + 2 * COLUMN + 3 * G);
    c3 = FMA ? m32.fma(c2, c3) : m32.mul(c2).add(c3);
    c3 = c3.mul(DoubleVector.fromArray(SPECIES, w, t + 3 * COLUMN + 3 * G));
    c3.intoArray(x, d + 3 * G);
  }

  static void backwardOne(int n, int first, double[] w, int lane, double[] x) {
    int d = first * G + lane;
    DoubleVector c0 = DoubleVector.fromArray(SPECIES, x, d);
    DoubleVector c1 = DoubleVector.fromArray(SPECIES, x, d + G);
    DoubleVector c2 = DoubleVector.fromArray(SPECIES, x, d + 2 * G);
    DoubleVector c3 = DoubleVector.fromArray(SPECIES, x, d + 3 * G);
    for (int k = n - 1; k >= first + ROWS; k--) {
      int a = Interleaved.row(k) + first * COLUMN + lane;
      DoubleVector b = DoubleVector.fromArray(SPECIES, x, lane + k * G);
      DoubleVector m0 = DoubleVector.fromArray(SPECIES, w, a);
      c0 = FMA ? m0.fma(b, c0) : m0.mul(b).add(c0);
      DoubleVector m1 = DoubleVector.fromArray(SPECIES, w, a + COLUMN);
      c1 = FMA ? m1.fma(b, c1) : m1.mul(b).add(c1);
      DoubleVector m2 = DoubleVector.fromArray(SPECIES, w, a + 2 * COLUMN);
      c2 = FMA ? m2.fma(b, c2) : m2.mul(b).add(c2);
      DoubleVector m3 = DoubleVector.fromArray(SPECIES, w, a + 3 * COLUMN);
      c3 = FMA ? m3.fma(b, c3) : m3.mul(b).add(c3);
    }
    int t = Interleaved.row(first) + first * COLUMN + lane;
    c3 = c3.mul(DoubleVector.fromArray(SPECIES, w, t + 3 * COLUMN + 3 * G));
    c3.intoArray(x, d + 3 * G);
    DoubleVector m23 = DoubleVector.fromArray(SPECIES, w, t + 2 * COLUMN + 3 * G);
    c2 = FMA ? m23.fma(c3, c2) : m23.mul(c3).add(c2);
    DoubleVector m13 = DoubleVector.fromArray(SPECIES, w, t + COLUMN + 3 * G);
    c1 = FMA ? m13.fma(c3, c1) : m13.mul(c3).add(c1);
    DoubleVector m03 = DoubleVector.fromArray(SPECIES, w, t + 3 * G);
    c0 = FMA ? m03.fma(c3, c0) : m03.mul(c3).add(c0);
    c2 = c2.mul(DoubleVector.fromArray(SPECIES, w, t + 2 * COLUMN + 2 * G));
    c2.intoArray(x, d + 2 * G);
    DoubleVector m12 = DoubleVector.fromArray(SPECIES, w, t + COLUMN + 2 * G);
    c1 = FMA ? m12.fma(c2, c1) : m12.mul(c2).add(c1);
    DoubleVector m02 = DoubleVector.fromArray(SPECIES, w, t + 2 * G);
    c0 = FMA ? m02.fma(c2, c0) : m02.mul(c2).add(c0);
    c1 = c1.mul(DoubleVector.fromArray(SPECIES, w, t + COLUMN + G));
    c1.intoArray(x, d + G);
    DoubleVector m01 = DoubleVector.fromArray(SPECIES, w, t + G);
    c0 = FMA ? m01.fma(c1, c0) : m01.mul(c1).add(c0);
    c0 = c0.mul(DoubleVector.fromArray(SPECIES, w, t));
    c0.intoArray(x, d);
  }
}
