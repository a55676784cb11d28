// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.Problems;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RidgeCvTest {
  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().threads(1).backend("reference").open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  private static RidgeFit fit(Sample sample, double... lambdas) {
    return RidgeCv.on(ridgeline).penalties(LambdaGrid.of(LambdaScale.SUM, lambdas)).fit(sample);
  }

  @Test
  void aColumnFarFromZeroKeepsItsDigits() {
    Random random = new Random(1);
    double[][] x = Problems.normal(random, 40, 3);
    double[] y = Problems.response(random, x, new double[] {1, -2, 0.5}, 0.1);
    double[][] far = new double[40][];
    for (int i = 0; i < 40; i++) {
      far[i] = x[i].clone();
      far[i][1] += 1e9;
      x[i][1] = far[i][1] - 1e9; // as it is after rounding
    }

    double[] near = fit(Sample.of(x, y), 0.3).coefficients().column(0);

    assertThat(fit(Sample.of(far, y), 0.3).coefficients().column(0))
        .containsExactly(near, within(1e-9));
  }

  @Test
  void aConstantColumnGetsNoCoefficientAndDisturbsNothing() {
    Random random = new Random(2);
    double[][] x = Problems.normal(random, 30, 3);
    double[] y = Problems.response(random, x, new double[] {1, 0, 2}, 0.1);
    for (double[] row : x) {
      row[1] = 0.1;
    }
    for (Preparation how :
        new Preparation[] {Preparation.DEFAULT, Preparation.DEFAULT.standardized()}) {
      RidgeFit fit =
          RidgeCv.on(ridgeline)
              .penalties(LambdaGrid.of(LambdaScale.SUM, 0, 1e-12, 0.7))
              .preparation(how)
              .fit(Sample.of(x, y));
      for (int l = 0; l < 3; l++) {
        assertThat(fit.coefficients(l).column(0)[1]).isZero();
        assertThat(fit.scores(0)[l]).isBetween(0.0, 1.0);
      }
      assertThat(fit.coefficients(0).column(0)[0]).isCloseTo(1, within(0.2));
    }
  }

  @Test
  void aRowOfWeight1e11IsFittedAndItsLeftOutErrorIsRight() {
    Random random = new Random(3);
    double[][] x = Problems.normal(random, 25, 4);
    double[] y = Problems.response(random, x, new double[] {1, 2, 3, 4}, 0.5);
    double[] v = Problems.ones(25);
    v[7] = 1e11;

    RidgeFit fit = fit(Sample.of(x, y).withWeights(v), 0.25);

    double[] expected = Problems.leftOut(x, y, v, 0.25, Problems.ones(4), new double[4], true);
    assertThat(fit.leaveOneOutErrors(0, 0)).containsExactly(expected, within(1e-5));
    assertThat(fit.predict(Matrix.ofRows(x)).get(7, 0)).isCloseTo(y[7], within(1e-9));
  }

  @Test
  void aRowOfWeightZeroIsAsIfItWereNotThere() {
    Random random = new Random(4);
    double[][] x = Problems.normal(random, 20, 3);
    double[] y = Problems.normal(random, 20);
    double[] v = Problems.ones(20);
    v[5] = 0;

    RidgeFit fit = fit(Sample.of(x, y).withWeights(v), 0.5);
    RidgeFit without = fit(Sample.of(Problems.without(x, 5), Problems.without(y, 5)), 0.5);

    assertThat(fit.coefficients().column(0))
        .containsExactly(without.coefficients().column(0), within(1e-13));
    assertThat(fit.intercepts()[0]).isCloseTo(without.intercepts()[0], within(1e-13));
    assertThat(fit(Sample.of(x, y).withWeights(v), 0.5).leaveOneOutErrors(0, 0)[5]).isNaN();
  }

  @Test
  void tinyPenaltiesApproachTheFitOfMinimumNorm() {
    Random random = new Random(5);
    double[][] x = Problems.normal(random, 8, 20);
    double[] y = Problems.normal(random, 8);

    RidgeFit fit = fit(Sample.of(x, y), 0, 1e-15, 1e-9);

    double[] least = fit.coefficients(0).column(0);
    assertThat(fit(Sample.of(x, y), 0).predict(Matrix.ofRows(x)).column(0))
        .containsExactly(y, within(1e-12));
    assertThat(fit.coefficients(1).column(0)).containsExactly(least, within(1e-13));
    assertThat(fit.coefficients(2).column(0)).containsExactly(least, within(1e-9));
    // the limit of leave-one-out exists too, and is approached
    assertThat(fit.scores(0)[1]).isCloseTo(fit.scores(0)[0], within(1e-12));
    double[] refitted =
        Problems.leftOut(x, y, Problems.ones(8), 1e-9, Problems.ones(20), new double[20], true);
    assertThat(fit.leaveOneOutErrors(0, 0)).containsExactly(refitted, within(1e-6));
  }

  @Test
  void columnsOfVeryDifferentSizesKeepTheirSmallPenalties() {
    Random random = new Random(6);
    double[][] x = Problems.normal(random, 50, 4);
    double[] y = Problems.response(random, x, new double[] {1, 1, 1, 1}, 0.2);
    double[] size = {1e-5, 1, 1e3, 1e5};
    for (double[] row : x) {
      for (int j = 0; j < 4; j++) {
        row[j] *= size[j];
      }
    }

    double[] b = fit(Sample.of(x, y), 1e-12).coefficients().column(0);

    double[] expected =
        Problems.solve(x, y, Problems.ones(50), 1e-12, Problems.ones(4), new double[4], true);
    for (int j = 0; j < 4; j++) {
      assertThat(b[j]).isCloseTo(expected[j], within(1e-5 * Math.abs(expected[j])));
    }
  }

  @Test
  void everyResponseHasAPenaltyOfItsOwn() {
    Random random = new Random(7);
    double[][] x = Problems.normal(random, 40, 10);
    double[] clear = Problems.response(random, x, Problems.normal(random, 10), 0.01);
    double[] noise = Problems.normal(random, 40);
    double[] both = new double[80];
    System.arraycopy(clear, 0, both, 0, 40);
    System.arraycopy(noise, 0, both, 40, 40);
    LambdaGrid grid = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-4, 1e4, 30);

    RidgeFit fit =
        RidgeCv.on(ridgeline)
            .penalties(grid)
            .fit(Sample.of(Matrix.ofRows(x), Matrix.ofColumnMajor(both, 40, 2)));

    assertThat(fit.lambda(0)).isLessThan(0.1);
    assertThat(fit.lambda(1)).isGreaterThan(1);
    RidgeFit alone = RidgeCv.on(ridgeline).penalties(grid).fit(Sample.of(x, noise));
    assertThat(fit.scores(1)).containsExactly(alone.scores(0), within(1e-13));
    assertThat(fit.coefficients().column(1))
        .containsExactly(alone.coefficients().column(0), within(1e-13));
  }

  @Test
  void standardisedColumnsAreMeasuredInTheirDeviations() {
    Random random = new Random(8);
    double[][] x = Problems.normal(random, 30, 3);
    for (double[] row : x) {
      row[2] = 100 * row[2] + 7;
    }
    double[] y = Problems.normal(random, 30);
    double[] d = new double[3];
    for (int j = 0; j < 3; j++) {
      double mean = 0;
      double square = 0;
      for (double[] row : x) {
        mean += row[j] / 30;
      }
      for (double[] row : x) {
        square += (row[j] - mean) * (row[j] - mean) / 30;
      }
      d[j] = Math.sqrt(square);
    }

    RidgeFit fit =
        RidgeCv.on(ridgeline)
            .penalties(LambdaGrid.of(LambdaScale.SUM, 3))
            .preparation(Preparation.DEFAULT.standardized())
            .fit(Sample.of(x, y));

    double[] expected = Problems.solve(x, y, Problems.ones(30), 3, d, new double[3], true);
    assertThat(fit.coefficients().column(0))
        .containsExactly(Arrays.copyOf(expected, 3), within(1e-12));
  }

  @Test
  void gcvAndDegreesOfFreedomFollowTheirDefinition() {
    Random random = new Random(9);
    double[][] x = Problems.normal(random, 15, 4);
    double[] y = Problems.normal(random, 15);
    double mu = 2.5;
    // df = trace of the smoother, column by column
    double trace = 0;
    for (int i = 0; i < 15; i++) {
      double[] unit = new double[15];
      unit[i] = 1;
      double[] b =
          Problems.solve(x, unit, Problems.ones(15), mu, Problems.ones(4), new double[4], true);
      trace += Problems.predict(x[i], b);
    }
    double[] b = Problems.solve(x, y, Problems.ones(15), mu, Problems.ones(4), new double[4], true);
    double square = 0;
    for (int i = 0; i < 15; i++) {
      square += Math.pow(y[i] - Problems.predict(x[i], b), 2);
    }

    RidgeFit fit =
        RidgeCv.on(ridgeline)
            .penalties(LambdaGrid.of(LambdaScale.SUM, mu))
            .criterion(Criterion.gcv())
            .fit(Sample.of(x, y));

    assertThat(fit.effectiveDegreesOfFreedom(0)).isCloseTo(trace, within(1e-12));
    assertThat(fit.scores(0)[0])
        .isCloseTo(15 * square / ((15 - trace) * (15 - trace)), within(1e-12));
  }

  @Test
  void foldsPredictEachPartFromTheOthers() {
    Random random = new Random(10);
    double[][] x = Problems.normal(random, 12, 3);
    double[] y = Problems.normal(random, 12);
    int[] groups = {5, 5, 9, 9, 9, 2, 2, 2, 2, 7, 7, 7};
    Sample sample = Sample.of(x, y).withGroups(groups);

    RidgeFit fit =
        RidgeCv.on(ridgeline)
            .penalties(LambdaGrid.of(LambdaScale.MEAN, 0.4))
            .criterion(new Criterion.GroupedKFold(4))
            .fit(sample);

    double sum = 0;
    for (int group : new int[] {5, 9, 2, 7}) {
      double[][] others = new double[0][];
      double[] responses = new double[0];
      for (int i = 0; i < 12; i++) {
        if (groups[i] != group) {
          others = Arrays.copyOf(others, others.length + 1);
          responses = Arrays.copyOf(responses, responses.length + 1);
          others[others.length - 1] = x[i];
          responses[responses.length - 1] = y[i];
        }
      }
      double mu = 0.4 * responses.length;
      double[] b =
          Problems.solve(
              others,
              responses,
              Problems.ones(responses.length),
              mu,
              Problems.ones(3),
              new double[3],
              true);
      for (int i = 0; i < 12; i++) {
        if (groups[i] == group) {
          sum += Math.pow(y[i] - Problems.predict(x[i], b), 2);
        }
      }
    }
    assertThat(fit.scores(0)[0]).isCloseTo(sum / 12, within(1e-12));
    assertThat(Folds.of(new Criterion.KFold(5, 1), sample).stream().flatMapToInt(Arrays::stream))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  }

  @Test
  void theBestPenaltySaysWhetherItLiesAtTheEdge() {
    Random random = new Random(11);
    double[][] x = Problems.normal(random, 60, 5);
    double[] y = Problems.response(random, x, Problems.normal(random, 5), 1);

    RidgeFit fit = fit(Sample.of(x, y), 0.001, 0.1, 1, 10, 1e6);
    RidgeFit cut = fit(Sample.of(x, y), 1e5, 1e6);

    assertThat(cut.atEdge(0)).isTrue();
    assertThat(fit.atEdge(0)).isFalse();
  }

  @Test
  void whatCannotBeIsRefusedWithItsValues() {
    double[][] x = {{1, 2}, {3, 4}};
    double[] y = {1, 2};

    assertThatThrownBy(() -> Sample.of(x, y).withWeights(new double[] {0, 0}))
        .hasMessage("at least one weight must be > 0: all are zero");
    assertThatThrownBy(() -> Sample.of(x, y).withWeights(new double[] {1, -1}))
        .hasMessage("weights must be finite and >= 0: -1.0 at row 1");
    assertThatThrownBy(() -> Sample.of(x, new double[] {1, Double.NaN}))
        .hasMessageContaining("row 1");
    assertThatThrownBy(
            () ->
                RidgeCv.on(ridgeline)
                    .penalties(LambdaGrid.of(LambdaScale.SUM, 1))
                    .preparation(Preparation.DEFAULT.unpenalised(2))
                    .fit(Sample.of(x, y)))
        .hasMessageContaining("column=2, features=2");
    assertThatThrownBy(() -> fit(Sample.of(new double[][] {{1, 2}}, new double[] {3}), 1).best(0))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void aPenaltyFactorIsAColumnInAnotherUnit() {
    Random random = new Random(31);
    double[] factors = {4, 1, 0.25};
    for (int n : new int[] {40, 3}) { // the primal and the dual side
      double[][] x = Problems.normal(random, n, 3);
      double[] y = Problems.response(random, x, new double[] {1, -2, 0.5}, 0.1);
      double[][] scaled = new double[n][3];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < 3; j++) {
          scaled[i][j] = x[i][j] / Math.sqrt(factors[j]);
        }
      }
      LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, 0.7);
      RidgeFit with =
          RidgeCv.on(ridgeline)
              .penalties(grid)
              .preparation(Preparation.DEFAULT.penaltyFactors(factors))
              .fit(Sample.of(x, y));
      RidgeFit plain = RidgeCv.on(ridgeline).penalties(grid).fit(Sample.of(scaled, y));

      assertThat(with.scores(0)[0]).isCloseTo(plain.scores(0)[0], within(1e-12));
      for (int j = 0; j < 3; j++) {
        assertThat(with.coefficients().get(j, 0))
            .isCloseTo(plain.coefficients().get(j, 0) / Math.sqrt(factors[j]), within(1e-12));
      }
    }
  }

  @Test
  void aPenaltyFactorMultipliesThePenaltyOfStandardisedColumnsToo() {
    Random random = new Random(32);
    double[][] x = Problems.normal(random, 30, 2);
    double[] y = Problems.response(random, x, new double[] {1, -2}, 0.1);
    Preparation how = Preparation.DEFAULT.standardized();

    RidgeFit twice =
        RidgeCv.on(ridgeline)
            .penalties(LambdaGrid.of(LambdaScale.MEAN, 0.5))
            .preparation(how.penaltyFactors(2, 2))
            .fit(Sample.of(x, y));
    RidgeFit once =
        RidgeCv.on(ridgeline)
            .penalties(LambdaGrid.of(LambdaScale.MEAN, 1))
            .preparation(how)
            .fit(Sample.of(x, y));

    assertThat(twice.coefficients().column(0))
        .containsExactly(once.coefficients().column(0), within(1e-12));
    assertThatThrownBy(
            () -> RidgeCv.on(ridgeline).preparation(how.penaltyFactors(1)).fit(Sample.of(x, y)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("factors=1, features=2");
    assertThatThrownBy(() -> how.penaltyFactors(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unpenalised");
  }
}
