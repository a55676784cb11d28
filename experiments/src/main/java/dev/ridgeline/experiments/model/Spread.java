// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.model;

import java.util.Arrays;

/**
 * One quantity over seeds.
 *
 * @param mean arithmetic mean
 * @param median middle value, or the mean of the two in the middle
 * @param deviation standard deviation with ddof 1; NaN for one value
 * @param ci95 half width of the 95 % interval of the mean, 1.96 deviation / sqrt(count)
 */
public record Spread(double mean, double median, double deviation, double ci95) {
  private static final double NORMAL_95 = 1.96;

  /**
   * Summarises values in the order given, so that equal values give equal bits.
   *
   * @param values one per seed, at least one
   * @return the summary; NaN where a value is
   */
  public static Spread of(double[] values) {
    int n = values.length;
    double mean = Arrays.stream(values).reduce(0, Double::sum) / n;
    double square = 0;
    for (double value : values) {
      square += (value - mean) * (value - mean);
    }
    double deviation = n > 1 ? Math.sqrt(square / (n - 1)) : Double.NaN;
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    return new Spread(mean, median, deviation, NORMAL_95 * deviation / Math.sqrt(n));
  }

  /**
   * Lower end of the interval.
   *
   * @return mean - ci95, or the mean when there is no interval
   */
  public double low() {
    return Double.isNaN(ci95) ? mean : mean - ci95;
  }

  /**
   * Lower end of the interval of a positive quantity, for a logarithmic axis.
   *
   * @return {@link #low()}, but not below a tenth of the mean
   */
  public double positiveLow() {
    return Math.max(low(), mean / 10);
  }

  /**
   * Upper end of the interval.
   *
   * @return mean + ci95, or the mean when there is no interval
   */
  public double high() {
    return Double.isNaN(ci95) ? mean : mean + ci95;
  }
}
