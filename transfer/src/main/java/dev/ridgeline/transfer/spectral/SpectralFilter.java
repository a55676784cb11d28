// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.spectral;

/**
 * A regularised inverse acting on one singular direction at a time: b = V diag(s phi(s^2)) U'y.
 *
 * <p>Three faces of the same function, each computed without cancellation for s near zero: {@link
 * #phi}, {@link #gain} = s^2 phi and {@link #residual} = 1 - s^2 phi. All take the squared singular
 * value s^2, not negative, of the design itself, not divided by n; the number of rows n sits in the
 * filter. Immutable.
 */
public sealed interface SpectralFilter
    permits RidgeFilter, GradientFlow, Landweber, PrincipalComponents {

  /**
   * The filter phi(s^2).
   *
   * @param square s^2, finite and not negative
   * @return phi, finite; its limit at 0, or 0 where the limit is infinite (the minimum-norm choice)
   * @throws IllegalArgumentException if the square is negative or not finite, or outside the range
   *     in which the filter converges
   */
  double phi(double square);

  /**
   * The share of a direction that is fitted, s^2 phi(s^2).
   *
   * @param square s^2, finite and not negative
   * @return the gain: from 0 to 1, below 2 for {@link Landweber} with a long step
   * @throws IllegalArgumentException as {@link #phi}
   */
  double gain(double square);

  /**
   * The share of a direction that is left, 1 - s^2 phi(s^2).
   *
   * @param square s^2, finite and not negative
   * @return one less the gain
   * @throws IllegalArgumentException as {@link #phi}
   */
  double residual(double square);

  /**
   * The effective degrees of freedom, the sum of the gains: the trace of the smoother.
   *
   * @param squares s^2 of every direction
   * @return df, between 0 and the number of directions
   * @throws IllegalArgumentException as {@link #phi}
   */
  default double effectiveDegreesOfFreedom(double[] squares) {
    double sum = 0.0;
    for (double square : squares) {
      sum += gain(square);
    }
    return sum;
  }
}
