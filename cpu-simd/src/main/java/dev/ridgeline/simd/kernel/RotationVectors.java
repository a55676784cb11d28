// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.RotationKernel.ROWS;
import static dev.ridgeline.simd.kernel.RotationKernel.SWEEPS;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The vector bodies of {@link RotationKernel}, apart so that its twins run without the Vector API.
 */
final class RotationVectors {
  private RotationVectors() {}

  /** Two vectors of rows. */
  static void vector(int n, int lo, int hi, double[] rotations, double[] u, int uAt) {
    DoubleVector x00 = DoubleVector.zero(SPECIES);
    DoubleVector x10 = x00;
    DoubleVector x01 = x00;
    DoubleVector x11 = x00;
    DoubleVector x02 = x00;
    DoubleVector x12 = x00;
    DoubleVector x03 = x00;
    DoubleVector x13 = x00;
    int steps = hi - lo + SWEEPS + 1;
    for (int t = 0; t < steps; t++) {
      int at = 2 * SWEEPS * t;
      // behind the last column any will do: what follows it is not stored
      int column = uAt + ROWS * Math.min(lo + t, n - 1);
      DoubleVector y0 = DoubleVector.fromArray(SPECIES, u, column);
      DoubleVector y1 = DoubleVector.fromArray(SPECIES, u, column + L);
      DoubleVector c = DoubleVector.broadcast(SPECIES, rotations[at]);
      DoubleVector s = DoubleVector.broadcast(SPECIES, rotations[at + 1]);
      DoubleVector z0 = FMA ? c.fma(x00, s.mul(y0)) : c.mul(x00).add(s.mul(y0));
      DoubleVector z1 = FMA ? c.fma(x10, s.mul(y1)) : c.mul(x10).add(s.mul(y1));
      DoubleVector m0 = s.mul(x00).lanewise(VectorOperators.NEG);
      DoubleVector m1 = s.mul(x10).lanewise(VectorOperators.NEG);
      x00 = FMA ? c.fma(y0, m0) : c.mul(y0).add(m0);
      x10 = FMA ? c.fma(y1, m1) : c.mul(y1).add(m1);
      c = DoubleVector.broadcast(SPECIES, rotations[at + 2]);
      s = DoubleVector.broadcast(SPECIES, rotations[at + 3]);
      y0 = FMA ? c.fma(x01, s.mul(z0)) : c.mul(x01).add(s.mul(z0));
      y1 = FMA ? c.fma(x11, s.mul(z1)) : c.mul(x11).add(s.mul(z1));
      m0 = s.mul(x01).lanewise(VectorOperators.NEG);
      m1 = s.mul(x11).lanewise(VectorOperators.NEG);
      x01 = FMA ? c.fma(z0, m0) : c.mul(z0).add(m0);
      x11 = FMA ? c.fma(z1, m1) : c.mul(z1).add(m1);
      c = DoubleVector.broadcast(SPECIES, rotations[at + 4]);
      s = DoubleVector.broadcast(SPECIES, rotations[at + 5]);
      z0 = FMA ? c.fma(x02, s.mul(y0)) : c.mul(x02).add(s.mul(y0));
      z1 = FMA ? c.fma(x12, s.mul(y1)) : c.mul(x12).add(s.mul(y1));
      m0 = s.mul(x02).lanewise(VectorOperators.NEG);
      m1 = s.mul(x12).lanewise(VectorOperators.NEG);
      x02 = FMA ? c.fma(y0, m0) : c.mul(y0).add(m0);
      x12 = FMA ? c.fma(y1, m1) : c.mul(y1).add(m1);
      c = DoubleVector.broadcast(SPECIES, rotations[at + 6]);
      s = DoubleVector.broadcast(SPECIES, rotations[at + 7]);
      y0 = FMA ? c.fma(x03, s.mul(z0)) : c.mul(x03).add(s.mul(z0));
      y1 = FMA ? c.fma(x13, s.mul(z1)) : c.mul(x13).add(s.mul(z1));
      m0 = s.mul(x03).lanewise(VectorOperators.NEG);
      m1 = s.mul(x13).lanewise(VectorOperators.NEG);
      x03 = FMA ? c.fma(z0, m0) : c.mul(z0).add(m0);
      x13 = FMA ? c.fma(z1, m1) : c.mul(z1).add(m1);
      if (t >= SWEEPS) {
        int done = uAt + ROWS * (lo + t - SWEEPS);
        y0.intoArray(u, done);
        y1.intoArray(u, done + L);
      }
    }
  }
}
