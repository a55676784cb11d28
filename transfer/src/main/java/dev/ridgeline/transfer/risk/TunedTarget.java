// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.internal.Checks;

/**
 * The best target penalty under isotropy, and the risk it leaves.
 *
 * <p>With D = E|b0 - w1|^2 the distance left by the source, the target is a ridge problem with
 * signal D: l1* = gamma1 sigma1^2 / D and the risk is D tau1/(1 + tau1), tau1 the effective ridge
 * of l1*. The risk increases with D, so the best source penalty is the same as for every other l1.
 *
 * <p>Source: C. E. Hedges, "Source-Optimal Training is Transfer-Suboptimal", TMLR 2026 (arXiv
 * 2511.08401). Immutable.
 *
 * @param penalty l1*, on the mean-loss scale; infinite if the distance is zero
 * @param risk the transfer risk there
 */
public record TunedTarget(double penalty, double risk) {

  /**
   * Tunes the target penalty.
   *
   * @param distance D = E|b0 - w1|^2, finite and not negative, for example {@link
   *     IsotropicTheory#distance}, or |w1|^2 for scratch
   * @param gamma1 p/n1, positive
   * @param targetNoise sigma1, a standard deviation
   * @return the best penalty and its risk
   * @throws IllegalArgumentException if a value is out of range
   */
  public static TunedTarget of(double distance, double gamma1, double targetNoise) {
    Checks.notNegative("distance", distance);
    Checks.positive("gamma1", gamma1);
    Checks.notNegative("targetNoise", targetNoise);
    if (distance == 0.0) {
      return new TunedTarget(Double.POSITIVE_INFINITY, 0.0);
    }
    double penalty = gamma1 * targetNoise * targetNoise / distance;
    double tau = new IsotropicTheory(gamma1, 0.0, 1.0).tau(penalty);
    double share = tau == Double.POSITIVE_INFINITY ? 1.0 : tau / (1.0 + tau);
    return new TunedTarget(penalty, distance * share);
  }
}
