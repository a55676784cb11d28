// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.transfer.covariance.Covariance;
import org.junit.jupiter.api.Test;

class PhaseTheoryTest {

  @Test
  void isotropicCurveIsThePublishedOne() {
    var theory = new PhaseTheory(Covariance.isotropic(500), 250, 1.0, 50, 0.1);
    double[] rho = {0.5, 0.8, 1.0, 1.2, 1.5};
    double[] published = {3.174, 1.495, 1.000, 0.706, 0.451};
    for (int i = 0; i < rho.length; i++) {
      assertThat(theory.ratio(rho[i])).isCloseTo(published[i], within(0.0005));
    }
  }

  @Test
  void everyCovarianceCrossesAtPerfectAlignmentWhenAveraged() {
    for (double alpha : new double[] {0.0, 0.5, 1.0, 2.0}) {
      var theory = new PhaseTheory(Covariance.powerLaw(120, alpha), 60, 1.0, 12, 0.1);
      assertThat(theory.ratio(1.0)).isCloseTo(1.0, within(1e-8));
      assertThat(theory.ratio(0.7)).isGreaterThan(1.0);
      assertThat(theory.ratio(1.3)).isLessThan(1.0);
      assertThat(theory.sourceOptimal().lambda()).isCloseTo(2.0, within(1e-8));
    }
  }

  @Test
  void aStructuredDirectionDoesNotCrossAtPerfectAlignment() {
    double[] top = new double[120];
    double[] last = new double[120];
    for (int i = 0; i < 120; i++) {
      top[i] = i < 5 ? 1.0 / Math.sqrt(5) : 0.0;
      last[i] = i >= 60 ? 1.0 / Math.sqrt(60) : 0.0;
    }
    assertThat(structured(top, 10)).isCloseTo(1.75, within(0.005));
    assertThat(structured(top, 1000)).isCloseTo(16.0, within(0.5));
    assertThat(structured(last, 10)).isCloseTo(0.13, within(0.005));
  }

  private static double structured(double[] w, int n1) {
    var setting =
        TransferSetting.alike(
            Covariance.powerLaw(120, 1.0), 60, n1, 1.0, 0.1, Coefficients.fixed(w, w));
    double ratio = new DeterministicEquivalent(setting).ratio(0.1);
    System.out.printf("structured w0, n1 %d: ratio %.4f%n", n1, ratio);
    return ratio;
  }

  @Test
  void sevenSettingsOf21AlignmentsTakeLessThanTwoSeconds() {
    long start = System.nanoTime();
    Covariance isotropic = Covariance.isotropic(500);
    double sum = 0.0;
    for (int n0 : new int[] {333, 250, 166, 100}) {
      sum += curve(isotropic, n0);
    }
    for (double alpha : new double[] {0.5, 1.0, 2.0}) {
      sum += curve(Covariance.powerLaw(500, alpha), 250);
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    System.out.printf("seven theory curves: %.3f s%n", seconds);
    assertThat(sum).isFinite();
    assertThat(seconds).isLessThan(2.0);
  }

  private static double curve(Covariance covariance, int n0) {
    var theory = new PhaseTheory(covariance, n0, 1.0, 50, 0.1);
    double sum = 0.0;
    double before = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 21; i++) {
      double ratio = theory.ratio(0.5 + i / 20.0);
      assertThat(ratio).isLessThan(before);
      before = ratio;
      sum += ratio;
    }
    return sum;
  }

  @Test
  void settingsRefuseWhatDoesNotFit() {
    Covariance two = Covariance.isotropic(2);
    var averaged = Coefficients.averaged(1.0);
    assertThatThrownBy(() -> TransferSetting.alike(two, 0, 1, 1, 1, averaged))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sourceSamples must be >= 1: sourceSamples=0");
    assertThatThrownBy(() -> TransferSetting.alike(two, 1, -1, 1, 1, averaged))
        .hasMessageContaining("targetSamples=-1");
    assertThatThrownBy(() -> TransferSetting.alike(two, 1, 1, Double.NaN, 1, averaged))
        .hasMessageContaining("sourceNoise=NaN");
    assertThatThrownBy(() -> TransferSetting.alike(two, 1, 1, 1, -2, averaged))
        .hasMessageContaining("targetNoise=-2.0");
    assertThatThrownBy(
            () -> new TransferSetting(1, 1, 1, 1, two, Covariance.isotropic(3), averaged))
        .hasMessageContaining("targetCovariance must have dimension 2: dimension=3");
    var three = Coefficients.fixed(new double[3], new double[3]);
    assertThatThrownBy(() -> TransferSetting.alike(two, 1, 1, 1, 1, three))
        .hasMessageContaining("coefficients must have dimension 2: dimension=3");
    assertThatThrownBy(() -> Coefficients.fixed(new double[2], new double[3]))
        .hasMessageContaining("w1 must have dimension 2");
    assertThatThrownBy(() -> Coefficients.fixed(new double[] {1.0 / 0.0}, new double[1]))
        .hasMessageContaining("w0[0]=Infinity");
    assertThatThrownBy(() -> new PhaseTheory(two, 1, 1.0, 1, -0.1))
        .hasMessageContaining("targetPenalty=-0.1");
    assertThatThrownBy(() -> new OptimalPenalty(OptimalPenalty.Location.ZERO, 1.0, 0.0))
        .hasMessageContaining("location and lambda must agree");
  }
}
