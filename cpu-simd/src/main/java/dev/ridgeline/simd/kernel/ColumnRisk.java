// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

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
      ColumnRiskVectors.vector(n, priors, mu, s, sAt, r, c, ld, out);
    } else {
      scalar(n, priors, mu, s, sAt, r, c, ld, out);
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
