// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.transfer.covariance.Covariance;
import org.junit.jupiter.api.Test;

/** Rescaling, several targets, a tuned target and the price of the source-optimal penalty. */
class ConsequencesTest {

  /** The published figures do not depend on l1 from .005 to .05; gamma 2, sigma0 1, p/n1 = 8/3. */
  private static DeterministicEquivalent published() {
    return new DeterministicEquivalent(
        TransferSetting.alike(
            Covariance.isotropic(160), 80, 60, 1.0, 0.05, Coefficients.averaged(0.5)));
  }

  @Test
  void rescalingBeatsReRegularisingAtThePublishedFigures() {
    for (double l1 : new double[] {0.005, 0.05}) {
      var theory = published();
      var best = new RescaledPrior(theory).best(l1);
      double source = theory.sourceOptimal().lambda();
      System.out.printf(
          "rescaled %.5f, transfer-optimal %.5f, source-optimal %.5f%n",
          best.risk(), theory.transferOptimal(l1).risk(), theory.transferRisk(source, l1));
      assertThat(best.scale()).isCloseTo(0.5, within(1e-9));
      assertThat(best.sourcePenalty()).isCloseTo(2.0, within(1e-9));
      assertThat(best.risk()).isCloseTo(0.1235, within(0.00006));
      assertThat(theory.transferOptimal(l1).risk()).isCloseTo(0.1243, within(0.00006));
      assertThat(theory.transferRisk(source, l1)).isCloseTo(0.1577, within(0.00006));
    }
  }

  @Test
  void rhoAtTheSourceOptimumIsBestOverScalesAndPenaltiesForAnyCovariances() {
    int p = 30;
    Draws draws = new Draws(61);
    var setting =
        new TransferSetting(
            20,
            10,
            0.6,
            0.2,
            draws.dense(p),
            Covariance.powerLaw(p, 1.0),
            Coefficients.averaged(0.3));
    var theory = new DeterministicEquivalent(setting);
    var best = new RescaledPrior(theory).best(0.1);
    assertThat(best.scale()).as("seed 61").isCloseTo(0.3, within(1e-8));
    var curve = theory.atTargetPenalty(0.1);
    for (double c = 0.05; c < 1.5; c += 0.05) {
      for (double l0 = 1e-3; l0 < 1e3; l0 *= 1.3) {
        assertThat(curve.rescaledRisk(c, l0)).isGreaterThan(best.risk() * (1 - 1e-12));
      }
    }
    assertThat(curve.rescaledRisk(1.0, 0.4)).isCloseTo(curve.risk(0.4), within(1e-13));
    assertThat(curve.rescaledRisk(0.0, 0.4)).isEqualTo(curve.scratchRisk());
  }

  @Test
  void aFixedDirectionIsSearchedOverBothArguments() {
    int p = 16;
    Draws draws = new Draws(62);
    double[] w0 = draws.vector(p);
    double[] w1 = draws.vector(p);
    var setting =
        TransferSetting.alike(
            Covariance.powerLaw(p, 1.0), 9, 5, 0.4, 0.2, Coefficients.fixed(w0, w1));
    var theory = new DeterministicEquivalent(setting);
    var best = new RescaledPrior(theory).best(0.1);
    var curve = theory.atTargetPenalty(0.1);
    double least = curve.scratchRisk();
    for (double l0 = 1e-7; l0 < 1e7; l0 *= 1.1) {
      double c = curve.optimalScale(l0);
      double risk = curve.rescaledRisk(c, l0);
      least = Math.min(least, risk);
      assertThat(curve.rescaledRisk(c * 1.01, l0)).isGreaterThan(risk);
    }
    assertThat(best.risk()).as("seed 62").isLessThanOrEqualTo(least * (1 + 1e-10));
    assertThat(new RescaledPrior(theory).at(Double.POSITIVE_INFINITY, 0.1).scale()).isZero();
  }

  @Test
  void severalTargetsAreServedByTheirWeightedMean() {
    var theory = new IsotropicTheory(2.0, 0.8, 1.3);
    double[] rho = {0.3, 0.9, 1.4};
    double[] weights = {2.0, 1.0, 0.5};
    double chosen = SeveralTargets.weightedMean(theory, rho, weights);
    double least = total(theory, chosen, rho, weights);
    for (double l = 1e-4; l < 1e4; l *= 1.1) {
      assertThat(total(theory, l, rho, weights)).isGreaterThanOrEqualTo(least);
    }
    assertThat(SeveralTargets.weightedMean(theory, new double[] {-1, 0.5}, new double[] {1, 1}))
        .isInfinite();
  }

  private static double total(IsotropicTheory theory, double l, double[] rho, double[] weights) {
    double sum = 0.0;
    for (int t = 0; t < rho.length; t++) {
      sum += weights[t] * theory.distance(theory.shrinkage(l), rho[t]);
    }
    return sum;
  }

  @Test
  void minimaxRegretHasTheLeastLargestRegret() {
    double[][] targets = {{0.3, 1.5}, {0.5, 0.7, 1.0}, {-0.5, 0.4, 2.0}, {0.8, 1.2}, {1.1, 9.0}};
    for (double gamma : new double[] {0.5, 2.0}) {
      var theory = new IsotropicTheory(gamma, 1.0, 0.9);
      for (double[] rho : targets) {
        double chosen = regret(theory, SeveralTargets.minimaxRegret(theory, rho), rho);
        double least = Double.POSITIVE_INFINITY;
        for (double l = 1e-5; l < 1e5; l *= 1.002) {
          least = Math.min(least, regret(theory, l, rho));
        }
        assertThat(chosen).isLessThanOrEqualTo(least * (1 + 1e-9)).isCloseTo(least, within(1e-3));
      }
    }
  }

