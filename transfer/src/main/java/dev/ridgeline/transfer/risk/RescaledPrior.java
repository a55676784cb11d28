// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

/**
 * Transfer from a rescaled source, the prior c b0 in place of b0.
 *
 * <p>Rescaling beats re-regularising: with w0 averaged over directions the best pair is c = rho at
 * the source-optimal penalty, for any covariances and target penalty, and exactly so at finite n
 * (there b0 is the posterior mean of w0, so rho b0 is that of w1). One source model then serves
 * every target, each with its own c, and a source that cannot be trained again can still be
 * rescaled.
 *
 * <p>Immutable and safe for use by several threads. After C. E. Hedges, "Source-Optimal Training is
 * Transfer-Suboptimal", TMLR 2026 (arXiv 2511.08401).
 */
public final class RescaledPrior {
  private final DeterministicEquivalent theory;

  /**
   * Takes a setting.
   *
   * @param theory the two tasks
   */
  public RescaledPrior(DeterministicEquivalent theory) {
    this.theory = theory;
  }

  /**
   * The best pair, and its risk.
   *
   * @param scale c
   * @param sourcePenalty l0, on the mean-loss scale
   * @param risk the transfer risk with the prior c b0
   */
  public record Choice(double scale, double sourcePenalty, double risk) {}

  /**
   * The best factor at a source penalty that is already fixed.
   *
   * @param sourcePenalty l0 of the source at hand
   * @param targetPenalty l1
   * @return the factor c and the risk
   * @throws IllegalArgumentException if a penalty is negative or NaN
   */
  public Choice at(double sourcePenalty, double targetPenalty) {
    TransferCurve curve = theory.atTargetPenalty(targetPenalty);
    double scale = curve.optimalScale(sourcePenalty);
    if (!Double.isFinite(scale)) {
      return new Choice(0.0, sourcePenalty, curve.scratchRisk());
    }
    return new Choice(scale, sourcePenalty, curve.rescaledRisk(scale, sourcePenalty));
  }

  /**
   * The best factor and source penalty together.
   *
   * @param targetPenalty l1
   * @return with averaged coefficients (rho, source-optimal penalty); otherwise the best of the
   *     penalties from 1e-8 to 1e8 times the mean eigenvalue of the source covariance, to a
   *     relative 1e-7
   * @throws IllegalArgumentException if the penalty is negative or NaN
   */
  public Choice best(double targetPenalty) {
    if (theory.setting().coefficients() instanceof Coefficients.Averaged) {
      return at(theory.sourceOptimal().lambda(), targetPenalty);
    }
    TransferCurve curve = theory.atTargetPenalty(targetPenalty);
    double mean = theory.setting().sourceCovariance().trace() / theory.setting().dimension();
    double found = LogSearch.minimum(l -> -curve.rescaledGain(l), 1e-8 * mean, 1e8 * mean);
    return at(found, targetPenalty);
  }

  @Override
  public String toString() {
    return "RescaledPrior[" + theory + "]";
  }
}
