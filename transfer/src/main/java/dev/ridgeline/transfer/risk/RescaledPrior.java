// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

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
  private static final int POINTS_PER_DECADE = 6;

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
    double low = Math.log(1e-8 * mean);
    double high = Math.log(1e8 * mean);
    int steps = 16 * POINTS_PER_DECADE;
    double width = (high - low) / steps;
    double start = low;
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= steps; i++) {
      double gain = curve.rescaledGain(Math.exp(low + i * width));
      if (gain > best) {
        best = gain;
        start = low + i * width;
      }
    }
    double found =
        new BrentOptimizer(1e-10, 1e-8)
            .optimize(
                new MaxEval(500),
                GoalType.MAXIMIZE,
                new UnivariateObjectiveFunction(t -> curve.rescaledGain(Math.exp(t))),
                new SearchInterval(start - width, start + width, start))
            .getPoint();
    return at(Math.exp(found), targetPenalty);
  }

  @Override
  public String toString() {
    return "RescaledPrior[" + theory + "]";
  }
}
