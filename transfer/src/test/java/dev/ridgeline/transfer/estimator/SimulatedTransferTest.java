// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Preparation;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.transfer.alignment.Alignment;
import dev.ridgeline.transfer.choice.TransferAdvice;
import dev.ridgeline.transfer.estimator.ResponseFit.Choice;
import dev.ridgeline.transfer.model.Interval;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * 200 transfer problems with known truth: isotropic features, w0 ~ N(0, I/p), w1 = rho w0. What is
 * chosen from the data is judged by the true risk |b - w1|^2, relative to the best pair of the
 * grids.
 */
class SimulatedTransferTest {
  private static final int PROBLEMS = 200;
  private static final int[] P = {30, 60};
  private static final int[] SOURCE_ROWS = {24, 48, 120, 240};
  private static final int[] TARGET_ROWS = {20, 40, 80};
  private static final double[] SOURCE_NOISE = {0.3, 1.0};
  private static final double[] TARGET_NOISE = {0.1, 0.5};
  private static final double[] RHO = {0.5, 0.75, 1.0, 1.25, 1.5};
  private static final LambdaGrid SOURCE = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-3, 1e3, 31);
  private static final LambdaGrid TARGET = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-3, 1e3, 19);

  private final double[] regrets = new double[4];
  private int covered;
  private int estimable;

  @Test
  void choicesFromDataBeatTheSourceOptimalPenaltyAndTheIntervalCovers() {
    try (Ridgeline ridgeline = Ridgeline.builder().threads(1).backend("reference").open()) {
      for (int i = 0; i < PROBLEMS; i++) {
        problem(ridgeline, i);
      }
    }
    String table =
        String.format(
            Locale.ROOT,
            "%d problems, seeds 1000.., p of %s, n0 of %s, n1 of %s, sigma0 of %s, sigma1 of %s,"
                + " rho of %s: mean regret joint %.3f, source penalty alone %.3f, source-optimal"
                + " %.3f, rescaled %.3f; interval of rho estimable in %d and covering in %d",
            PROBLEMS,
            Arrays.toString(P),
            Arrays.toString(SOURCE_ROWS),
            Arrays.toString(TARGET_ROWS),
            Arrays.toString(SOURCE_NOISE),
            Arrays.toString(TARGET_NOISE),
            Arrays.toString(RHO),
            regrets[0] / PROBLEMS,
            regrets[1] / PROBLEMS,
            regrets[2] / PROBLEMS,
            regrets[3] / PROBLEMS,
            estimable,
            covered);
    System.out.println(table);

    for (int way : new int[] {0, 1, 3}) {
      assertThat(regrets[way]).as(table).isLessThan(regrets[2]);
    }
    assertThat((double) covered / PROBLEMS).as(table).isGreaterThanOrEqualTo(0.93);
  }

  private void problem(Ridgeline ridgeline, int i) {
    Random random = new Random(1000 + i);
    int p = P[random.nextInt(P.length)];
    int n0 = SOURCE_ROWS[random.nextInt(SOURCE_ROWS.length)];
    int n1 = TARGET_ROWS[random.nextInt(TARGET_ROWS.length)];
    double rho = RHO[i % RHO.length];
    double[] w0 = Problems.normal(random, p);
    double[] w1 = new double[p];
    for (int j = 0; j < p; j++) {
      w0[j] /= Math.sqrt(p);
      w1[j] = rho * w0[j];
    }
    double[][] x0 = Problems.normal(random, n0, p);
    double[][] x1 = Problems.normal(random, n1, p);
    double[] y0 = Problems.response(random, x0, w0, SOURCE_NOISE[random.nextInt(2)]);
    double[] y1 = Problems.response(random, x1, w1, TARGET_NOISE[random.nextInt(2)]);
    ResponseFit fit =
        TransferRidge.on(ridgeline)
            .sourcePenalties(SOURCE)
            .targetPenalties(TARGET)
            .preparation(Preparation.DEFAULT.withoutIntercept())
            .source(Sample.of(x0, y0))
            .target(Sample.of(x1, y1))
            .fit()
            .only();

    double oracle = Double.POSITIVE_INFINITY;
    for (int j = 0; j < SOURCE.size(); j++) {
      for (int l = 0; l < TARGET.size(); l++) {
        oracle = Math.min(oracle, risk(fit, at(j, l), w1));
      }
    }
    Choice own = fit.sourceOptimal().orElseThrow();
    regrets[0] += risk(fit, fit.transferOptimal(), w1) / oracle - 1;
    regrets[1] += risk(fit, at(best(fit, own.targetIndex()), own.targetIndex()), w1) / oracle - 1;
    regrets[2] += risk(fit, own, w1) / oracle - 1;
    regrets[3] += risk(fit, fit.rescaled(), w1) / oracle - 1;
    Alignment alignment = TransferAdvice.of(fit).alignment().orElseThrow();
    estimable += alignment.estimable() ? 1 : 0;
    // a set without bounds covers everything
    covered +=
        !alignment.estimable() || (alignment.low() <= rho && rho <= alignment.high()) ? 1 : 0;
  }

  /** The source penalty with the least leave-one-out loss at one target penalty. */
  private static int best(ResponseFit fit, int target) {
    double[] losses = new double[SOURCE.size()];
    for (int j = 0; j < losses.length; j++) {
      losses[j] = fit.loss(j, target);
    }
    return SOURCE.minimizer(losses);
  }

  private static Choice at(int prior, int target) {
    Interval none = new Interval(Double.NaN, Double.NaN);
    return new Choice(
        prior, 0, SOURCE.get(prior), target, TARGET.get(target), 1, 0, none, false, false);
  }

  private static double risk(ResponseFit fit, Choice choice, double[] w1) {
    double[] b = fit.model(choice).coefficients();
    double sum = 0;
    for (int j = 0; j < b.length; j++) {
      sum += (b[j] - w1[j]) * (b[j] - w1[j]);
    }
    return sum;
  }
}
