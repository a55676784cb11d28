// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.internal.Checks;

/**
 * The penalty with the least risk, and where it lies.
 *
 * @param location inside (0, infinity), at zero, or at infinity
 * @param lambda the penalty on the mean-loss scale: positive, 0 or infinity, as the location says
 * @param risk the risk there
 */
public record OptimalPenalty(Location location, double lambda, double risk) {

  /** Where the minimum lies. */
  public enum Location {
    /** A positive, finite penalty. */
    INTERIOR,
    /** No penalty at all: the minimum-norm fit. */
    ZERO,
    /** The estimate is shrunk to zero: for the transfer risk, drop the source. */
    INFINITE
  }

  /**
   * Checks that location and penalty agree.
   *
   * @throws IllegalArgumentException if they do not
   */
  public OptimalPenalty {
    if (locate(lambda) != location) {
      throw new IllegalArgumentException(
          "location and lambda must agree: location=" + location + ", lambda=" + lambda);
    }
  }

  static OptimalPenalty of(double lambda, double risk) {
    return new OptimalPenalty(locate(lambda), lambda, risk);
  }

  private static Location locate(double lambda) {
    Checks.notNegativeOrInfinite("lambda", lambda);
    if (lambda == 0.0) {
      return Location.ZERO;
    }
    return lambda < Double.POSITIVE_INFINITY ? Location.INTERIOR : Location.INFINITE;
  }

  /**
   * This penalty divided by another one.
   *
   * @param other the penalty below the line
   * @return the ratio: 0, infinity, or NaN where neither exists (both zero, or both infinite)
   */
  public double ratioTo(OptimalPenalty other) {
    return lambda / other.lambda;
  }
}
