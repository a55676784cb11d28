// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Route;
import dev.ridgeline.Side;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.Order;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class L2SpRidgeTest {
  private static final LambdaGrid LADDER =
      LambdaGrid.of(LambdaScale.SUM, 1e-6, 1e-3, 0, 0.1, 1, 30, 1e3, 1e6);
  private static final double[] PRIOR_SCALES = {0, 0.5, 1, 2};

  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().backend("reference").threads(2).open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  /** A target sample and three priors, the last of them zero. */
  private record Sample(long seed, double[][] x, double[] y, double[][] priors) {
    static Sample draw(int n, int p) {
      long seed = 1000L * n + p;
      Random random = new Random(seed);
      double[][] x = Planted.design(random, n, Covariance.isotropic(p));
      double[] y = Planted.vector(random, n, 2);
      double[][] priors = {
        Planted.vector(random, p, 1), Planted.vector(random, p, 5), new double[p]
      };
      return new Sample(seed, x, y, priors);
    }

    Matrix priorColumns() {
      int p = priors[0].length;
      double[] data = new double[p * priors.length];
      for (int l = 0; l < priors.length; l++) {
        System.arraycopy(priors[l], 0, data, l * p, p);
      }
      return Matrix.ofColumnMajor(data, p, priors.length);
    }

    L2SpRidge fit(double c, LambdaGrid grid) {
      return L2SpRidge.fit(ridgeline, Matrix.ofRows(x), y, priorColumns(), c, grid);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,6", "5,9", "8,8", "9,8", "25,6", "12,30"})
  void equalsTheObjectiveSolvedByEliminationForEveryPriorScaleAndPenalty(int n, int p) {
    Sample sample = Sample.draw(n, p);
    for (double c : PRIOR_SCALES) {
      L2SpRidge fit = sample.fit(c, LADDER);
      for (int l = 0; l < sample.priors().length; l++) {
        double[] centre = BruteForce.scaled(c, sample.priors()[l]);
        for (int j = 0; j < LADDER.size(); j++) {
          double[] expected = BruteForce.l2sp(sample.x(), sample.y(), centre, LADDER.get(j));
          double[] actual = fit.coefficients(l, j);
          double scale = BruteForce.norm(expected) + BruteForce.norm(centre);
          for (int k = 0; k < p; k++) {
            assertThat(actual[k])
                .as(
                    "seed %d n=%d p=%d c=%s prior %d lambda=%s coefficient %d",
                    sample.seed(), n, p, c, l, LADDER.get(j), k)
                .isCloseTo(expected[k], within(1e-9 * scale));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2,1", "5,9", "8,8", "10,8", "20,6"})
  void leaveOneOutEqualsRefitsWithEachRowLeftOut(int n, int p) {
    Sample sample = Sample.draw(n, p);
    for (double c : PRIOR_SCALES) {
      L2SpRidge fit = sample.fit(c, LADDER);
      for (int l = 0; l < sample.priors().length; l++) {
        double[] centre = BruteForce.scaled(c, sample.priors()[l]);
        for (int j = 0; j < LADDER.size(); j++) {
          double expected = BruteForce.leaveOneOut(sample.x(), sample.y(), centre, LADDER.get(j));
          assertThat(fit.leaveOneOut().get(0, j, l))
              .as(
                  "seed %d n=%d p=%d c=%s prior %d lambda=%s",
                  sample.seed(), n, p, c, l, LADDER.get(j))
              .isCloseTo(expected, within(1e-8 * expected));
        }
      }
    }
  }

  @Test
  void theMeanScaleMultipliesThePenaltyByTheRowsOfTheTarget() {
    Sample sample = Sample.draw(7, 4);
    L2SpRidge mean = sample.fit(1, LambdaGrid.of(LambdaScale.MEAN, 0.3));
    L2SpRidge sum = sample.fit(1, LambdaGrid.of(LambdaScale.SUM, 0.3 * 7));
    assertThat(mean.coefficients(0, 0)).isEqualTo(sum.coefficients(0, 0));
    assertThat(mean.lambdas().get(0)).isEqualTo(0.3);
  }

  @Test
  void anEnormousPenaltyReturnsTheScaledPrior() {
    Sample sample = Sample.draw(6, 4);
    double[] b = sample.fit(0.5, LambdaGrid.of(LambdaScale.SUM, 1e18)).coefficients(1, 0);
    double[] centre = BruteForce.scaled(0.5, sample.priors()[1]);
    for (int k = 0; k < 4; k++) {
      assertThat(b[k]).isCloseTo(centre[k], within(1e-14 * Math.abs(centre[k])));
    }
  }

  @Test
  void penaltyZeroStepsFromThePriorToTheNearestInterpolation() {
    Sample sample = Sample.draw(5, 9);
    L2SpRidge fit = sample.fit(1, LambdaGrid.of(LambdaScale.SUM, 0));
    assertThat(fit.route(0)).isEqualTo(new Route("reference", Side.DUAL, Route.Method.SPECTRUM));
    double[] b = fit.coefficients(1, 0);
    for (int i = 0; i < 5; i++) {
      assertThat(BruteForce.dot(sample.x()[i], b))
          .as("seed %d row %d", sample.seed(), i)
          .isCloseTo(sample.y()[i], within(1e-10));
    }
  }

  @ParameterizedTest
  @CsvSource({"5,9", "9,5"})
  void everyLayoutOfDesignAndPriorsGivesTheSameFit(int n, int p) {
    Sample sample = Sample.draw(n, p);
    double[] strided = new double[3 + n * (p + 2)];
    double[] columns = new double[n * p];
    double[] priorRows = new double[p * 3];
    Arrays.fill(strided, Double.NaN);
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < n; i++) {
        strided[3 + i * (p + 2) + j] = sample.x()[i][j];
        columns[j * n + i] = sample.x()[i][j];
      }
      for (int l = 0; l < 3; l++) {
        priorRows[j * 3 + l] = sample.priors()[l][j];
      }
    }
    LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, 0.7);
    for (Matrix x :
        new Matrix[] {
          Matrix.ofColumnMajor(columns, n, p), Matrix.of(strided, 3, n, p, p + 2, Order.ROW_MAJOR)
        }) {
      L2SpRidge fit =
          L2SpRidge.fit(ridgeline, x, sample.y(), Matrix.ofRowMajor(priorRows, p, 3), 2, grid);
      for (int l = 0; l < 3; l++) {
        double[] expected =
            BruteForce.l2sp(sample.x(), sample.y(), BruteForce.scaled(2, sample.priors()[l]), 0.7);
        for (int k = 0; k < p; k++) {
          assertThat(fit.coefficients(l, 0)[k])
              .as("seed %d prior %d coefficient %d", sample.seed(), l, k)
              .isCloseTo(expected[k], within(1e-11));
        }
      }
    }
  }

  @Test
  void theInputIsLeftAloneAndLaterChangesToItDoNotReachTheFit() {
    Sample sample = Sample.draw(6, 4);
    double[] x = Arrays.stream(sample.x()).flatMapToDouble(Arrays::stream).toArray();
    double[] y = sample.y().clone();
    double[] priors = sample.priors()[0].clone();
    L2SpRidge fit =
        L2SpRidge.fit(ridgeline, Matrix.ofRowMajor(x, 6, 4), y, Matrix.column(priors), 1, LADDER);
    assertThat(x).isEqualTo(Arrays.stream(sample.x()).flatMapToDouble(Arrays::stream).toArray());
    assertThat(y).isEqualTo(sample.y());
    assertThat(priors).isEqualTo(sample.priors()[0]);
    double[] before = fit.coefficients(0, 3);
    Arrays.fill(x, 9);
    Arrays.fill(y, 9);
    Arrays.fill(priors, 9);
    assertThat(fit.coefficients(0, 3)).isEqualTo(before);
  }

  @Test
  void refusesShapesThatDisagreeNamingThem() {
    Matrix x = Matrix.ofRowMajor(new double[12], 4, 3);
    LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, 1);
    assertThatThrownBy(
            () -> L2SpRidge.fit(ridgeline, x, new double[4], Matrix.column(new double[2]), 1, grid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shapes must agree: x is 4 x 3, y has 4, priors are 2 x 1");
    assertThatThrownBy(
            () -> L2SpRidge.fit(ridgeline, x, new double[5], Matrix.column(new double[3]), 1, grid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shapes must agree: x is 4 x 3, y has 5, priors are 3 x 1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesWhatIsNotFiniteWithItsPlace(double bad) {
    LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, 1);
    double[] x = new double[12];
    double[] y = new double[4];
    double[] prior = new double[3];
    x[7] = bad;
    assertThatThrownBy(
            () ->
                L2SpRidge.fit(
                    ridgeline, Matrix.ofRowMajor(x, 4, 3), y, Matrix.column(prior), 1, grid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x must be finite: " + bad + " at row 2, column 1");
    x[7] = 1;
    y[3] = bad;
    assertThatThrownBy(
            () ->
                L2SpRidge.fit(
                    ridgeline, Matrix.ofRowMajor(x, 4, 3), y, Matrix.column(prior), 1, grid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("y must be finite: " + bad + " at row 3, column 0");
    y[3] = 1;
    prior[2] = bad;
    assertThatThrownBy(
            () ->
                L2SpRidge.fit(
                    ridgeline, Matrix.ofRowMajor(x, 4, 3), y, Matrix.column(prior), 1, grid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("priors must be finite: " + bad + " at row 2, column 0");
    prior[2] = 1;
    assertThatThrownBy(
            () ->
                L2SpRidge.fit(
                    ridgeline, Matrix.ofRowMajor(x, 4, 3), y, Matrix.column(prior), bad, grid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("priorScale must be finite: priorScale=" + bad);
  }
}
