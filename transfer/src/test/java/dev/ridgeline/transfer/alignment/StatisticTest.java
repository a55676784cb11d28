// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StatisticTest {

  /** Table values of Student's distribution: 12.706, 2.228, 1.984. */
  @Test
  void fewDegreesOfFreedomWidenTheInterval() {
    assertThat(1.96 * Math.sqrt(Statistic.allowance(1))).isCloseTo(12.706, within(1e-3));
    assertThat(1.96 * Math.sqrt(Statistic.allowance(10))).isCloseTo(2.228, within(1e-3));
    assertThat(1.96 * Math.sqrt(Statistic.allowance(100))).isCloseTo(1.984, within(1e-3));
    assertThat(Statistic.allowance(1e6)).isCloseTo(1.0, within(1e-4));
  }

  @Test
  void exchangingTheQuadraticPartKeepsTheMatrixSemidefinite() {
    // Perfectly correlated: any reduction of one entry alone would be indefinite.
    var before = new Statistic.Variance(4.0, 6.0, 9.0);
    Statistic.Variance after = before.withQuadraticPart(5.0, 0.0);
    assertThat(after.denominator()).isEqualTo(4.0);
    assertThat(after.covariance()).isCloseTo(4.0, within(1e-15));
    assertThat(before.withQuadraticPart(10.0, 5.0))
        .isEqualTo(new Statistic.Variance(4.0, 0.0, 5.0));
  }
}
