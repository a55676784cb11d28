// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FiellerTest {
  private static final Alignment.Method METHOD = Alignment.Method.ISOTROPIC;

  private static Statistic of(double a, double u, double varA, double varU) {
    return new Statistic(a, u, new Statistic.Variance(varA, 0.0, varU));
  }

  private static double excess(double r, double a, double u, double varA, double varU) {
    double difference = a - r * u;
    return difference * difference - 1.96 * 1.96 * (varA + r * r * varU);
  }

  @Test
  void theEndsAreWhereTheDifferenceIsJustSignificant() {
    Alignment found = Fieller.interval(of(0.8, 1.0, 0.01, 0.02), METHOD, "");
    assertThat(found.estimable()).isTrue();
    assertThat(found.rho()).isEqualTo(0.8);
    for (double end : new double[] {found.low(), found.high()}) {
      assertThat(excess(end, 0.8, 1.0, 0.01, 0.02)).isCloseTo(0.0, within(1e-13));
    }
    assertThat(excess(0.5 * (found.low() + found.high()), 0.8, 1.0, 0.01, 0.02)).isNegative();
  }

  @Test
  void errorsThatMoveTogetherCancel() {
    // A = 0.8 U with whatever error U has.
    var variance = new Statistic.Variance(0.64 * 0.02, 0.8 * 0.02, 0.02);
    Alignment found = Fieller.interval(new Statistic(0.8, 1.0, variance), METHOD, "");
    assertThat(found.low()).isCloseTo(0.8, within(1e-8));
    assertThat(found.high()).isCloseTo(0.8, within(1e-8));
  }

  @Test
  void withoutErrorsTheIntervalIsAPoint() {
    Alignment found = Fieller.interval(of(-0.3, 0.7, 0.0, 0.0), METHOD, "");
    assertThat(found.low()).isCloseTo(found.rho(), within(1e-15));
    assertThat(found.high()).isCloseTo(found.rho(), within(1e-15));
  }

  @Test
  void withACertainDenominatorItIsTheUsualInterval() {
    Alignment found = Fieller.interval(of(0.8, 2.0, 0.04, 0.0), METHOD, "");
    assertThat(found.low()).isCloseTo((0.8 - 1.96 * 0.2) / 2.0, within(1e-14));
    assertThat(found.high()).isCloseTo((0.8 + 1.96 * 0.2) / 2.0, within(1e-14));
  }

  @Test
  void aDenominatorThatMayBeZeroBoundsNothing() {
    for (double[] u : new double[][] {{1.0, 0.3}, {0.0, 1.0}, {0.0, 0.0}, {-1.0, 0.01}}) {
      Alignment found = Fieller.interval(of(0.8, u[0], 0.01, u[1]), METHOD, "");
      assertThat(found.estimable()).isFalse();
      assertThat(found.rho()).isNaN();
      assertThat(found.low()).isNaN();
      assertThat(found.high()).isNaN();
      assertThat(found.reason()).contains("no signal");
    }
  }

  @Test
  void errorsThatCannotBeComputedAreNotEstimable() {
    Alignment found = Fieller.interval(of(0.8, 1.0, Double.NaN, 0.01), METHOD, "");
    assertThat(found.estimable()).isFalse();
    assertThat(found.reason()).contains("nothing is left that varies");
  }
}
