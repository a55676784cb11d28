// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.transfer.covariance.Covariance;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeterministicEquivalentTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @ParameterizedTest
  @CsvSource({"7,5,0.3,0.02", "7,30,1e-3,1", "25,5,5,50", "25,30,0.1,0.1"})
  void agreesWithTheFormulasInDenseMatrices(int n0, int n1, double l0, double l1) {
    int p = 14;
    Draws draws = new Draws(31);
    double[] w0 = draws.vector(p);
    double[] w1 = draws.vector(p);
    Covariance[][] pairs = {
      {Covariance.isotropic(p), Covariance.isotropic(p)},
      {Covariance.powerLaw(p, 1.0), Covariance.powerLaw(p, 0.5)},
      {draws.dense(p), draws.dense(p)},
      {Covariance.powerLaw(p, 1.0), draws.dense(p)},
      {draws.dense(p), Covariance.isotropic(p)}
    };
    for (Covariance[] pair : pairs) {
      var setting =
          new TransferSetting(n0, n1, 0.6, 0.3, pair[0], pair[1], Coefficients.fixed(w0, w1));
      var theory = new DeterministicEquivalent(setting);
      var plain = new PlainEquivalent(setting);
      double source = plain.sourceRisk(l0, w0);
      double transfer = plain.transferRisk(l0, l1, w0, w1);
      double scratch = plain.transferRisk(1e9, l1, w0, w1);
      assertThat(theory.sourceRisk(l0)).as("seed 31").isCloseTo(source, within(1e-11 * source));
      assertThat(theory.transferRisk(l0, l1)).isCloseTo(transfer, within(1e-10 * transfer));
      assertThat(theory.scratchRisk(l1)).isCloseTo(scratch, within(1e-7 * scratch));
      assertThat(theory.benefit(l0, l1))
          .isCloseTo(theory.scratchRisk(l1) - theory.transferRisk(l0, l1), within(1e-12));

      double sumSource = 0.0;
      double sumTransfer = 0.0;
      for (int i = 0; i < p; i++) {
        double[] axis = new double[p];
        double[] image = new double[p];
        axis[i] = 1.0;
        image[i] = 0.7;
        sumSource += plain.sourceRisk(l0, axis) / p;
        sumTransfer += plain.transferRisk(l0, l1, axis, image) / p;
      }
      var averaged =
          new DeterministicEquivalent(setting.withCoefficients(Coefficients.averaged(0.7)));
      assertThat(averaged.sourceRisk(l0)).isCloseTo(sumSource, within(1e-11 * sumSource));
      assertThat(averaged.transferRisk(l0, l1)).isCloseTo(sumTransfer, within(1e-10));
    }
  }

  @Test
  void effectiveRidgeSolvesItsEquationInsideItsBracket() {
    double[] deficient = new double[40];
    Arrays.fill(deficient, 0, 25, 2.0);
    for (Covariance covariance :
        new Covariance[] {
          Covariance.isotropic(40), Covariance.powerLaw(40, 2.0), Covariance.diagonal(deficient)
        }) {
      for (int n : new int[] {5, 25, 39, 40, 41, 200}) {
        var setting = TransferSetting.alike(covariance, n, n, 1.0, 1.0, Coefficients.averaged(1.0));
        var theory = new DeterministicEquivalent(setting);
        double before = theory.sourceTau(0.0);
        for (double l = 1e-10; l < 1e11; l *= 10) {
          double tau = theory.sourceTau(l);
          double kept = 0.0;
          for (double e : covariance.eigenvalues()) {
            kept += e / (e + tau) / n;
          }
          assertThat(tau * (1.0 - kept)).isCloseTo(l, within(1e-12 * l + 1e-14 * tau));
          assertThat(tau).isBetween(l, (l + covariance.trace() / n) * (1 + 1e-14));
          assertThat(tau).isGreaterThanOrEqualTo(before);
          assertThat(theory.targetTau(l)).isEqualTo(tau);
          before = tau;
        }
        assertThat(theory.sourceTau(1e-13)).isCloseTo(theory.sourceTau(0.0), within(1e-5));
      }
    }
  }

  @Test
  void withoutPenaltyTheEffectiveRidgeIsZeroOrFillsTheSample() {
    Covariance covariance = Covariance.powerLaw(30, 1.0);
    var wide =
        new DeterministicEquivalent(
            TransferSetting.alike(covariance, 12, 5, 1, 1, Coefficients.averaged(1)));
    double kept = 0.0;
    for (double e : covariance.eigenvalues()) {
      kept += e / (e + wide.sourceTau(0.0));
    }
    assertThat(kept).isCloseTo(12.0, within(1e-11));
    var tall =
        new DeterministicEquivalent(
            TransferSetting.alike(covariance, 60, 5, 0.5, 1, Coefficients.averaged(1)));
    assertThat(tall.sourceTau(0.0)).isZero();
    // Least squares: sigma^2 (p/n)/(1 - p/n).
    assertThat(tall.sourceRisk(0.0)).isCloseTo(0.25, within(1e-14));
  }

  @Test
  void denseAndDiagonalPathsAgree() {
    int p = 20;
    Draws draws = new Draws(32);
    Covariance d0 = Covariance.powerLaw(p, 1.0);
    Covariance d1 = Covariance.powerLaw(p, 0.3);
    var fixed = Coefficients.fixed(draws.vector(p), draws.vector(p));
    var diagonal = new TransferSetting(9, 6, 0.5, 0.2, d0, d1, fixed);
    var dense =
        new TransferSetting(
            9,
            6,
            0.5,
            0.2,
            Covariance.dense(d0.toColumnMajor(), p),
            Covariance.dense(d1.toColumnMajor(), p),
            fixed);
    var a = new DeterministicEquivalent(diagonal);
    var b = new DeterministicEquivalent(dense);
    assertThat(b.transferRisk(0.4, 0.1)).isCloseTo(a.transferRisk(0.4, 0.1), within(1e-13));
    assertThat(b.transferOptimal(0.1).lambda())
        .as("seed 32")
        .isCloseTo(a.transferOptimal(0.1).lambda(), within(1e-9));
    assertThat(b.ratio(0.1)).isCloseTo(a.ratio(0.1), within(1e-8));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 150, 300})
  void isotropicOptimaAreThoseOfTheClosedForm(int n0) {
    int p = 150;
    var closed = new IsotropicTheory((double) p / n0, 0.8, 1.0);
    for (double rho : new double[] {-0.3, 0.0, 0.02, 0.5, 0.9, 1.0, 1.2, 2.0, 8.0}) {
      var setting =
          TransferSetting.alike(
              Covariance.isotropic(p), n0, 30, 0.8, 0.1, Coefficients.averaged(rho));
      var theory = new DeterministicEquivalent(setting);
      OptimalPenalty found = theory.transferOptimal(0.1);
      OptimalPenalty expected = closed.transferOptimal(rho);
      assertThat(found.location()).as("rho %s", rho).isEqualTo(expected.location());
      if (expected.location() == OptimalPenalty.Location.INTERIOR) {
        assertThat(found.lambda())
            .isCloseTo(expected.lambda(), within(1e-9 * (1 + expected.lambda())));
      }
      assertThat(theory.sourceOptimal().lambda())
          .isCloseTo(closed.sourceOptimal().lambda(), within(1e-10));
      assertThat(theory.sourceOptimal().risk())
          .isCloseTo(closed.sourceOptimal().risk(), within(1e-12));
    }
  }

  @Test
  void theEdgeOfAlignmentIsFoundWithoutTheClosedForm() {
    for (int n0 : new int[] {50, 250}) {
      double edge = new IsotropicTheory(100.0 / n0, 0.6, 1.0).rhoEdge();
      for (double factor : new double[] {1 - 1e-6, 1 + 1e-6}) {
        var setting =
            TransferSetting.alike(
                Covariance.isotropic(100), n0, 30, 0.6, 0, Coefficients.averaged(edge * factor));
        assertThat(new DeterministicEquivalent(setting).transferOptimal(0.1).location())
            .isEqualTo(
                factor > 1 ? OptimalPenalty.Location.ZERO : OptimalPenalty.Location.INTERIOR);
      }
    }
  }

  @Test
  void optimaAreLowestAmongManyPenalties() {
    int p = 30;
    Draws draws = new Draws(33);
    for (int t = 0; t < 12; t++) {
      Covariance sigma0 = t % 3 == 0 ? draws.dense(p) : Covariance.powerLaw(p, 0.5 * (t % 4));
      Covariance sigma1 = t % 2 == 0 ? draws.dense(p) : Covariance.powerLaw(p, 1.0);
      double[] w0 = draws.vector(p);
      double[] w1 = draws.vector(p);
      for (int i = 0; i < p; i++) {
        w1[i] = 0.7 * w0[i] + 0.4 * w1[i];
      }
      var setting =
          new TransferSetting(
              10 + 7 * t, 12, 0.2 + 0.1 * t, 0.1, sigma0, sigma1, Coefficients.fixed(w0, w1));
      var theory = new DeterministicEquivalent(setting);
      var curve = theory.atTargetPenalty(0.05);
      double best = curve.scratchRisk();
      double bestSource = theory.sourceRisk(INFINITY);
      for (double l = 1e-7; l < 1e7; l *= 1.05) {
        best = Math.min(best, curve.risk(l));
        bestSource = Math.min(bestSource, theory.sourceRisk(l));
      }
      assertThat(curve.optimum().risk())
          .as("seed 33, draw %s", t)
          .isLessThanOrEqualTo(best * (1 + 1e-12))
          .isGreaterThan(best * (1 - 1e-3));
      assertThat(theory.sourceOptimal().risk())
          .isLessThanOrEqualTo(bestSource * (1 + 1e-12))
          .isGreaterThan(bestSource * (1 - 1e-3));
      double at = curve.optimum().lambda();
      if (curve.optimum().location() == OptimalPenalty.Location.INTERIOR) {
        assertThat(curve.risk(at)).isCloseTo(curve.optimum().risk(), within(1e-12));
      }
    }
  }

  @Test
  void theSourceOptimumOfARandomDirectionIsThatOfBayesForEveryCovariance() {
    Draws draws = new Draws(34);
    for (Covariance covariance :
        new Covariance[] {
          Covariance.powerLaw(40, 2.0), draws.dense(40), Covariance.isotropic(40)
        }) {
      for (int n0 : new int[] {15, 40, 90}) {
        var setting =
            TransferSetting.alike(covariance, n0, 5, 0.7, 0.1, Coefficients.averaged(0.5));
        assertThat(new DeterministicEquivalent(setting).sourceOptimal().lambda())
            .as("seed 34")
            .isCloseTo(40.0 / n0 * 0.49, within(1e-9));
      }
    }
  }

  @Test
  void infinitePenaltiesAreTheLimitsOfLargeOnes() {
    Draws draws = new Draws(35);
    Covariance sigma1 = draws.dense(10);
    var setting =
        new TransferSetting(
            6,
            4,
            0.5,
            0.3,
            Covariance.powerLaw(10, 1.0),
            sigma1,
            Coefficients.fixed(draws.vector(10), draws.vector(10)));
    var theory = new DeterministicEquivalent(setting);
    assertThat(theory.transferRisk(INFINITY, 0.2)).isEqualTo(theory.scratchRisk(0.2));
    assertThat(theory.transferRisk(1e10, 0.2)).isCloseTo(theory.scratchRisk(0.2), within(1e-8));
    assertThat(theory.benefit(INFINITY, 0.2)).isZero();
    assertThat(theory.transferRisk(0.3, INFINITY))
        .isCloseTo(theory.transferRisk(0.3, 1e10), within(1e-8));
    assertThat(theory.sourceRisk(INFINITY)).isCloseTo(theory.sourceRisk(1e10), within(1e-8));
    // No target data is an infinite target penalty.
    assertThat(new DeterministicEquivalent(setting.withSamples(6, 0)).transferRisk(0.3, 0.2))
        .isCloseTo(theory.transferRisk(0.3, INFINITY), within(1e-14));
  }

  @Test
  void atTheInterpolationThresholdTheRidgelessRiskIsInfiniteAndThePenalisedOneIsNot() {
    var setting =
        TransferSetting.alike(
            Covariance.powerLaw(20, 1.0), 20, 8, 0.5, 0.1, Coefficients.averaged(0.8));
    var theory = new DeterministicEquivalent(setting);
    assertThat(theory.sourceRisk(0.0)).isInfinite();
    assertThat(theory.transferRisk(0.0, 0.1)).isInfinite();
    assertThat(theory.transferRisk(0.01, 0.1)).isFinite();
    assertThat(theory.transferOptimal(0.1).location()).isEqualTo(OptimalPenalty.Location.INTERIOR);
    var silent = new DeterministicEquivalent(setting.withNoise(0.0, 0.0));
    assertThat(silent.sourceRisk(0.0)).isZero();
    assertThatThrownBy(
            () -> new DeterministicEquivalent(setting.withSamples(9, 20)).scratchRisk(0.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("targetPenalty must be > 0");
  }

  @Test
  void isotropicTargetsOnlyScaleTheBenefit() {
    // With Sigma1 = I neither the sign nor the best source penalty depends on the target.
    Draws draws = new Draws(36);
    Covariance sigma0 = draws.dense(24);
    var coefficients = Coefficients.fixed(draws.vector(24), draws.vector(24));
    double reference = 0.0;
    for (int n1 : new int[] {3, 24, 100}) {
      var setting =
          new TransferSetting(
              11, n1, 0.5, n1 / 50.0, sigma0, Covariance.isotropic(24), coefficients);
      var theory = new DeterministicEquivalent(setting);
      double kappa = SourcePenaltyPrice.kappa(24.0 / n1, 0.3);
      for (double l0 : new double[] {0.01, 0.5, 20.0}) {
        assertThat(theory.benefit(l0, 0.3))
            .as("seed 36")
            .isCloseTo(kappa * theory.benefit(l0, INFINITY), within(1e-13));
      }
      double lambda = theory.transferOptimal(0.3).lambda();
      if (reference != 0.0) {
        assertThat(lambda).isCloseTo(reference, within(1e-8 * reference));
      }
      reference = lambda;
    }
  }

  @Test
  void aSweepOfFiftyPenaltiesAtDimension500IsQuick() {
    double[] w = new double[500];
    Arrays.fill(w, 1.0 / Math.sqrt(500));
    var setting =
        TransferSetting.alike(
            Covariance.powerLaw(500, 1.0), 250, 50, 1.0, 0.1, Coefficients.fixed(w, w));
    var theory = new DeterministicEquivalent(setting);
    double best = Double.POSITIVE_INFINITY;
    double sink = 0.0;
    for (int repeat = 0; repeat < 20; repeat++) {
      long start = System.nanoTime();
      var curve = theory.atTargetPenalty(0.1);
      for (int i = 0; i < 50; i++) {
        sink += curve.risk(Math.pow(10.0, -2.0 + 4.0 * i / 49));
      }
      best = Math.min(best, (System.nanoTime() - start) * 1e-6);
    }
    System.out.printf("transfer risk at 50 penalties, p = 500: %.2f ms%n", best);
    assertThat(sink).isFinite();
    assertThat(best).isLessThan(20.0);
  }
}
