// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyStoppingTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theRatioStaysBelowTheBound(long seed) {
    Random random = new Random(seed);
    double largest = 0.0;
    for (int trial = 0; trial < 2000; trial++) {
      int directions = 1 + random.nextInt(20);
      int rows = 1 + random.nextInt(50);
      double[] squares = new double[directions];
      double[] projections = new double[directions];
      double norm = random.nextBoolean() ? 0.0 : Math.exp(2 * random.nextGaussian());
      for (int k = 0; k < directions; k++) {
        squares[k] = Math.exp(4 * random.nextGaussian());
        projections[k] = Math.exp(random.nextGaussian() - 3);
        norm += projections[k] * projections[k];
      }
      double noise = random.nextInt(4) == 0 ? 0.0 : Math.exp(3 * random.nextGaussian());
      double penalty = Math.exp(4 * random.nextGaussian());
      EarlyStopping risks = EarlyStopping.at(squares, rows, projections, norm, noise, penalty);
      assertThat(risks.ratio())
          .as("seed %s, trial %s", seed, trial)
          .isNotNegative()
          .isLessThan(EarlyStopping.BOUND);
      if (noise == 0.0) {
        assertThat(risks.flowRisk()).isLessThanOrEqualTo(risks.ridgeRisk());
      }
      largest = Math.max(largest, risks.ratio());
    }
    assertThat(largest).isGreaterThan(1.4);
  }

  /** No difference to learn and s^2/n = 1.7933 lambda in every direction. */
  @Test
  void theBoundIsReachedByNoiseAlone() {
    double[] squares = {1.7932822 * 10 * 0.3, 1.7932822 * 10 * 0.3};
    EarlyStopping worst = EarlyStopping.averaged(squares, 10, 5, 0.0, 2.0, 0.3);
    assertThat(worst.ratio()).isCloseTo(1.685909, within(1e-6));
    assertThat(EarlyStopping.BOUND).isBetween(worst.ratio(), worst.ratio() + 5e-4);
  }

  /** X1 = diag of n^(1/2) times roots; b1 - w1 by its coordinates, seed 7, 20000 draws. */
  @Test
  void risksAreMeansOverTheNoise() {
    double[] squares = {40, 8, 1};
    int rows = 8;
    double[] w1 = {1, -0.5, 0.3, 0.2};
    double[] b0 = {0.7, 0.1, 0.3, -0.2};
    double noise = 0.6;
    double penalty = 0.5;
    Random random = new Random(7);
    double flow = 0.0;
    double ridge = 0.0;
    int draws = 20_000;
    for (int d = 0; d < draws; d++) {
      for (int k = 0; k < 4; k++) {
        double flowError = b0[k] - w1[k];
        double ridgeError = flowError;
        if (k < 3) {
          double s = Math.sqrt(squares[k]);
          double residual = s * (w1[k] - b0[k]) + noise * random.nextGaussian();
          flowError += (1 - Math.exp(-squares[k] / (rows * penalty))) / s * residual;
          ridgeError += s / (squares[k] + rows * penalty) * residual;
        }
        flow += flowError * flowError / draws;
        ridge += ridgeError * ridgeError / draws;
      }
    }
    double[] gap = {w1[0] - b0[0], w1[1] - b0[1], w1[2] - b0[2]};
    EarlyStopping risks = EarlyStopping.at(squares, rows, gap, 0.09 + 0.36 + 0.16, noise, penalty);
    assertThat(risks.flowRisk()).as("seed 7").isCloseTo(flow, within(0.02 * flow));
    assertThat(risks.ridgeRisk()).as("seed 7").isCloseTo(ridge, within(0.02 * ridge));
  }

  @Test
  void refusesWhatHasNoMatchingTime() {
    double[] one = {1.0};
    assertThatThrownBy(() -> EarlyStopping.at(one, 1, one, 1, 1, 0.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("penalty=0.0");
    assertThatThrownBy(() -> EarlyStopping.averaged(new double[3], 5, 2, 1, 1, 1))
        .hasMessageContaining("squares=3, p=2");
  }
}
