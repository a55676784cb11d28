// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.Criterion;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Preparation;
import dev.ridgeline.RidgeCv;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.RunControl;
import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.testing.Problems;
import dev.ridgeline.transfer.choice.ExactOptima;
import dev.ridgeline.transfer.choice.FilterComparison;
import dev.ridgeline.transfer.choice.SharedSourcePenalty;
import dev.ridgeline.transfer.choice.TransferAdvice;
import dev.ridgeline.transfer.estimator.ResponseFit.Choice;
import dev.ridgeline.transfer.model.LinearModel;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TransferRidgeTest {
  private static final LambdaGrid SOURCE = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e3, 11);
  private static final LambdaGrid TARGET = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 5);
  private static final int P = 12;
  private static Ridgeline ridgeline;

  private final Random random = new Random(20);
  private final double[] w = Problems.normal(random, P);
  private final double[][] x0 = Problems.normal(random, 60, P);
  private final double[] y0 = Problems.response(random, x0, w, 2);
  private final double[][] x1 = Problems.normal(random, 16, P);
  private final double[] y1 =
      Problems.response(random, x1, Arrays.stream(w).map(a -> 0.6 * a).toArray(), 0.5);

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().threads(1).backend("reference").open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  private TransferRidge estimator() {
    return TransferRidge.on(ridgeline).sourcePenalties(SOURCE).targetPenalties(TARGET);
  }

  private ResponseFit fit() {
    return estimator().source(Sample.of(x0, y0)).target(Sample.of(x1, y1)).fit().only();
  }

  @Test
  void everyPairIsTheLossOfRefittingWithoutEachRow() {
    ResponseFit fit = fit();
    for (int j = -1; j < SOURCE.size(); j += 4) {
      double[] b0 = j < 0 ? new double[P] : fit.sources().coefficients(j, 0);
      for (int l = 0; l < TARGET.size(); l += 2) {
        double mu = 16 * TARGET.get(l);
        double[] errors =
            Problems.leftOut(x1, y1, Problems.ones(16), mu, Problems.ones(P), b0, true);
        double expected = Problems.meanSquare(errors, Problems.ones(16));
        assertThat(fit.loss(j, l)).isCloseTo(expected, within(1e-10 * expected));
      }
    }
  }

  @Test
  void choicesAreTheMinimaTheyClaimToBe() {
    ResponseFit fit = fit();
    double least = Double.POSITIVE_INFINITY;
    double scratch = Double.POSITIVE_INFINITY;
    for (int l = 0; l < TARGET.size(); l++) {
      scratch = Math.min(scratch, fit.loss(-1, l));
      for (int j = 0; j < SOURCE.size(); j++) {
        least = Math.min(least, fit.loss(j, l));
      }
    }

    assertThat(fit.transferOptimal().loss()).isEqualTo(least);
    assertThat(fit.scratch().loss()).isEqualTo(scratch);
    Choice own = fit.sourceOptimal().orElseThrow();
    assertThat(own.lambdaSource())
        .isEqualTo(RidgeCv.on(ridgeline).penalties(SOURCE).fit(Sample.of(x0, y0)).lambda(0));
    assertThat(own.loss()).isGreaterThanOrEqualTo(least);
    assertThat(fit.rescaled().loss()).isLessThanOrEqualTo(own.loss());
    assertThat(fit.losses()[own.prior()]).isEqualTo(own.loss());
    assertThat(fit.recommended()).isEqualTo(fit.averaged());
  }

  @Test
  void aModelIsTheMinimizerFromItsPrior() {
    ResponseFit fit = fit();
    for (Choice choice : List.of(fit.scratch(), fit.transferOptimal(), fit.rescaled())) {
      double[] b0 =
          choice.fromScratch() ? new double[P] : fit.sources().coefficients(choice.prior(), 0);
      double[] scaled = Arrays.stream(b0).map(b -> choice.scale() * b).toArray();
      double[] expected =
          Problems.solve(
              x1,
              y1,
              Problems.ones(16),
              16 * choice.lambdaTarget(),
              Problems.ones(P),
              scaled,
              true);

      LinearModel model = fit.model(choice);

      assertThat(model.coefficients()).containsExactly(Arrays.copyOf(expected, P), within(1e-10));
      assertThat(model.intercept()).isCloseTo(expected[P], within(1e-10));
      double[] errors =
          Problems.leftOut(
              x1,
              y1,
              Problems.ones(16),
              16 * choice.lambdaTarget(),
              Problems.ones(P),
              scaled,
              true);
      assertThat(fit.heldOutErrors(choice)).containsExactly(errors, within(1e-9));
    }
  }

  @Test
  void theFactorOfARescaledPriorIsTheBestOfAll() {
    ResponseFit fit = fit();
    Choice rescaled = fit.rescaled();
    double[] b0 = fit.sources().coefficients(rescaled.prior(), 0);
    for (double factor : new double[] {0.9, 1.1}) {
      double[] other = Arrays.stream(b0).map(b -> factor * rescaled.scale() * b).toArray();
      ResponseFit near = estimator().prior(other).target(Sample.of(x1, y1)).fit().only();
      assertThat(near.loss(0, rescaled.targetIndex())).isGreaterThan(rescaled.loss());
    }
  }

  @Test
  void aPathFromElsewhereDoesWhatTheSameSourceDoes() {
    ResponseFit fit = fit();
    double[] all = new double[P * SOURCE.size()];
    for (int j = 0; j < SOURCE.size(); j++) {
      System.arraycopy(fit.sources().coefficients(j, 0), 0, all, j * P, P);
    }

    ResponseFit other =
        estimator()
            .priors(Matrix.ofColumnMajor(all, P, SOURCE.size()), SOURCE)
            .target(Sample.of(x1, y1))
            .fit()
            .only();

    assertThat(other.transferOptimal()).isEqualTo(fit.transferOptimal());
    assertThat(other.sourceOptimal()).isEmpty();
    ResponseFit one =
        estimator().prior(fit.sources().coefficients(3, 0)).target(Sample.of(x1, y1)).fit().only();
    assertThat(one.transferOptimal().loss()).isEqualTo(fit.losses()[3]);
    assertThat(one.transferOptimal().lambdaSource()).isNaN();
    assertThat(TransferAdvice.of(one).alignment()).isEmpty();
  }

  @Test
  void ofSeveralSourcesTheOneThatServesIsFound() {
    double[] unrelated = Problems.normal(random, 60);

    ResponseFit fit =
        estimator()
            .source(Sample.of(x0, unrelated), Sample.of(x0, y0))
            .target(Sample.of(x1, y1))
            .fit()
            .only();

    assertThat(fit.transferOptimal().source()).isEqualTo(1);
    assertThat(fit.sourceOptimal().orElseThrow().source()).isEqualTo(1);
    assertThat(fit.transferOptimal().loss()).isEqualTo(fit().transferOptimal().loss());
  }

  @Test
  void standardisedTablesShareTheUnitsOfTheSource() {
    double[][] wide0 = stretched(x0);
    double[][] wide1 = stretched(x1);
    Preparation how = Preparation.DEFAULT.standardized();

    ResponseFit fit =
        estimator()
            .preparation(how)
            .source(Sample.of(x0, y0))
            .target(Sample.of(x1, y1))
            .fit()
            .only();
    ResponseFit other =
        estimator()
            .preparation(how)
            .source(Sample.of(wide0, y0))
            .target(Sample.of(wide1, y1))
            .fit()
            .only();

    assertThat(other.losses()).containsExactly(fit.losses(), within(1e-10));
    assertThat(other.model(other.transferOptimal()).coefficients()[0] * 1000)
        .isCloseTo(fit.model(fit.transferOptimal()).coefficients()[0], within(1e-10));
  }

  @Test
  void penaltyFactorsAreUnitsOfTheColumnsInSourceAndTarget() {
    double[] factors = new double[P];
    double[][] scaled0 = new double[60][P];
    double[][] scaled1 = new double[16][P];
    for (int j = 0; j < P; j++) {
      factors[j] = j + 1;
      for (int i = 0; i < 60; i++) {
        scaled0[i][j] = x0[i][j] / Math.sqrt(factors[j]);
      }
      for (int i = 0; i < 16; i++) {
        scaled1[i][j] = x1[i][j] / Math.sqrt(factors[j]);
      }
    }

    ResponseFit fit =
        estimator()
            .preparation(Preparation.DEFAULT.penaltyFactors(factors))
            .source(Sample.of(x0, y0))
            .target(Sample.of(x1, y1))
            .fit()
            .only();
    ResponseFit plain =
        estimator().source(Sample.of(scaled0, y0)).target(Sample.of(scaled1, y1)).fit().only();

    assertThat(fit.losses()).containsExactly(plain.losses(), within(1e-10));
    assertThat(fit.averaged().loss()).isCloseTo(plain.averaged().loss(), within(1e-9));
    assertThat(fit.model(fit.averaged()).predict(Matrix.ofRows(x1))[3])
        .isCloseTo(plain.model(plain.averaged()).predict(Matrix.ofRows(scaled1))[3], within(1e-9));
  }

  @Test
  void everyStandardisedSourceIsMeasuredInTheDeviationsOfTheFirst() {
    SourceModels sources =
        SourceModels.fit(
            ridgeline,
            Preparation.DEFAULT.standardized(),
            Criterion.leaveOneOut(),
            SOURCE,
            List.of(Sample.of(x0, y0), Sample.of(stretched(x0), y0)),
            RunControl.NONE);
    double[] d = new double[P];
    for (int j = 0; j < P; j++) {
      double mean = 0;
      double square = 0;
      for (double[] row : x0) {
        mean += row[j] / 60;
      }
      for (double[] row : x0) {
        square += (row[j] - mean) * (row[j] - mean) / 60;
      }
      d[j] = Math.sqrt(square);
    }
    double mu = 60 * SOURCE.get(4);
    double[] expected =
        Problems.solve(stretched(x0), y0, Problems.ones(60), mu, d, new double[P], true);

    assertThat(sources.coefficients(SOURCE.size() + 4, 0))
        .containsExactly(Arrays.copyOf(expected, P), within(1e-11));
  }

  /** Seven rows of the source's own task: transfer is clearly better. */
  private Sample sameTask() {
    double[] y = Problems.response(random, x1, w, 0.5);
    return Sample.of(x1, y).rows(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void aFactorComparesPenaltiesOfOneSource() {
    double[][] few = Arrays.copyOf(x0, 15);
    double[] fewY = Arrays.copyOf(y0, 15);
    ResponseFit fit =
        estimator().source(Sample.of(few, fewY), Sample.of(x0, y0)).target(sameTask()).fit().only();
    Choice best = fit.transferOptimal();

    assertThat(fit.sourceOptimal().orElseThrow().source()).isEqualTo(best.source());
    assertThat(TransferAdvice.of(fit).factor())
        .isEqualTo(best.lambdaSource() / fit.sources().fits().get(best.source()).lambda(0));
    assertThat(TransferAdvice.of(fit).sentence(fit))
        .contains("would come from source " + (best.source() + 1) + " trained at penalty");
  }

  @Test
  void exactOptimaKnowWhereTheyEnd() {
    LambdaGrid twice = LambdaGrid.of(LambdaScale.MEAN, 1, 1, 2);
    ResponseFit fit =
        TransferRidge.on(ridgeline)
            .sourcePenalties(LambdaGrid.of(LambdaScale.MEAN, 1e6, 1e7))
            .targetPenalties(twice)
            .source(Sample.of(x0, y0))
            .target(Sample.of(x1, y1))
            .fit()
            .only();
    ExactOptima exact = ExactOptima.of(fit);
    assertThat(exact.lambdaSourceOptimal()).isNaN();
    assertThat(exact.lossSourceOptimal()).isNaN();

    // what is found is a minimum in both penalties
    ExactOptima found = ExactOptima.of(fit());
    for (double factor : new double[] {0.97, 1 / 0.97}) {
      ResponseFit near =
          TransferRidge.on(ridgeline)
              .sourcePenalties(
                  LambdaGrid.of(LambdaScale.MEAN, factor * found.lambdaTransferOptimal()))
              .targetPenalties(LambdaGrid.of(LambdaScale.MEAN, found.lambdaTarget()))
              .source(Sample.of(x0, y0))
              .target(Sample.of(x1, y1))
              .fit()
              .only();
      assertThat(near.transferOptimal().loss()).isGreaterThan(found.lossTransferOptimal());
    }
    ResponseFit given =
        estimator()
            .prior(fit().sources().coefficients(3, 0))
            .target(Sample.of(x1, y1))
            .fit()
            .only();
    assertThat(ExactOptima.of(given).lossTransferOptimal())
        .isLessThanOrEqualTo(given.transferOptimal().loss());
  }

  private static double[][] stretched(double[][] x) {
    double[][] wide = new double[x.length][];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = x[i].clone();
      wide[i][0] *= 1000;
    }
    return wide;
  }

  @Test
  void exactOptimaLieBetweenGridPointsAndAreNoWorse() {
    ResponseFit fit = fit();
    ExactOptima exact = ExactOptima.of(fit);

    assertThat(exact.lossTransferOptimal()).isLessThanOrEqualTo(fit.transferOptimal().loss());
    assertThat(exact.lossScratch()).isLessThanOrEqualTo(fit.scratch().loss());
    double own = fit.sourceOptimal().orElseThrow().lambdaSource();
    assertThat(exact.lambdaSourceOptimal()).isBetween(own / 3.2, own * 3.2);
    // a grid that has the optimum as its point cannot do better
    LambdaGrid there =
        LambdaGrid.of(
            LambdaScale.MEAN,
            exact.lambdaTransferOptimal() / 1.01,
            exact.lambdaTransferOptimal(),
            exact.lambdaTransferOptimal() * 1.01);
    ResponseFit fine =
        TransferRidge.on(ridgeline)
            .sourcePenalties(there)
            .targetPenalties(LambdaGrid.of(LambdaScale.MEAN, exact.lambdaTarget()))
            .source(Sample.of(x0, y0))
            .target(Sample.of(x1, y1))
            .fit()
            .only();
    assertThat(fine.transferOptimal().prior()).isEqualTo(1);
    assertThat(fine.transferOptimal().loss())
        .isCloseTo(exact.lossTransferOptimal(), within(1e-9 * exact.lossTransferOptimal()));
  }

  @Test
  void oneSourcePenaltyForTwoTargetsLeavesEachItsRegret() {
    double[] opposite = Problems.response(random, x1, Arrays.stream(w).map(a -> -a).toArray(), 0.5);
    List<ResponseFit> fits =
        estimator()
            .source(Sample.of(x0, y0))
            .fit(List.of(Sample.of(x1, y1), Sample.of(x1, opposite)), RunControl.NONE)
            .stream()
            .map(TransferFit::only)
            .toList();

    SharedSourcePenalty first = SharedSourcePenalty.weightedMean(fits, 1, 0);
    SharedSourcePenalty minimax = SharedSourcePenalty.minimaxRegret(fits);

    assertThat(first.lambdaSource()).isEqualTo(fits.getFirst().transferOptimal().lambdaSource());
    assertThat(first.regrets()[0]).isZero();
    double worst = Arrays.stream(minimax.regrets()).max().orElseThrow();
    for (int j = 0; j < SOURCE.size(); j++) {
      double a = fits.get(0).losses()[j] / fits.get(0).transferOptimal().loss() - 1;
      double b = fits.get(1).losses()[j] / fits.get(1).transferOptimal().loss() - 1;
      assertThat(Math.max(a, b)).isGreaterThanOrEqualTo(worst);
    }
  }

  @Test
  void filtersAreComparedBesideThePenalty() {
    ResponseFit fit = fit();
    List<FilterComparison> families = FilterComparison.of(fit);

    assertThat(families)
        .extracting(FilterComparison::family)
        .containsExactly("ridge", "gradient-flow", "truncation");
    // every ridge model is a candidate of the fit itself
    assertThat(families.getFirst().lossTransferOptimal())
        .isCloseTo(fit.transferOptimal().loss(), within(1e-10));
    assertThat(families.getFirst().transferOptimal())
        .isEqualTo(fit.transferOptimal().lambdaSource());
    for (FilterComparison family : families) {
      assertThat(family.lossTransferOptimal()).isLessThanOrEqualTo(family.lossSourceOptimal());
    }
    assertThat(families.get(2).transferOptimal()).isBetween(0.0, (double) P);
  }

  @Test
  void adviceNamesTheLossesAndWarnsOfEdges() {
    ResponseFit fit = estimator().source(Sample.of(x0, y0)).target(sameTask()).fit().only();
    TransferAdvice advice = TransferAdvice.of(fit);

    assertThat(advice.transfer()).isTrue();
    assertThat(advice.sentence(fit))
        .startsWith(
            "Transfer: the source model as it is beats training from scratch (probability ");
    assertThat(advice.factor())
        .isEqualTo(
            fit.transferOptimal().lambdaSource()
                / fit.sourceOptimal().orElseThrow().lambdaSource());

    ResponseFit cut =
        TransferRidge.on(ridgeline)
            .sourcePenalties(LambdaGrid.of(LambdaScale.MEAN, 1e4, 1e5))
            .targetPenalties(TARGET)
            .source(Sample.of(x0, y0))
            .target(Sample.of(x1, y1))
            .fit()
            .only();
    assertThat(TransferAdvice.of(cut).warnings())
        .anyMatch(
            warning ->
                warning.endsWith("lies at the edge of its grid: widen the source penalties"));
  }

  @Test
  void anUnrelatedSourceIsAdvisedAgainst() {
    double[] other = Arrays.stream(Problems.normal(random, P)).map(a -> 4 * a).toArray();
    double[] unrelated = Problems.response(random, x0, other, 1);
    double[][] x = Problems.normal(random, 8, P);
    double[] y = Problems.response(random, x, w, 0.1);

    ResponseFit fit =
        TransferRidge.on(ridgeline)
            .sourcePenalties(LambdaGrid.of(LambdaScale.MEAN, 1e-3, 1e-2))
            .targetPenalties(TARGET)
            .source(Sample.of(x0, unrelated))
            .target(Sample.of(x, y))
            .fit()
            .only();

    assertThat(TransferAdvice.of(fit).transfer()).isFalse();
    assertThat(fit.transfers()).isFalse();
    assertThat(TransferAdvice.of(fit).sentence(fit))
        .startsWith("Do not transfer: ")
        .contains("The recommended model is the average")
        .contains("holds training from scratch among its members");
    assertThat(fit.recommended()).isEqualTo(fit.averaged());
  }

  @Test
  void shapesThatDisagreeAreRefused() {
    assertThatThrownBy(
            () -> estimator().prior(new double[3]).target(Sample.of(x1, y1)).fit().only())
        .hasMessageContaining("source features=3, responses=1; target features=12, responses=1");
    assertThatThrownBy(() -> estimator().target(Sample.of(x1, y1)).fit().only())
        .isInstanceOf(IllegalStateException.class);
  }
}
