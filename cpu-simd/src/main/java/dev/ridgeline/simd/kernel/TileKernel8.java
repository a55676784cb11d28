// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Micro-kernels of {@link TileKernel} with 8 columns, for 32 vector registers: 24 accumulators, 3
 * of A, 1 of B.
 *
 * <p>Accumulators are named locals that never leave the method, or C2 would box them in the loop;
 * for the same reason the choice between fma and mul-add is written out at each place: a helper is
 * not inlined into a method of this size (4 GFLOP/s in place of 100).
 */
final class TileKernel8 {
  private TileKernel8() {}

  /** 3 vectors by 8 columns. */
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
    int b4 = b3 + bj;
    int b5 = b4 + bj;
    int b6 = b5 + bj;
    int b7 = b6 + bj;
    int t1 = cAt + ldc;
    int t2 = t1 + ldc;
    int t3 = t2 + ldc;
    int t4 = t3 + ldc;
    int t5 = t4 + ldc;
    int t6 = t5 + ldc;
    int t7 = t6 + ldc;
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
    DoubleVector c04 = DoubleVector.fromArray(SPECIES, c, t4);
    DoubleVector c14 = DoubleVector.fromArray(SPECIES, c, t4 + L);
    DoubleVector c24 = DoubleVector.fromArray(SPECIES, c, t4 + 2 * L);
    DoubleVector c05 = DoubleVector.fromArray(SPECIES, c, t5);
    DoubleVector c15 = DoubleVector.fromArray(SPECIES, c, t5 + L);
    DoubleVector c25 = DoubleVector.fromArray(SPECIES, c, t5 + 2 * L);
    DoubleVector c06 = DoubleVector.fromArray(SPECIES, c, t6);
    DoubleVector c16 = DoubleVector.fromArray(SPECIES, c, t6 + L);
    DoubleVector c26 = DoubleVector.fromArray(SPECIES, c, t6 + 2 * L);
    DoubleVector c07 = DoubleVector.fromArray(SPECIES, c, t7);
    DoubleVector c17 = DoubleVector.fromArray(SPECIES, c, t7 + L);
    DoubleVector c27 = DoubleVector.fromArray(SPECIES, c, t7 + 2 * L);
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
      DoubleVector s4 = DoubleVector.broadcast(SPECIES, b[b4 + row]);
      c04 = FMA ? a0.fma(s4, c04) : a0.mul(s4).add(c04);
      c14 = FMA ? a1.fma(s4, c14) : a1.mul(s4).add(c14);
      c24 = FMA ? a2.fma(s4, c24) : a2.mul(s4).add(c24);
      DoubleVector s5 = DoubleVector.broadcast(SPECIES, b[b5 + row]);
      c05 = FMA ? a0.fma(s5, c05) : a0.mul(s5).add(c05);
      c15 = FMA ? a1.fma(s5, c15) : a1.mul(s5).add(c15);
      c25 = FMA ? a2.fma(s5, c25) : a2.mul(s5).add(c25);
      DoubleVector s6 = DoubleVector.broadcast(SPECIES, b[b6 + row]);
      c06 = FMA ? a0.fma(s6, c06) : a0.mul(s6).add(c06);
      c16 = FMA ? a1.fma(s6, c16) : a1.mul(s6).add(c16);
      c26 = FMA ? a2.fma(s6, c26) : a2.mul(s6).add(c26);
      DoubleVector s7 = DoubleVector.broadcast(SPECIES, b[b7 + row]);
      c07 = FMA ? a0.fma(s7, c07) : a0.mul(s7).add(c07);
      c17 = FMA ? a1.fma(s7, c17) : a1.mul(s7).add(c17);
      c27 = FMA ? a2.fma(s7, c27) : a2.mul(s7).add(c27);
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
    c04.intoArray(c, t4);
    c14.intoArray(c, t4 + L);
    c24.intoArray(c, t4 + 2 * L);
    c05.intoArray(c, t5);
    c15.intoArray(c, t5 + L);
    c25.intoArray(c, t5 + 2 * L);
    c06.intoArray(c, t6);
    c16.intoArray(c, t6 + L);
    c26.intoArray(c, t6 + 2 * L);
    c07.intoArray(c, t7);
    c17.intoArray(c, t7 + L);
    c27.intoArray(c, t7 + 2 * L);
  }

  /** 2 vectors by 8 columns. */
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
    int b4 = b3 + bj;
    int b5 = b4 + bj;
    int b6 = b5 + bj;
    int b7 = b6 + bj;
    int t1 = cAt + ldc;
    int t2 = t1 + ldc;
    int t3 = t2 + ldc;
    int t4 = t3 + ldc;
    int t5 = t4 + ldc;
    int t6 = t5 + ldc;
    int t7 = t6 + ldc;
    DoubleVector c00 = DoubleVector.fromArray(SPECIES, c, cAt);
    DoubleVector c10 = DoubleVector.fromArray(SPECIES, c, cAt + L);
    DoubleVector c01 = DoubleVector.fromArray(SPECIES, c, t1);
    DoubleVector c11 = DoubleVector.fromArray(SPECIES, c, t1 + L);
    DoubleVector c02 = DoubleVector.fromArray(SPECIES, c, t2);
    DoubleVector c12 = DoubleVector.fromArray(SPECIES, c, t2 + L);
    DoubleVector c03 = DoubleVector.fromArray(SPECIES, c, t3);
    DoubleVector c13 = DoubleVector.fromArray(SPECIES, c, t3 + L);
    DoubleVector c04 = DoubleVector.fromArray(SPECIES, c, t4);
    DoubleVector c14 = DoubleVector.fromArray(SPECIES, c, t4 + L);
    DoubleVector c05 = DoubleVector.fromArray(SPECIES, c, t5);
    DoubleVector c15 = DoubleVector.fromArray(SPECIES, c, t5 + L);
    DoubleVector c06 = DoubleVector.fromArray(SPECIES, c, t6);
    DoubleVector c16 = DoubleVector.fromArray(SPECIES, c, t6 + L);
    DoubleVector c07 = DoubleVector.fromArray(SPECIES, c, t7);
    DoubleVector c17 = DoubleVector.fromArray(SPECIES, c, t7 + L);
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
      DoubleVector s4 = DoubleVector.broadcast(SPECIES, b[b4 + row]);
      c04 = FMA ? a0.fma(s4, c04) : a0.mul(s4).add(c04);
      c14 = FMA ? a1.fma(s4, c14) : a1.mul(s4).add(c14);
      DoubleVector s5 = DoubleVector.broadcast(SPECIES, b[b5 + row]);
      c05 = FMA ? a0.fma(s5, c05) : a0.mul(s5).add(c05);
      c15 = FMA ? a1.fma(s5, c15) : a1.mul(s5).add(c15);
      DoubleVector s6 = DoubleVector.broadcast(SPECIES, b[b6 + row]);
      c06 = FMA ? a0.fma(s6, c06) : a0.mul(s6).add(c06);
      c16 = FMA ? a1.fma(s6, c16) : a1.mul(s6).add(c16);
      DoubleVector s7 = DoubleVector.broadcast(SPECIES, b[b7 + row]);
      c07 = FMA ? a0.fma(s7, c07) : a0.mul(s7).add(c07);
      c17 = FMA ? a1.fma(s7, c17) : a1.mul(s7).add(c17);
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
    c04.intoArray(c, t4);
    c14.intoArray(c, t4 + L);
    c05.intoArray(c, t5);
    c15.intoArray(c, t5 + L);
    c06.intoArray(c, t6);
    c16.intoArray(c, t6 + L);
    c07.intoArray(c, t7);
    c17.intoArray(c, t7 + L);
  }

  /** 1 vectors by 8 columns. */
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
    int b4 = b3 + bj;
    int b5 = b4 + bj;
    int b6 = b5 + bj;
    int b7 = b6 + bj;
    int t1 = cAt + ldc;
    int t2 = t1 + ldc;
    int t3 = t2 + ldc;
    int t4 = t3 + ldc;
    int t5 = t4 + ldc;
    int t6 = t5 + ldc;
    int t7 = t6 + ldc;
    DoubleVector c00 = DoubleVector.fromArray(SPECIES, c, cAt);
    DoubleVector c01 = DoubleVector.fromArray(SPECIES, c, t1);
    DoubleVector c02 = DoubleVector.fromArray(SPECIES, c, t2);
    DoubleVector c03 = DoubleVector.fromArray(SPECIES, c, t3);
    DoubleVector c04 = DoubleVector.fromArray(SPECIES, c, t4);
    DoubleVector c05 = DoubleVector.fromArray(SPECIES, c, t5);
    DoubleVector c06 = DoubleVector.fromArray(SPECIES, c, t6);
    DoubleVector c07 = DoubleVector.fromArray(SPECIES, c, t7);
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
      DoubleVector s4 = DoubleVector.broadcast(SPECIES, b[b4 + row]);
      c04 = FMA ? a0.fma(s4, c04) : a0.mul(s4).add(c04);
      DoubleVector s5 = DoubleVector.broadcast(SPECIES, b[b5 + row]);
      c05 = FMA ? a0.fma(s5, c05) : a0.mul(s5).add(c05);
      DoubleVector s6 = DoubleVector.broadcast(SPECIES, b[b6 + row]);
      c06 = FMA ? a0.fma(s6, c06) : a0.mul(s6).add(c06);
      DoubleVector s7 = DoubleVector.broadcast(SPECIES, b[b7 + row]);
      c07 = FMA ? a0.fma(s7, c07) : a0.mul(s7).add(c07);
      at += aStep;
      row += bk;
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, t1);
    c02.intoArray(c, t2);
    c03.intoArray(c, t3);
    c04.intoArray(c, t4);
    c05.intoArray(c, t5);
    c06.intoArray(c, t6);
    c07.intoArray(c, t7);
  }
}
