// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Micro-kernels of {@link TileKernel} with 4 columns, for 16 vector registers: 12 accumulators, 3
 * of A, 1 of B.
 *
 * <p>Accumulators are named locals that never leave the method, or C2 would box them in the loop;
 * for the same reason the choice between fma and mul-add is written out at each place: a helper is
 * not inlined into a method of this size (4 GFLOP/s in place of 100).
 */
final class TileKernel4 {
  private TileKernel4() {}

  /** 3 vectors by 4 columns. */
  static void tile3(
      int k,
      double[] a,
      int aAt,
      int aStep,
      double[] b,
      int bAt,
      int bk,
      int bj,
      double[] c,
      int cAt,
      int ldc) {
    int b1 = bAt + bj;
    int b2 = b1 + bj;
    int b3 = b2 + bj;
    int t1 = cAt + ldc;
    int t2 = t1 + ldc;
    int t3 = t2 + ldc;
    DoubleVector c00 = DoubleVector.fromArray(SPECIES, c, cAt);
    DoubleVector c10 = DoubleVector.fromArray(SPECIES, c, cAt + L);
    DoubleVector c20 = DoubleVector.fromArray(SPECIES, c, cAt + 2 * L);
    DoubleVector c01 = DoubleVector.fromArray(SPECIES, c, t1);
    DoubleVector c11 = DoubleVector.fromArray(SPECIES, c, t1 + L);
    DoubleVector c21 = DoubleVector.fromArray(SPECIES, c, t1 + 2 * L);
    DoubleVector c02 = DoubleVector.fromArray(SPECIES, c, t2);
    DoubleVector c12 = DoubleVector.fromArray(SPECIES, c, t2 + L);
    DoubleVector c22 = DoubleVector.fromArray(SPECIES, c, t2 + 2 * L);
    DoubleVector c03 = DoubleVector.fromArray(SPECIES, c, t3);
    DoubleVector c13 = DoubleVector.fromArray(SPECIES, c, t3 + L);
    DoubleVector c23 = DoubleVector.fromArray(SPECIES, c, t3 + 2 * L);
    // vector body: one column of A against one row of B
    int at = aAt;
    int row = 0;
    for (int l = 0; l < k; l++) {
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, a, at);
      DoubleVector a1 = DoubleVector.fromArray(SPECIES, a, at + L);
      DoubleVector a2 = DoubleVector.fromArray(SPECIES, a, at + 2 * L);
      DoubleVector s0 = DoubleVector.broadcast(SPECIES, b[bAt + row]);
      c00 = FMA ? a0.fma(s0, c00) : a0.mul(s0).add(c00);
      c10 = FMA ? a1.fma(s0, c10) : a1.mul(s0).add(c10);
      c20 = FMA ? a2.fma(s0, c20) : a2.mul(s0).add(c20);
      DoubleVector s1 = DoubleVector.broadcast(SPECIES, b[b1 + row]);
      c01 = FMA ? a0.fma(s1, c01) : a0.mul(s1).add(c01);
      c11 = FMA ? a1.fma(s1, c11) : a1.mul(s1).add(c11);
      c21 = FMA ? a2.fma(s1, c21) : a2.mul(s1).add(c21);
      DoubleVector s2 = DoubleVector.broadcast(SPECIES, b[b2 + row]);
      c02 = FMA ? a0.fma(s2, c02) : a0.mul(s2).add(c02);
      c12 = FMA ? a1.fma(s2, c12) : a1.mul(s2).add(c12);
      c22 = FMA ? a2.fma(s2, c22) : a2.mul(s2).add(c22);
      DoubleVector s3 = DoubleVector.broadcast(SPECIES, b[b3 + row]);
      c03 = FMA ? a0.fma(s3, c03) : a0.mul(s3).add(c03);
      c13 = FMA ? a1.fma(s3, c13) : a1.mul(s3).add(c13);
      c23 = FMA ? a2.fma(s3, c23) : a2.mul(s3).add(c23);
      at += aStep;
      row += bk;
    }
    c00.intoArray(c, cAt);
    c10.intoArray(c, cAt + L);
    c20.intoArray(c, cAt + 2 * L);
    c01.intoArray(c, t1);
    c11.intoArray(c, t1 + L);
    c21.intoArray(c, t1 + 2 * L);
    c02.intoArray(c, t2);
    c12.intoArray(c, t2 + L);
    c22.intoArray(c, t2 + 2 * L);
    c03.intoArray(c, t3);
    c13.intoArray(c, t3 + L);
    c23.intoArray(c, t3 + 2 * L);
  }

  /** 2 vectors by 4 columns. */
  static void tile2(
      int k,
      double[] a,
      int aAt,
      int aStep,
      double[] b,
      int bAt,
      int bk,
      int bj,
      double[] c,
      int cAt,
      int ldc) {
    int b1 = bAt + bj;
    int b2 = b1 + bj;
    int b3 = b2 + bj;
    int t1 = cAt + ldc;
    int t2 = t1 + ldc;
    int t3 = t2 + ldc;
    DoubleVector c00 = DoubleVector.fromArray(SPECIES, c, cAt);
    DoubleVector c10 = DoubleVector.fromArray(SPECIES, c, cAt + L);
    DoubleVector c01 = DoubleVector.fromArray(SPECIES, c, t1);
    DoubleVector c11 = DoubleVector.fromArray(SPECIES, c, t1 + L);
    DoubleVector c02 = DoubleVector.fromArray(SPECIES, c, t2);
    DoubleVector c12 = DoubleVector.fromArray(SPECIES, c, t2 + L);
    DoubleVector c03 = DoubleVector.fromArray(SPECIES, c, t3);
    DoubleVector c13 = DoubleVector.fromArray(SPECIES, c, t3 + L);
    // vector body: one column of A against one row of B
    int at = aAt;
    int row = 0;
    for (int l = 0; l < k; l++) {
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, a, at);
      DoubleVector a1 = DoubleVector.fromArray(SPECIES, a, at + L);
      DoubleVector s0 = DoubleVector.broadcast(SPECIES, b[bAt + row]);
      c00 = FMA ? a0.fma(s0, c00) : a0.mul(s0).add(c00);
      c10 = FMA ? a1.fma(s0, c10) : a1.mul(s0).add(c10);
      DoubleVector s1 = DoubleVector.broadcast(SPECIES, b[b1 + row]);
      c01 = FMA ? a0.fma(s1, c01) : a0.mul(s1).add(c01);
      c11 = FMA ? a1.fma(s1, c11) : a1.mul(s1).add(c11);
      DoubleVector s2 = DoubleVector.broadcast(SPECIES, b[b2 + row]);
      c02 = FMA ? a0.fma(s2, c02) : a0.mul(s2).add(c02);
      c12 = FMA ? a1.fma(s2, c12) : a1.mul(s2).add(c12);
      DoubleVector s3 = DoubleVector.broadcast(SPECIES, b[b3 + row]);
      c03 = FMA ? a0.fma(s3, c03) : a0.mul(s3).add(c03);
      c13 = FMA ? a1.fma(s3, c13) : a1.mul(s3).add(c13);
      at += aStep;
      row += bk;
    }
    c00.intoArray(c, cAt);
    c10.intoArray(c, cAt + L);
    c01.intoArray(c, t1);
    c11.intoArray(c, t1 + L);
    c02.intoArray(c, t2);
    c12.intoArray(c, t2 + L);
    c03.intoArray(c, t3);
    c13.intoArray(c, t3 + L);
  }

  /** 1 vectors by 4 columns. */
  static void tile1(
      int k,
      double[] a,
      int aAt,
      int aStep,
      double[] b,
      int bAt,
      int bk,
      int bj,
      double[] c,
      int cAt,
      int ldc) {
    int b1 = bAt + bj;
    int b2 = b1 + bj;
    int b3 = b2 + bj;
    int t1 = cAt + ldc;
    int t2 = t1 + ldc;
    int t3 = t2 + ldc;
    DoubleVector c00 = DoubleVector.fromArray(SPECIES, c, cAt);
    DoubleVector c01 = DoubleVector.fromArray(SPECIES, c, t1);
    DoubleVector c02 = DoubleVector.fromArray(SPECIES, c, t2);
    DoubleVector c03 = DoubleVector.fromArray(SPECIES, c, t3);
    // vector body: one column of A against one row of B
    int at = aAt;
    int row = 0;
    for (int l = 0; l < k; l++) {
      DoubleVector a0 = DoubleVector.fromArray(SPECIES, a, at);
      DoubleVector s0 = DoubleVector.broadcast(SPECIES, b[bAt + row]);
      c00 = FMA ? a0.fma(s0, c00) : a0.mul(s0).add(c00);
      DoubleVector s1 = DoubleVector.broadcast(SPECIES, b[b1 + row]);
      c01 = FMA ? a0.fma(s1, c01) : a0.mul(s1).add(c01);
      DoubleVector s2 = DoubleVector.broadcast(SPECIES, b[b2 + row]);
      c02 = FMA ? a0.fma(s2, c02) : a0.mul(s2).add(c02);
      DoubleVector s3 = DoubleVector.broadcast(SPECIES, b[b3 + row]);
      c03 = FMA ? a0.fma(s3, c03) : a0.mul(s3).add(c03);
      at += aStep;
      row += bk;
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, t1);
    c02.intoArray(c, t2);
    c03.intoArray(c, t3);
  }
}
