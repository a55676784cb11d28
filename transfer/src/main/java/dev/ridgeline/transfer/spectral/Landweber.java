// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.spectral;

import dev.ridgeline.transfer.internal.Checks;

/**
 * Landweber iteration, gradient descent from 0 on |y - Xb|^2/(2n): phi(s^2) = (1 - (1 - eta
 * s^2/n)^k)/s^2.
 *
 * <p>It converges for eta below 2n/s_max^2; a square outside that range is refused. On the loss |y
 * - Xb|^2/n a step of eta/2 makes the same iterates.
 *
 * @param step eta, finite and positive
 * @param iterations k, at least 0
 * @param rows n, at least 1
 */
public record Landweber(double step, int iterations, int rows) implements SpectralFilter {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the step is not positive and finite, iterations below 0, or
   *     rows below 1
   */
  public Landweber {
    if (!(step > 0.0 && Double.isFinite(step))) {
      throw new IllegalArgumentException("step must be finite and > 0: step=" + step);
    }
    if (iterations < 0) {
      throw new IllegalArgumentException("iterations must be >= 0: iterations=" + iterations);
    }
    Checks.atLeast("rows", rows, 1);
  }

  @Override
  public double phi(double square) {
    double move = move(square);
    if (move * iterations < 1e-8) {
      // The series, since s^2 itself may underflow in the quotient.
      return step * iterations / rows * (1.0 - 0.5 * move * (iterations - 1.0));
    }
    return gain(square) / square;
  }

  @Override
  public double gain(double square) {
    double move = move(square);
    if (iterations == 0) {
      return 0.0;
    }
    // |1 - move| < 1; log1p of its distance to 1 keeps both ends accurate.
    double exponent = iterations * logarithm(move);
    boolean flips = move > 1.0 && iterations % 2 == 1;
    return flips ? 1.0 + Math.exp(exponent) : -Math.expm1(exponent);
  }

  @Override
  public double residual(double square) {
    double move = move(square);
    if (iterations == 0) {
      return 1.0;
    }
    double size = Math.exp(iterations * logarithm(move));
    return move > 1.0 && iterations % 2 == 1 ? -size : size;
  }

  /**
   * The gradient flow that these iterations discretise: time eta k on |y - Xb|^2/(2n).
   *
   * @return the flow
   */
  public GradientFlow matchingFlow() {
    return new GradientFlow(step * iterations, rows, LossScale.HALF_MEAN);
  }

  /** log |1 - move|. */
  private static double logarithm(double move) {
    return Math.log1p(move <= 1.0 ? -move : move - 2.0);
  }

  private double move(double square) {
    double move = step * Checks.notNegative("square", square) / rows;
    if (move >= 2.0) {
      throw new IllegalArgumentException(
          "step must be below 2 * rows / square for the iteration to converge: step="
              + step
              + ", rows="
              + rows
              + ", square="
              + square);
    }
    return move;
  }
}
