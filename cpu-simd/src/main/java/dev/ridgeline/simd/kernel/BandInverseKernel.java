// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What follows from the factors of {@link BandKernel}: traces of the inverses and quadratic forms.
 *
 * <p>Trace: only the part of S = (T + mu I)^-1 within the band is needed (Takahashi). Row k comes
 * from the b rows after it, s_ik = -sum_j s_ij l_jk for i = k + 1 .. k + b, and s_kk = 1/d_k +
 * sum_ij l_ik s_ij l_jk, computed as 1/d_k - sum_i l_ik s_ik. A congruence: relative errors of the
 * window do not grow beyond the condition of the matrix.
 *
 * <p>Rounding: lanes (shifts, or rows of z) are independent; every sum is one chain of fused
 * multiply-adds in ascending order.
 */
public final class BandInverseKernel {
  private static final int SHIFTS = ShiftedKernel.SHIFTS;
  private static final int ROWS = LeverageKernel.ROWS;

  private BandInverseKernel() {}

  /**
   * tr (T + mu I)^-1 for 8 shifts, from the last row up.
   *
   * @param n order
   * @param b width, at least 1
   * @param factors of {@link BandKernel#factor}
   * @param work (b + 1) b x 8 elements, overwritten: the window of S, row i at slot i mod b, and
   *     the row in the making
   * @param trace 16 numbers, overwritten; the first 8 are the traces
   */
  public static void traceInverse(int n, int b, double[] factors, double[] work, double[] trace) {
    traceInverse(Compiled.BAND.ready(), n, b, factors, work, trace);
  }

  static void traceInverse(
      boolean vectors, int n, int b, double[] factors, double[] work, double[] trace) {
    Arrays.fill(trace, 0, SHIFTS, 0);
    Arrays.fill(work, 0, (b + 1) * b * SHIFTS, 0);
    for (int k = n - 1; k >= 0; k--) {
      int below = Math.min(b, n - 1 - k);
      if (vectors) {
        rowVector(b, below, k, factors, work, trace);
      } else {
        rowScalar(b, below, k, factors, work, trace);
      }
      insert(b, below, k, work, trace);
    }
  }

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

  static void rowScalar(int b, int below, int k, double[] f, double[] work, double[] trace) {
    int column = k * BandKernel.height(b) * SHIFTS;
    int made = b * b * SHIFTS;
    for (int lane = 0; lane < SHIFTS; lane++) {
      double diagonal = 1 / f[column + lane];
      for (int i = 1; i <= below; i++) {
        int row = (k + i) % b;
        double sum = 0;
        for (int j = 1; j <= below; j++) {
          int slot = (k + j) % b;
          sum = Fma.of(work[(row * b + slot) * SHIFTS + lane], f[column + j * SHIFTS + lane], sum);
        }
        diagonal = Fma.of(f[column + i * SHIFTS + lane], sum, diagonal);
        work[made + row * SHIFTS + lane] = -sum;
      }
      trace[SHIFTS + lane] = diagonal;
      trace[lane] += diagonal;
    }
  }

  /** Row and column k, made beside the window, take the slot of row k + b, which is done with. */
  private static void insert(int b, int below, int k, double[] work, double[] trace) {
    int own = k % b;
    int made = b * b * SHIFTS;
    for (int i = 1; i < Math.min(b, below + 1); i++) {
      int slot = (k + i) % b;
      System.arraycopy(work, made + slot * SHIFTS, work, (own * b + slot) * SHIFTS, SHIFTS);
      System.arraycopy(work, made + slot * SHIFTS, work, (slot * b + own) * SHIFTS, SHIFTS);
    }
    System.arraycopy(trace, SHIFTS, work, own * (b + 1) * SHIFTS, SHIFTS);
  }

  /**
   * Quadratic forms z'(T + mu I)^-1 z of 16 rows, rows in lanes, shift by shift: u = L^-1 z, h =
   * sum_k u_k^2 / d_k.
   *
   * @param n order
   * @param b width
   * @param factors of {@link BandKernel#factor}
   * @param z n x 16, element k of row r at k * 16 + r
   * @param u n x 16, overwritten
   * @param h 16 x 8, row r and shift s at r + 16 s, overwritten
   */
  public static void quadraticForms(
      int n, int b, double[] factors, double[] z, double[] u, double[] h) {
    quadraticForms(Compiled.BAND.ready(), n, b, factors, z, u, h);
  }

  static void quadraticForms(
      boolean vectors, int n, int b, double[] factors, double[] z, double[] u, double[] h) {
    Arrays.fill(h, 0, ROWS * SHIFTS, 0);
    for (int s = 0; s < SHIFTS; s++) {
      System.arraycopy(z, 0, u, 0, n * ROWS);
      for (int k = 0; k < n; k++) {
        int below = Math.min(b, n - 1 - k);
        if (vectors) {
          formVector(b, below, k, s, factors, u, h);
        } else {
          formScalar(b, below, k, s, factors, u, h);
        }
      }
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

  static void formScalar(int b, int below, int k, int s, double[] f, double[] u, double[] h) {
    int column = k * BandKernel.height(b) * SHIFTS + s;
    double reciprocal = 1 / f[column];
    for (int r = 0; r < ROWS; r++) {
      double uk = u[k * ROWS + r];
      h[r + ROWS * s] = Fma.of(uk * uk, reciprocal, h[r + ROWS * s]);
      for (int i = 1; i <= below; i++) {
        int at = (k + i) * ROWS + r;
        u[at] = Fma.of(uk, -f[column + i * SHIFTS], u[at]);
      }
    }
  }
}
