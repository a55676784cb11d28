// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.ridgeline.Criterion;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Preparation;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.transfer.choice.ExactOptima;
import dev.ridgeline.transfer.choice.TransferAdvice;
import dev.ridgeline.transfer.estimator.ResponseFit.Choice;
import dev.ridgeline.transfer.model.LinearModel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folds and groups held out, against refits without them. */
class HeldOutTest {
  private static final LambdaGrid SOURCE = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-3, 1e2, 6);
  private static final LambdaGrid TARGET = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e1, 4);
  private static final int P = 8;
  private static final int N0 = 40;
  private static final Preparation HOW = Preparation.DEFAULT.standardized().unpenalised(3);
  private static Ridgeline ridgeline;

  private final Random random = new Random(19);
  private final double[] w = Problems.normal(random, P);
  private final double[][] x0 = table(N0);
  private final double[] y0 = Problems.response(random, x0, w, 1);
  private final Sample source =
      Sample.of(x0, y0)
          .withWeights(weights(N0))
          .withGroups(IntStream.range(0, N0).map(i -> i % 8).toArray());

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().threads(1).backend("reference").open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  /** Columns of other sizes and places. */
  private double[][] table(int n) {
    double[][] x = Problems.normal(random, n, P);
    for (double[] row : x) {
      row[1] = 20 * row[1] + 3;
      row[4] = 0.1 * row[4] - 1;
    }
    return x;
  }

  private double[] weights(int n) {
    double[] v = new double[n];
    Arrays.setAll(v, i -> 0.2 + random.nextDouble());
    return v;
  }

  /** Groups of three and more, one row of weight 0. */
  private Sample target(int n) {
    double[][] x = table(n);
    double[] v = weights(n);
    v[2] = 0;
    return Sample.of(x, Problems.response(random, x, w, 0.5))
        .withWeights(v)
        .withGroups(IntStream.range(0, n).map(i -> i * i % 5).toArray());
  }

  private static TransferRidge estimator(Criterion criterion) {
    return TransferRidge.on(ridgeline)
        .sourcePenalties(SOURCE)
        .targetPenalties(TARGET)
        .preparation(HOW)
        .criterion(criterion);
  }

  private static List<Choice> choices(ResponseFit fit) {
    return List.of(
        fit.scratch(),
        fit.sourceOptimal().orElseThrow(),
        fit.transferOptimal(),
        fit.rescaled(),
        fit.averaged());
  }

  private static int[] others(int rows, int[] fold) {
    boolean[] out = new boolean[rows];
    Arrays.stream(fold).forEach(i -> out[i] = true);
    return IntStream.range(0, rows).filter(i -> !out[i]).toArray();
  }

  private static double loss(double[] errors, Sample sample) {
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < errors.length; i++) {
      if (sample.weight(i) > 0) {
        sum += sample.weight(i) * errors[i] * errors[i];
        weight += sample.weight(i);
      }
    }
    return sum / weight;
  }

  /** The average too: its folds are averages of the others, with the same source models. */
  @ParameterizedTest
  @ValueSource(ints = {20, 9})
  void foldsAreThoseOfRefits(int rows) {
    Sample target = target(rows);
    Criterion.GroupedKFold grouped = new Criterion.GroupedKFold(2);
    Criterion.KFold drawn = new Criterion.KFold(3, 7);
    check(target, grouped, grouped.rows(target));
    check(target, drawn, drawn.rows(target));
  }

  private void check(Sample target, Criterion criterion, List<int[]> folds) {
    ResponseFit fit = estimator(criterion).source(source).target(target).fit().only();
    for (Choice choice : choices(fit)) {
      double[] expected = new double[target.rows()];
      for (int[] fold : folds) {
        ResponseFit refit =
            estimator(Criterion.leaveOneOut())
                .sources(fit.sources())
                .target(target.rows(others(target.rows(), fold)))
                .fit()
                .only();
        LinearModel model = refit.model(choice);
        double[] predicted = model.predict(target.rows(fold).x());
        for (int i = 0; i < fold.length; i++) {
          expected[fold[i]] = target.y().get(fold[i], 0) - predicted[i];
        }
      }
      expected[2] = Double.NaN; // weight 0
      assertThat(fit.heldOutErrors(choice)).containsExactly(expected, within(1e-9));
      assertThat(choice.loss()).isCloseTo(loss(expected, target), within(1e-9));
    }
    assertThat(fit.criterion()).isEqualTo(criterion);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 9})
  void groupsLeftOutKeepThePenaltyAndTheUnitsOfAllRows(int rows) {
    Sample target = target(rows);
    ResponseFit fit =
        estimator(new Criterion.LeaveOneGroupOut()).source(source).target(target).fit().only();
    double[] units = fit.design().scales();
    units[3] = 0;
    for (Choice choice : choices(fit).subList(0, 4)) {
      double[] b0 =
          choice.fromScratch() ? new double[P] : fit.sources().coefficients(choice.prior(), 0);
      double[] prior = Arrays.stream(b0).map(b -> choice.scale() * b).toArray();
      double[] expected = new double[rows];
      for (int group : Arrays.stream(target.groups()).distinct().toArray()) {
        int[] out = IntStream.range(0, rows).filter(i -> target.groups()[i] == group).toArray();
        int[] rest = Arrays.stream(others(rows, out)).filter(i -> target.weight(i) > 0).toArray();
        double[] b =
            Problems.solve(
                Arrays.stream(rest).mapToObj(i -> row(target, i)).toArray(double[][]::new),
                Arrays.stream(rest).mapToDouble(i -> target.y().get(i, 0)).toArray(),
                Arrays.stream(rest).mapToDouble(target::weight).toArray(),
                rows * choice.lambdaTarget(),
                units,
                prior,
                true);
        for (int i : out) {
          expected[i] = target.y().get(i, 0) - Problems.predict(row(target, i), b);
        }
      }
      expected[2] = Double.NaN;
      assertThat(fit.heldOutErrors(choice)).containsExactly(expected, within(1e-9));
      assertThat(choice.loss()).isCloseTo(loss(expected, target), within(1e-9));
    }
    assertThat(fit.sources().fits().getFirst().criterion())
        .isEqualTo(new Criterion.LeaveOneGroupOut());
  }

  private static double[] row(Sample sample, int i) {
    double[] row = new double[P];
    Arrays.setAll(row, j -> sample.x().get(i, j));
    return row;
  }

  /**
   * From a prior without a sample no ratio of noises is held fixed: refits are the same numbers.
   */
  @Test
  void theAverageWithoutAGroupIsThatOfItsRefit() {
    double[][] x = table(12);
    Sample target =
        Sample.of(x, Problems.response(random, x, w, 0.5))
            .withGroups(IntStream.range(0, 12).map(i -> i % 4).toArray());
    TransferRidge estimator = TransferRidge.on(ridgeline).targetPenalties(TARGET).prior(w);
    ResponseFit fit =
        estimator.criterion(new Criterion.LeaveOneGroupOut()).target(target).fit().only();
    double[] expected = new double[12];
    for (int group = 0; group < 4; group++) {
      int of = group;
      int[] out = IntStream.range(0, 12).filter(i -> i % 4 == of).toArray();
      // the penalties of all rows
      double[] lambdas = Arrays.stream(TARGET.values()).map(l -> l * 12 / 9).toArray();
      ResponseFit refit =
          estimator
              .targetPenalties(LambdaGrid.of(LambdaScale.MEAN, lambdas))
              .target(target.rows(others(12, out)))
              .fit()
              .only();
      double[] predicted = refit.model(refit.averaged()).predict(target.rows(out).x());
      for (int i = 0; i < out.length; i++) {
        expected[out[i]] = target.y().get(out[i], 0) - predicted[i];
      }
    }
    assertThat(fit.heldOutErrors(fit.averaged())).containsExactly(expected, within(1e-9));
  }

  @Test
  void groupsOfOneRowAreLeaveOneOut() {
    double[][] x = table(11);
    Sample target =
        Sample.of(x, Problems.response(random, x, w, 0.5))
            .withGroups(IntStream.range(0, 11).toArray());
    ResponseFit one = estimator(Criterion.leaveOneOut()).source(source).target(target).fit().only();
    ResponseFit groups =
        estimator(new Criterion.LeaveOneGroupOut())
            .sources(one.sources())
            .target(target)
            .fit()
            .only();
    for (Choice choice : choices(one)) {
      // alone, a row leaves members out that together weigh less than a millionth
      assertThat(groups.heldOutErrors(choice))
          .containsExactly(one.heldOutErrors(choice), within(choice.isAverage() ? 1e-4 : 1e-9));
    }
  }

  @Test
  void theSourceIsJudgedLikewise() {
    Criterion criterion = new Criterion.GroupedKFold(3);
    Sample noisy = Sample.of(x0, Problems.response(random, x0, w, 30)).withGroups(source.groups());
    ResponseFit fit = estimator(criterion).source(noisy).target(target(20)).fit().only();
    RidgeFit alone =
        RidgeCv.on(ridgeline).penalties(SOURCE).preparation(HOW).criterion(criterion).fit(noisy);
    assertThat(fit.sourceOptimal().orElseThrow().lambdaSource()).isEqualTo(alone.lambda(0));
    for (int l = 0; l < SOURCE.size(); l++) {
      assertThat(fit.sources().lossOf(0, 0).applyAsDouble(SOURCE.get(l)))
          .isCloseTo(alone.scores(0)[l], withinPercentage(1e-8));
    }
    // the optimum between grid points is of the same loss: no worse than its neighbours there
    double exact = ExactOptima.of(fit).lambdaSourceOptimal();
    double there = fit.sources().lossOf(0, 0).applyAsDouble(exact);
    for (double near : SOURCE.values()) {
      assertThat(there).isLessThanOrEqualTo(fit.sources().lossOf(0, 0).applyAsDouble(near));
    }
    assertThat(TransferAdvice.of(fit).sentence(fit))
        .contains("Mean squared error on the target by 3 folds of groups: ");
  }

  @Test
  void whatCannotBeHeldOutIsRefused() {
    Sample plain = Sample.of(x0, y0);
    assertThatThrownBy(
            () -> estimator(new Criterion.LeaveOneGroupOut()).prior(w).target(plain).fit())
        .hasMessageContaining("withGroups");
    assertThatThrownBy(
            () ->
                estimator(new Criterion.LeaveOneGroupOut())
                    .prior(w)
                    .target(plain.withGroups(new int[N0]))
                    .fit())
        .hasMessageContaining("two groups or more: groups=1");
    assertThatThrownBy(() -> estimator(Criterion.gcv()).prior(w).target(plain).fit())
        .hasMessageContaining("judged by rows held out");
  }
}
