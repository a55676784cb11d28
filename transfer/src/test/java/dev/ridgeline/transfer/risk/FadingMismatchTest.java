// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.transfer.covariance.Covariance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FadingMismatchTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.6, 1.4})
  void thePriceFallsAsTargetRowsApproachSourceRowsAndPassThem(double rho) {
    var source = new IsotropicTheory(2, 0.5, 1);
    double ratio = source.ratio(rho);
    double noTarget =
        source.distance(source.shrinkage(source.sourceOptimal().lambda()), rho)
            / source.transferOptimal(rho).risk();
    double before = noTarget;
    for (double share : new double[] {0.01, 0.03, 0.1, 0.3, 1, 3, 10, 100, 1000}) {
      SourcePenaltyPrice price = SourcePenaltyPrice.tuned(source, rho, 2 / share, 0.5);
      assertThat(price.ratio()).as("n1/n0 = %s", share).isBetween(1.0, before);
      before = price.ratio();
    }
    assertThat(SourcePenaltyPrice.tuned(source, rho, 2 / 0.001, 0.5).ratio())
        .isCloseTo(noTarget, within(0.01 * noTarget));
    assertThat(before).isCloseTo(1.0, within(0.01));
    assertThat(ratio).isNotCloseTo(1.0, within(0.1));
  }

  /** The mean over four pairs of designs, p 60, n0 30, seed 4. */
  @Test
  void isThatOfGivenDesigns() {
    int p = 60;
    int n0 = 30;
    double rho = 0.4;
    var source = new IsotropicTheory(2, 0.5, 1);
    double own = source.sourceOptimal().lambda();
    double best = source.transferOptimal(rho).lambda();
    for (int n1 : new int[] {3, 30}) {
      SourcePenaltyPrice theory = SourcePenaltyPrice.tuned(source, rho, (double) p / n1, 0.5);
      Draws draws = new Draws(4);
      double atOwn = 0.0;
      double atBest = 0.0;
      for (int d = 0; d < 4; d++) {
        var risk =
            new FiniteSampleRisk(
                TransferSetting.alike(
                    Covariance.isotropic(p), n0, n1, 0.5, 0.5, Coefficients.averaged(rho)),
                draws.design(n0, Covariance.isotropic(p)),
                draws.design(n1, Covariance.isotropic(p)));
        atOwn += risk.transferRisk(own, tuned(source, own, rho, n1, p)) / 4;
        atBest += risk.transferRisk(best, tuned(source, best, rho, n1, p)) / 4;
      }
      assertThat(atOwn).as("seed 4, n1 %s", n1).isCloseTo(theory.atSourceOptimal(), within(0.02));
      assertThat(atBest).as("seed 4").isCloseTo(theory.atTransferOptimal(), within(0.02));
      assertThat(atOwn / atBest).as("seed 4").isCloseTo(theory.ratio(), within(0.05));
    }
  }

  private static double tuned(IsotropicTheory source, double l0, double rho, int n1, int p) {
    double distance = source.distance(source.shrinkage(l0), rho);
    return TunedTarget.of(distance, (double) p / n1, 0.5).penalty();
  }
}
