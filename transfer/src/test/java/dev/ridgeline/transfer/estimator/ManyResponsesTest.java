// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.transfer.average.Decision;
import dev.ridgeline.transfer.choice.ExactOptima;
import dev.ridgeline.transfer.choice.SharedSourcePenalty;
import dev.ridgeline.transfer.choice.TransferAdvice;
import dev.ridgeline.transfer.estimator.ResponseFit.Choice;
import dev.ridgeline.transfer.model.LinearModel;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Five responses at once are five fits: responses differ in size, noise and alignment. */
class ManyResponsesTest {
  private static final LambdaGrid SOURCE = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e3, 11);
  private static final LambdaGrid TARGET = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 5);
  private static final double[] ALIGNMENT = {0.6, 1, 1.4, -1, 0};
  private static final double[] SIZE = {1, 1e-3, 1, 1e5, 1};
  private static final int P = 12;
  private static final int N0 = 40;
  private static final int N1 = 16;
  private static final int T = 5;
  private static Ridgeline ridgeline;

  private final Random random = new Random(31);
  private final double[][] x0 = Problems.normal(random, N0, P);
  private final double[][] x1 = Problems.normal(random, N1, P);
  private final double[][] y0 = new double[T][];
  private final double[][] y1 = new double[T][];

  ManyResponsesTest() {
    for (int t = 0; t < T; t++) {
      double[] w = Problems.normal(random, P);
      double[] w1 = new double[P];
      for (int j = 0; j < P; j++) {
        w[j] *= SIZE[t];
        w1[j] = ALIGNMENT[t] * w[j];
      }
      y0[t] = Problems.response(random, x0, w, 2 * SIZE[t]);
      y1[t] = Problems.response(random, x1, w1, 0.5 * SIZE[t]);
    }
  }

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().threads(1).backend("reference").open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  private static Matrix columns(double[][] y) {
    double[] all = new double[y.length * y[0].length];
    for (int t = 0; t < y.length; t++) {
      System.arraycopy(y[t], 0, all, t * y[0].length, y[0].length);
    }
    return Matrix.ofColumnMajor(all, y[0].length, y.length);
  }

  private static TransferRidge estimator() {
    return TransferRidge.on(ridgeline).sourcePenalties(SOURCE).targetPenalties(TARGET);
  }

  private TransferFit all() {
    return estimator()
        .source(Sample.of(Matrix.ofRows(x0), columns(y0)))
        .target(Sample.of(Matrix.ofRows(x1), columns(y1)))
        .fit();
  }

  private ResponseFit single(int t) {
    return estimator().source(Sample.of(x0, y0[t])).target(Sample.of(x1, y1[t])).fit().only();
  }

  private static void assertSame(Choice actual, Choice expected) {
    assertThat(actual)
        .usingRecursiveComparison()
        .withComparatorForType(
            (a, b) -> Math.abs(a - b) <= 1e-12 * Math.abs(b) ? 0 : Double.compare(a, b),
            Double.class)
        .ignoringFields("interval")
        .isEqualTo(expected);
    double loss = expected.loss();
    assertThat(actual.interval().low()).isCloseTo(expected.interval().low(), within(1e-12 * loss));
    assertThat(actual.interval().high())
        .isCloseTo(expected.interval().high(), within(1e-12 * expected.interval().high()));
  }

  @Test
  void fiveResponsesAreFiveFits() {
    TransferFit all = all();
    assertThat(all.responses()).isEqualTo(T);
    for (int t = 0; t < T; t++) {
      ResponseFit fit = all.response(t);
      ResponseFit alone = single(t);
      assertThat(fit.response()).isEqualTo(t);
      List<Choice> choices = choices(fit);
      List<Choice> expected = choices(alone);
      for (int c = 0; c < choices.size(); c++) {
        assertSame(choices.get(c), expected.get(c));
        double[] b = alone.model(expected.get(c)).coefficients();
        assertThat(fit.model(choices.get(c)).coefficients())
            .containsExactly(b, within(1e-12 * largest(b)));
        double[] errors = alone.heldOutErrors(expected.get(c));
        assertThat(fit.heldOutErrors(choices.get(c)))
            .containsExactly(errors, within(1e-12 * largest(errors)));
      }
      double[] losses = alone.losses();
      assertThat(fit.losses()).containsExactly(losses, within(1e-12 * largest(losses)));
      assertThat(all.losses().column(t)).containsExactly(fit.losses());
      for (int l = 0; l < TARGET.size(); l++) {
        double loss = alone.loss(3, l);
        assertThat(fit.loss(3, l)).isCloseTo(loss, within(1e-12 * loss));
      }
      assertThat(fit.indistinguishable()).isEqualTo(alone.indistinguishable());
      assertThat(fit.indistinguishableTarget()).isEqualTo(alone.indistinguishableTarget());
      assertThat(fit.solution(fit.scratch()).residual()).isLessThan(1e-13);
    }
  }

  private static List<Choice> choices(ResponseFit fit) {
    return List.of(
        fit.scratch(),
        fit.sourceOptimal().orElseThrow(),
        fit.transferOptimal(),
        fit.rescaled(),
        fit.recommended());
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Test
  void adviceAndExactOptimaAreThoseOfTheResponse() {
    TransferFit all = all();
    for (int t = 0; t < T; t++) {
      TransferAdvice advice = TransferAdvice.of(all.response(t));
      TransferAdvice expected = TransferAdvice.of(single(t));
      assertThat(advice.transfer()).isEqualTo(expected.transfer());
      assertThat(advice.warnings()).isEqualTo(expected.warnings());
      assertThat(advice.factor()).isEqualTo(expected.factor());
      double rho = expected.alignment().orElseThrow().rho();
      assertThat(advice.alignment().orElseThrow().rho())
          .isCloseTo(rho, within(1e-10 * Math.max(1, Math.abs(rho))));
      ExactOptima optima = ExactOptima.of(all.response(t));
      ExactOptima alone = ExactOptima.of(single(t));
      double loss = all.response(t).scratch().loss();
      assertThat(optima.lossTransferOptimal())
          .isCloseTo(alone.lossTransferOptimal(), within(1e-10 * loss));
      assertThat(optima.lossScratch()).isCloseTo(alone.lossScratch(), within(1e-10 * loss));
    }
    assertThat(TransferAdvice.of(all.response(1)).probability())
        .isGreaterThan(TransferAdvice.of(all.response(3)).probability());
    assertThat(TransferAdvice.of(all.response(3)).decision()).isNotEqualTo(Decision.TRANSFER);
  }

  @Test
  void oneModelPredictsEveryResponse() {
    TransferFit all = all();
    Matrix x = Matrix.ofRows(x1);

    LinearModel model = all.model();

    assertThat(model.responses()).isEqualTo(T);
    Matrix predicted = model.predictAll(x);
    LinearModel scratch = all.model(ResponseFit::scratch);
    for (int t = 0; t < T; t++) {
      ResponseFit fit = all.response(t);
      LinearModel own = fit.model(fit.recommended());
      assertThat(model.response(t)).isEqualTo(own);
      assertThat(predicted.column(t)).containsExactly(own.predict(x));
      assertThat(scratch.response(t)).isEqualTo(fit.model(fit.scratch()));
    }
    assertThatThrownBy(all::only)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("several responses: ask response(t): responses=5");
  }

  @Test
  void aPriorFromElsewhereMayHaveSeveralResponses() {
    double[][] b = new double[T][];
    for (int t = 0; t < T; t++) {
      b[t] = all().sources().coefficients(4, t);
    }

    TransferFit fit =
        estimator().prior(columns(b)).target(Sample.of(Matrix.ofRows(x1), columns(y1))).fit();

    for (int t = 0; t < T; t++) {
      double loss = all().losses().get(4, t);
      assertThat(fit.response(t).transferOptimal().loss()).isCloseTo(loss, within(1e-12 * loss));
      assertThat(fit.response(t).transferOptimal().lambdaSource()).isNaN();
    }
  }

  @Test
  void responsesOfOneTargetMayShareASourcePenalty() {
    TransferFit all = all();
    List<ResponseFit> fits = IntStream.range(0, T).mapToObj(all::response).toList();

    SharedSourcePenalty shared = SharedSourcePenalty.minimaxRegret(fits);

    for (int t = 0; t < T; t++) {
      double least = fits.get(t).transferOptimal().loss();
      assertThat(shared.regrets()[t])
          .isCloseTo(fits.get(t).losses()[shared.prior()] / least - 1, within(1e-12));
    }
  }

  @Test
  void aTargetWithOtherResponsesThanItsSourceIsRefused() {
    TransferRidge five = estimator().source(Sample.of(Matrix.ofRows(x0), columns(y0)));
    assertThatThrownBy(() -> five.fit(List.of(Sample.of(x1, y1[0])), RunControl.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("source features=12, responses=5; target features=12, responses=1");
  }
}
