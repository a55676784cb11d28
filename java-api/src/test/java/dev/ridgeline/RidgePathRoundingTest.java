// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.testing.DirectRidge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where rounding lies in wait: tiny and huge penalties, dependent rows, features of any scale. */
class RidgePathRoundingTest {
  private static final LambdaGrid LADDER =
      LambdaGrid.of(LambdaScale.SUM, 1e-3, 0.02, 0.3, 1, 7, 40, 1e3, 1e9, 1e15);

  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().backend("reference").threads(2).open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  @Test
  void anUnstableTinyPenaltyOnASingularDesignIsNotGarbage() {
    double[][] x = DirectRidge.gaussian(30, 40, 77);
    x[3] = x[4].clone();
    double[] y = DirectRidge.gaussian(30, 78);
    double[] limit = DirectRidge.solve(x, y, 1e-6);
    for (double lambda : new double[] {1e-18, 1e-15, 1e-14, 1e-13, 1e-12, 1e-11}) {
      double[] b =
          ridgeline
              .path(RidgeProblem.of(x, y), LambdaGrid.of(LambdaScale.SUM, lambda, 1, 2, 3, 4))
              .coefficients(0);
      for (int k = 0; k < 40; k++) {
        assertThat(b[k]).as("lambda=%s", lambda).isCloseTo(limit[k], within(1e-2));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1e6,false", "1e8,false", "1e8,true", "1e12,true"})
  void aFeatureOfLargeScaleDoesNotDrownTheOthers(double scale, boolean leaveOneOut) {
    double[][] x = DirectRidge.gaussian(200, 4, 91);
    double[] noise = DirectRidge.gaussian(200, 92);
    double[] y = new double[200];
    for (int i = 0; i < 200; i++) {
      y[i] = x[i][0] + x[i][1] + x[i][2] + 0.1 * noise[i];
      x[i][3] = scale * (20 + x[i][3]);
    }
    RidgeProblem problem = RidgeProblem.of(x, y);
    LambdaGrid grid = LambdaGrid.of(LambdaScale.MEAN, 1e-4, 0.01, 0.5);
    RidgePath path = ridgeline.path(leaveOneOut ? problem.withLeaveOneOut() : problem, grid);
    for (int j = 0; j < 3; j++) {
      double shrink = 1 / (1 + grid.get(j)); // features 0 to 2 have unit variance
      for (int k = 0; k < 3; k++) {
        assertThat(path.coefficients(j)[k])
            .as("scale %s lambda %s %s", scale, grid.get(j), path.route(0, j))
            .isCloseTo(shrink, within(0.1));
      }
      assertThat(path.route(0, j).method()).isNotEqualTo(Route.Method.TRUNCATED_SPECTRUM);
    }
    if (leaveOneOut) {
      // the same fit with the feature in other units, where nothing is lost
      double[][] scaled = new double[200][];
      for (int i = 0; i < 200; i++) {
        scaled[i] = x[i].clone();
        scaled[i][3] /= scale;
      }
      RidgePath plain =
          ridgeline.path(
              RidgeProblem.of(scaled, y).withLeaveOneOut(), LambdaGrid.of(LambdaScale.MEAN, 1e-4));
      double expected = plain.leaveOneOut().get(0, 0, 0);
      assertThat(path.leaveOneOut().get(0, 0, 0)).isCloseTo(expected, within(1e-3 * expected));
    }
  }

  @Test
  void aTruncationIsNamedInTheRoute() {
    double[][] x = DirectRidge.gaussian(10, 20, 5);
    x[3] = x[4].clone();
    RidgePath path =
        ridgeline.path(
            RidgeProblem.of(x, DirectRidge.gaussian(10, 6)),
            LambdaGrid.of(LambdaScale.SUM, 0, 1e-14, 1));
    assertThat(path.route(0, 0).method()).isEqualTo(Route.Method.SPECTRUM);
    assertThat(path.route(0, 1).method()).isEqualTo(Route.Method.TRUNCATED_SPECTRUM);
    assertThat(path.route(0, 2).method()).isEqualTo(Route.Method.CHOLESKY);
  }

  @Test
  void leaveOneOutOfDependentRowsIsSteadyDownToPenaltyZero() {
    double[][] x = DirectRidge.gaussian(6, 8, 33);
    x[1] = x[0].clone();
    double[] y = DirectRidge.gaussian(6, 34);
    LambdaGrid grid =
        LambdaGrid.of(LambdaScale.SUM, 0, 1e-300, 1e-100, 1e-20, 1e-18, 1e-16, 1e-15, 1e-13);
    RidgePath path = ridgeline.path(RidgeProblem.of(x, y).withLeaveOneOut(), grid);
    double expected = DirectRidge.leaveOneOut(x, y, 1e-7);
    for (int j = 0; j < grid.size(); j++) {
      assertThat(path.leaveOneOut().get(0, j, 0))
          .as("lambda=%s", grid.get(j))
          .isCloseTo(expected, within(1e-4 * expected));
      assertThat(path.gcv().get(0, j, 0)).as("gcv, lambda=%s", grid.get(j)).isFinite().isPositive();
    }
  }

  @Test
  void gcvOfHugePenaltiesIsThatOfTheZeroFit() {
    double[][] x = DirectRidge.gaussian(6, 8, 35);
    double[] y = DirectRidge.gaussian(6, 36);
    double zeroFit = DirectRidge.dot(y, y) / 6;
    RidgePath path =
        ridgeline.path(
            RidgeProblem.of(x, y).withGcv(), LambdaGrid.of(LambdaScale.SUM, 1e12, 1e160, 1e200));
    for (int j = 0; j < 3; j++) {
      assertThat(path.gcv().get(0, j, 0)).isCloseTo(zeroFit, within(1e-9 * zeroFit));
      assertThat(path.effectiveDegreesOfFreedom(0, j)).isBetween(0.0, 1e-6);
    }
  }

  @Test
  void refusesPenaltiesThatOverflowAndUseAfterClose() {
    RidgeProblem problem = RidgeProblem.of(DirectRidge.gaussian(6, 3, 1), new double[6]);
    assertThatThrownBy(() -> ridgeline.path(problem, LambdaGrid.of(LambdaScale.MEAN, 1e308)))
        .hasMessage("penalty times rows must be finite: lambda=1.0E308, rows=6");
    Ridgeline closed = Ridgeline.builder().backend("reference").open();
    closed.close();
    assertThatThrownBy(() -> closed.path(problem, LADDER))
        .isInstanceOf(IllegalStateException.class);
  }
}
