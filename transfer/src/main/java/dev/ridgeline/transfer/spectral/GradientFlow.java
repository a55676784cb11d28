// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.spectral;

import dev.ridgeline.transfer.internal.Checks;

/**
 * Gradient flow from 0, stopped at time t: phi(s^2) = (1 - exp(-v t s^2/n))/s^2.
 *
 * <p>On the loss |y - Xb|^2/(2n) the flow is b' = X'(y - Xb)/n and v = 1; on |y - Xb|^2/n the
 * gradient, and so v, is twice that, and the same point is reached in half the time.
 *
 * @param time t, from 0 (no fit) to infinity (minimum norm)
 * @param rows n, at least 1
 * @param scale the loss that is descended
 */
public record GradientFlow(double time, int rows, LossScale scale) implements SpectralFilter {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the time is negative or NaN, or rows below 1
   */
  public GradientFlow {
    Checks.notNegativeOrInfinite("time", time);
    Checks.atLeast("rows", rows, 1);
  }

  @Override
  public double phi(double square) {
    double exponent = exponent(square);
    if (time == Double.POSITIVE_INFINITY) {
      return square == 0.0 ? 0.0 : 1.0 / square;
    }
    if (exponent < 1e-8) {
      // The series, since s^2 itself may underflow in the quotient.
      return scale.speed() * time / rows * (1.0 - 0.5 * exponent);
    }
    return -Math.expm1(-exponent) / square;
  }

  @Override
  public double gain(double square) {
    return -Math.expm1(-exponent(square));
  }

  @Override
  public double residual(double square) {
    return Math.exp(-exponent(square));
  }

  /**
   * The ridge that regularises alike, lambda = 1/(v t).
   *
   * @return the ridge filter; the inverse of {@link RidgeFilter#matchingFlow}
   */
  public RidgeFilter matchingRidge() {
    return new RidgeFilter(1.0 / (scale.speed() * time), rows);
  }

  /**
   * The same point of the path on the other clock.
   *
   * @param other the loss whose time is wanted
   * @return an equal filter with its time converted
   */
  public GradientFlow on(LossScale other) {
    return new GradientFlow(time * scale.speed() / other.speed(), rows, other);
  }

  private double exponent(double square) {
    Checks.notNegative("square", square);
    if (time == Double.POSITIVE_INFINITY) {
      return square == 0.0 ? 0.0 : Double.POSITIVE_INFINITY;
    }
    return scale.speed() * time * square / rows;
  }
}
