// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.ShiftedKernel.SHIFTS;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The vector bodies of {@link ShiftedKernel}, apart so that its twins run without the Vector API.
 */
final class ShiftedVectors {
  private ShiftedVectors() {}

  static void factorVector(
      int n, double[] d, double[] e, double[] mu, int muAt, double[] pivots, double[] multipliers) {
    if (n == 0) {
      return;
    }
    for (int h = 0; h < SHIFTS; h += L) {
      DoubleVector shift = DoubleVector.fromArray(SPECIES, mu, muAt + h);
      DoubleVector pivot = shift.add(d[0]);
      pivot.intoArray(pivots, h);
      for (int k = 1; k < n; k++) {
        DoubleVector ek = DoubleVector.broadcast(SPECIES, e[k - 1]);
        DoubleVector minus = DoubleVector.broadcast(SPECIES, -e[k - 1]);
        DoubleVector l = ek.div(pivot);
        l.intoArray(multipliers, (k - 1) * SHIFTS + h);
        DoubleVector t = shift.add(d[k]);
        pivot = FMA ? l.fma(minus, t) : l.mul(minus).add(t);
        pivot.intoArray(pivots, k * SHIFTS + h);
      }
    }
  }

  static void solveVector(
      int n, double[] pivots, double[] multipliers, double[] b, int bAt, double[] x) {
    for (int h = 0; h < SHIFTS; h += L) {
      DoubleVector y = DoubleVector.zero(SPECIES);
      for (int k = 0; k < n; k++) {
        DoubleVector bk = DoubleVector.broadcast(SPECIES, b[bAt + k]);
        if (k > 0) {
          DoubleVector l = DoubleVector.fromArray(SPECIES, multipliers, (k - 1) * SHIFTS + h);
          y = y.lanewise(VectorOperators.NEG);
          y = FMA ? l.fma(y, bk) : l.mul(y).add(bk);
        } else {
          y = bk;
        }
        y.intoArray(x, k * SHIFTS + h);
      }
      for (int k = n - 1; k >= 0; k--) {
        DoubleVector q =
            DoubleVector.fromArray(SPECIES, x, k * SHIFTS + h)
                .div(DoubleVector.fromArray(SPECIES, pivots, k * SHIFTS + h));
        if (k < n - 1) {
          DoubleVector l = DoubleVector.fromArray(SPECIES, multipliers, k * SHIFTS + h);
          y = y.lanewise(VectorOperators.NEG);
          y = FMA ? l.fma(y, q) : l.mul(y).add(q);
        } else {
          y = q;
        }
        y.intoArray(x, k * SHIFTS + h);
      }
    }
  }

  static void traceVector(int n, double[] pivots, double[] multipliers, double[] trace) {
    for (int h = 0; h < SHIFTS; h += L) {
      DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
      DoubleVector sum = DoubleVector.zero(SPECIES);
      DoubleVector s = DoubleVector.zero(SPECIES);
      for (int k = n - 1; k >= 0; k--) {
        DoubleVector q = one.div(DoubleVector.fromArray(SPECIES, pivots, k * SHIFTS + h));
        if (k < n - 1) {
          DoubleVector l = DoubleVector.fromArray(SPECIES, multipliers, k * SHIFTS + h);
          DoubleVector square = l.mul(l);
          s = FMA ? square.fma(s, q) : square.mul(s).add(q);
        } else {
          s = q;
        }
        sum = sum.add(s);
      }
      sum.intoArray(trace, h);
    }
  }
}
