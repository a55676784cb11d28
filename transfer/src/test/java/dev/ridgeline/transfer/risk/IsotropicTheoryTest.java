// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.transfer.risk.OptimalPenalty.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsotropicTheoryTest {

  @Test
  void reproducesThePublishedRatios() {
    double[] gammas = {2.0, 1.5, 5.0};
    double[][] published = {
      {3.174, 2.405, 1.875, 1.495, 1.213, 1.000, 0.835, 0.706, 0.603, 0.520, 0.451},
      {3.252, 2.444, 1.893, 1.501, 1.214, 1.000, 0.836, 0.709, 0.609, 0.529, 0.464},
      {3.058, 2.353, 1.858, 1.493, 1.216, 1.000, 0.828, 0.688, 0.574, 0.479, 0.399}
    };
    for (int g = 0; g < gammas.length; g++) {
      var theory = new IsotropicTheory(gammas[g], 1.0, 1.0);
      for (int i = 0; i < 11; i++) {
        double rho = (5 + i) / 10.0;
        assertThat(theory.ratio(rho))
            .as("gamma %s, rho %s", gammas[g], rho)
            .isCloseTo(published[g][i], within(0.0005001));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.2,1,1", "0.9,0.3,2", "1,1,1", "1.5,2,0.5", "5,0.1,1"})
  void minimisesTheDistanceFoundByExhaustion(double gamma, double noise, double norm) {
    var theory = new IsotropicTheory(gamma, noise, norm);
    for (double rho : new double[] {0.1, 0.6, 0.95, 1.0, 1.05, 1.4, 3.0}) {
      double least = theory.transferOptimal(rho).risk();
      double best = Double.POSITIVE_INFINITY;
      double bestX = 0.0;
      int steps = 20_000;
      for (int i = 1; i < steps; i++) {
        double x = theory.largestShrinkage() * i / steps;
        double f = theory.distance(x, rho);
        if (f < best) {
          best = f;
          bestX = x;
        }
      }
      assertThat(least).isLessThanOrEqualTo(best + 1e-14).isCloseTo(best, within(1e-3 * best));
      assertThat(theory.optimalShrinkage(rho))
          .isCloseTo(bestX, within(1.01 * theory.largestShrinkage() / steps));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.99, 1.0, 1.7, 6.0})
  void tauSolvesItsEquationAndPenaltyInvertsShrinkage(double gamma) {
    var theory = new IsotropicTheory(gamma, 1.0, 1.0);
    for (double l : new double[] {1e-12, 1e-4, 0.3, 2.0, 1e5}) {
      double tau = theory.tau(l);
      assertThat(tau * (1.0 + tau - gamma) / (1.0 + tau)).isCloseTo(l, within(1e-14 + 1e-12 * l));
      double x = theory.shrinkage(l);
      assertThat(theory.penalty(x)).isCloseTo(l, within(1e-9 * l + 1e-14 * (1 + 1 / x)));
    }
    assertThat(theory.shrinkage(0.0)).isCloseTo(theory.largestShrinkage(), within(1e-15));
  }

  @Test
  void balanceIsHalfTheDerivativeOfTheDistance() {
    var theory = new IsotropicTheory(1.6, 0.8, 1.3);
    double h = 1e-5;
    for (double x : new double[] {0.05, 0.2, 0.4, 0.55}) {
      double slope = (theory.distance(x + h, 0.7) - theory.distance(x - h, 0.7)) / (4.0 * h);
      assertThat(slope).isCloseTo(theory.balance(x) - 0.7 * 1.69, within(1e-7));
      double second = (theory.balance(x + h) - theory.balance(x - h)) / (2.0 * h);
      assertThat(theory.balanceSlope(x)).isCloseTo(second, within(1e-6 * second));
    }
  }

  @Test
  void endsAreTestedBeforeARootIsSought() {
    var low = new IsotropicTheory(0.2, 1.0, 1.0);
    // 1 + 0.2/0.64 = 1.3125: an alignment of 1.4 has no interior root.
    assertThat(low.rhoEdge()).isCloseTo(1.3125, within(1e-14));
    assertThat(low.transferOptimal(1.4).location()).isEqualTo(Location.ZERO);
    assertThat(low.transferOptimal(1.4).lambda()).isZero();
    assertThat(low.transferOptimal(0.0).location()).isEqualTo(Location.INFINITE);
    assertThat(low.transferOptimal(-0.5).lambda()).isInfinite();
    for (double gamma : new double[] {0.2, 0.7, 1.5, 4.0}) {
      var theory = new IsotropicTheory(gamma, 0.7, 1.2);
      double edge = theory.rhoEdge();
      assertThat(theory.balance(theory.largestShrinkage()) / 1.44).isCloseTo(edge, within(1e-12));
      assertThat(theory.transferOptimal(edge * (1 + 1e-9)).location()).isEqualTo(Location.ZERO);
      assertThat(theory.transferOptimal(edge * (1 - 1e-9)).location()).isEqualTo(Location.INTERIOR);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.4, 1.0, 2.0})
  void sourceOptimumIsTheCrossing(double gamma) {
    var theory = new IsotropicTheory(gamma, 0.9, 1.1);
    double lambda = gamma * 0.81 / 1.21;
    assertThat(theory.sourceOptimal().lambda()).isCloseTo(lambda, within(1e-15));
    assertThat(theory.transferOptimal(1.0).lambda()).isCloseTo(lambda, within(1e-10));
    double before = Double.POSITIVE_INFINITY;
    for (double rho = 0.05; rho < theory.rhoEdge() && rho < 5; rho += 0.05) {
      double ratio = theory.ratio(rho);
      assertThat(ratio).isLessThan(before);
      before = ratio;
    }
  }

  @Test
  void withoutNoiseBothOptimaAreZeroFromPerfectAlignmentOn() {
    var theory = new IsotropicTheory(2.0, 0.0, 1.0);
    assertThat(theory.sourceOptimal().location()).isEqualTo(Location.ZERO);
    assertThat(theory.transferOptimal(1.0).location()).isEqualTo(Location.ZERO);
    assertThat(theory.transferOptimal(0.8).location()).isEqualTo(Location.INTERIOR);
    assertThat(theory.ratio(1.2)).isNaN();
  }

  @Test
  void manySourceRowsLeaveThePenaltyThatShrinksByRho() {
    var limit = new IsotropicTheory(0.0, 1.0, 1.0);
    var nearly = new IsotropicTheory(1e-7, 1.0, 1.0);
    for (double rho : new double[] {0.2, 0.5, 0.8}) {
      assertThat(limit.transferOptimal(rho).lambda()).isCloseTo(1.0 / rho - 1.0, within(1e-11));
      assertThat(nearly.transferOptimal(rho).lambda()).isCloseTo(1.0 / rho - 1.0, within(1e-5));
    }
    assertThat(limit.sourceOptimal().lambda()).isZero();
    assertThat(limit.transferOptimal(1.3).location()).isEqualTo(Location.ZERO);
  }

  @Test
  void distanceIsTheTransferRiskWithoutTargetData() {
    var theory = new IsotropicTheory(2.0, 0.6, 1.0);
    var setting =
        TransferSetting.alike(
            Covariance.isotropic(40), 20, 0, 0.6, 0.0, Coefficients.averaged(0.7));
    var equivalent = new DeterministicEquivalent(setting);
    for (double l : new double[] {0.0, 0.01, 1.0, 30.0}) {
      assertThat(equivalent.transferRisk(l, 0.5))
          .isCloseTo(theory.distance(theory.shrinkage(l), 0.7), within(1e-12));
    }
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> new IsotropicTheory(-1.0, 1.0, 1.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gamma=-1.0");
    assertThatThrownBy(() -> new IsotropicTheory(1.0, 1.0, 0.0))
        .hasMessageContaining("sourceNorm must be finite and > 0");
    assertThatThrownBy(() -> new IsotropicTheory(2.0, 1.0, 1.0).penalty(0.6))
        .hasMessageContaining("shrinkage=0.6");
    assertThatThrownBy(() -> new IsotropicTheory(2.0, 1.0, 1.0).ratio(Double.NaN))
        .hasMessageContaining("rho");
  }
}
