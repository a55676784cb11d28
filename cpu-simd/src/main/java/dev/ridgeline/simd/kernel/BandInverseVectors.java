// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.BandInverseKernel.ROWS;
import static dev.ridgeline.simd.kernel.BandInverseKernel.SHIFTS;
import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The vector bodies of {@link BandInverseKernel}, apart so that its twins run without the Vector
 * API.
 */
final class BandInverseVectors {
  private BandInverseVectors() {}

  /** s_ik beside the window, s_kk behind the traces and added to them. */
  static void rowVector(int b, int below, int k, double[] f, double[] work, double[] trace) {
    int column = k * BandKernel.height(b) * SHIFTS;
    int made = b * b * SHIFTS;
    for (int h = 0; h < SHIFTS; h += L) {
      DoubleVector diagonal =
          DoubleVector.broadcast(SPECIES, 1).div(DoubleVector.fromArray(SPECIES, f, column + h));
      int i = 1;
      for (; i + 3 <= below; i += 4) {
        int r0 = (k + i) % b;
        int r1 = r0 + 1 == b ? 0 : r0 + 1;
        int r2 = r1 + 1 == b ? 0 : r1 + 1;
        int r3 = r2 + 1 == b ? 0 : r2 + 1;
        DoubleVector sum0 = DoubleVector.zero(SPECIES);
        DoubleVector sum1 = sum0;
        DoubleVector sum2 = sum0;
        DoubleVector sum3 = sum0;
        int slot = k % b;
        for (int j = 1; j <= below; j++) {
          slot = slot + 1 == b ? 0 : slot + 1;
          int at = slot * SHIFTS + h;
          DoubleVector l = DoubleVector.fromArray(SPECIES, f, column + j * SHIFTS + h);
          DoubleVector s = DoubleVector.fromArray(SPECIES, work, r0 * b * SHIFTS + at);
          sum0 = FMA ? s.fma(l, sum0) : s.mul(l).add(sum0);
          s = DoubleVector.fromArray(SPECIES, work, r1 * b * SHIFTS + at);
          sum1 = FMA ? s.fma(l, sum1) : s.mul(l).add(sum1);
          s = DoubleVector.fromArray(SPECIES, work, r2 * b * SHIFTS + at);
          sum2 = FMA ? s.fma(l, sum2) : s.mul(l).add(sum2);
          s = DoubleVector.fromArray(SPECIES, work, r3 * b * SHIFTS + at);
          sum3 = FMA ? s.fma(l, sum3) : s.mul(l).add(sum3);
        }
        sum0.intoArray(work, made + r0 * SHIFTS + h);
        sum1.intoArray(work, made + r1 * SHIFTS + h);
        sum2.intoArray(work, made + r2 * SHIFTS + h);
        sum3.intoArray(work, made + r3 * SHIFTS + h);
      }
      for (; i <= below; i++) {
        int row = (k + i) % b;
        DoubleVector sum = DoubleVector.zero(SPECIES);
        int slot = k % b;
        for (int j = 1; j <= below; j++) {
          slot = slot + 1 == b ? 0 : slot + 1;
          DoubleVector l = DoubleVector.fromArray(SPECIES, f, column + j * SHIFTS + h);
          DoubleVector s = DoubleVector.fromArray(SPECIES, work, (row * b + slot) * SHIFTS + h);
          sum = FMA ? s.fma(l, sum) : s.mul(l).add(sum);
        }
        sum.intoArray(work, made + row * SHIFTS + h);
      }
      for (i = 1; i <= below; i++) {
        int at = made + (k + i) % b * SHIFTS + h;
        DoubleVector l = DoubleVector.fromArray(SPECIES, f, column + i * SHIFTS + h);
        DoubleVector sum = DoubleVector.fromArray(SPECIES, work, at);
        diagonal = FMA ? l.fma(sum, diagonal) : l.mul(sum).add(diagonal);
        sum.lanewise(VectorOperators.NEG).intoArray(work, at);
      }
      diagonal.intoArray(trace, SHIFTS + h);
      DoubleVector.fromArray(SPECIES, trace, h).add(diagonal).intoArray(trace, h);
    }
  }

  static void formVector(int b, int below, int k, int s, double[] f, double[] u, double[] h) {
    int column = k * BandKernel.height(b) * SHIFTS + s;
    double reciprocal = 1 / f[column];
    for (int r = 0; r < ROWS; r += 2 * L) {
      DoubleVector u0 = DoubleVector.fromArray(SPECIES, u, k * ROWS + r);
      DoubleVector u1 = DoubleVector.fromArray(SPECIES, u, k * ROWS + r + L);
      DoubleVector h0 = DoubleVector.fromArray(SPECIES, h, r + ROWS * s);
      DoubleVector h1 = DoubleVector.fromArray(SPECIES, h, r + L + ROWS * s);
      DoubleVector q = DoubleVector.broadcast(SPECIES, reciprocal);
      h0 = FMA ? u0.mul(u0).fma(q, h0) : u0.mul(u0).mul(q).add(h0);
      h1 = FMA ? u1.mul(u1).fma(q, h1) : u1.mul(u1).mul(q).add(h1);
      h0.intoArray(h, r + ROWS * s);
      h1.intoArray(h, r + L + ROWS * s);
      for (int i = 1; i <= below; i++) {
        DoubleVector l = DoubleVector.broadcast(SPECIES, -f[column + i * SHIFTS]);
        int at = (k + i) * ROWS + r;
        DoubleVector t0 = DoubleVector.fromArray(SPECIES, u, at);
        DoubleVector t1 = DoubleVector.fromArray(SPECIES, u, at + L);
        t0 = FMA ? u0.fma(l, t0) : u0.mul(l).add(t0);
        t1 = FMA ? u1.fma(l, t1) : u1.mul(l).add(t1);
        t0.intoArray(u, at);
        t1.intoArray(u, at + L);
      }
    }
  }
}
