// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.spectral;

import dev.ridgeline.transfer.internal.Checks;

/**
 * Ridge: phi(s^2) = 1/(s^2 + n lambda).
 *
 * @param lambda the penalty on the mean-loss scale, from 0 (minimum norm) to infinity
 * @param rows n, at least 1
 */
public record RidgeFilter(double lambda, int rows) implements SpectralFilter {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the penalty is negative or NaN, or rows below 1
   */
  public RidgeFilter {
    Checks.notNegativeOrInfinite("lambda", lambda);
    Checks.atLeast("rows", rows, 1);
  }

  @Override
  public double phi(double square) {
    double sum = Checks.notNegative("square", square) + rows * lambda;
    return sum == 0.0 ? 0.0 : 1.0 / sum;
  }

  @Override
  public double gain(double square) {
    Checks.notNegative("square", square);
    return square == 0.0 ? 0.0 : square / (square + rows * lambda);
  }

  @Override
  public double residual(double square) {
    Checks.notNegative("square", square);
    if (square == 0.0 || lambda == Double.POSITIVE_INFINITY) {
      return 1.0;
    }
    return rows * lambda / (square + rows * lambda);
  }

  /**
   * The gradient flow that regularises alike: time 1/lambda on |y - Xb|^2/(2n), half of it on |y -
   * Xb|^2/n. To first order in s^2 the two filters agree.
   *
   * @param scale the loss that the flow descends
   * @return the flow, stopped at 1/(lambda speed)
   */
  public GradientFlow matchingFlow(LossScale scale) {
    return new GradientFlow(1.0 / (lambda * scale.speed()), rows, scale);
  }
}
