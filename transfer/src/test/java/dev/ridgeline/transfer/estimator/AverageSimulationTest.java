// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.transfer.average.Decision;
import dev.ridgeline.transfer.model.LinearModel;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * 100 problems with known truth, w1 = rho w0 and something of its own: risks, decisions and
 * intervals. Bounds are generous: this is to notice that something broke.
 */
class AverageSimulationTest {
  private static final int PROBLEMS = 100;
  private static final LambdaGrid GRID = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-4, 1e4, 17);

  private double average;
  private double pair;
  private double scratch;
  private int covered;
  private int predicted;
  private int gains;
  private int losses;
  private int decided;
  private int wrong;

  @Test
  void theAverageHasTheLeastRiskAndIntervalsCover() {
    try (Ridgeline ridgeline = Ridgeline.builder().threads(1).backend("reference").open()) {
      for (int seed = 0; seed < PROBLEMS; seed++) {
        problem(ridgeline, new Random(4000 + seed));
      }
    }
    String table =
        String.format(
            Locale.ROOT,
            "%d problems, seeds 4000..: mean log risk average %.3f, pair %.3f, scratch %.3f;"
                + " predictions covered %d of %d, gains %d, losses %d; decided %d, wrong %d",
            PROBLEMS,
            average / PROBLEMS,
            pair / PROBLEMS,
            scratch / PROBLEMS,
            covered,
            predicted,
            gains,
            losses,
            decided,
            wrong);
    System.out.println(table);

    assertThat(average).as(table).isLessThan(pair - 0.1 * PROBLEMS);
    assertThat(average).as(table).isLessThan(scratch - 0.1 * PROBLEMS);
    assertThat((double) covered / predicted).as(table).isBetween(0.92, 0.98);
    assertThat(gains).as(table).isGreaterThanOrEqualTo(85);
    assertThat(losses).as(table).isGreaterThanOrEqualTo(88);
    assertThat(decided).as(table).isGreaterThanOrEqualTo(40);
    assertThat(wrong).as(table).isLessThanOrEqualTo(8);
  }

  private void problem(Ridgeline ridgeline, Random random) {
    int p = 5 + random.nextInt(26);
    int n1 = 10 + random.nextInt(31);
    double noise = random.nextBoolean() ? 0.2 : 0.6;
    double rho = -0.5 + 2 * random.nextDouble();
    double own = random.nextBoolean() ? 0 : 0.5;
    double[] w0 = Problems.normal(random, p);
    double[] w1 = Problems.normal(random, p);
    for (int j = 0; j < p; j++) {
      w0[j] /= Math.sqrt(p);
      w1[j] = rho * w0[j] + own * w1[j] / Math.sqrt(p);
    }
    double[][] x0 = Problems.normal(random, 30 + random.nextInt(100), p);
    double[][] x1 = Problems.normal(random, n1, p);
    ResponseFit fit =
        TransferRidge.on(ridgeline)
            .sourcePenalties(GRID)
            .targetPenalties(GRID)
            .source(Sample.of(x0, Problems.response(random, x0, w0, 0.5)))
            .target(Sample.of(x1, Problems.response(random, x1, w1, noise)))
            .fit()
            .only();
    ResponseFit.Choice kept = fit.averaged();
    double risk = risk(fit, kept, w1);
    double alone = risk(fit, fit.scratch(), w1);
    double plain = risk(fit, fit.sourceOptimal().orElseThrow(), w1);
    average += Math.log(risk);
    pair += Math.log(risk(fit, fit.transferOptimal(), w1));
    scratch += Math.log(alone);
    gains += fit.verdict().gain().contains(alone - plain) ? 1 : 0;
    losses += kept.interval().contains(risk + noise * noise) ? 1 : 0;
    if (fit.verdict().decision() != Decision.NO_CLEAR_DIFFERENCE) {
      decided++;
      wrong += (fit.verdict().decision() == Decision.TRANSFER) == (plain < alone) ? 0 : 1;
    }
    double[][] x = Problems.normal(random, 20, p);
    double[] y = Problems.response(random, x, w1, noise);
    LinearModel model = fit.model(kept).withSpreads(List.of(fit.spread(kept)));
    double[] centre = model.predict(Matrix.ofRows(x));
    double[] half = model.halfWidths(Matrix.ofRows(x), 0.95).column(0);
    for (int i = 0; i < y.length; i++) {
      predicted++;
      covered += Math.abs(y[i] - centre[i]) <= half[i] ? 1 : 0;
    }
  }

  /** Features are isotropic, with mean 0. */
  private static double risk(ResponseFit fit, ResponseFit.Choice choice, double[] w1) {
    LinearModel model = fit.model(choice);
    double[] b = model.coefficients();
    double sum = model.intercept() * model.intercept();
    for (int j = 0; j < b.length; j++) {
      sum += (b[j] - w1[j]) * (b[j] - w1[j]);
    }
    return sum;
  }
}
