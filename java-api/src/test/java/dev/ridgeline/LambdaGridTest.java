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
    LambdaGrid grid = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 50);
    assertThat(grid.get(0)).isEqualTo(1e-2);
    assertThat(grid.get(49)).isEqualTo(1e2);
    assertThat(grid.get(27)).isCloseTo(1.5998587196060574, within(1e-14));
    for (int i = 1; i < 50; i++) {
      assertThat(Math.log10(grid.get(i) / grid.get(i - 1))).isCloseTo(4.0 / 49, within(1e-13));
    }
  }

  /** The 50 penalties of the paper, {@code numpy.logspace(-2, 2, 50)} of NumPy 2.4. */
  @Test
  void thePenaltiesOfThePaperAreThoseOfNumPy() {
    assertThat(LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 50).values())
        .containsExactly(
            0.01,
            0.012067926406393288,
            0.014563484775012436,
            0.017575106248547922,
            0.021209508879201904,
            0.025595479226995357,
            0.030888435964774818,
            0.0372759372031494,
            0.04498432668969444,
            0.054286754393238594,
            0.0655128556859551,
            0.07906043210907697,
            0.09540954763499938,
            0.1151395399326447,
            0.13894954943731375,
            0.16768329368110074,
            0.20235896477251566,
            0.2442053094548651,
            0.29470517025518095,
            0.35564803062231287,
            0.42919342601287763,
            0.517947467923121,
            0.6250551925273969,
            0.7543120063354615,
            0.9102981779915218,
            1.0985411419875584,
            1.325711365590108,
            1.5998587196060574,
            1.9306977288832496,
            2.329951810515372,
            2.811768697974228,
            3.3932217718953264,
            4.094915062380423,
            4.941713361323833,
            5.963623316594643,
            7.196856730011514,
            8.68511373751352,
            10.481131341546853,
            12.648552168552959,
            15.264179671752318,
            18.420699693267146,
            22.229964825261934,
            26.826957952797247,
            32.374575428176435,
            39.06939937054613,
            47.1486636345739,
            56.89866029018293,
            68.66488450042998,
            82.86427728546842,
            100.0);
  }

  /** Powers of ten to the nearest double: the decimal literal is one. */
  @Test
  void wholePowersOfTenAreTheDoublesOfTheirLiterals() {
    double[] values = LambdaGrid.logSpaced(LambdaScale.SUM, 1e-307, 1e307, 615).values();
    for (int i = 0; i < 615; i++) {
      assertThat(values[i]).isEqualTo(Double.parseDouble("1e" + (i - 307)));
    }
  }

  @Test
  void smallestGridsAreTheirEnds() {
    assertThat(LambdaGrid.logSpaced(LambdaScale.SUM, 3, 7, 1).values()).containsExactly(3);
    assertThat(LambdaGrid.logSpaced(LambdaScale.SUM, 3, 7, 2).values()).containsExactly(3, 7);
    assertThat(LambdaGrid.logSpaced(LambdaScale.SUM, 0.3, 0.3, 4).values())
        .containsExactly(0.3, 0.3, 0.3, 0.3);
  }

  @Test
  void gridsOfTheSamePenaltiesOnTheSameScaleAreEqual() {
    LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, 0, 1, 2);
    assertThat(grid)
        .isEqualTo(LambdaGrid.of(LambdaScale.SUM, -0.0, 1, 2))
        .hasSameHashCodeAs(LambdaGrid.of(LambdaScale.SUM, -0.0, 1, 2))
        .isNotEqualTo(LambdaGrid.of(LambdaScale.MEAN, 0, 1, 2))
        .isNotEqualTo(LambdaGrid.of(LambdaScale.SUM, 2, 1, 0))
        .isNotEqualTo(null);
  }

  @Test
  void aLongGridIsPrintedByItsEnds() {
    assertThat(LambdaGrid.of(LambdaScale.SUM, 2, 0.5)).hasToString("LambdaGrid[SUM, [2.0, 0.5]]");
    assertThat(LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 50))
        .hasToString("LambdaGrid[MEAN, 50 from 0.01 to 100.0]");
  }

  @Test
  void refusesAGridWithoutAScale() {
    assertThatThrownBy(() -> LambdaGrid.of(null, 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("scale");
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
    double rounded = Math.nextUp(3.0);
    assertThat(grid.minimizer(new double[] {3, rounded, 3, 9})).as("rounding").isEqualTo(1);
    assertThat(grid.minimizer(new double[] {3, 3 + 1e-9, 3, 9})).isNotEqualTo(1);
    assertThat(grid.minimizer(new double[] {Double.NaN, 7, Double.NaN, 6})).isEqualTo(3);
    assertThat(grid.minimizer(new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN}))
        .isEqualTo(-1);
    assertThat(grid.atEdge(1)).isTrue();
    assertThat(grid.atEdge(3)).isTrue();
    assertThat(grid.atEdge(0)).isFalse();
  }
}
