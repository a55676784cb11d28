// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void theJackknifeInClosedFormIsTheOneByDeletion() {
    Random random = new Random(1);
    int n = 9;
    double[] terms = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      weights[i] = random.nextDouble() + 0.1;
      terms[i] = weights[i] * random.nextGaussian();
    }
    double[] without = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      double sum = 0;
      double total = 0;
      for (int j = 0; j < n; j++) {
        sum += j == i ? 0 : terms[j];
        total += j == i ? 0 : weights[j];
      }
      without[i] = sum / total;
      mean += without[i] / n;
    }
    double variance = 0;
    for (double w : without) {
      variance += (n - 1.0) / n * (w - mean) * (w - mean);
    }

    Interval interval = Interval.ofMean(terms, weights);

    double half = (interval.high() - interval.low()) / 2;
    assertThat(half).isCloseTo(Interval.quantile(n - 1) * Math.sqrt(variance), within(1e-12));
  }

  @Test
  void quantilesAreStudents() {
    assertThat(Interval.quantile(5)).isCloseTo(2.570582, within(5e-3));
    assertThat(Interval.quantile(10)).isCloseTo(2.228139, within(5e-4));
    assertThat(Interval.quantile(39)).isCloseTo(2.022691, within(1e-5));
    assertThat(Interval.quantile(100_000)).isCloseTo(1.959988, within(1e-6));
  }

  @Test
  void oneRowSaysNothing() {
    assertThat(Interval.ofMean(new double[] {3}, new double[] {1}).low()).isNaN();
  }
}
