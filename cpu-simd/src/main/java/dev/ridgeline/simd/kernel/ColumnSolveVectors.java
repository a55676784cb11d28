// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.ColumnSolve.BLOCK;
import static dev.ridgeline.simd.kernel.ColumnSolve.ROWS;
import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;

/** The vector bodies of {@link ColumnSolve}, apart so that its twins run without the Vector API. */
final class ColumnSolveVectors {
  private ColumnSolveVectors() {}

  /** Four rows from depth on, two vectors wide, take the products with the rows above. */
  static void forward(int depth, double[] w, int a, double[] x, int xAt, int ldx) {
    int d0 = xAt + depth * ldx;
    int d1 = d0 + L;
    DoubleVector c00 = DoubleVector.fromArray(SPECIES, x, d0);
    DoubleVector c10 = DoubleVector.fromArray(SPECIES, x, d0 + ldx);
    DoubleVector c20 = DoubleVector.fromArray(SPECIES, x, d0 + 2 * ldx);
    DoubleVector c30 = DoubleVector.fromArray(SPECIES, x, d0 + 3 * ldx);
    DoubleVector c01 = DoubleVector.fromArray(SPECIES, x, d1);
    DoubleVector c11 = DoubleVector.fromArray(SPECIES, x, d1 + ldx);
    DoubleVector c21 = DoubleVector.fromArray(SPECIES, x, d1 + 2 * ldx);
    DoubleVector c31 = DoubleVector.fromArray(SPECIES, x, d1 + 3 * ldx);
    for (int k = 0, o = a, q = xAt; k < depth; k++, o += ROWS, q += ldx) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, x, q);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, x, q + L);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, w[o]);
      c00 = FMA ? a0.fma(b0, c00) : a0.mul(b0).add(c00);
      c01 = FMA ? a0.fma(b1, c01) : a0.mul(b1).add(c01);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, w[o + 1]);
      c10 = FMA ? a1.fma(b0, c10) : a1.mul(b0).add(c10);
      c11 = FMA ? a1.fma(b1, c11) : a1.mul(b1).add(c11);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, w[o + 2]);
      c20 = FMA ? a2.fma(b0, c20) : a2.mul(b0).add(c20);
      c21 = FMA ? a2.fma(b1, c21) : a2.mul(b1).add(c21);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, w[o + 3]);
      c30 = FMA ? a3.fma(b0, c30) : a3.mul(b0).add(c30);
      c31 = FMA ? a3.fma(b1, c31) : a3.mul(b1).add(c31);
    }
    c00.intoArray(x, d0);
    c10.intoArray(x, d0 + ldx);
    c20.intoArray(x, d0 + 2 * ldx);
    c30.intoArray(x, d0 + 3 * ldx);
    c01.intoArray(x, d1);
    c11.intoArray(x, d1 + ldx);
    c21.intoArray(x, d1 + 2 * ldx);
    c31.intoArray(x, d1 + 3 * ldx);
  }

  /** The triangle of four rows, forward, on whole rows of x. */
  static void divideForward(double[] w, int t, double[] x, int xAt, int ldx) {
    DoubleVector m00 = DoubleVector.broadcast(SPECIES, w[t]);
    DoubleVector m10 = DoubleVector.broadcast(SPECIES, w[t + 1]);
    DoubleVector m11 = DoubleVector.broadcast(SPECIES, w[t + ROWS + 1]);
    DoubleVector m20 = DoubleVector.broadcast(SPECIES, w[t + 2]);
    DoubleVector m21 = DoubleVector.broadcast(SPECIES, w[t + ROWS + 2]);
    DoubleVector m22 = DoubleVector.broadcast(SPECIES, w[t + 2 * ROWS + 2]);
    DoubleVector m30 = DoubleVector.broadcast(SPECIES, w[t + 3]);
    DoubleVector m31 = DoubleVector.broadcast(SPECIES, w[t + ROWS + 3]);
    DoubleVector m32 = DoubleVector.broadcast(SPECIES, w[t + 2 * ROWS + 3]);
    DoubleVector m33 = DoubleVector.broadcast(SPECIES, w[t + 3 * ROWS + 3]);
    for (int p = xAt; p < xAt + ldx; p += L) {
      DoubleVector c0 = DoubleVector.fromArray(SPECIES, x, p);
      DoubleVector c1 = DoubleVector.fromArray(SPECIES, x, p + ldx);
      DoubleVector c2 = DoubleVector.fromArray(SPECIES, x, p + 2 * ldx);
      DoubleVector c3 = DoubleVector.fromArray(SPECIES, x, p + 3 * ldx);
      c0 = c0.mul(m00);
      c0.intoArray(x, p);
      c1 = FMA ? m10.fma(c0, c1) : m10.mul(c0).add(c1);
      c2 = FMA ? m20.fma(c0, c2) : m20.mul(c0).add(c2);
      c3 = FMA ? m30.fma(c0, c3) : m30.mul(c0).add(c3);
      c1 = c1.mul(m11);
      c1.intoArray(x, p + ldx);
      c2 = FMA ? m21.fma(c1, c2) : m21.mul(c1).add(c2);
      c3 = FMA ? m31.fma(c1, c3) : m31.mul(c1).add(c3);
      c2 = c2.mul(m22);
      c2.intoArray(x, p + 2 * ldx);
      c3 = FMA ? m32.fma(c2, c3) : m32.mul(c2).add(c3);
      c3 = c3.mul(m33);
      c3.intoArray(x, p + 3 * ldx);
    }
  }

  /** Four rows from {@code first} on take the products with the rows below, the last one first. */
  static void backward(int n, int first, double[] w, double[] x, int xAt, int ldx) {
    int d0 = xAt + first * ldx;
    int d1 = d0 + L;
    DoubleVector c00 = DoubleVector.fromArray(SPECIES, x, d0);
    DoubleVector c10 = DoubleVector.fromArray(SPECIES, x, d0 + ldx);
    DoubleVector c20 = DoubleVector.fromArray(SPECIES, x, d0 + 2 * ldx);
    DoubleVector c30 = DoubleVector.fromArray(SPECIES, x, d0 + 3 * ldx);
    DoubleVector c01 = DoubleVector.fromArray(SPECIES, x, d1);
    DoubleVector c11 = DoubleVector.fromArray(SPECIES, x, d1 + ldx);
    DoubleVector c21 = DoubleVector.fromArray(SPECIES, x, d1 + 2 * ldx);
    DoubleVector c31 = DoubleVector.fromArray(SPECIES, x, d1 + 3 * ldx);
    for (int k = n - 1, q = xAt + k * ldx; k >= first + BLOCK; k--, q -= ldx) {
      int o = ColumnCholesky.row(k) + first * ROWS;
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, x, q);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, x, q + L);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, w[o]);
      c00 = FMA ? a0.fma(b0, c00) : a0.mul(b0).add(c00);
      c01 = FMA ? a0.fma(b1, c01) : a0.mul(b1).add(c01);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, w[o + ROWS]);
      c10 = FMA ? a1.fma(b0, c10) : a1.mul(b0).add(c10);
      c11 = FMA ? a1.fma(b1, c11) : a1.mul(b1).add(c11);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, w[o + 2 * ROWS]);
      c20 = FMA ? a2.fma(b0, c20) : a2.mul(b0).add(c20);
      c21 = FMA ? a2.fma(b1, c21) : a2.mul(b1).add(c21);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, w[o + 3 * ROWS]);
      c30 = FMA ? a3.fma(b0, c30) : a3.mul(b0).add(c30);
      c31 = FMA ? a3.fma(b1, c31) : a3.mul(b1).add(c31);
    }
    c00.intoArray(x, d0);
    c10.intoArray(x, d0 + ldx);
    c20.intoArray(x, d0 + 2 * ldx);
    c30.intoArray(x, d0 + 3 * ldx);
    c01.intoArray(x, d1);
    c11.intoArray(x, d1 + ldx);
    c21.intoArray(x, d1 + 2 * ldx);
    c31.intoArray(x, d1 + 3 * ldx);
  }

  /** The triangle of four rows, backward, on whole rows of x. */
  static void divideBackward(double[] w, int t, double[] x, int xAt, int ldx) {
    DoubleVector m00 = DoubleVector.broadcast(SPECIES, w[t]);
    DoubleVector m10 = DoubleVector.broadcast(SPECIES, w[t + 1]);
    DoubleVector m11 = DoubleVector.broadcast(SPECIES, w[t + ROWS + 1]);
    DoubleVector m20 = DoubleVector.broadcast(SPECIES, w[t + 2]);
    DoubleVector m21 = DoubleVector.broadcast(SPECIES, w[t + ROWS + 2]);
    DoubleVector m22 = DoubleVector.broadcast(SPECIES, w[t + 2 * ROWS + 2]);
    DoubleVector m30 = DoubleVector.broadcast(SPECIES, w[t + 3]);
    DoubleVector m31 = DoubleVector.broadcast(SPECIES, w[t + ROWS + 3]);
    DoubleVector m32 = DoubleVector.broadcast(SPECIES, w[t + 2 * ROWS + 3]);
    DoubleVector m33 = DoubleVector.broadcast(SPECIES, w[t + 3 * ROWS + 3]);
    for (int p = xAt; p < xAt + ldx; p += L) {
      DoubleVector c0 = DoubleVector.fromArray(SPECIES, x, p);
      DoubleVector c1 = DoubleVector.fromArray(SPECIES, x, p + ldx);
      DoubleVector c2 = DoubleVector.fromArray(SPECIES, x, p + 2 * ldx);
      DoubleVector c3 = DoubleVector.fromArray(SPECIES, x, p + 3 * ldx);
      c3 = c3.mul(m33);
      c3.intoArray(x, p + 3 * ldx);
      c2 = FMA ? m32.fma(c3, c2) : m32.mul(c3).add(c2);
      c1 = FMA ? m31.fma(c3, c1) : m31.mul(c3).add(c1);
      c0 = FMA ? m30.fma(c3, c0) : m30.mul(c3).add(c0);
      c2 = c2.mul(m22);
      c2.intoArray(x, p + 2 * ldx);
      c1 = FMA ? m21.fma(c2, c1) : m21.mul(c2).add(c1);
      c0 = FMA ? m20.fma(c2, c0) : m20.mul(c2).add(c0);
      c1 = c1.mul(m11);
      c1.intoArray(x, p + ldx);
      c0 = FMA ? m10.fma(c1, c0) : m10.mul(c1).add(c0);
      c0 = c0.mul(m00);
      c0.intoArray(x, p);
    }
  }
}
