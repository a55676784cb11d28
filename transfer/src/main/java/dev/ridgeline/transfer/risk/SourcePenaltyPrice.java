// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.internal.Checks;

/**
 * What it costs at the target to regularise the source for its own sake.
 *
 * <p>Near rho = 1 and under isotropy, R_TL(l0_S) - R_TL(l0_TL) ~ kappa (1 - rho)^2 |w0|^4 / G'(x_S)
 * with kappa = E tr(M1^2)/p. Source: C. E. Hedges, "Source-Optimal Training is
 * Transfer-Suboptimal", TMLR 2026 (arXiv 2511.08401). Immutable.
 *
 * @param atSourceOptimal the transfer risk at the source-optimal penalty
 * @param atTransferOptimal the transfer risk at the transfer-optimal penalty
 */
public record SourcePenaltyPrice(double atSourceOptimal, double atTransferOptimal) {

  /**
   * The price in a setting, any covariance.
   *
   * @param theory the setting
   * @param targetPenalty l1
   * @return the two risks
   * @throws IllegalArgumentException if the penalty is negative or NaN
   */
  public static SourcePenaltyPrice of(DeterministicEquivalent theory, double targetPenalty) {
    TransferCurve curve = theory.atTargetPenalty(targetPenalty);
    return new SourcePenaltyPrice(
        curve.risk(theory.sourceOptimal().lambda()), curve.optimum().risk());
  }

  /**
   * The price where the target penalty is tuned, too, isotropic. The two source penalties do not
   * depend on the target, so their ratio is the same for every number of target rows; what the
   * wrong one costs fades as the rows of the target outweigh its prior.
   *
   * @param theory the source
   * @param rho the alignment
   * @param gamma1 p/n1, positive
   * @param targetNoise sigma1, a standard deviation
   * @return the two risks, each at its own best l1; as gamma1 falls to 0 both tend to gamma1
   *     sigma1^2 and {@link #ratio} to 1
   * @throws IllegalArgumentException if a value is out of range
   */
  public static SourcePenaltyPrice tuned(
      IsotropicTheory theory, double rho, double gamma1, double targetNoise) {
    double own = theory.distance(theory.shrinkage(theory.sourceOptimal().lambda()), rho);
    double least = theory.transferOptimal(rho).risk();
    return new SourcePenaltyPrice(
        TunedTarget.of(own, gamma1, targetNoise).risk(),
        TunedTarget.of(least, gamma1, targetNoise).risk());
  }

  /**
   * The approximation near rho = 1, isotropic.
   *
   * @param theory the source
   * @param rho the alignment
   * @param kappa the weight of the target, {@link #kappa}
   * @return kappa (1 - rho)^2 |w0|^4 / G'(x_S)
   */
  public static double approximately(IsotropicTheory theory, double rho, double kappa) {
    double w = theory.sourceNorm() * theory.sourceNorm();
    double x = theory.shrinkage(theory.sourceOptimal().lambda());
    double miss = (1.0 - rho) * w;
    return kappa * miss * miss / theory.balanceSlope(x);
  }

  /**
   * The limit of E tr(M1^2)/p: the share of the prior's error that the target sample leaves,
   * isotropic.
   *
   * @param gamma1 p/n1, positive
   * @param targetPenalty l1, from 0 to infinity; positive if gamma1 = 1
   * @return kappa, from 0 to 1
   * @throws IllegalArgumentException if a value is out of range
   */
  public static double kappa(double gamma1, double targetPenalty) {
    Checks.positive("gamma1", gamma1);
    Checks.notNegativeOrInfinite("targetPenalty", targetPenalty);
    double x = new IsotropicTheory(gamma1, 0.0, 1.0).shrinkage(targetPenalty);
    double slack = 1.0 - gamma1 * x * x;
    return slack == 0.0 ? 0.0 : (1.0 - x) * (1.0 - x) / slack;
  }

  /**
   * The price as a difference.
   *
   * @return how much more risk the source-optimal penalty leaves, not negative
   */
  public double excess() {
    return atSourceOptimal - atTransferOptimal;
  }

  /**
   * The price as a ratio.
   *
   * @return the risk at the source-optimal penalty over the least one, at least 1
   */
  public double ratio() {
    return atSourceOptimal / atTransferOptimal;
  }
}
