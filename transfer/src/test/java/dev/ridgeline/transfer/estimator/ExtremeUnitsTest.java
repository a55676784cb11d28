// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static dev.ridgeline.testing.Problems.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.transfer.choice.ExactOptima;
import dev.ridgeline.transfer.choice.FilterComparison;
import dev.ridgeline.transfer.choice.SharedSourcePenalty;
import dev.ridgeline.transfer.choice.TransferAdvice;
import dev.ridgeline.transfer.estimator.ResponseFit.Choice;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables in units whose squares leave the range of doubles. */
class ExtremeUnitsTest {
  private static final int P = 10;
  private static Ridgeline ridgeline;

  private final Random random = new Random(51);
  private final double[] w = Problems.normal(random, P);
  private final double[][] x0 = Problems.normal(random, 40, P);
  private final double[] y0 = Problems.response(random, x0, w, 2);

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().threads(1).backend("reference").open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  /** Penalties follow the square of the unit of x. */
  private ResponseFit fit(double[][] x1, double[] y1, double x, double y) {
    return TransferRidge.on(ridgeline)
        .sourcePenalties(LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2 * x * x, 1e2 * x * x, 9))
        .targetPenalties(LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2 * x * x, 1e2 * x * x, 5))
        .source(Sample.of(times(x, x0), times(y, y0)))
        .target(Sample.of(times(x, x1), times(y, y1)))
        .fit()
        .only();
  }

  @ParameterizedTest
  @CsvSource({
    "1e-100, 1e-100, 20",
    "1e-100, 1e-100, 8",
    "1e100, 1e100, 20",
    "1e100, 1, 8",
    "1, 1e-300, 20",
    "1, 1e-300, 8",
    "1, 1e300, 20",
    "1, 1e300, 8"
  })
  void choicesDoNotDependOnTheUnits(double x, double y, int n) {
    double[][] x1 = Problems.normal(random, n, P);
    double[] y1 = Problems.response(random, x1, times(0.6, w), 0.5);

    ResponseFit plain = fit(x1, y1, 1, 1);
    ResponseFit fit = fit(x1, y1, x, y);

    assertThat(plain.transfers()).isTrue();
    assertThat(fit.transfers()).isTrue();
    List<Choice> expected = choices(plain);
    List<Choice> found = choices(fit);
    for (int c = 0; c < expected.size(); c++) {
      Choice a = found.get(c);
      Choice b = expected.get(c);
      assertThat(a.prior()).isEqualTo(b.prior());
      assertThat(a.targetIndex()).isEqualTo(b.targetIndex());
      assertThat(a.scale()).isCloseTo(b.scale(), within(1e-11));
      // infinite or 0 where the square of the unit is
      double loss = b.loss() * y * y;
      assertThat(a.loss())
          .satisfiesAnyOf(
              value -> assertThat(value).isEqualTo(loss),
              value -> assertThat(value).isCloseTo(loss, within(1e-11 * loss)));
      double[] errors = plain.heldOutErrors(b);
      assertThat(times(1 / y, fit.heldOutErrors(a))).containsExactly(errors, within(1e-11));
      double[] coefficients = plain.model(b).coefficients();
      assertThat(times(x, times(1 / y, fit.model(a).coefficients())))
          .containsExactly(coefficients, within(1e-11));
    }
    assertThat(fit.indistinguishable().low() / x / x)
        .isCloseTo(plain.indistinguishable().low(), within(1e-12));
    assertThat(fit.indistinguishable().high() / x / x)
        .isCloseTo(plain.indistinguishable().high(), within(1e-10));
    double[] regrets = plain.regrets();
    assertThat(fit.regrets())
        .containsExactly(regrets, within(1e-11 * Arrays.stream(regrets).max().orElseThrow()));
  }

  private static List<Choice> choices(ResponseFit fit) {
    return List.of(
        fit.scratch(),
        fit.sourceOptimal().orElseThrow(),
        fit.transferOptimal(),
        fit.rescaled(),
        fit.recommended());
  }

  @ParameterizedTest
  @CsvSource({"1e-100, 1e-100", "1, 1e-300", "1, 1e300"})
  void whatIsMadeOfAFitDoesNotDependOnTheUnits(double x, double y) {
    double[][] x1 = Problems.normal(random, 20, P);
    double[] y1 = Problems.response(random, x1, times(0.6, w), 0.5);
    ResponseFit plain = fit(x1, y1, 1, 1);
    ResponseFit fit = fit(x1, y1, x, y);

    TransferAdvice advice = TransferAdvice.of(fit);
    TransferAdvice expected = TransferAdvice.of(plain);
    assertThat(advice.transfer()).isEqualTo(expected.transfer());
    assertThat(advice.factor()).isCloseTo(expected.factor(), within(1e-10));
    assertThat(advice.alignment().orElseThrow().rho())
        .isCloseTo(expected.alignment().orElseThrow().rho(), within(1e-10));
    assertThat(advice.theoryFactor()).isCloseTo(expected.theoryFactor(), within(1e-9));

    ExactOptima optima = ExactOptima.of(fit);
    ExactOptima exact = ExactOptima.of(plain);
    // a minimum is flat: its place is known to the root of rounding
    double there = exact.lambdaTransferOptimal();
    assertThat(optima.lambdaTransferOptimal() / x / x).isCloseTo(there, within(1e-4 * there));
    double own = exact.lambdaSourceOptimal();
    assertThat(optima.lambdaSourceOptimal() / x / x).isCloseTo(own, within(1e-4 * own));

    List<FilterComparison> filters = FilterComparison.of(fit);
    List<FilterComparison> families = FilterComparison.of(plain);
    assertThat(filters.getFirst().transferOptimal() / x / x)
        .isCloseTo(families.getFirst().transferOptimal(), within(1e-10));
    assertThat(filters.get(2).transferOptimal()).isEqualTo(families.get(2).transferOptimal());
    assertThat(SharedSourcePenalty.minimaxRegret(List.of(fit)).prior())
        .isEqualTo(SharedSourcePenalty.minimaxRegret(List.of(plain)).prior());
  }
}
