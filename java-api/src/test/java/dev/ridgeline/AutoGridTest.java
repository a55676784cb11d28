// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.testing.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Grids that follow from the table. */
@ExtendWith(Seed.class)
class AutoGridTest {
  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().backend("reference").threads(1).open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  private static Sample table(RandomGenerator random, int n, int p, boolean weighted) {
    double[][] x = new double[n][p];
    double[] y = new double[n];
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = 3 + 0.5 * random.nextGaussian();
      for (int j = 0; j < p; j++) {
        x[i][j] = 2 + random.nextGaussian() / (j + 1);
        y[i] += x[i][j] * (j % 3 - 0.5);
      }
      v[i] = i % 5 == 0 ? 0 : 0.1 + 3 * random.nextDouble();
    }
    Sample sample = Sample.of(x, y);
    return weighted ? sample.withWeights(v) : sample;
  }

  private static Sample times(Sample of, double byX, double byY) {
    double[][] x = new double[of.rows()][of.features()];
    double[] y = new double[of.rows()];
    double[] v = new double[of.rows()];
    for (int i = 0; i < of.rows(); i++) {
      for (int j = 0; j < of.features(); j++) {
        x[i][j] = of.x().get(i, j) * byX;
      }
      y[i] = of.y().get(i, 0) * byY;
      v[i] = of.weight(i);
    }
    return Sample.of(x, y).withWeights(v);
  }

  @Test
  void itSpansTwelveDecadesDownFromAHundredTimesTheEigenvalue() {
    LambdaGrid grid = LambdaGrid.auto(61).resolved(0.25, 7);

    assertThat(grid.size()).isEqualTo(61);
    assertThat(grid.scale()).isEqualTo(LambdaScale.MEAN);
    assertThat(grid.get(60)).isEqualTo(25);
    assertThat(grid.get(0)).isCloseTo(25e-12, within(1e-25));
    assertThat(Math.log10(grid.get(31) / grid.get(30))).isCloseTo(0.2, within(1e-12));
    assertThat(LambdaGrid.auto(LambdaScale.SUM, 31).resolved(0.25, 7).get(30)).isEqualTo(175);
  }

  @Test
  void itHasNoPenaltiesBeforeItMeetsATable() {
    LambdaGrid grid = LambdaGrid.auto(61);

    assertThat(grid.isResolved()).isFalse();
    assertThat(grid.size()).isEqualTo(61);
    assertThat(grid).isEqualTo(LambdaGrid.auto(61)).isNotEqualTo(LambdaGrid.auto(31));
    assertThat(grid).hasToString("LambdaGrid[MEAN, auto of 61]");
    assertThatThrownBy(grid::values)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("automatic grid");
    assertThatThrownBy(() -> ridgeline.path(problem(), grid))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("automatic grid");
    assertThatThrownBy(() -> LambdaGrid.auto(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("count=1");
  }

  private static RidgeProblem problem() {
    return RidgeProblem.of(
        Matrix.ofRows(new double[][] {{1}, {2}}), Matrix.column(new double[] {1, 2}));
  }

  @ParameterizedTest
  @CsvSource({"61, 15", "31, 8"})
  void itIsExtendedTwiceAtEitherEndAndNoFurther(int count, int more) {
    LambdaGrid grid = LambdaGrid.auto(count).resolved(1, 10);

    assertThat(grid.extended(3, count - 2, -1)).isSameAs(grid);
    LambdaGrid down = grid.extended(5, 0);
    assertThat(down.size()).isEqualTo(count + more);
    assertThat(down.get(0)).isBetween(0.5e-13, 1.0001e-13);
    assertThat(down.get(more)).isEqualTo(grid.get(0));
    LambdaGrid both = down.extended(0, down.size() - 1);
    assertThat(both.size()).isEqualTo(count + 3 * more);
    LambdaGrid up = both.extended(0, both.size() - 1);
    assertThat(up.size()).isEqualTo(count + 4 * more);
    assertThat(up.extended(0, up.size() - 1)).isSameAs(up);
    assertThat(up.atEdge(0)).isFalse();

    LambdaGrid given = LambdaGrid.of(LambdaScale.SUM, 1, 2);
    assertThat(given.extended(0, 1)).isSameAs(given);
    assertThat(given.resolved(5, 3)).isSameAs(given);
  }

  @ParameterizedTest
  @CsvSource({
    "40, 7, false",
    "40, 7, true",
    "9, 30, false",
    "9, 30, true",
    "300, 120, false",
    "130, 400, true"
  })
  void theLargestEigenvalueIsThatOfTheDesign(
      int n, int p, boolean weighted, RandomGenerator random) {
    for (Preparation how :
        List.of(
            Preparation.DEFAULT,
            Preparation.DEFAULT.standardized(),
            Preparation.DEFAULT.withoutIntercept().unpenalised(1, 3))) {
      Sample sample = table(random, n, p, weighted);
      RidgeFit auto = RidgeCv.on(ridgeline).preparation(how).fit(sample);
      RidgeFit given =
          RidgeCv.on(ridgeline)
              .penalties(LambdaGrid.of(LambdaScale.SUM, 1))
              .preparation(how)
              .fit(sample);

      double expected;
      try (Design design = auto.design()) {
        expected = design.eigenvalues()[0] / n;
      }
      // both are to the rounding of a sum of as many squares
      assertThat(auto.largestEigenvalue()).isCloseTo(expected, within(1e-12 * expected));
      assertThat(given.largestEigenvalue()).isEqualTo(auto.largestEigenvalue());
      assertThat(auto.lambdas().values()).contains(100 * auto.largestEigenvalue());
    }
  }

  @Test
  void sumsHaveTheGridOfTheirRows(RandomGenerator random) {
    Sample sample = table(random, 50, 6, true);

    RidgeFit rows = RidgeCv.on(ridgeline).criterion(Criterion.gcv()).fit(sample);
    RidgeFit sums =
        RidgeCv.on(ridgeline).criterion(Criterion.gcv()).fit(NormalEquations.of(sample));

    double s = rows.largestEigenvalue();
    assertThat(sums.largestEigenvalue()).isCloseTo(s, within(1e-13 * s));
    assertThat(sums.lambda(0)).isCloseTo(rows.lambda(0), within(1e-12 * rows.lambda(0)));
  }

  /** Powers of ten round every number, those of two none. */
  @ParameterizedTest
  @CsvSource({
    "false, 1000, 1", "false, 1e-6, 1e8", "false, 0.01, 1e-5", "false, 4096, 0.125",
    "true, 1000, 1", "true, 1e-6, 1e8", "true, 0.01, 1e-5", "true, 4096, 0.125"
  })
  void theSameDataInOtherUnitsHaveTheSamePredictions(
      boolean standardize, double byX, double byY, RandomGenerator random) {
    Preparation how = standardize ? Preparation.DEFAULT.standardized() : Preparation.DEFAULT;
    for (int[] shape : new int[][] {{40, 7}, {12, 12}, {10, 25}}) {
      for (boolean weighted : new boolean[] {false, true}) {
        for (LambdaScale scale : LambdaScale.values()) {
          Sample sample = table(random, shape[0], shape[1], weighted);
          Sample other = times(sample, byX, byY);
          RidgeCv cv = RidgeCv.on(ridgeline).penalties(LambdaGrid.auto(scale, 61)).preparation(how);

          Matrix expected = cv.fit(sample).predict(sample.x());
          Matrix actual = cv.fit(other).predict(other.x());

          double size = Arrays.stream(expected.column(0)).map(Math::abs).max().orElseThrow();
          for (int i = 0; i < sample.rows(); i++) {
            assertThat(actual.get(i, 0) / byY)
                .as("row %d of %s, scale %s", i, sample, scale)
                .isCloseTo(expected.get(i, 0), within(1e-9 * size));
          }
        }
      }
    }
  }

  @Test
  void aResponseWithoutNoiseExtendsTheGridDownwards() {
    Random random = new Random(4);
    double[][] x = Problems.normal(random, 60, 4);
    double[] y = Problems.response(random, x, new double[] {1, 2, -1, 3}, 0);

    RidgeFit fit = RidgeCv.on(ridgeline).fit(Sample.of(x, y));

    assertThat(fit.lambdas().size()).isGreaterThan(61);
    assertThat(fit.lambda(0)).isLessThan(1e-10 * fit.largestEigenvalue());
    assertThat(fit.atEdge(0)).isFalse();
    assertThat(fit.scores(0)).hasSize(fit.lambdas().size());
    assertThat(fit.coefficients().column(0))
        .containsExactly(new double[] {1, 2, -1, 3}, within(1e-9));
  }

  @Test
  void foldsAreJudgedOnTheExtendedGrid() {
    Random random = new Random(5);
    double[][] x = Problems.normal(random, 60, 4);
    double[] y = Problems.response(random, x, new double[] {1, 2, -1, 3}, 0);
    Sample sample = Sample.of(x, y);

    RidgeFit fit = RidgeCv.on(ridgeline).criterion(new Criterion.KFold(5, 1)).fit(sample);
    RidgeFit again =
        RidgeCv.on(ridgeline)
            .criterion(new Criterion.KFold(5, 1))
            .penalties(LambdaGrid.of(LambdaScale.MEAN, fit.lambdas().values()))
            .fit(sample);

    assertThat(fit.lambdas().size()).isGreaterThan(61);
    assertThat(fit.scores(0)).containsExactly(again.scores(0));
    assertThat(fit.best(0)).isEqualTo(again.best(0));
  }

  @Test
  void columnsThatHoldNothingLeaveAGridOfFinitePenalties() {
    double[][] x = {{1, 2}, {1, 2}, {1, 2}, {1, 2}};

    RidgeFit fit = RidgeCv.on(ridgeline).fit(Sample.of(x, new double[] {1, 2, 3, 4}));

    assertThat(fit.coefficients().column(0)).containsExactly(0, 0);
    assertThat(fit.intercepts()[0]).isCloseTo(2.5, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-100, 1e-140, 1e100, 1e140})
  void extremeUnitsHaveAGridToo(double unit) {
    Random random = new Random(6);
    double[][] x = Problems.normal(random, 30, 3);
    double[] y = Problems.response(random, x, new double[] {1, 2, -1}, 0.1);
    Sample sample = Sample.of(x, y);

    double[] expected = RidgeCv.on(ridgeline).fit(sample).coefficients().column(0);
    double[] actual = RidgeCv.on(ridgeline).fit(times(sample, unit, unit)).coefficients().column(0);

    assertThat(actual).containsExactly(expected, within(1e-8));
  }

  @Test
  void theThreadsDoNotMatter(RandomGenerator random) {
    Sample sample = table(random, 200, 40, true);
    try (Ridgeline many = Ridgeline.builder().backend("reference").threads(3).open()) {
      assertThat(RidgeCv.on(many).fit(sample).lambdas())
          .isEqualTo(RidgeCv.on(ridgeline).fit(sample).lambdas());
    }
  }
}
