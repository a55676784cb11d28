// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.Criterion;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Preparation;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.Sample;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.testing.Seed;
import dev.ridgeline.transfer.model.LinearModel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Penalties of both tables where none are given. */
@ExtendWith(Seed.class)
class AutoPenaltiesTest {
  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().backend("reference").threads(1).open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  /** A table in some units: features, responses, and weights if asked for. */
  private static Sample table(
      RandomGenerator random, int n, double[] w, double noise, double[] units, boolean weighted) {
    double[][] x = new double[n][w.length];
    double[] y = new double[n];
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = 3 + noise * random.nextGaussian();
      for (int j = 0; j < w.length; j++) {
        double value = 1 + random.nextGaussian() / (1 + j % 4);
        sum += w[j] * value;
        x[i][j] = value * units[0];
      }
      y[i] = sum * units[1];
      v[i] = weighted ? 0.2 + 2 * random.nextDouble() : 1;
    }
    return Sample.of(x, y).withWeights(v);
  }

  private static Sample source(long seed, double[] units, boolean weighted) {
    return table(new Random(seed), 40, slopes(1), 1, units, weighted);
  }

  private static Sample target(long seed, double[] units, boolean weighted) {
    return table(new Random(seed + 1), 14, slopes(0.7), 0.5, units, weighted);
  }

  private static double[] slopes(double alignment) {
    double[] w = new double[9];
    Arrays.setAll(w, j -> alignment * (j % 3 - 0.8));
    return w;
  }

  @ParameterizedTest
  @CsvSource({
    "false, 1000, 1e-3", "false, 1e-6, 100", "false, 4096, 0.25",
    "true, 1000, 1e-3", "true, 1e-6, 100", "true, 4096, 0.25"
  })
  void theSameTablesInOtherUnitsHaveTheSamePredictions(
      boolean standardize, double byX, double byY, RandomGenerator random) {
    double[] plain = {1, 1};
    double[] other = {byX, byY};
    Preparation how = standardize ? Preparation.DEFAULT.standardized() : Preparation.DEFAULT;
    for (LambdaScale scale : LambdaScale.values()) {
      for (boolean weighted : new boolean[] {false, true}) {
        long seed = random.nextLong();
        TransferRidge estimator =
            TransferRidge.on(ridgeline)
                .sourcePenalties(LambdaGrid.auto(scale, 61))
                .targetPenalties(LambdaGrid.auto(scale, 31))
                .preparation(how);
        Sample here = target(seed, plain, weighted);
        Sample there = target(seed, other, weighted);

        ResponseFit expected =
            estimator.source(source(seed, plain, weighted)).target(here).fit().only();
        ResponseFit actual =
            estimator.source(source(seed, other, weighted)).target(there).fit().only();

        LinearModel model = actual.model(actual.transferOptimal());
        double[] wanted = expected.model(expected.transferOptimal()).predict(here.x());
        double[] got = model.predict(there.x());
        double size = Arrays.stream(wanted).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < wanted.length; i++) {
          assertThat(got[i] / byY)
              .as("row %d, seed %d, scale %s, weighted %s", i, seed, scale, weighted)
              .isCloseTo(wanted[i], within(1e-9 * size));
        }
        assertThat(actual.scratch().loss() / (byY * byY))
            .isCloseTo(expected.scratch().loss(), within(1e-8 * expected.scratch().loss()));
      }
    }
  }

  @Test
  void bothGridsFollowFromTheFirstSource() {
    Sample source = source(1, new double[] {1, 1}, true);
    Sample target = target(1, new double[] {3, 1}, false);
    double s =
        RidgeCv.on(ridgeline)
            .penalties(LambdaGrid.of(LambdaScale.SUM, 1))
            .fit(source)
            .largestEigenvalue();

    TransferFit fit = TransferRidge.on(ridgeline).source(source).target(target).fit();
    TransferFit given =
        TransferRidge.on(ridgeline)
            .sourcePenalties(LambdaGrid.of(LambdaScale.SUM, 1, 2))
            .targetPenalties(LambdaGrid.auto(LambdaScale.SUM, 31))
            .source(source)
            .target(target)
            .fit();

    assertThat(fit.sources().penalties().values()).contains(100 * s);
    assertThat(fit.targetPenalties().values()).contains(100 * s);
    assertThat(given.targetPenalties().values()).contains(100 * (s * target.rows()));
  }

  @Test
  void aPriorFromElsewhereTakesTheGridOfTheTarget() {
    Sample target = target(1, new double[] {3, 1}, true);
    double s = RidgeCv.on(ridgeline).fit(target).largestEigenvalue();

    TransferFit fit = TransferRidge.on(ridgeline).prior(slopes(1)).target(target).fit();

    assertThat(Arrays.stream(fit.targetPenalties().values()).filter(l -> l > 90 * s).min())
        .hasValueCloseTo(100 * s, within(1e-11 * s));
  }

  /** A source that points the other way serves best with coefficients of zero. */
  @Test
  void anOptimumAtTheEndExtendsTheGridTwice() {
    Random random = new Random(8);
    double[][] x = Problems.normal(random, 30, 4);
    double[] y = Problems.response(random, x, new double[4], 1);
    Sample source = Sample.of(x, y);
    double[][] own = Problems.normal(random, 60, 4);
    double[] w = RidgeCv.on(ridgeline).fit(source).coefficients(30).column(0);
    double[] against = Arrays.stream(w).map(v -> -40 * v).toArray();
    Sample target = Sample.of(own, Problems.response(random, own, against, 0.5));

    ResponseFit fit =
        TransferRidge.on(ridgeline)
            .targetPenalties(LambdaGrid.of(LambdaScale.SUM, 1000)) // stays near the source
            .source(source)
            .target(target)
            .fit()
            .only();

    double s = RidgeCv.on(ridgeline).fit(source).largestEigenvalue();
    assertThat(fit.sources().penalties().size()).isEqualTo(61 + 2 * 15);
    assertThat(fit.transferOptimal().lambdaSource()).isGreaterThan(1e7 * s);
    assertThat(fit.transferOptimal().sourceAtEdge()).isFalse();
  }

  @Test
  void allSourcesAndTargetsShareOneGridOfSourcePenalties() {
    Sample noisy = source(1, new double[] {1, 1}, false);
    Sample exact =
        table(new Random(5), 40, slopes(1), 0, new double[] {1, 1}, false); // asks for less
    List<Sample> targets =
        List.of(target(1, new double[] {1, 1}, false), target(2, new double[] {1, 1}, false));

    List<TransferFit> fits =
        TransferRidge.on(ridgeline).source(noisy, exact).fit(targets, RunControl.NONE);

    SourceModels models = fits.getFirst().sources();
    assertThat(fits.get(1).sources()).isSameAs(models);
    assertThat(models.penalties().size()).isGreaterThan(61);
    assertThat(models.fits()).allMatch(fit -> fit.lambdas().equals(models.penalties()));
    assertThat(models.size()).isEqualTo(2 * models.penalties().size());
    assertThat(models.penalties().values())
        .contains(100 * models.fits().getFirst().largestEigenvalue());
  }

  @Test
  void modelsThatWereFittedBeforeKeepTheirGrid() {
    Sample source = source(1, new double[] {1, 1}, false);
    SourceModels models =
        SourceModels.fit(
            ridgeline,
            Preparation.DEFAULT,
            Criterion.leaveOneOut(),
            LambdaGrid.auto(61),
            List.of(source),
            RunControl.NONE);
    double[] against = Arrays.stream(slopes(1)).map(w -> -w).toArray();
    Sample target = table(new Random(9), 30, against, 0.1, new double[] {1, 1}, false);

    TransferFit fit = TransferRidge.on(ridgeline).sources(models).target(target).fit();

    assertThat(fit.sources()).isSameAs(models);
  }
}
