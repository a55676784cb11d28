// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsotropyTest {
  private static final long SEED = 20_265;

  private static CentredColumns sample(Random random, int n, int p, double decay, boolean centre) {
    var setting = Tasks.Setting.of(n, 2, p, 1.0).withDecay(decay).withOffset(centre ? 2.0 : 0.0);
    return Tasks.draw(random, setting).source(centre);
  }

  private static double truth(int p, double decay) {
    double trace = 0.0;
    double squares = 0.0;
    for (int k = 1; k <= p; k++) {
      trace += Math.pow(k, -decay);
      squares += Math.pow(k, -2.0 * decay);
    }
    return p * squares / (trace * trace) - 1.0;
  }

  @ParameterizedTest
  @CsvSource({"20, 50, 0.0, false", "20, 50, 0.0, true", "60, 30, 0.5, true", "60, 30, 1.0, false"})
  void theMeasureIsThatOfTheCovariance(int n, int p, double decay, boolean centre) {
    Random random = new Random(SEED);
    Moments found = new Moments();
    for (int d = 0; d < 1000; d++) {
      found.add(Isotropy.departure(sample(random, n, p, decay, centre)));
    }
    // The mean of the square of the trace is above the square of its mean, by 2/(n p) and more.
    double truth = truth(p, decay);
    found.assertMean("seed " + SEED, truth, truth == 0.0 ? 0.0 : 0.05);
    assertThat(Math.abs(found.mean() - truth)).isLessThan(0.05 * (1.0 + truth));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 20, 100})
  void isotropicFeaturesAreRarelyContradicted(int n) {
    Random random = new Random(SEED);
    int contradicted = 0;
    for (int d = 0; d < 300; d++) {
      contradicted += Isotropy.contradictedBy(sample(random, n, 40, 0.0, true)) ? 1 : 0;
    }
    assertThat(contradicted).as("of 300, seed %s", SEED).isLessThanOrEqualTo(3);
  }

  /** More rows than are looked at; equal variances, all correlations .3. */
  @Test
  void correlatedFeaturesOfEqualVarianceAreContradicted() {
    Random random = new Random(SEED);
    Tasks tasks = Tasks.draw(random, Tasks.Setting.of(900, 2, 20, 1.0));
    for (double[] row : tasks.x0()) {
      double common = Math.sqrt(0.3 / 0.7) * random.nextGaussian();
      for (int j = 0; j < row.length; j++) {
        row[j] += common;
      }
    }
    assertThat(Isotropy.contradictedBy(tasks.source(true))).isTrue();
  }
}
