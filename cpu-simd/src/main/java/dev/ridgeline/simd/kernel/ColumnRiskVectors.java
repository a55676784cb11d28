// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;

/** The vector bodies of {@link ColumnRisk}, apart so that its twins run without the Vector API. */
final class ColumnRiskVectors {
  private ColumnRiskVectors() {}

  static void vector(
      int n,
      int priors,
      double mu,
      double[] s,
      int sAt,
      double[] r,
      double[] c,
      int ld,
      double[] out) {
    DoubleVector factor = DoubleVector.broadcast(SPECIES, -mu);
    for (int l = 0; l < priors; l += L) {
      DoubleVector a = DoubleVector.zero(SPECIES);
      for (int i = 0, o = l; i < n; i++, o += ld) {
        DoubleVector x = DoubleVector.fromArray(SPECIES, c, o);
        DoubleVector t =
            DoubleVector.broadcast(SPECIES, 2 * s[sAt + i])
                .sub(DoubleVector.fromArray(SPECIES, r, o));
        t = FMA ? x.fma(factor, t) : x.mul(factor).add(t);
        a = FMA ? t.fma(x, a) : t.mul(x).add(a);
      }
      a.intoArray(out, l);
    }
  }
}
