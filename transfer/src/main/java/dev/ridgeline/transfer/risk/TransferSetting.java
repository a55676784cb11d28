// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.transfer.internal.Checks;

/**
 * One source task and one target task, as far as the risks depend on them. Immutable.
 *
 * @param sourceSamples n0, the rows of the source design, at least 1
 * @param targetSamples n1, the rows of the target design, at least 0 (0: no target data, the
 *     transferred estimate is b0 itself)
 * @param sourceNoise sigma0, a standard deviation, finite and not negative
 * @param targetNoise sigma1, a standard deviation, finite and not negative
 * @param sourceCovariance Sigma0, of dimension p
 * @param targetCovariance Sigma1, of dimension p
 * @param coefficients w0 and w1, fixed or averaged
 */
public record TransferSetting(
    int sourceSamples,
    int targetSamples,
    double sourceNoise,
    double targetNoise,
    Covariance sourceCovariance,
    Covariance targetCovariance,
    Coefficients coefficients) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a count or a standard deviation is out of range, or the
   *     dimensions disagree
   */
  public TransferSetting {
    Checks.atLeast("sourceSamples", sourceSamples, 1);
    Checks.atLeast("targetSamples", targetSamples, 0);
    Checks.notNegative("sourceNoise", sourceNoise);
    Checks.notNegative("targetNoise", targetNoise);
    int p = sourceCovariance.dimension();
    Checks.dimension("targetCovariance", targetCovariance.dimension(), p);
    if (coefficients instanceof Coefficients.Fixed fixed) {
      Checks.dimension("coefficients", fixed.source().length, p);
    }
  }

  /**
   * Source and target with the same covariance.
   *
   * @param covariance Sigma0 = Sigma1
   * @param sourceSamples n0
   * @param targetSamples n1
   * @param sourceNoise sigma0
   * @param targetNoise sigma1
   * @param coefficients w0 and w1
   * @return the setting
   * @throws IllegalArgumentException as the constructor
   */
  public static TransferSetting alike(
      Covariance covariance,
      int sourceSamples,
      int targetSamples,
      double sourceNoise,
      double targetNoise,
      Coefficients coefficients) {
    return new TransferSetting(
        sourceSamples,
        targetSamples,
        sourceNoise,
        targetNoise,
        covariance,
        covariance,
        coefficients);
  }

  /**
   * The number of coefficients.
   *
   * @return p
   */
  public int dimension() {
    return sourceCovariance.dimension();
  }

  /**
   * The same setting with other coefficients.
   *
   * @param other w0 and w1
   * @return a new setting
   * @throws IllegalArgumentException if the dimension disagrees
   */
  public TransferSetting withCoefficients(Coefficients other) {
    return new TransferSetting(
        sourceSamples,
        targetSamples,
        sourceNoise,
        targetNoise,
        sourceCovariance,
        targetCovariance,
        other);
  }

  /**
   * The same setting with other noise.
   *
   * @param source sigma0, a standard deviation
   * @param target sigma1, a standard deviation
   * @return a new setting
   * @throws IllegalArgumentException if either is negative or not finite
   */
  public TransferSetting withNoise(double source, double target) {
    return new TransferSetting(
        sourceSamples,
        targetSamples,
        source,
        target,
        sourceCovariance,
        targetCovariance,
        coefficients);
  }

  /**
   * The same setting with other sample sizes.
   *
   * @param source n0
   * @param target n1
   * @return a new setting
   * @throws IllegalArgumentException if source is below 1 or target below 0
   */
  TransferSetting withSamples(int source, int target) {
    return new TransferSetting(
        source, target, sourceNoise, targetNoise, sourceCovariance, targetCovariance, coefficients);
  }
}
