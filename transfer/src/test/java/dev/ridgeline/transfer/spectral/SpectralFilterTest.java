// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpectralFilterTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static final List<SpectralFilter> FILTERS =
      List.of(
          new RidgeFilter(0.3, 20),
          new RidgeFilter(0.0, 20),
          new GradientFlow(4.0, 20, LossScale.HALF_MEAN),
          new GradientFlow(4.0, 20, LossScale.MEAN),
          new Landweber(0.2, 7, 20),
          new Landweber(0.2, 8, 20),
          new PrincipalComponents(2.0));

  @Test
  void theThreeFacesAgree() {
    for (SpectralFilter filter : FILTERS) {
      for (double s2 : new double[] {1e-3, 0.5, 3.0, 40.0, 99.0, 120.0, 199.0}) {
        assertThat(filter.gain(s2)).isCloseTo(s2 * filter.phi(s2), within(1e-14));
        assertThat(filter.residual(s2)).isCloseTo(1.0 - filter.gain(s2), within(1e-14));
      }
    }
  }

  @Test
  void vanishingSingularValuesLeaveTheLimit() {
    assertThat(new RidgeFilter(0.5, 20).phi(0.0)).isEqualTo(0.1);
    assertThat(new RidgeFilter(0.0, 20).phi(0.0)).isZero();
    assertThat(new GradientFlow(4.0, 20, LossScale.HALF_MEAN).phi(0.0)).isEqualTo(0.2);
    assertThat(new GradientFlow(4.0, 20, LossScale.MEAN).phi(0.0)).isEqualTo(0.4);
    assertThat(new Landweber(0.2, 7, 20).phi(0.0)).isCloseTo(0.07, within(1e-17));
    for (SpectralFilter filter : FILTERS) {
      if (filter.equals(new RidgeFilter(0.0, 20))) {
        continue; // unpenalised: 1/s^2 has no finite limit
      }
      double limit = filter.phi(0.0);
      for (double s2 : new double[] {Double.MIN_VALUE, 1e-300, 1e-200, 1e-20, 1e-12, 1e-9, 1e-7}) {
        assertThat(filter.phi(s2)).isCloseTo(limit, within(1e-6 * limit));
      }
      // Continuous where the series hands over to the closed form.
      for (double s2 = 1e-9; s2 < 1e-6; s2 *= 1.07) {
        assertThat(filter.phi(s2)).isCloseTo(filter.phi(s2 * 1.001), within(1e-8 * limit));
      }
    }
  }

  @Test
  void endsOfThePathsAreNoFitAndTheMinimumNormFit() {
    for (double s2 : new double[] {1e-12, 1.0, 1e6}) {
      assertThat(new RidgeFilter(INFINITY, 5).gain(s2)).isZero();
      assertThat(new RidgeFilter(INFINITY, 5).residual(s2)).isEqualTo(1.0);
      assertThat(new GradientFlow(0.0, 5, LossScale.MEAN).phi(s2)).isZero();
      assertThat(new GradientFlow(INFINITY, 5, LossScale.MEAN).phi(s2)).isEqualTo(1.0 / s2);
      assertThat(new Landweber(1e-7, 0, 5).gain(s2)).isZero();
      assertThat(new PrincipalComponents(INFINITY).phi(s2)).isZero();
    }
    assertThat(new GradientFlow(INFINITY, 5, LossScale.MEAN).phi(0.0)).isZero();
    assertThat(new RidgeFilter(0.0, 5).gain(0.0)).isZero();
  }

  @Test
  void landweberIsWhatGradientDescentComputes() {
    for (double s2 : new double[] {0.01, 60.0, 100.0, 150.0, 199.0}) {
      double b = 0.0;
      double s = Math.sqrt(s2);
      for (int k = 1; k <= 30; k++) {
        b += 0.2 / 20 * s * (1.0 - s * b);
        assertThat(s * new Landweber(0.2, k, 20).phi(s2)).isCloseTo(b, within(1e-13));
      }
    }
  }

  @Test
  void smallStepsFollowTheFlow() {
    var flow = new GradientFlow(3.0, 10, LossScale.HALF_MEAN);
    var steps = new Landweber(3.0 / 100_000, 100_000, 10);
    assertThat(steps.matchingFlow().time()).isCloseTo(3.0, within(1e-12));
    for (double s2 : new double[] {0.1, 5.0, 50.0}) {
      assertThat(steps.gain(s2)).isCloseTo(flow.gain(s2), within(1e-4));
    }
  }

  @Test
  void timeDoublesOnTheLossWithoutOneHalf() {
    var half = new GradientFlow(3.0, 10, LossScale.HALF_MEAN);
    var full = half.on(LossScale.MEAN);
    assertThat(full.time()).isEqualTo(1.5);
    assertThat(full.gain(4.0)).isEqualTo(half.gain(4.0));
  }

  @Test
  void penaltyAndStoppingTimeConvertBothWays() {
    for (LossScale scale : LossScale.values()) {
      var ridge = new RidgeFilter(0.25, 10);
      var flow = ridge.matchingFlow(scale);
      assertThat(flow.time()).isEqualTo(4.0 / scale.speed());
      assertThat(flow.matchingRidge()).isEqualTo(ridge);
      // Both are s^2 t/n to first order; the flow fits a little more everywhere.
      assertThat(flow.phi(0.0)).isCloseTo(ridge.phi(0.0), within(1e-15));
      assertThat(flow.gain(1e-6)).isCloseTo(ridge.gain(1e-6), within(1e-12));
      for (double s2 : new double[] {0.1, 2.0, 50.0}) {
        assertThat(flow.gain(s2)).isBetween(ridge.gain(s2), 1.3 * ridge.gain(s2));
      }
    }
    assertThat(new RidgeFilter(0.0, 10).matchingFlow(LossScale.MEAN).time()).isInfinite();
  }

  @Test
  void leadingComponentsCountTheDegreesOfFreedom() {
    double[] squares = {5.0, 0.0, 9.0, 1.0, 5.0};
    assertThat(PrincipalComponents.leading(0, squares).effectiveDegreesOfFreedom(squares)).isZero();
    assertThat(PrincipalComponents.leading(1, squares).effectiveDegreesOfFreedom(squares))
        .isEqualTo(1.0);
    // A tie is kept together.
    assertThat(PrincipalComponents.leading(2, squares).effectiveDegreesOfFreedom(squares))
        .isEqualTo(3.0);
    assertThat(PrincipalComponents.leading(4, squares).effectiveDegreesOfFreedom(squares))
        .isEqualTo(4.0);
    assertThatThrownBy(() -> PrincipalComponents.leading(5, squares))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("k must be from 0 to 4: k=5");
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> new RidgeFilter(-1.0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lambda=-1.0");
    assertThatThrownBy(() -> new GradientFlow(Double.NaN, 3, LossScale.MEAN))
        .hasMessageContaining("time=NaN");
    assertThatThrownBy(() -> new Landweber(0.0, 3, 3)).hasMessageContaining("step=0.0");
    assertThatThrownBy(() -> new Landweber(1.0, -3, 3)).hasMessageContaining("iterations=-3");
    assertThatThrownBy(() -> new Landweber(1.0, 3, 3).phi(6.0))
        .hasMessageContaining("step must be below 2 * rows / square");
    assertThatThrownBy(() -> new PrincipalComponents(0.0)).hasMessageContaining("threshold=0.0");
    assertThatThrownBy(() -> new RidgeFilter(1.0, 0)).hasMessageContaining("rows=0");
    for (SpectralFilter filter : FILTERS) {
      assertThatThrownBy(() -> filter.phi(-1.0)).hasMessageContaining("square=-1.0");
      assertThatThrownBy(() -> filter.gain(INFINITY)).hasMessageContaining("square=Infinity");
    }
  }
}
