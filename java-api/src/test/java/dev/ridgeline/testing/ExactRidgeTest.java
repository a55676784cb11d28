// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ExactRidgeTest {
  private static final Offset<Double> LAST_DIGITS = within(1e-15);
  private static final int[] NONE = {};

  private static double[][] column(double... values) {
    double[][] out = new double[values.length][1];
    for (int i = 0; i < values.length; i++) {
      out[i][0] = values[i];
    }
    return out;
  }

  private static double[] ones(int n) {
    double[] v = new double[n];
    Arrays.fill(v, 1);
    return v;
  }

  @Test
  void oneColumnThroughTheOrigin() {
    // b = x'y / (x'x + mu) = 8 / (14 + 2), h = x^2 / 16, D = 3 log(y'y - 8^2/16) + log(16/2)
    ExactRidge.Fit fit =
        ExactRidge.of(column(1, 2, 3), column(2, 3, 0), ones(3), NONE, false, false).at(2);
    assertThat(fit.coefficients()[0][0]).isEqualTo(.5);
    assertThat(fit.intercepts()[0]).isZero();
    assertThat(fit.leaveOneOut()[0][0]).isEqualTo((2 - .5) / (1 - 1 / 16.0), LAST_DIGITS);
    assertThat(fit.leaveOneOut()[2][0]).isEqualTo(-1.5 / (1 - 9 / 16.0), LAST_DIGITS);
    assertThat(fit.slack()[1]).isEqualTo(.75);
    assertThat(fit.degreesOfFreedom()).isEqualTo(14 / 16.0);
    assertThat(fit.squares()[0]).isEqualTo(2.25 + 4 + 2.25);
    assertThat(fit.kappa()).isEqualTo(1, LAST_DIGITS);
    assertThat(fit.deviances()[0])
        .isEqualTo(3 * Math.log(13 - 64 / 16.0) + Math.log(8), within(1e-14));
  }

  @Test
  void weightsAndAnIntercept() {
    // weights 1, 2, 1: means 2 and 3, Sxx = 2, Sxy = 4, sd = sqrt(2/4)
    double[][] x = column(1, 2, 3);
    double[][] y = column(1, 3, 5);
    double[] v = {1, 2, 1};
    ExactRidge.Fit plain = ExactRidge.of(x, y, v, NONE, true, false).at(2);
    assertThat(plain.coefficients()[0][0]).isEqualTo(1);
    assertThat(plain.intercepts()[0]).isEqualTo(1);
    assertThat(plain.degreesOfFreedom()).isEqualTo(1.5);
    // h_1 = 1/4 + 1 * 1 / (2 + 2)
    assertThat(plain.leaveOneOut()[0][0]).isEqualTo(-1 / (1 - .5), LAST_DIGITS);
    ExactRidge.Fit measured = ExactRidge.of(x, y, v, NONE, true, true).at(2);
    // (2 + 2 * 1/2) b = 4
    assertThat(measured.coefficients()[0][0]).isEqualTo(4 / 3.0, LAST_DIGITS);
    assertThat(ExactRidge.of(x, y, v, NONE, true, true).scales()[0])
        .isEqualTo(Math.sqrt(.5), LAST_DIGITS);
  }

  @Test
  void aRowOfWeightZeroDoesNotCount() {
    double[][] x = column(1, 2, 3, 1e9);
    double[][] y = column(1, 3, 5, -7);
    ExactRidge.Fit fit = ExactRidge.of(x, y, new double[] {1, 2, 1, 0}, NONE, true, false).at(2);
    assertThat(fit.coefficients()[0][0]).isEqualTo(1);
    assertThat(fit.leaveOneOut()[3][0]).isNaN();
  }

  @Test
  void withoutPenaltyTheSmallestSolution() {
    // one equation: b = x y / |x|^2
    double[][] wide = {{3, 4, 0}};
    ExactRidge table = ExactRidge.of(wide, column(50), ones(1), NONE, false, false);
    assertThat(table.at(0).coefficients()).isDeepEqualTo(new double[][] {{6}, {8}, {0}});
    assertThat(table.at(1e-300).coefficients()).isDeepEqualTo(new double[][] {{6}, {8}, {0}});
    assertThat(table.at(0).leaveOneOut()[0][0]).isEqualTo(50);
    assertThat(table.rank()).isEqualTo(1);
    // a column twice, an offset and a constant: halves, and nothing
    double[][] twice = {{1e9 + 1, 1e9 + 1, 7}, {1e9 + 2, 1e9 + 2, 7}, {1e9 + 3, 1e9 + 3, 7}};
    ExactRidge copies = ExactRidge.of(twice, column(2, 4, 6), ones(3), NONE, true, false);
    assertThat(copies.at(0).coefficients()).isDeepEqualTo(new double[][] {{1}, {1}, {0}});
    assertThat(copies.at(0).intercepts()[0]).isEqualTo(-2e9);
    assertThat(copies.at(0).kappa()).isInfinite();
    assertThat(copies.at(0).kappaOfRank()).isEqualTo(1, LAST_DIGITS);
  }

  @Test
  void penaltiesAtTheEndsOfTheRange() {
    double[][] x = {{1, 2}, {3, 4}, {5, 7}};
    ExactRidge table = ExactRidge.of(x, column(1, 0, 2), ones(3), NONE, false, false);
    // X'y / mu
    assertThat(table.at(1e300).coefficients()[0][0]).isEqualTo(11e-300, within(1e-314));
    assertThat(table.at(1e300).degreesOfFreedom()).isEqualTo(104e-300, within(1e-313));
    assertThat(table.at(1e300).leaveOneOut()[2][0]).isEqualTo(2);
    assertThat(table.at(1e-300).coefficients()).isDeepEqualTo(table.at(0).coefficients());
    assertThat(table.at(0).degreesOfFreedom()).isEqualTo(2);
    assertThat(table.at(0).deviances()[0]).isNaN();
  }

  @Test
  void unpenalisedColumnsTakeWhatTheyCan() {
    // y = 4 + 3 f exactly: nothing is left for x, whatever the penalty
    double[][] x = {{1, 0}, {2, 1}, {3, 5}, {4, -2}};
    ExactRidge.Fit fit =
        ExactRidge.of(x, column(7, 10, 13, 16), ones(4), new int[] {0}, true, false).at(3);
    assertThat(fit.coefficients()[0][0]).isEqualTo(3);
    assertThat(fit.coefficients()[1][0]).isZero();
    assertThat(fit.intercepts()[0]).isEqualTo(4);
    // a free column that one row alone reaches: without that row there is no prediction for it
    double[][] lonely = {{1, 1}, {0, 2}, {0, -1}};
    ExactRidge.Fit alone =
        ExactRidge.of(lonely, column(1, 2, 3), ones(3), new int[] {0}, false, false).at(1);
    assertThat(alone.leaveOneOut()[0][0]).isNaN();
    assertThat(alone.leaveOneOut()[1][0]).isFinite();
  }

  @Test
  void theFormulaAgreesWithFitsWithoutTheRow() {
    HardProblems.stream(0x10c4L, 80)
        .filter(problem -> problem.rows() * problem.columns() < 300)
        .forEach(ExactRidgeTest::compareWithRefits);
  }

  private static void compareWithRefits(HardProblems.Problem problem) {
    ExactRidge table = problem.exact();
    for (double mu : problem.mu()) {
      double[][] errors = table.at(mu).leaveOneOut();
      for (int i = 0; i < problem.rows(); i++) {
        double[] refit = problem.v()[i] > 0 ? table.refitErrors(i, mu) : null;
        for (int t = 0; t < problem.responses() && !Double.isNaN(errors[i][t]); t++) {
          assertThat(errors[i][t])
              .as("%s, mu %s, row %s, response %s", problem, mu, i, t)
              .isEqualTo(refit[t], within(1e-14 * Math.abs(refit[t]) + 1e-80));
        }
      }
    }
  }

  @Test
  void theFreedomIsTheSumOfTheLeverages() {
    HardProblems.stream(0x10c5L, 60)
        .forEach(
            problem -> {
              ExactRidge.Fit fit = problem.exact().at(problem.mu()[0]);
              double sum = 0;
              for (double slack : fit.slack()) {
                sum += Double.isNaN(slack) ? 0 : 1 - slack;
              }
              assertThat(fit.degreesOfFreedom()).as("%s", problem).isEqualTo(sum, within(1e-13));
            });
  }

  @Test
  void allTheAnswersAreOfTheRightForm() {
    HardProblems.stream(0x10c6L, 150)
        .forEach(
            problem -> {
              ExactRidge table = problem.exact();
              for (double mu : problem.mu()) {
                ExactRidge.Fit fit = table.at(mu);
                for (int t = 0; t < problem.responses(); t++) {
                  int response = t;
                  double[] b =
                      Arrays.stream(fit.coefficients()).mapToDouble(row -> row[response]).toArray();
                  double[] e =
                      Arrays.stream(fit.leaveOneOut()).mapToDouble(row -> row[response]).toArray();
                  assertThat(RidgeBounds.coefficients(fit, t, b)).as("%s", problem).isZero();
                  assertThat(RidgeBounds.leaveOneOut(fit, t, e)).as("%s", problem).isZero();
                  assertThat(RidgeBounds.intercept(fit, t, b, fit.intercepts()[t])).isZero();
                  assertThat(RidgeBounds.kappa(fit)).isBetween(1.0, Double.MAX_VALUE);
                }
              }
            });
  }

  @Test
  void theSameSeedGivesTheSameProblem() {
    assertThat(HardProblems.problem(5, 3).x()).isDeepEqualTo(HardProblems.problem(5, 3).x());
    assertThat(HardProblems.problem(5, 3).toString()).startsWith("HardProblems.problem(0x5L, 3):");
  }

  @Test
  void boundsSeeAnErrorAndNaN() {
    ExactRidge.Fit fit =
        ExactRidge.of(column(1, 2, 3), column(2, 3, 0), ones(3), NONE, false, false).at(2);
    assertThat(RidgeBounds.coefficients(fit, 0, new double[] {.5 + 1e-10})).isBetween(.1, .3);
    assertThat(RidgeBounds.coefficients(fit, 0, new double[] {.5 + 1e-8})).isGreaterThan(10);
    assertThat(RidgeBounds.coefficients(fit, 0, new double[] {Double.NaN})).isNaN();
    double[] errors = {1.6, 8 / 3.0, -1.5 * 16 / 7};
    assertThat(RidgeBounds.leaveOneOut(fit, 0, errors)).isLessThan(1e-3);
    errors[1] += 1e-7;
    assertThat(RidgeBounds.leaveOneOut(fit, 0, errors)).isGreaterThan(1);
  }
}
