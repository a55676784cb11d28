// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.LeverageKernel.ROWS;
import static dev.ridgeline.simd.kernel.LeverageKernel.SHIFTS;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * The vector bodies of {@link LeverageKernel}, apart so that its twins run without the Vector API.
 */
final class LeverageVectors {
  private LeverageVectors() {}

  /** Two vectors of rows from r on, four shifts from s on. */
  static void vector(
      int n, double[] z, int r, double[] reciprocals, double[] negated, int s, double[] h) {
    DoubleVector h00 = DoubleVector.zero(SPECIES);
    DoubleVector h10 = h00;
    DoubleVector h01 = h00;
    DoubleVector h11 = h00;
    DoubleVector h02 = h00;
    DoubleVector h12 = h00;
    DoubleVector h03 = h00;
    DoubleVector h13 = h00;
    // u of the row before; none before the first
    DoubleVector u00 = h00;
    DoubleVector u10 = h00;
    DoubleVector u01 = h00;
    DoubleVector u11 = h00;
    DoubleVector u02 = h00;
    DoubleVector u12 = h00;
    DoubleVector u03 = h00;
    DoubleVector u13 = h00;
    for (int k = 0; k < n; k++) {
      DoubleVector z0 = DoubleVector.fromArray(SPECIES, z, k * ROWS + r);
      DoubleVector z1 = DoubleVector.fromArray(SPECIES, z, k * ROWS + r + L);
      int at = k * SHIFTS + s;
      if (k > 0) {
        int before = at - SHIFTS;
        DoubleVector l0 = DoubleVector.broadcast(SPECIES, negated[before]);
        u00 = FMA ? l0.fma(u00, z0) : l0.mul(u00).add(z0);
        u10 = FMA ? l0.fma(u10, z1) : l0.mul(u10).add(z1);
        DoubleVector l1 = DoubleVector.broadcast(SPECIES, negated[before + 1]);
        u01 = FMA ? l1.fma(u01, z0) : l1.mul(u01).add(z0);
        u11 = FMA ? l1.fma(u11, z1) : l1.mul(u11).add(z1);
        DoubleVector l2 = DoubleVector.broadcast(SPECIES, negated[before + 2]);
        u02 = FMA ? l2.fma(u02, z0) : l2.mul(u02).add(z0);
        u12 = FMA ? l2.fma(u12, z1) : l2.mul(u12).add(z1);
        DoubleVector l3 = DoubleVector.broadcast(SPECIES, negated[before + 3]);
        u03 = FMA ? l3.fma(u03, z0) : l3.mul(u03).add(z0);
        u13 = FMA ? l3.fma(u13, z1) : l3.mul(u13).add(z1);
      } else {
        u00 = z0;
        u10 = z1;
        u01 = z0;
        u11 = z1;
        u02 = z0;
        u12 = z1;
        u03 = z0;
        u13 = z1;
      }
      DoubleVector q0 = DoubleVector.broadcast(SPECIES, reciprocals[at]);
      h00 = FMA ? u00.mul(u00).fma(q0, h00) : u00.mul(u00).mul(q0).add(h00);
      h10 = FMA ? u10.mul(u10).fma(q0, h10) : u10.mul(u10).mul(q0).add(h10);
      DoubleVector q1 = DoubleVector.broadcast(SPECIES, reciprocals[at + 1]);
      h01 = FMA ? u01.mul(u01).fma(q1, h01) : u01.mul(u01).mul(q1).add(h01);
      h11 = FMA ? u11.mul(u11).fma(q1, h11) : u11.mul(u11).mul(q1).add(h11);
      DoubleVector q2 = DoubleVector.broadcast(SPECIES, reciprocals[at + 2]);
      h02 = FMA ? u02.mul(u02).fma(q2, h02) : u02.mul(u02).mul(q2).add(h02);
      h12 = FMA ? u12.mul(u12).fma(q2, h12) : u12.mul(u12).mul(q2).add(h12);
      DoubleVector q3 = DoubleVector.broadcast(SPECIES, reciprocals[at + 3]);
      h03 = FMA ? u03.mul(u03).fma(q3, h03) : u03.mul(u03).mul(q3).add(h03);
      h13 = FMA ? u13.mul(u13).fma(q3, h13) : u13.mul(u13).mul(q3).add(h13);
    }
    h00.intoArray(h, r + ROWS * s);
    h10.intoArray(h, r + L + ROWS * s);
    h01.intoArray(h, r + ROWS * (s + 1));
    h11.intoArray(h, r + L + ROWS * (s + 1));
    h02.intoArray(h, r + ROWS * (s + 2));
    h12.intoArray(h, r + L + ROWS * (s + 2));
    h03.intoArray(h, r + ROWS * (s + 3));
    h13.intoArray(h, r + L + ROWS * (s + 3));
  }
}
