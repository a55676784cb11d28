// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import java.util.Arrays;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * A mixture of Student distributions with the same degrees of freedom: what is known of a number
 * that is linear in the coefficients. Immutable, and safe for use by several threads.
 */
public final class StudentMixture {
  /** Components that together weigh less than this are left out. */
  private static final double NEGLIGIBLE = 1e-5;

  private static final int STEPS = 200;

  private final double[] weights;
  private final double[] locations;
  private final double[] scales;
  private final StudentFunction student;
  private final double degrees;

  StudentMixture(double[] weights, double[] locations, double[] scales, double degrees) {
    double least = Flat.leastKept(weights, NEGLIGIBLE);
    int count = (int) Arrays.stream(weights).filter(w -> w >= least).count();
    this.weights = new double[count];
    this.locations = new double[count];
    this.scales = new double[count];
    double total = 0;
    for (int i = 0, at = 0; i < weights.length; i++) {
      if (weights[i] >= least) {
        this.weights[at] = weights[i];
        this.locations[at] = locations[i];
        this.scales[at++] = scales[i];
        total += weights[i];
      }
    }
    for (int i = 0; i < count; i++) {
      this.weights[i] /= total;
    }
    this.degrees = degrees;
    this.student = new StudentFunction(degrees);
  }

  /**
   * The mean.
   *
   * @return the weighted mean of the components' centres, which is the mean where degrees of
   *     freedom are more than 1
   */
  public double mean() {
    return Flat.dot(weights, locations);
  }

  /**
   * The variance about the mean.
   *
   * @return infinite for 2 degrees of freedom and fewer
   */
  public double variance() {
    if (degrees <= 2) {
      return Double.POSITIVE_INFINITY;
    }
    double mean = mean();
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double d = locations[i] - mean;
      sum += weights[i] * (d * d + scales[i] * scales[i] * (degrees / (degrees - 2)));
    }
    return sum;
  }

  /**
   * The probability of a value or less.
   *
   * @param value any
   * @return from 0 to 1; a component without spread counts half at its own value
   */
  public double probabilityUpTo(double value) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double d = value - locations[i];
      if (scales[i] > 0) {
        sum += weights[i] * student.at(d / scales[i]);
      } else {
        sum += weights[i] * (d == 0 ? 0.5 : d > 0 ? 1 : 0);
      }
    }
    return sum;
  }

  /**
   * A quantile, to nine digits of the spread.
   *
   * @param probability above 0 and below 1
   * @return the value
   */
  public double quantile(double probability) {
    double center = new TDistribution(degrees).inverseCumulativeProbability(probability);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    // the quantile of a mixture lies between those of its components
    for (int i = 0; i < weights.length; i++) {
      double own = locations[i] + center * scales[i];
      low = Math.min(low, own);
      high = Math.max(high, own);
    }
    double tolerance = 1e-9 * (high - low);
    if (!(tolerance > 0)
        || probabilityUpTo(low) >= probability
        || probabilityUpTo(high) <= probability) {
      return probabilityUpTo(low) >= probability ? low : high;
    }
    return new BracketingNthOrderBrentSolver(1e-12, tolerance, 1e-12, 5)
        .solve(STEPS, x -> probabilityUpTo(x) - probability, low, high);
  }

  @Override
  public String toString() {
    return "StudentMixture[" + weights.length + " components, " + degrees + " degrees of freedom]";
  }
}
