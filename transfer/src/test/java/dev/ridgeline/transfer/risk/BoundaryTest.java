// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.transfer.covariance.Covariance;
import org.junit.jupiter.api.Test;

class BoundaryTest {

  @Test
  void ridgelessTransferAtThePublishedSizesNeedsLessNoiseThanPoint299() {
    double limit = Boundary.ridgelessNoiseLimit(500, 250, 0.8);
    assertThat(limit * limit).isCloseTo(0.299, within(0.0005));
    assertThat(Boundary.ridgelessHelps(500, 250, Math.sqrt(0.298), 1.0, 0.8)).isTrue();
    assertThat(Boundary.ridgelessHelps(500, 250, Math.sqrt(0.300), 1.0, 0.8)).isFalse();
  }

  @Test
  void bothSidesOfTheThresholdAreMirrored() {
    assertThat(Boundary.ridgelessCriticalRho(10, 4, 0.5, 1.0)).isEqualTo(0.5 * (1 + 0.25 * 2));
    assertThat(Boundary.ridgelessCriticalRho(10, 16, 0.5, 1.0)).isEqualTo(0.5 * (1 + 0.25 * 2));
    assertThat(Boundary.ridgelessCriticalRho(10, 16, 1.0, 2.0)).isEqualTo(0.5 * (1 + 0.25 * 2));
  }

  @Test
  void nearInterpolationNoAlignmentIsEnoughUnlessThereIsNoNoise() {
    for (int n0 : new int[] {9, 10, 11}) {
      assertThat(Boundary.ridgelessCriticalRho(10, n0, 0.1, 1.0)).isInfinite();
      assertThat(Boundary.ridgelessNoiseLimit(10, n0, 2.0)).isZero();
      assertThat(Boundary.ridgelessHelps(10, n0, 0.1, 1.0, 100.0)).isFalse();
      assertThat(Boundary.ridgelessCriticalRho(10, n0, 0.0, 1.0)).isEqualTo(0.5);
    }
  }

  @Test
  void theLimitOfLargeSizesIsTheRidgelessEquivalent() {
    var setting =
        TransferSetting.alike(
            Covariance.isotropic(4000), 1600, 100, 0.7, 0.1, Coefficients.averaged(1.0));
    double expected = Boundary.ridgelessCriticalRho(4000, 1600, 0.7, 1.0);
    assertThat(Boundary.criticalRho(new DeterministicEquivalent(setting), 0.0, 0.2))
        .isCloseTo(expected, within(expected / 2400));
  }

  @Test
  void benefitChangesItsSignAtTheCriticalAlignment() {
    int p = 20;
    Draws draws = new Draws(51);
    double[] w0 = draws.vector(p);
    var setting =
        new TransferSetting(
            12,
            8,
            0.5,
            0.1,
            Covariance.powerLaw(p, 1.0),
            draws.dense(p),
            Coefficients.fixed(w0, w0));
    double rho = Boundary.criticalRho(new DeterministicEquivalent(setting), 0.2, 0.3);
    for (double factor : new double[] {0.99, 1.01}) {
      double[] w1 = w0.clone();
      for (int i = 0; i < p; i++) {
        w1[i] *= factor * rho;
      }
      var near = setting.withCoefficients(Coefficients.fixed(w0, w1));
      assertThat(new DeterministicEquivalent(near).benefit(0.2, 0.3) > 0)
          .as("seed 51")
          .isEqualTo(factor > 1);
    }
  }

  @Test
  void atTheSourceOptimalPenaltyOneHalfDecidesWhateverTheSetting() {
    int p = 40;
    Draws draws = new Draws(52);
    Covariance[] covariances = {
      Covariance.isotropic(p), Covariance.powerLaw(p, 2.0), draws.dense(p)
    };
    for (Covariance sigma0 : covariances) {
      for (Covariance sigma1 : covariances) {
        for (int n0 : new int[] {10, 40, 200}) {
          for (double noise : new double[] {0.3, 2.0}) {
            var setting =
                new TransferSetting(
                    n0, n0 / 2, noise, 0.5, sigma0, sigma1, Coefficients.averaged(0.2));
            var theory = new DeterministicEquivalent(setting);
            assertThat(Boundary.criticalRhoAtSourceOptimal(theory, 0.1))
                .as("seed 52, n0 %s, noise %s", n0, noise)
                .isCloseTo(0.5, within(1e-9));
          }
        }
      }
    }
  }

  @Test
  void atTheTransferOptimalPenaltyAnyPositiveAlignmentHelps() {
    for (double rho : new double[] {-0.2, -1e-3, 0.0, 1e-3, 0.2}) {
      var setting =
          TransferSetting.alike(
              Covariance.powerLaw(60, 1.0), 30, 10, 3.0, 0.1, Coefficients.averaged(rho));
      var theory = new DeterministicEquivalent(setting);
      assertThat(Boundary.helpsAtTransferOptimal(theory, 0.1)).isEqualTo(rho > 0);
      if (rho > 0) {
        assertThat(theory.benefit(theory.transferOptimal(0.1).lambda(), 0.1)).isPositive();
      }
    }
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> Boundary.ridgelessCriticalRho(0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("p must be >= 1: p=0");
    assertThatThrownBy(() -> Boundary.ridgelessCriticalRho(3, 1, -1, 1))
        .hasMessageContaining("sourceNoise=-1.0");
    assertThatThrownBy(() -> Boundary.ridgelessNoiseLimit(3, 1, Double.NaN))
        .hasMessageContaining("rho=NaN");
  }
}
