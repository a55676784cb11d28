// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.Criterion;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.transfer.model.Interval;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IndistinguishableTest {
  private static final LambdaGrid GRID = LambdaGrid.of(LambdaScale.SUM, 0.001, 0.1, 1, 10, 1e6);
  private static Ridgeline ridgeline;

  private final Random random = new Random(11);
  private final double[][] x = Problems.normal(random, 60, 5);
  private final double[] y = Problems.response(random, x, Problems.normal(random, 5), 1);

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().threads(1).backend("reference").open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  private static RidgeCv cv() {
    return RidgeCv.on(ridgeline).penalties(GRID);
  }

  @Test
  void theBestPenaltyIsInAndAHopelessOneIsOut() {
    RidgeFit fit = cv().fit(Sample.of(x, y));

    Interval same = Indistinguishable.of(fit, 0);

    assertThat(same.contains(fit.lambda(0))).isTrue();
    assertThat(same.contains(1e6)).isFalse();
    assertThat(Indistinguishable.of(cv().criterion(Criterion.gcv()).fit(Sample.of(x, y)), 0))
        .isEqualTo(same);
  }

  @Test
  void rowsOfWeightZeroAreAsIfTheyWereNotThere() {
    double[][] more = Arrays.copyOf(x, 90);
    double[] responses = Arrays.copyOf(y, 90);
    double[] weights = new double[90];
    for (int i = 60; i < 90; i++) {
      more[i] = Problems.normal(random, 5);
      responses[i] = 1e6;
    }
    Arrays.fill(weights, 0, 60, 1);

    RidgeFit fit = cv().fit(Sample.of(more, responses).withWeights(weights));

    assertThat(Indistinguishable.of(fit, 0))
        .isEqualTo(Indistinguishable.of(cv().fit(Sample.of(x, y)), 0));
  }

  @Test
  void sumsAloneDoNotSay() {
    RidgeFit fit = cv().criterion(Criterion.gcv()).fit(NormalEquations.of(x, y));
    assertThatThrownBy(() -> Indistinguishable.of(fit, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only their sums");
  }
}
