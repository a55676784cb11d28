// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.testing.DirectRidge;
import dev.ridgeline.testing.ExactRidge;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs that once went wrong, and others of their kind. */
class RidgeDefectsTest {
  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().backend("reference").threads(2).open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  private static double[] ones(int n) {
    double[] v = new double[n];
    Arrays.fill(v, 1);
    return v;
  }

  private static ExactRidge exact(double[][] x, double[] y, boolean intercept) {
    double[][] columns = Arrays.stream(y).mapToObj(z -> new double[] {z}).toArray(double[][]::new);
    return ExactRidge.of(x, columns, ones(y.length), new int[0], intercept, false);
  }

  @ParameterizedTest
  @CsvSource({"5,5", "5,9", "9,5", "6,5"})
  void gcvAloneIsThereDownToPenaltyZero(int n, int p) {
    double[][] x = DirectRidge.gaussian(n, p, 3);
    x[1] = x[0].clone();
    double[] y = DirectRidge.gaussian(n, 4);
    LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, 0, 1e-300, 1e-40, 1e-18, 1e-14, 1);
    for (Preparation preparation :
        new Preparation[] {Preparation.DEFAULT, Preparation.DEFAULT.withoutIntercept()}) {
      RidgeProblem problem = RidgeProblem.of(Sample.of(x, y), preparation);
      RidgePath alone = ridgeline.path(problem.withGcv(), grid);
      RidgePath both = ridgeline.path(problem.withLeaveOneOut(), grid);
      for (int j = 0; j < grid.size(); j++) {
        double gcv = alone.gcv().get(0, j, 0);
        assertThat(both.gcv().get(0, j, 0)).isCloseTo(gcv, within(1e-6 * Math.abs(gcv)));
        assertThat(alone.effectiveDegreesOfFreedom(0, j)).isBetween(0.0, (double) n);
      }
    }
    RidgePath raw = ridgeline.path(RidgeProblem.of(x, y).withGcv(), grid);
    assertThat(raw.gcv().get(0, 5, 0)).isFinite().isPositive();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-300, 1e-40, 1e-20, 1e-16, 1e-8, 1})
  void aColumnOfZerosHasACoefficientOfZeroAndSpoilsNothing(double lambda) {
    double[][] x = DirectRidge.gaussian(30, 6, 5);
    for (double[] row : x) {
      row[2] = 0;
    }
    double[] y = DirectRidge.gaussian(30, 6);
    double[][] others =
        Arrays.stream(x)
            .map(row -> new double[] {row[0], row[1], row[3], row[4], row[5]})
            .toArray(double[][]::new);
    double[] expected = DirectRidge.solve(others, y, lambda < 1e-12 ? 0 : lambda);
    LambdaGrid one = LambdaGrid.of(LambdaScale.SUM, lambda);
    LambdaGrid many = LambdaGrid.of(LambdaScale.SUM, lambda, 1, 2, 3, 4, 5, 6);
    Preparation plain = Preparation.DEFAULT.withoutIntercept();
    for (RidgeProblem problem :
        new RidgeProblem[] {
          RidgeProblem.of(x, y),
          RidgeProblem.of(x, y).withLeaveOneOut(),
          RidgeProblem.of(Sample.of(x, y), plain),
          RidgeProblem.of(Sample.of(x, y), plain).withLeaveOneOut().withEvidence(),
          RidgeProblem.of(NormalEquations.of(x, y), plain),
        }) {
      for (LambdaGrid grid : new LambdaGrid[] {one, many}) {
        RidgePath path = ridgeline.path(problem, grid).requireSuccess();
        double[] b = path.coefficients(0);
        assertThat(b[2]).isZero();
        for (int j = 0; j < 5; j++) {
          assertThat(b[j < 2 ? j : j + 1])
              .as("%s, lambda %s, %s", problem, lambda, path.route(0, 0))
              .isCloseTo(expected[j], within(1e-12));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-300, 1e-40, 1e-20, 1e-12, 1e-6, 1})
  void columnsThatAreThereTwiceShareTheirCoefficient(double lambda) {
    double[][] x = DirectRidge.gaussian(30, 5, 7);
    for (double[] row : x) {
      row[3] = row[1];
    }
    double[] y = DirectRidge.gaussian(30, 8);
    double[][] expected = exact(x, y, true).at(lambda).coefficients();
    LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, lambda, 1, 2, 3, 4, 5);
    for (RidgeProblem problem :
        new RidgeProblem[] {
          RidgeProblem.of(Sample.of(x, y), Preparation.DEFAULT),
          RidgeProblem.of(Sample.of(x, y), Preparation.DEFAULT).withLeaveOneOut(),
          RidgeProblem.of(NormalEquations.of(x, y), Preparation.DEFAULT),
        }) {
      double[] b = ridgeline.path(problem, grid).coefficients(0, 0, 0);
      // a penalty of 1e-12 is above the rounding of the Gram matrix by two decades
      double tolerance = lambda > 1e-14 && lambda < 1e-10 ? 1e-3 : 1e-9;
      for (int j = 0; j < 5; j++) {
        assertThat(b[j])
            .as("%s, lambda %s", problem, lambda)
            .isCloseTo(expected[j][0], within(tolerance));
      }
    }
  }

  /** A table that counts how often its rows are read. */
  private static Rows counted(Sample sample, AtomicInteger reads) {
    return Rows.of(
        sample.rows(),
        sample.features(),
        sample.responses(),
        1,
        block -> {
          reads.incrementAndGet();
          return sample;
        });
  }

  @ParameterizedTest
  @CsvSource({"30,6", "9,20"})
  void fourHundredResponsesAreNotFittedOneByOne(int n, int p) {
    int t = 400;
    AtomicInteger reads = new AtomicInteger();
    Sample sample =
        Sample.of(
            Matrix.ofRows(DirectRidge.gaussian(n, p, 1)),
            Matrix.ofRows(DirectRidge.gaussian(n, t, 2)));
    LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, 0.1, 1, 10, 100, 1e3);
    RidgeFit fit = RidgeCv.on(ridgeline).penalties(grid).fit(counted(sample, reads));
    int once = reads.getAndSet(0);
    for (int c = 0; c < t; c++) {
      assertThat(fit.coefficients().column(c)).hasSize(p);
      assertThat(fit.scores(c)).hasSize(5);
      assertThat(fit.coefficients(2).column(c)).hasSize(p);
      assertThat(fit.lambda(c)).isPositive();
    }
    // one more fit, of all responses at the penalty that was asked for
    assertThat(reads.getAndSet(0)).isLessThanOrEqualTo(once);
    for (int c = 0; c < t; c++) {
      for (int l = 0; l < grid.size(); l++) {
        double[] errors = fit.leaveOneOutErrors(l, c);
        double mean = Arrays.stream(errors).map(e -> e * e).average().orElseThrow();
        assertThat(fit.scores(c)[l]).isCloseTo(mean, within(1e-12 * mean));
      }
    }
    // and one for the errors, each of which is put into the order of the table by its weights
    assertThat(reads.get()).isLessThanOrEqualTo(once + t * grid.size());
  }

  @Test
  void keptErrorsReadNoRowsForAFit() {
    AtomicInteger reads = new AtomicInteger();
    Sample sample =
        Sample.of(
            Matrix.ofRows(DirectRidge.gaussian(30, 6, 1)),
            Matrix.ofRows(DirectRidge.gaussian(30, 50, 2)));
    RidgeFit fit =
        RidgeCv.on(ridgeline)
            .penalties(LambdaGrid.of(LambdaScale.SUM, 0.1, 1, 10))
            .keepingErrors()
            .keepingAllCoefficients()
            .fit(counted(sample, reads));
    reads.set(0);
    for (int c = 0; c < 50; c++) {
      assertThat(fit.coefficients(1).column(c)).hasSize(6);
      assertThat(fit.intercepts(2)).hasSize(50);
    }
    assertThat(reads.get()).isZero();
  }

  @Test
  void columnsThatDoNotExistAreRefusedWithTheirNumber() {
    assertThatThrownBy(() -> Preparation.DEFAULT.unpenalised(2, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column=-1");
    Sample sample = Sample.of(DirectRidge.gaussian(5, 2, 1), new double[5]);
    assertThatThrownBy(() -> RidgeProblem.of(sample, Preparation.DEFAULT.unpenalised(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column=2, features=2");
  }

  @Test
  void aResultThatNoArrayHoldsIsRefusedByThePlanToo() {
    RidgeProblem problem =
        RidgeProblem.of(
            MatrixBatch.ofRowMajor(new double[30_000], 1, 30_000, 1),
            MatrixBatch.ofColumnMajor(new double[1], 1, 1, 1));
    LambdaGrid grid = LambdaGrid.logSpaced(LambdaScale.SUM, 1, 2, 80_000);
    assertThatThrownBy(() -> ridgeline.plan(problem, grid))
        .isInstanceOf(TooLargeException.class)
        .hasMessageContaining("penalties=80000, responses=1, features=30000");
    assertThatThrownBy(() -> ridgeline.path(problem, grid))
        .isInstanceOf(TooLargeException.class)
        .hasMessageContaining("penalties=80000, responses=1, features=30000");
  }

  /** Powers 1 to 10 of 82 points from -9 to -3, as in the hardest of NIST's linear problems. */
  @ParameterizedTest
  @CsvSource({"1e-10, 1e-5", "1e-6, 1e-6", "0, 1e-5"})
  void rawPowersHaveTheAccuracyOfTheRows(double lambda, double tolerance) {
    int n = 82;
    double[][] x = new double[n][10];
    double[] y = new double[n];
    double[] noise = DirectRidge.gaussian(n, 9);
    for (int i = 0; i < n; i++) {
      double z = -9 + 6.0 * i / (n - 1);
      for (int j = 0; j < 10; j++) {
        x[i][j] = Math.pow(z, j + 1);
      }
      y[i] = 0.9 + 0.02 * z + 0.05 * Math.sin(z) + 1e-3 * noise[i];
    }
    ExactRidge.Fit exact = exact(x, y, true).at(lambda);
    RidgeFit fit =
        RidgeCv.on(ridgeline)
            .penalties(LambdaGrid.of(LambdaScale.SUM, lambda))
            .fit(Sample.of(x, y));
    double[] b = fit.coefficients().column(0);
    double error = 0;
    double size = 0;
    for (int j = 0; j < 10; j++) {
      error += Math.pow(b[j] - exact.coefficients()[j][0], 2);
      size += Math.pow(exact.coefficients()[j][0], 2);
    }
    assertThat(Math.sqrt(error / size)).as("%s", fit.route(0)).isLessThan(tolerance);
    double[] errors = fit.leaveOneOutErrors(0, 0);
    for (int i = 0; i < n; i++) {
      double expected = exact.leaveOneOut()[i][0];
      assertThat(errors[i]).isCloseTo(expected, within(1e-7));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-80, 1e-100, 1e-200, 1e-307, 1e80, 1e100, 1e200})
  void sizesDoNotMatter(double size) {
    double[][] x = DirectRidge.gaussian(20, 4, 11);
    double[] y = DirectRidge.gaussian(20, 12);
    double[][] scaledX =
        Arrays.stream(x)
            .map(row -> Arrays.stream(row).map(z -> z * size).toArray())
            .toArray(double[][]::new);
    double[] scaledY = Arrays.stream(y).map(z -> z * size).toArray();
    for (boolean wide : new boolean[] {false, true}) {
      int n = wide ? 4 : 20;
      Sample plain = Sample.of(x, y).rows(IntStream.range(0, n).toArray());
      Sample scaled = Sample.of(scaledX, scaledY).rows(IntStream.range(0, n).toArray());
      RidgeCv estimator =
          RidgeCv.on(ridgeline)
              .preparation(Preparation.DEFAULT.standardized())
              .penalties(LambdaGrid.of(LambdaScale.MEAN, 1e-3, 0.1, 1, 10, 100));
      RidgeFit one = estimator.fit(plain);
      RidgeFit other = estimator.fit(scaled);
      assertThat(other.best(0)).isEqualTo(one.best(0));
      for (int j = 0; j < 4; j++) {
        double expected = one.coefficients().get(j, 0);
        assertThat(other.coefficients().get(j, 0)).isCloseTo(expected, within(1e-10));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"20,4", "4,20"})
  void responsesBelowTheNormalRangeHaveCoefficients(int n, int p) {
    double[][] x = DirectRidge.gaussian(n, p, 13);
    double[] y = DirectRidge.gaussian(n, 14);
    double unit = 1e-309;
    double[] tiny = Arrays.stream(y).map(z -> z * unit).toArray();
    RidgeCv estimator =
        RidgeCv.on(ridgeline).penalties(LambdaGrid.of(LambdaScale.SUM, 0.1, 1, 10, 100));
    RidgeFit one = estimator.fit(Sample.of(x, y));
    RidgeFit other = estimator.fit(Sample.of(x, tiny));
    double[] expected = one.coefficients(1).column(0);
    double[] b = other.coefficients(1).column(0);
    for (int j = 0; j < p; j++) {
      // the response itself has 14 digits left
      assertThat(b[j] / unit).isCloseTo(expected[j], within(1e-12));
    }
    RidgePath path =
        ridgeline.path(RidgeProblem.of(x, tiny), LambdaGrid.of(LambdaScale.SUM, 1, 2, 3, 4, 5));
    assertThat(Arrays.stream(path.coefficients(0)).allMatch(z -> z != 0)).isTrue();
    assertThat(other.best(0)).isEqualTo(one.best(0));
  }

  @ParameterizedTest
  @CsvSource({"3000,40,3", "60,900,3", "120,110,2"})
  void threadsChangeNoBit(int n, int p, int t) {
    Sample sample =
        Sample.of(
                Matrix.ofRows(DirectRidge.gaussian(n, p, 15)),
                Matrix.ofRows(DirectRidge.gaussian(n, t, 16)))
            .withWeights(Arrays.stream(DirectRidge.gaussian(n, 17)).map(Math::abs).toArray());
    LambdaGrid grid = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-9, 1e3, 7);
    RidgeFit one = null;
    NormalEquations sums = null;
    for (int threads : new int[] {1, 2, 8}) {
      try (Ridgeline own = Ridgeline.builder().backend("reference").threads(threads).open()) {
        RidgeFit fit =
            RidgeCv.on(own)
                .penalties(grid)
                .preparation(Preparation.DEFAULT.standardized().unpenalised(1))
                .keepingAllCoefficients()
                .keepingErrors()
                .fit(sample.inBlocks(threads == 2 ? 50 : n));
        NormalEquations all = own.normalEquations(sample);
        sums = sums == null ? all : sums;
        one = one == null ? fit : one;
        assertThat(all).isEqualTo(sums);
        for (int c = 0; c < t; c++) {
          assertThat(fit.scores(c)).isEqualTo(one.scores(c));
          assertThat(fit.coefficients().column(c)).isEqualTo(one.coefficients().column(c));
          for (int l = 0; l < grid.size(); l++) {
            assertThat(fit.coefficients(l).column(c)).isEqualTo(one.coefficients(l).column(c));
            assertThat(fit.leaveOneOutErrors(l, c)).isEqualTo(one.leaveOneOutErrors(l, c));
          }
        }
      }
    }
  }
}
