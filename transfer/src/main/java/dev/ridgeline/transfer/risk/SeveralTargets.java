// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.internal.Checks;

/**
 * One source penalty for several targets, under isotropy.
 *
 * <p>Target t with alignment rho_t adds kappa_t f_t(x) to the total, so that the best shrinkage of
 * a weighted sum solves G(x) = sum a_t kappa_t (w0,w_t) / sum a_t kappa_t: the weighted mean of the
 * alignments decides. At equal kappa the largest regret is that of the smallest or of the largest
 * alignment; the choice that makes the two equal is the mean of the optimal shrinkage over all
 * alignments between them.
 *
 * <p>Source: C. E. Hedges, "Source-Optimal Training is Transfer-Suboptimal", TMLR 2026 (arXiv
 * 2511.08401). Stateless; safe for use by several threads.
 */
public final class SeveralTargets {
  private SeveralTargets() {}

  /**
   * The penalty with the least weighted sum of transfer risks.
   *
   * @param theory the source
   * @param rho the alignments, one per target, finite
   * @param weights a_t kappa_t, one per target, not negative, not all zero; kappa_t is {@link
   *     SourcePenaltyPrice#kappa}
   * @return l0: positive, 0 or infinity
   * @throws IllegalArgumentException if the lengths differ or a value is out of range
   */
  public static double weightedMean(IsotropicTheory theory, double[] rho, double[] weights) {
    requireTargets(rho);
    Checks.dimension("weights", weights.length, rho.length);
    double sum = 0.0;
    double total = 0.0;
    for (int t = 0; t < rho.length; t++) {
      total += Checks.notNegative("weights[" + t + "]", weights[t]);
      sum += weights[t] * rho[t];
    }
    Checks.positive("sum of weights", total);
    return theory.penalty(theory.optimalShrinkage(sum / total));
  }

  /**
   * The penalty with the least largest regret (risk less the least risk of that target), at equal
   * kappa.
   *
   * @param theory the source
   * @param rho the alignments, one per target, finite
   * @return l0: positive, 0 or infinity
   * @throws IllegalArgumentException if there is no target or an alignment is not finite
   */
  public static double minimaxRegret(IsotropicTheory theory, double... rho) {
    requireTargets(rho);
    double low = rho[0];
    double high = rho[0];
    for (double r : rho) {
      low = Math.min(low, r);
      high = Math.max(high, r);
    }
    double xLow = theory.optimalShrinkage(low);
    double xHigh = theory.optimalShrinkage(high);
    if (xHigh - xLow <= 1e-9 * xHigh) {
      return theory.penalty(xLow);
    }
    // Equal regrets: phi(x) - 2 x a, phi = x^2 |w0|^2 + .., less its least value, at both ends.
    double w = theory.sourceNorm() * theory.sourceNorm();
    double leastLow = theory.distance(xLow, low) - low * low * w;
    double leastHigh = theory.distance(xHigh, high) - high * high * w;
    double x = (leastLow - leastHigh) / (2.0 * (high - low) * w);
    return theory.penalty(Math.clamp(x, 0.0, theory.largestShrinkage()));
  }

  private static void requireTargets(double[] rho) {
    Checks.atLeast("number of targets", rho.length, 1);
    for (int t = 0; t < rho.length; t++) {
      Checks.finite("rho[" + t + "]", rho[t]);
    }
  }
}
