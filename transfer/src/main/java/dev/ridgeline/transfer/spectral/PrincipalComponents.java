// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.spectral;

import dev.ridgeline.transfer.internal.Checks;
import java.util.Arrays;

/**
 * Principal components regression: phi(s^2) = 1/s^2 on the leading directions, 0 on the others.
 *
 * @param threshold the least s^2 that is kept, positive; infinity keeps nothing
 */
public record PrincipalComponents(double threshold) implements SpectralFilter {

  /**
   * Checks the value.
   *
   * @throws IllegalArgumentException if the threshold is not positive
   */
  public PrincipalComponents {
    if (!(threshold > 0.0)) {
      throw new IllegalArgumentException("threshold must be > 0: threshold=" + threshold);
    }
  }

  /**
   * The filter that keeps the k leading directions of a spectrum.
   *
   * @param k how many, from 0 to the number of positive squares
   * @param squares s^2 of every direction, in any order, not modified
   * @return the filter; directions that tie with the k-th are kept with it
   * @throws IllegalArgumentException if k is out of range, or a square negative or not finite
   */
  public static PrincipalComponents leading(int k, double[] squares) {
    double[] ascending = squares.clone();
    for (double square : ascending) {
      Checks.notNegative("square", square);
    }
    Arrays.sort(ascending);
    int positive = 0;
    for (double square : ascending) {
      positive += square > 0.0 ? 1 : 0;
    }
    if (k < 0 || k > positive) {
      throw new IllegalArgumentException("k must be from 0 to " + positive + ": k=" + k);
    }
    return new PrincipalComponents(
        k == 0 ? Double.POSITIVE_INFINITY : ascending[ascending.length - k]);
  }

  @Override
  public double phi(double square) {
    return Checks.notNegative("square", square) >= threshold ? 1.0 / square : 0.0;
  }

  @Override
  public double gain(double square) {
    return Checks.notNegative("square", square) >= threshold ? 1.0 : 0.0;
  }

  @Override
  public double residual(double square) {
    return Checks.notNegative("square", square) >= threshold ? 0.0 : 1.0;
  }
}
