// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.transfer.internal.Checks;

/**
 * The theory curve of the phase picture: the transfer-optimal source penalty over the
 * source-optimal one as a function of rho, for w1 = rho w0 and w0 w0' replaced by its mean I/p.
 *
 * <p>The minimisers are those of the deterministic-equivalent risks with gamma = p/n0 as realised.
 * The target noise moves neither of them, so it is not asked for. A point of a diagonal covariance
 * at p = 500 costs well under a millisecond once compiled. Immutable and safe for use by several
 * threads.
 */
public final class PhaseTheory {
  private final TransferSetting setting;
  private final double targetPenalty;
  private final OptimalPenalty sourceOptimal;

  /**
   * Prepares one setting.
   *
   * @param covariance of source and target alike
   * @param sourceSamples n0, at least 1
   * @param sourceNoise sigma0, a standard deviation
   * @param targetSamples n1, at least 0
   * @param targetPenalty l1, on the mean-loss scale
   * @throws IllegalArgumentException if a value is out of range
   */
  public PhaseTheory(
      Covariance covariance,
      int sourceSamples,
      double sourceNoise,
      int targetSamples,
      double targetPenalty) {
    this.targetPenalty = Checks.notNegativeOrInfinite("targetPenalty", targetPenalty);
    this.setting =
        TransferSetting.alike(
            covariance, sourceSamples, targetSamples, sourceNoise, 0.0, Coefficients.averaged(1.0));
    this.sourceOptimal = new DeterministicEquivalent(setting).sourceOptimal();
  }

  /**
   * The source-optimal penalty, the same for every rho.
   *
   * @return the minimum of the source risk
   */
  public OptimalPenalty sourceOptimal() {
    return sourceOptimal;
  }

  /**
   * The transfer-optimal penalty. Its risk is without the target's estimation variance.
   *
   * @param rho the alignment, finite
   * @return the minimum of the transfer risk: interior, zero or infinite
   * @throws IllegalArgumentException if rho is not finite
   */
  public OptimalPenalty transferOptimal(double rho) {
    return new DeterministicEquivalent(setting.withCoefficients(Coefficients.averaged(rho)))
        .transferOptimal(targetPenalty);
  }

  /**
   * The ratio that the picture shows.
   *
   * @param rho the alignment, finite
   * @return transfer-optimal over source-optimal; 0, infinity or NaN where an optimum lies at an
   *     end
   * @throws IllegalArgumentException if rho is not finite
   */
  public double ratio(double rho) {
    return transferOptimal(rho).ratioTo(sourceOptimal);
  }

  @Override
  public String toString() {
    return "PhaseTheory[%s, sourceSamples=%d, targetSamples=%d, sourceNoise=%s, targetPenalty=%s]"
        .formatted(
            setting.sourceCovariance(),
            setting.sourceSamples(),
            setting.targetSamples(),
            setting.sourceNoise(),
            targetPenalty);
  }
}
