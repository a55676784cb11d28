// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegativePenaltyTest {
  private static final IsotropicTheory THEORY = new IsotropicTheory(0.5, Math.sqrt(0.1), 1.0);

  @Test
  void reproducesTheCheckValues() {
    var negative = new NegativePenalty(THEORY);
    assertThat(THEORY.transferOptimal(2.0).risk()).isCloseTo(1.100, within(0.0005));
    NegativePenalty.Choice best = negative.optimal(2.0);
    assertThat(best.risk()).isCloseTo(0.961, within(0.0005));
    assertThat(best.lambda()).isCloseTo(-0.054, within(0.0005));
    assertThat(negative.rescaledDistance(2.0)).isCloseTo(0.338, within(0.0005));
  }

  @ParameterizedTest
  @CsvSource({"0.5,0.3162,1,2", "0.1,0.5,2,1.3", "0.9,0.2,1,6", "0.5,0,1,1.01", "0.3,1,1,50"})
  void minimisesTheDistanceFoundByExhaustion(
      double gamma, double noise, double norm, double alignment) {
    var negative = new NegativePenalty(new IsotropicTheory(gamma, noise, norm));
    assertThat(negative.isNegative(alignment)).isTrue();
    NegativePenalty.Choice found = negative.optimal(alignment);
    assertThat(found.lambda()).isBetween(negative.lowest(), -1e-9);
    assertThat(negative.shrinkage(found.lambda())).isCloseTo(found.shrinkage(), within(1e-9));
    double least = Double.POSITIVE_INFINITY;
    double at = 0.0;
    for (int i = 1; i < 100_000; i++) {
      double lambda = negative.lowest() * i / 100_000;
      double distance = negative.distance(lambda, alignment);
      if (distance < least) {
        least = distance;
        at = lambda;
      }
    }
    assertThat(found.risk()).isLessThanOrEqualTo(least).isCloseTo(least, within(1e-3 * least));
    assertThat(found.lambda()).isCloseTo(at, within(-1.01e-5 * negative.lowest()));
    assertThat(found.risk()).isLessThan(negative.distance(0.0, alignment));
    assertThat(negative.rescaledDistance(alignment)).isLessThan(found.risk());
  }

  @ParameterizedTest
  @CsvSource({"0.2,1", "0.5,0.3", "0.8,0.1"})
  void theEdgeDividesTheSigns(double gamma, double noise) {
    var theory = new IsotropicTheory(gamma, noise, 1.3);
    var negative = new NegativePenalty(theory);
    double edge = theory.rhoEdge();
    assertThat(negative.optimal(edge * (1 + 1e-6)).lambda()).isNegative();
    assertThat(negative.optimal(edge).lambda()).isZero();
    double below = edge * (1 - 1e-6);
    assertThat(negative.optimal(below).lambda())
        .isPositive()
        .isEqualTo(theory.transferOptimal(below).lambda());
    assertThat(negative.optimal(-1.0).lambda()).isInfinite();
  }

  @Test
  void theShrinkageRunsOnSmoothlyFromZeroToTheEnd() {
    var negative = new NegativePenalty(THEORY);
    assertThat(negative.lowest()).isCloseTo(-0.0857864376, within(1e-10));
    assertThat(negative.shrinkage(-1e-12)).isCloseTo(1.0, within(1e-11));
    double end = Math.nextUp(negative.lowest());
    assertThat(negative.shrinkage(end)).isCloseTo(Math.sqrt(2.0), within(1e-7));
    for (double lambda : new double[] {-0.08, -0.05, -1e-3, 0.2}) {
      double x = negative.shrinkage(lambda);
      assertThat((1 / x - 1) * (1 - 0.5 * x)).isCloseTo(lambda, within(1e-15));
    }
  }

  @Test
  void manySourceRowsLeaveThePenaltyThatLengthensByRho() {
    var negative = new NegativePenalty(new IsotropicTheory(0.0, 1.0, 1.0));
    assertThat(negative.optimal(2.0).lambda()).isCloseTo(-0.5, within(1e-12));
    assertThat(negative.optimal(2.0).risk()).isCloseTo(0.0, within(1e-20));
  }

  @Test
  void refusesWhatHasNoSolution() {
    assertThatThrownBy(() -> new NegativePenalty(new IsotropicTheory(1.0, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gamma=1.0");
    assertThatThrownBy(() -> new NegativePenalty(THEORY).distance(-0.09, 2.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-0.0857")
        .hasMessageContaining("penalty=-0.09");
    assertThatThrownBy(() -> new NegativePenalty(THEORY).optimal(Double.NaN))
        .hasMessageContaining("rho");
  }
}
