// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.spectral;

import dev.ridgeline.transfer.internal.Checks;
import java.util.Arrays;

/**
 * Early stopping on the target against the L2-SP penalty: gradient flow that starts at b0 and stops
 * at time 1/lambda1, beside ridge with the penalty lambda1 |b - b0|^2.
 *
 * <p>Both filter y1 - X1 b0 = X1 d + noise, d = w1 - b0, so the errors are those of fits from zero
 * with d in place of w1. In every direction the flow's bias is at most ridge's, and its variance at
 * most {@link #BOUND} times ridge's; hence so is the risk, for any design, prior, noise and
 * penalty. Risks here are E|b1 - w1|^2 over the target's noise; averaged over directions of d the
 * bound holds in every norm.
 *
 * <p>Source of the bound: A. Ali, J. Z. Kolter, R. J. Tibshirani, "A Continuous-Time View of Early
 * Stopping for Least Squares Regression", AISTATS 2019.
 *
 * @param flowRisk E|b1 - w1|^2 of the flow stopped at 1/lambda1, on the loss |y - Xb|^2/(2n)
 * @param ridgeRisk the same of ridge
 */
public record EarlyStopping(double flowRisk, double ridgeRisk) {
  /**
   * The largest ratio of the two risks, as the paper has it: the maximum of ((1 - exp(-u))(1 +
   * u)/u)^2 over u &gt; 0 is 1.68591, at u = 1.7933.
   */
  public static final double BOUND = 1.6862;

  /**
   * The two risks for a given start.
   *
   * @param squares s^2 of the target design
   * @param rows n1, at least 1
   * @param projections V'(w1 - b0), in the same order
   * @param squaredNorm |w1 - b0|^2, at least the sum of the squared projections but for rounding
   * @param targetNoise sigma1, a standard deviation
   * @param penalty lambda1 on the mean-loss scale, positive
   * @return the risks
   * @throws IllegalArgumentException if the lengths differ or a value is out of range
   */
  public static EarlyStopping at(
      double[] squares,
      int rows,
      double[] projections,
      double squaredNorm,
      double targetNoise,
      double penalty) {
    Checks.onePerDirection("projections", projections, squares.length);
    Checks.notNegative("squaredNorm", squaredNorm);
    Checks.notNegative("targetNoise", targetNoise);
    Checks.positive("penalty", penalty);
    RidgeFilter ridge = new RidgeFilter(penalty, rows);
    GradientFlow flow = ridge.matchingFlow(LossScale.HALF_MEAN);
    double seen = Arrays.stream(projections).map(c -> c * c).sum();
    double unseen = Math.max(0.0, squaredNorm - seen);
    return new EarlyStopping(
        unseen + risk(flow, squares, projections, targetNoise),
        unseen + risk(ridge, squares, projections, targetNoise));
  }

  /**
   * The two risks for a difference w1 - b0 in a random direction.
   *
   * @param squares s^2 of the target design, at most p of them
   * @param rows n1, at least 1
   * @param p number of coefficients
   * @param squaredNorm E|w1 - b0|^2
   * @param targetNoise sigma1, a standard deviation
   * @param penalty lambda1 on the mean-loss scale, positive
   * @return the risks
   * @throws IllegalArgumentException if there are more than p squares or a value is out of range
   */
  public static EarlyStopping averaged(
      double[] squares, int rows, int p, double squaredNorm, double targetNoise, double penalty) {
    if (squares.length > p) {
      throw new IllegalArgumentException(
          "there must be at most p squares: squares=" + squares.length + ", p=" + p);
    }
    double[] shares = new double[squares.length];
    Arrays.fill(shares, Math.sqrt(Checks.notNegative("squaredNorm", squaredNorm) / p));
    return at(squares, rows, shares, squaredNorm, targetNoise, penalty);
  }

  /** The error in the directions of the design; the sum of squares keeps its digits when small. */
  private static double risk(
      SpectralFilter filter, double[] squares, double[] projections, double noise) {
    double sum = 0.0;
    for (int k = 0; k < squares.length; k++) {
      double left = filter.residual(squares[k]) * projections[k];
      sum += left * left + noise * noise * filter.gain(squares[k]) * filter.phi(squares[k]);
    }
    return sum;
  }

  /**
   * The risk of the flow over that of ridge.
   *
   * @return at most {@link #BOUND}; NaN where both are 0
   */
  public double ratio() {
    return flowRisk / ridgeRisk;
  }
}
