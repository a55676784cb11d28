// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LambdaGridTest {
  @Test
  void logSpacedPenaltiesHaveExactEndsAndEvenRatios() {
    LambdaGrid grid = LambdaGrid.logSpaced(1e-2, 1e2, 50, LambdaScale.MEAN);
    assertThat(grid.get(0)).isEqualTo(1e-2);
    assertThat(grid.get(49)).isEqualTo(1e2);
    assertThat(grid.get(27)).isCloseTo(1.5998587196060574, within(1e-14));
    for (int i = 1; i < 50; i++) {
      assertThat(Math.log10(grid.get(i) / grid.get(i - 1))).isCloseTo(4.0 / 49, within(1e-13));
    }
  }

  @Test
  void theScaleMultipliesByTheRows() {
    assertThat(LambdaGrid.of(LambdaScale.MEAN, 0.1, 2).toNormalEquations(50))
        .containsExactly(5.0, 100.0);
    assertThat(LambdaGrid.of(LambdaScale.SUM, 0.1, 2).toNormalEquations(50))
        .containsExactly(0.1, 2.0);
    assertThat(LambdaScale.MEAN.fromNormalEquations(5, 50)).isEqualTo(0.1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-300, Double.NaN, Double.POSITIVE_INFINITY, -5})
  void refusesPenaltiesThatAreNone(double bad) {
    assertThatThrownBy(() -> LambdaGrid.of(LambdaScale.SUM, 1, bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(bad));
  }

  @Test
  void theSmallestPenaltyWinsATieInAnyOrder() {
    LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, 4, 1, 2, 8);
    assertThat(grid.minimizer(new double[] {3, 3, 3, 9})).isEqualTo(1);
    assertThat(grid.minimizer(new double[] {Double.NaN, 7, Double.NaN, 6})).isEqualTo(3);
    assertThat(grid.minimizer(new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN}))
        .isEqualTo(-1);
    assertThat(grid.atEdge(1)).isTrue();
    assertThat(grid.atEdge(3)).isTrue();
    assertThat(grid.atEdge(0)).isFalse();
  }
}
