// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.model;

import org.hipparchus.distribution.continuous.TDistribution;

/**
 * A 95 % interval.
 *
 * @param low lower end
 * @param high upper end, at least the lower; both NaN where there is no estimate of spread
 */
public record Interval(double low, double high) {
  /**
   * Whether a value lies in it.
   *
   * @param value any
   * @return true from low to high, both included
   */
  public boolean contains(double value) {
    return value >= low && value <= high;
  }

  /**
   * Returns the interval of a multiple.
   *
   * @param factor at least 0
   * @return both ends times the factor
   */
  public Interval times(double factor) {
    return new Interval(low * factor, high * factor);
  }

  /**
   * Returns a wider interval.
   *
   * @param about a value inside, which stays where it is
   * @param factor at least 1: what distances from it are multiplied by
   * @return the interval
   */
  public Interval stretched(double about, double factor) {
    return new Interval(about + factor * (low - about), about + factor * (high - about));
  }

  /**
   * The interval of a weighted mean, sum a_i / sum v_i, by the delete-one jackknife (Efron 1982)
   * with Student's quantile for n - 1.
   *
   * @param terms a_i
   * @param weights v_i, &gt; 0
   * @return mean less and plus the quantile times the standard error; NaN for fewer than two terms
   */
  public static Interval ofMean(double[] terms, double[] weights) {
    int n = terms.length;
    double sum = 0;
    double total = 0;
    for (int i = 0; i < n; i++) {
      sum += terms[i];
      total += weights[i];
    }
    double mean = sum / total;
    double square = 0;
    double shift = 0;
    for (int i = 0; i < n; i++) {
      // the estimate without row i, less the mean, written so that nothing cancels
      double d = (weights[i] * mean - terms[i]) / (total - weights[i]);
      square += d * d;
      shift += d;
    }
    double variance = (n - 1.0) / n * (square - shift * shift / n);
    if (n < 2 || !(variance >= 0)) {
      return new Interval(Double.NaN, Double.NaN);
    }
    double half = quantile(n - 1) * Math.sqrt(variance);
    return new Interval(mean - half, mean + half);
  }

  /** 97.5 % point of Student's distribution. */
  static double quantile(int degrees) {
    return new TDistribution(degrees).inverseCumulativeProbability(0.975);
  }
}
