// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static dev.ridgeline.testing.Problems.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.Preparation;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.transfer.average.Decision;
import dev.ridgeline.transfer.choice.TransferAdvice;
import dev.ridgeline.transfer.model.LinearModel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the average is invariant to, and what it is made of. */
class AverageTest {
  private static final LambdaGrid SOURCE = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-4, 1e3, 15);
  private static final LambdaGrid TARGET = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-4, 1e3, 11);
  private static final int P = 7;
  private static final int N0 = 40;
  private static final int N1 = 14;
  private static Ridgeline ridgeline;

  private final Random random = new Random(77);
  private final double[][] x0 = Problems.normal(random, N0, P);
  private final double[][] x1 = Problems.normal(random, N1, P);
  private final double[] w = Problems.normal(random, P);
  private final double[] y0 = Problems.response(random, x0, w, 0.5);
  private final double[] y1 = Problems.response(random, x1, w, 0.6);

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().threads(1).backend("reference").open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  private static TransferRidge estimator() {
    return TransferRidge.on(ridgeline).sourcePenalties(SOURCE).targetPenalties(TARGET);
  }

  private ResponseFit fit(Sample source, Sample target) {
    return estimator().source(source).target(target).fit().only();
  }

  private ResponseFit fit() {
    return fit(Sample.of(x0, y0), Sample.of(x1, y1));
  }

  private static double[] average(ResponseFit fit) {
    return fit.model(fit.averaged()).coefficients();
  }

  private static double[] reversed(double[] values) {
    double[] back = new double[values.length];
    Arrays.setAll(back, i -> values[values.length - 1 - i]);
    return back;
  }

  private static double[][] reversed(double[][] rows) {
    double[][] back = rows.clone();
    Arrays.setAll(back, i -> rows[rows.length - 1 - i]);
    return back;
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    ResponseFit fit = fit();
    ResponseFit back =
        fit(Sample.of(reversed(x0), reversed(y0)), Sample.of(reversed(x1), reversed(y1)));

    assertThat(average(back)).containsExactly(average(fit), within(1e-10));
    assertThat(back.verdict().probability()).isCloseTo(fit.verdict().probability(), within(1e-8));
    assertThat(reversed(back.heldOutErrors(back.averaged())))
        .containsExactly(fit.heldOutErrors(fit.averaged()), within(1e-9));
  }

  @Test
  void unitsOfTheResponseDoNotMatter() {
    ResponseFit fit = fit();
    ResponseFit other = fit(Sample.of(x0, times(1024, y0)), Sample.of(x1, times(1024, y1)));

    assertThat(times(1.0 / 1024, average(other))).containsExactly(average(fit), within(1e-14));
    assertThat(other.verdict().probability()).isCloseTo(fit.verdict().probability(), within(1e-12));
    assertThat(other.averaged().loss() / 1024 / 1024)
        .isCloseTo(fit.averaged().loss(), within(1e-14));
  }

  @Test
  void unitsOfTheFeaturesDoNotMatterWhenPenaltiesFollow() {
    double k = 0.125;
    ResponseFit other =
        TransferRidge.on(ridgeline)
            .sourcePenalties(LambdaGrid.of(LambdaScale.MEAN, times(k * k, SOURCE.values())))
            .targetPenalties(LambdaGrid.of(LambdaScale.MEAN, times(k * k, TARGET.values())))
            .source(Sample.of(times(k, x0), y0))
            .target(Sample.of(times(k, x1), y1))
            .fit()
            .only();

    assertThat(times(k, average(other))).containsExactly(average(fit()), within(1e-14));
  }

  @Test
  void sumsOfTheSourceSayWhatItsRowsSay() {
    Preparation how = Preparation.DEFAULT.unpenalised(2);
    for (Preparation preparation : List.of(Preparation.DEFAULT, how, how.standardized())) {
      TransferRidge estimator =
          TransferRidge.on(ridgeline)
              // one penalty: rows judge theirs by leave-one-out, sums by GCV
              .sourcePenalties(LambdaGrid.of(LambdaScale.MEAN, 0.05))
              .targetPenalties(TARGET)
              .preparation(preparation)
              .target(Sample.of(x1, y1));
      ResponseFit rows = estimator.source(Sample.of(x0, y0)).fit().only();
      ResponseFit sums = estimator.source(NormalEquations.of(x0, y0)).fit().only();

      assertThat(sums.average().isHierarchical()).isTrue();
      assertThat(average(sums)).containsExactly(average(rows), within(1e-9));
      assertThat(sums.verdict().probability())
          .isCloseTo(rows.verdict().probability(), within(1e-7));
    }
  }

  @Test
  void aRowOfWeightTwoIsNotTwoRowsButOneOfWeightZeroIsNone() {
    double[] weights = Problems.ones(N1);
    weights[3] = 0;
    weights[8] = 0;
    int[] rest = {0, 1, 2, 4, 5, 6, 7, 9, 10, 11, 12, 13};
    // penalties of the table that has the rows still
    LambdaGrid grid =
        LambdaGrid.of(LambdaScale.MEAN, times((double) N1 / rest.length, TARGET.values()));
    ResponseFit without =
        estimator()
            .targetPenalties(grid)
            .source(Sample.of(x0, y0))
            .target(Sample.of(x1, y1).rows(rest))
            .fit()
            .only();

    ResponseFit weighted = fit(Sample.of(x0, y0), Sample.of(x1, y1).withWeights(weights));

    assertThat(average(weighted)).containsExactly(average(without), within(1e-12));
  }

  @Test
  void aSourceThatIsGivenTwiceChangesNothing() {
    Sample source = Sample.of(x0, y0);
    ResponseFit twice = estimator().source(source, source).target(Sample.of(x1, y1)).fit().only();

    assertThat(average(twice)).containsExactly(average(fit()), within(1e-10));
    assertThat(twice.average().modelWeights(0))
        .containsExactly(twice.average().modelWeights(1), within(1e-12));
  }

  @Test
  void ofSeveralSourcesTheOneThatFitsHasTheWeight() {
    double[] other = Problems.response(random, x0, Problems.normal(random, P), 0.5);
    ResponseFit both =
        estimator()
            .source(Sample.of(x0, other), Sample.of(x0, y0))
            .target(Sample.of(x1, y1))
            .fit()
            .only();

    assertThat(Arrays.stream(both.average().modelWeights(1)).sum()).isGreaterThan(0.9);
    assertThat(both.verdict().probability()).isGreaterThan(0.5);
  }

  @Test
  void responsesAtOnceAreFitsAlone() {
    double[] second = Problems.response(random, x0, times(-3, w), 0.2);
    double[] there = Problems.response(random, x1, w, 0.2);
    TransferFit all =
        estimator()
            .source(Sample.of(Matrix.ofRows(x0), columns(y0, second)))
            .target(Sample.of(Matrix.ofRows(x1), columns(y1, there)))
            .fit();

    assertThat(average(all.response(0))).containsExactly(average(fit()), within(1e-12));
    ResponseFit alone = fit(Sample.of(x0, second), Sample.of(x1, there));
    assertThat(average(all.response(1))).containsExactly(average(alone), within(1e-12));
    assertThat(all.response(1).average().probabilityOfReversal()).isGreaterThan(0.9);
    assertThat(TransferAdvice.of(all.response(1)).warnings())
        .anyMatch(warning -> warning.contains("opposite sign"));
  }

  private static Matrix columns(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, 2 * a.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return Matrix.ofColumnMajor(both, a.length, 2);
  }

  @Test
  void priorsWithoutASampleAreAveragedByTheFirstPass() {
    ResponseFit one = estimator().prior(w).target(Sample.of(x1, y1)).fit().only();
    ResponseFit path =
        estimator()
            .priors(fit().sources().coefficientsOf(0), SOURCE)
            .target(Sample.of(x1, y1))
            .fit()
            .only();

    assertThat(one.average().isHierarchical()).isFalse();
    assertThat(one.verdict().decision()).isEqualTo(Decision.TRANSFER);
    assertThat(one.average().scale().mean()).isBetween(0.5, 1.1);
    assertThat(path.average().isHierarchical()).isFalse();
    assertThat(path.lambdaSourcePosterior().quantile(0.5)).isBetween(1e-4, 1e3);
  }

  @Test
  void groupsMakeTheTargetCountForLess() {
    int[] groups = new int[N1];
    Arrays.setAll(groups, i -> i / 2);
    ResponseFit grouped = fit(Sample.of(x0, y0), Sample.of(x1, y1).withGroups(groups));

    double plain = fit().verdict().probability();
    assertThat(grouped.verdict().probability()).isBetween(0.5, plain);
  }

  /** The weights follow without the row: a refit of all but the ratio of the noises. */
  @Test
  void leaveOneOutErrorsAreThoseOfRefits() {
    ResponseFit fit = fit();
    double[] errors = fit.heldOutErrors(fit.averaged());
    double[] refits = new double[N1];
    for (int i = 0; i < N1; i++) {
      int left = i;
      int[] rest = java.util.stream.IntStream.range(0, N1).filter(j -> j != left).toArray();
      LambdaGrid grid =
          LambdaGrid.of(LambdaScale.MEAN, times((double) N1 / (N1 - 1), TARGET.values()));
      ResponseFit without =
          estimator()
              .targetPenalties(grid)
              .source(Sample.of(x0, y0))
              .target(Sample.of(x1, y1).rows(rest))
              .fit()
              .only();
      LinearModel model = without.model(without.averaged());
      refits[i] = y1[i] - model.predict(Matrix.ofRows(new double[][] {x1[i]}))[0];
    }
    // the noise of the target, and with it t, is found again by a refit: that is all that differs
    double size = Arrays.stream(refits).map(Math::abs).max().orElseThrow();
    assertThat(errors).containsExactly(refits, within(0.05 * size));
  }

  /** 12 rows that cannot tell: the advice says so, and does not transfer "within chance". */
  @Test
  void onFewRowsOfNoiseTheAnswerIsThatNothingIsClear() {
    int clear = 0;
    for (int seed = 0; seed < 50; seed++) {
      Random draw = new Random(seed);
      double[][] source = Problems.normal(draw, N0, P);
      double[][] target = Problems.normal(draw, 12, P);
      double[] truth = Problems.normal(draw, P);
      ResponseFit fit =
          fit(
              Sample.of(source, Problems.response(draw, source, times(0.1, truth), 1)),
              Sample.of(target, Problems.response(draw, target, times(0.1, truth), 1)));
      TransferAdvice advice = TransferAdvice.of(fit);
      if (advice.decision() == Decision.NO_CLEAR_DIFFERENCE) {
        assertThat(advice.sentence(fit)).startsWith("No clear difference: 12 target rows");
      } else {
        clear++;
      }
    }
    assertThat(clear).as("clear answers in 50, seeds 0 to 49").isLessThanOrEqualTo(15);
  }

  @Test
  void otherUnitsOfTheResponseOrOfAColumnAreNamed() {
    double[][] wide = Arrays.stream(x1).map(double[]::clone).toArray(double[][]::new);
    for (double[] row : wide) {
      row[4] *= 100;
    }
    List<String> names = List.of("a", "b", "c", "d", "length", "f", "g");

    ResponseFit response = fit(Sample.of(x0, y0), Sample.of(x1, times(997, y1)));
    ResponseFit column = fit(Sample.of(x0, y0), Sample.of(wide, y1));

    assertThat(TransferAdvice.of(response).warnings())
        .anyMatch(warning -> warning.contains("units"));
    assertThat(TransferAdvice.of(column, names).warnings())
        .anyMatch(
            warning -> warning.startsWith("column length spreads") && warning.contains("units"));
    assertThat(TransferAdvice.of(fit(), names).warnings())
        .noneMatch(warning -> warning.contains("units"));
  }

  @Test
  void sourcePenaltiesFarBelowRoundingDoNotSpoilTheAverage() {
    int p = 60;
    double[] truth = Problems.normal(random, p);
    double[][] source = Problems.normal(random, 30, p);
    double[][] target = Problems.normal(random, 70, p);
    TransferRidge wide =
        estimator()
            .source(Sample.of(source, Problems.response(random, source, truth, 0.5)))
            .target(Sample.of(target, Problems.response(random, target, truth, 0.1)));
    ResponseFit plain =
        wide.sourcePenalties(LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-9, 1e3, 13)).fit().only();
    ResponseFit extreme =
        wide.sourcePenalties(LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-17, 1e3, 21)).fit().only();
    assertThat(extreme.verdict().probability()).isBetween(0.0, 1.0);
    // more penalties are other members: the models are near, not equal
    double[] expected = plain.average().coefficients();
    double[] found = extreme.average().coefficients();
    for (int j = 0; j < p; j++) {
      assertThat(found[j]).isCloseTo(expected[j], within(0.05));
    }
  }
}