  @Test
  void theMidpointOfTheOptimalShrinkagesIsNotMinimax() {
    // The curve of risks is not a parabola: the mean over all alignments between, not of the ends.
    var theory = new IsotropicTheory(2.0, 1.0, 1.0);
    double[] rho = {0.3, 1.5};
    double midpoint = 0.5 * (theory.optimalShrinkage(0.3) + theory.optimalShrinkage(1.5));
    assertThat(regret(theory, theory.penalty(midpoint), rho))
        .isGreaterThan(1.1 * regret(theory, SeveralTargets.minimaxRegret(theory, rho), rho));
  }

  private static double regret(IsotropicTheory theory, double l, double[] rho) {
    double largest = 0.0;
    for (double r : rho) {
      double risk = theory.distance(theory.shrinkage(l), r);
      largest = Math.max(largest, risk - theory.transferOptimal(r).risk());
    }
    return largest;
  }

  @Test
  void oneTargetLeavesNothingToChoose() {
    var theory = new IsotropicTheory(2.0, 1.0, 1.0);
    double alone = theory.transferOptimal(0.7).lambda();
    assertThat(SeveralTargets.minimaxRegret(theory, 0.7)).isCloseTo(alone, within(1e-9));
    assertThat(SeveralTargets.minimaxRegret(theory, -1.0, -0.5)).isInfinite();
    assertThatThrownBy(() -> SeveralTargets.minimaxRegret(theory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("number of targets");
    assertThatThrownBy(
            () -> SeveralTargets.weightedMean(theory, new double[] {1}, new double[] {0}))
        .hasMessageContaining("sum of weights");
  }

  @Test
  void theTunedTargetPenaltyIsBestAndLeavesTheSourceChoiceAlone() {
    for (int n1 : new int[] {15, 90}) {
      var setting =
          TransferSetting.alike(
              Covariance.isotropic(60), 30, n1, 0.7, 0.4, Coefficients.averaged(0.6));
      var theory = new DeterministicEquivalent(setting);
      var closed = new IsotropicTheory(2.0, 0.7, 1.0);
      double bestSource = theory.transferOptimal(1.0).lambda();
      double atBest = 0.0;
      for (double l0 : new double[] {0.1, 0.98, bestSource, 6.0}) {
        double distance = closed.distance(closed.shrinkage(l0), 0.6);
        TunedTarget tuned = TunedTarget.of(distance, 60.0 / n1, 0.4);
        assertThat(theory.transferRisk(l0, tuned.penalty())).isCloseTo(tuned.risk(), within(1e-12));
        for (double factor : new double[] {0.5, 0.99, 1.01, 2.0}) {
          assertThat(theory.transferRisk(l0, tuned.penalty() * factor)).isGreaterThan(tuned.risk());
        }
        atBest = l0 == bestSource ? tuned.risk() : atBest;
      }
      for (double l0 = 0.01; l0 < 100; l0 *= 1.2) {
        double distance = closed.distance(closed.shrinkage(l0), 0.6);
        assertThat(TunedTarget.of(distance, 60.0 / n1, 0.4).risk()).isGreaterThan(atBest);
      }
      for (double l1 : new double[] {1e-3, 0.1, 10.0}) {
        assertThat(theory.transferOptimal(l1).lambda()).isCloseTo(bestSource, within(1e-9));
      }
    }
    assertThat(TunedTarget.of(0.0, 2.0, 1.0)).isEqualTo(new TunedTarget(1.0 / 0.0, 0.0));
  }

  @Test
  void thePriceNearPerfectAlignmentIsItsSecondOrderTerm() {
    for (double gamma : new double[] {0.5, 2.0}) {
      int n0 = (int) (100 / gamma);
      var closed = new IsotropicTheory(gamma, 0.8, 1.0);
      double kappa = SourcePenaltyPrice.kappa(5.0, 0.1);
      double before = Double.POSITIVE_INFINITY;
      for (double rho : new double[] {0.8, 0.95, 0.99}) {
        var setting =
            TransferSetting.alike(
                Covariance.isotropic(100), n0, 20, 0.8, 0.1, Coefficients.averaged(rho));
        var price = SourcePenaltyPrice.of(new DeterministicEquivalent(setting), 0.1);
        double approximation = SourcePenaltyPrice.approximately(closed, rho, kappa);
        double miss = Math.abs(price.excess() / approximation - 1.0);
        assertThat(price.excess()).isPositive();
        assertThat(price.ratio()).isGreaterThan(1.0);
        // The next term is of order 1 - rho.
        assertThat(miss).isLessThan(2.0 * (1.0 - rho)).isLessThan(before);
        before = miss;
      }
    }
  }

  @Test
  void thePriceAtThePublishedSizes() {
    double[] rho = {0.5, 0.8};
    double[] published = {1.304, 1.018};
    for (int i = 0; i < 2; i++) {
      var setting =
          TransferSetting.alike(
              Covariance.isotropic(500), 250, 50, 1.0, 0.1, Coefficients.averaged(rho[i]));
      double ratio = SourcePenaltyPrice.of(new DeterministicEquivalent(setting), 0.1).ratio();
      System.out.printf("price at p = 500, rho %s: %.4f%n", rho[i], ratio);
      // The draws choose their own penalties, the source's on its own noise: that costs more.
      assertThat(ratio).isBetween(1.0 + 0.8 * (published[i] - 1.0), published[i]);
    }
  }
}
