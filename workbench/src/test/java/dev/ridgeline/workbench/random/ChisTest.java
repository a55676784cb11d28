// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChisTest {
  private static final int DRAWS = 20_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 50, 10_000_000})
  void squaresHaveTheMomentsOfChiSquare(int degrees) {
    Chis chis = new Chis(degrees);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double chi = chis.chi(degrees);
      double centred = chi * chi - degrees;
      sum += centred;
      squares += centred * centred;
    }
    double variance = 2.0 * degrees;
    assertThat(sum / DRAWS).as("seed " + degrees).isCloseTo(0, within(err(variance)));
    double fourth = variance * variance * (3 + 12.0 / degrees); // central moment
    assertThat(squares / DRAWS)
        .as("seed " + degrees)
        .isCloseTo(variance, within(err(fourth - variance * variance)));
  }

  /** Four and a half standard errors. */
  private static double err(double variance) {
    return 4.5 * Math.sqrt(variance / DRAWS);
  }

  @Test
  void aSeedGivesOneStreamAndNoDegreesGiveZero() {
    Chis first = new Chis(7);
    Chis second = new Chis(7);
    assertThat(first.chi(0)).isZero();
    assertThat(first.chi(9)).isEqualTo(second.chi(9)).isNotEqualTo(new Chis(8).chi(9));
    assertThat(first.normal()).isEqualTo(second.normal());
  }
}
