// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.hipparchus.distribution.continuous.TDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudentFunctionTest {
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1, 2, 3.5, 11, 60, 1000, 1e6})
  void theValuesAreThoseOfTheDistribution(double degrees) {
    TDistribution expected = new TDistribution(degrees);
    StudentFunction function = new StudentFunction(degrees);
    for (double t : new double[] {0, 1e-9, 0.01, 0.3, 1, 1.7, 2.5, 6, 40, 1e4}) {
      for (double value : new double[] {t, -t}) {
        assertThat(function.at(value))
            .as("degrees=%s, t=%s", degrees, value)
            .isCloseTo(expected.cumulativeProbability(value), withinPercentage(1e-11));
      }
    }
    assertThat(function.at(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(function.at(Double.POSITIVE_INFINITY)).isEqualTo(1);
  }
}
