// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * The last sum of a transfer step, &lt;2 s - r - mu c, c&gt; for all priors, which lie in lanes.
 *
 * <pre>
 * s    n             read
 * R,C  n x priors    rows, ld apart, read
 * out  priors        overwritten
 * </pre>
 *
 * <p>Rounding: a = 0; for i = 0 .. n - 1, t = fma(-mu, c_il, 2 s_i - r_il), a = fma(t, c_il, a).
 */
public final class ColumnRisk {
  private ColumnRisk() {}

  /**
   * All sums.
   *
   * @param n rows
   * @param priors columns, a multiple of eight
   * @param mu factor
   * @param s one number a row
   * @param sAt where they start
   * @param r R
   * @param c C
   * @param ld row length of both
   * @param out receives the sums
   */
  public static void sums(
      int n,
      int priors,
      double mu,
      double[] s,
      int sAt,
      double[] r,
      double[] c,
      int ld,
      double[] out) {
    if (Compiled.SINGLE.ready()) {
      vector(n, priors, mu, s, sAt, r, c, ld, out);
    } else {
      scalar(n, priors, mu, s, sAt, r, c, ld, out);
    }
  }

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

  static void scalar(
      int n,
      int priors,
      double mu,
      double[] s,
      int sAt,
      double[] r,
      double[] c,
      int ld,
      double[] out) {
    for (int l = 0; l < priors; l++) {
      double a = 0;
      for (int i = 0, o = l; i < n; i++, o += ld) {
        double t = Fma.of(c[o], -mu, 2 * s[sAt + i] - r[o]);
        a = Fma.of(t, c[o], a);
      }
      out[l] = a;
    }
  }
}
