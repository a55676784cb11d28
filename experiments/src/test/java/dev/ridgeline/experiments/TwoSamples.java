// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Whether two samples come from one law. */
public final class TwoSamples {
  /** Standard errors: two fixed samples of one law exceed it once in 10^5. */
  private static final double ERRORS = 4.5;

  /** Of Kolmogorov and Smirnov: P = 2 exp(-2 * 2.3^2) = 5e-5. */
  private static final double GAP = 2.3;

  private TwoSamples() {}

  /** Compares means, variances and distribution functions. */
  public static void assertOneLaw(String what, double[] a, double[] b) {
    assertThat(gapOfMeans(a, b)).as("mean of " + what).isLessThan(ERRORS);
    assertThat(gapOfMeans(squares(a), squares(b))).as("variance of " + what).isLessThan(ERRORS);
    assertThat(kolmogorovSmirnov(a, b)).as("distribution of " + what).isLessThan(GAP);
  }

  /** In standard errors. */
  private static double gapOfMeans(double[] a, double[] b) {
    return Math.abs(mean(a) - mean(b))
        / Math.sqrt(mean(squares(a)) / a.length + mean(squares(b)) / b.length);
  }

  /** About the mean. */
  private static double[] squares(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** The two-sample statistic sqrt(mn/(m + n)) sup |F - G|; ties make it smaller, never larger. */
  private static double kolmogorovSmirnov(double[] first, double[] second) {
    double[] a = Arrays.stream(first).sorted().toArray();
    double[] b = Arrays.stream(second).sorted().toArray();
    double largest = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      // equal to rounding is equal: grid points are
      double value = Math.min(a[i], b[j]) + 1e-12;
      while (i < a.length && a[i] <= value) {
        i++;
      }
      while (j < b.length && b[j] <= value) {
        j++;
      }
      largest = Math.max(largest, Math.abs((double) i / a.length - (double) j / b.length));
    }
    return largest * Math.sqrt((double) a.length * b.length / (a.length + b.length));
  }
}
