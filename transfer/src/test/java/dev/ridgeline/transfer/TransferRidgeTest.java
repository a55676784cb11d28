// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.Planted.Setting;
import dev.ridgeline.transfer.TransferSweep.Choice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferRidgeTest {
  private static final LambdaGrid SOURCE =
      LambdaGrid.of(LambdaScale.MEAN, 3, 0.03, 0.3, 10, 100, 0);
  private static final LambdaGrid TARGET = LambdaGrid.of(LambdaScale.MEAN, 0.02, 5, 0.4);

  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().backend("reference").threads(2).open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  private static TransferRidge setUp(Planted data) {
    return TransferRidge.on(ridgeline)
        .source(data.x0(), data.y0())
        .target(data.x1()[0], data.y1()[0]);
  }

  private static Planted draw(long seed, int n0, int n1, double rho) {
    return Planted.draw(seed, new Setting(8, n0, n1, 1, rho, 0.2, 0.5), Covariance.isotropic(8));
  }

  /**
   * All leave-one-out errors by refits: [source penalty, the last from scratch][target penalty].
   */
  private static double[][] losses(Planted data, double c) {
    double[] mu0 = SOURCE.toNormalEquations(data.x0().length);
    double[] mu1 = TARGET.toNormalEquations(data.x1()[0].length);
    double[][] losses = new double[mu0.length + 1][mu1.length];
    for (int i = 0; i <= mu0.length; i++) {
      double[] b0 =
          i == mu0.length ? new double[8] : BruteForce.ridge(data.x0(), data.y0(), mu0[i]);
      for (int j = 0; j < mu1.length; j++) {
        losses[i][j] =
            BruteForce.leaveOneOut(data.x1()[0], data.y1()[0], BruteForce.scaled(c, b0), mu1[j]);
      }
    }
    return losses;
  }

  private static void assertChoice(Choice choice, int source, double[][] losses, String as) {
    int row = source < 0 ? SOURCE.size() : source;
    int j = BruteForce.argmin(losses[row]);
    assertThat(choice.sourceIndex()).as(as).isEqualTo(source);
    assertThat(choice.targetIndex()).as(as).isEqualTo(j);
    assertThat(choice.lambdaTarget()).as(as).isEqualTo(TARGET.get(j));
    assertThat(choice.loss()).as(as).isCloseTo(losses[row][j], within(1e-8 * losses[row][j]));
    if (source < 0) {
      assertThat(choice.lambdaSource()).as(as).isNaN();
    } else {
      assertThat(choice.lambdaSource()).as(as).isEqualTo(SOURCE.get(source));
    }
    boolean edge = TARGET.atEdge(j) || (source >= 0 && SOURCE.atEdge(source));
    assertThat(choice.atEdge()).as(as).isEqualTo(edge);
  }

  @ParameterizedTest
  @CsvSource({"6,5,1,1", "6,12,0.8,1", "20,5,0.8,0.8", "20,12,1.2,1", "20,8,-0.5,1", "8,5,0.6,2"})
  void everyChoiceIsTheOneThatRefitsByEliminationMake(int n0, int n1, double rho, double c) {
    for (long seed = 1; seed <= 4; seed++) {
      String as = "seed " + seed;
      Planted data = draw(seed, n0, n1, rho);
      TransferSweep sweep =
          setUp(data).sourcePenalties(SOURCE).targetPenalties(TARGET).priorScale(c).fit();
      double[][] losses = losses(data, c);
      double[] bySource = new double[SOURCE.size()];
      double[] least = new double[SOURCE.size()];
      double[] mu0 = SOURCE.toNormalEquations(n0);
      for (int i = 0; i < SOURCE.size(); i++) {
        bySource[i] = BruteForce.leaveOneOut(data.x0(), data.y0(), new double[8], mu0[i]);
        least[i] = losses[i][BruteForce.argmin(losses[i])];
        for (int j = 0; j < TARGET.size(); j++) {
          assertThat(sweep.loss(i, j))
              .as("%s source %d target %d", as, i, j)
              .isCloseTo(losses[i][j], within(1e-8 * losses[i][j]));
        }
      }
      int sourceBest = BruteForce.argmin(bySource);
      int best = BruteForce.argmin(least);
      assertChoice(sweep.sourceOptimal(), sourceBest, losses, as + " source-optimal");
      assertChoice(sweep.transferOptimal(), best, losses, as + " transfer-optimal");
      assertChoice(sweep.scratch(), -1, losses, as + " scratch");
      double[] scratch = losses[SOURCE.size()];
      boolean helps = least[best] < scratch[BruteForce.argmin(scratch)];
      assertThat(sweep.recommendation().transfer()).as(as).isEqualTo(helps);
      assertChoice(sweep.recommendation().choice(), helps ? best : -1, losses, as);
      assertThat(sweep.recommendation().factor())
          .as(as)
          .isEqualTo(SOURCE.get(best) / SOURCE.get(sourceBest));
    }
  }

  @Test
  void theCoefficientsOfAChoiceAreTheL2SpModelOfItsPenalties() {
    Planted data = draw(9, 20, 5, 0.9);
    TransferSweep sweep =
        setUp(data).sourcePenalties(SOURCE).targetPenalties(TARGET).priorScale(0.5).fit();
    for (Choice choice :
        new Choice[] {sweep.sourceOptimal(), sweep.transferOptimal(), sweep.scratch()}) {
      double[] centre =
          choice.sourceIndex() < 0
              ? new double[8]
              : BruteForce.scaled(
                  0.5, BruteForce.ridge(data.x0(), data.y0(), 20 * choice.lambdaSource()));
      double[] expected =
          BruteForce.l2sp(data.x1()[0], data.y1()[0], centre, 5 * choice.lambdaTarget());
      double[] actual = sweep.coefficients(choice);
      for (int k = 0; k < 8; k++) {
        assertThat(actual[k]).as("seed 9 %s", choice).isCloseTo(expected[k], within(1e-9));
      }
    }
  }

  @Test
  void theExampleOfTheReadmeRunsFromEndToEndAndHelps() {
    Planted data =
        Planted.draw(2, new Setting(60, 120, 30, 1, 0.9, 0.1, 0.5), Covariance.powerLaw(60, 0.5));
    TransferSweep sweep =
        setUp(data)
            .sourcePenalties(LambdaGrid.logSpaced(1e-2, 1e2, 50, LambdaScale.MEAN))
            .targetPenalties(LambdaGrid.of(LambdaScale.MEAN, 0.1))
            .fit();
    assertThat(sweep.recommendation().transfer()).as("seed 2").isTrue();
    assertThat(sweep.recommendation().choice()).isEqualTo(sweep.transferOptimal());
    assertThat(sweep.transferOptimal().loss())
        .isLessThanOrEqualTo(sweep.sourceOptimal().loss())
        .isLessThan(sweep.scratch().loss());
    assertThat(sweep.scratch().atEdge()).as("one target penalty is no edge").isFalse();
    double[] w = data.w1()[0];
    double transferred =
        BruteForce.risk(sweep.coefficients(sweep.transferOptimal()), w, data.sigma());
    double scratch = BruteForce.risk(sweep.coefficients(sweep.scratch()), w, data.sigma());
    assertThat(transferred).as("seed 2, the true risk").isLessThan(0.5 * scratch);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anOpposedSourceIsNotRecommendedAndAnAlignedOneIs(long seed) {
    LambdaGrid penalties = LambdaGrid.logSpaced(1e-2, 1e1, 7, LambdaScale.MEAN);
    for (double rho : new double[] {-1, 1}) {
      Planted data =
          Planted.draw(seed, new Setting(40, 200, 20, 1, rho, 0.1, 0.3), Covariance.isotropic(40));
      TransferSweep sweep =
          setUp(data)
              .sourcePenalties(penalties)
              .targetPenalties(LambdaGrid.of(LambdaScale.MEAN, 0.1, 1))
              .fit();
      assertThat(sweep.recommendation().transfer())
          .as("seed %d rho %s", seed, rho)
          .isEqualTo(rho > 0);
      assertThat(sweep.recommendation().choice())
          .isEqualTo(rho > 0 ? sweep.transferOptimal() : sweep.scratch());
    }
  }

  /** THEORY 8.1: the prior c b0 at c = rho beats the best source penalty at c = 1. */
  @Test
  void onAverageRescalingTheSourceOptimalModelBeatsReregularisingIt() {
    int p = 40;
    int draws = 300;
    double rho = 0.5;
    double noise = 1;
    double[] gain = new double[draws];
    // exact expectation over w0 ~ N(0, I/p) of the source optimum: mu = p noise^2
    LambdaGrid optimal = LambdaGrid.of(LambdaScale.SUM, p * noise * noise);
    LambdaGrid grid = LambdaGrid.logSpaced(10, 2000, 12, LambdaScale.SUM);
    LambdaGrid target = LambdaGrid.of(LambdaScale.MEAN, 0.1);
    double rescaled = 0;
    double[] reregularised = new double[grid.size()];
    double plain = 0;
    for (int d = 0; d < draws; d++) {
      Planted data =
          Planted.draw(500 + d, new Setting(p, 20, 4, 1, rho, 0, noise), Covariance.isotropic(p));
      double[] w = data.w1()[0];
      TransferSweep scaled =
          setUp(data).sourcePenalties(optimal).targetPenalties(target).priorScale(rho).fit();
      TransferSweep unscaled = setUp(data).sourcePenalties(grid).targetPenalties(target).fit();
      TransferSweep same = setUp(data).sourcePenalties(optimal).targetPenalties(target).fit();
      double here = BruteForce.risk(scaled.coefficients(scaled.sourceOptimal()), w, data.sigma());
      rescaled += here / draws;
      plain += BruteForce.risk(same.coefficients(same.sourceOptimal()), w, data.sigma()) / draws;
      for (int i = 0; i < grid.size(); i++) {
        Choice choice = new Choice(i, grid.get(i), 0.1, 0, Double.NaN, false);
        double risk = BruteForce.risk(unscaled.coefficients(choice), w, data.sigma());
        reregularised[i] += risk / draws;
      }
      gain[d] = BruteForce.risk(same.coefficients(same.sourceOptimal()), w, data.sigma()) - here;
    }
    double best = reregularised[BruteForce.argmin(reregularised)];
    assertThat(rescaled).as("seeds 500-799: rescaled, best penalty at c = 1").isLessThan(best);
    assertThat(best).as("best penalty, source-optimal penalty at c = 1").isLessThan(plain);
    double mean = plain - rescaled;
    double square = 0;
    for (double g : gain) {
      square += (g - mean) * (g - mean) / draws;
    }
    assertThat(mean).as("gain in standard errors").isGreaterThan(4 * Math.sqrt(square / draws));
  }

  @Test
  void aMissingPieceIsNamed() {
    Planted data = draw(1, 6, 5, 1);
    assertThatThrownBy(() -> TransferRidge.on(ridgeline).fit())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("set source before fit()");
    assertThatThrownBy(() -> TransferRidge.on(ridgeline).source(data.x0(), data.y0()).fit())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("set target before fit()");
    assertThatThrownBy(() -> setUp(data).targetPenalties(TARGET).fit())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("set sourcePenalties before fit()");
    assertThatThrownBy(() -> setUp(data).sourcePenalties(SOURCE).fit())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("set targetPenalties before fit()");
    assertThatThrownBy(() -> TransferRidge.on(null)).hasMessage("ridgeline");
  }

  @Test
  void samplesThatDoNotFitAreRefusedNamingTheValues() {
    TransferRidge start =
        TransferRidge.on(ridgeline).sourcePenalties(SOURCE).targetPenalties(TARGET);
    start.source(new double[][] {{1, 2}, {3, 4}}, new double[] {1, 2});
    assertThatThrownBy(() -> start.target(new double[][] {{1, 2, 3}}, new double[] {1}).fit())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("source=2, target=3");
    assertThatThrownBy(() -> start.target(new double[][] {{1, 2}}, new double[] {1, 2}).fit())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x is 1 x 2, y has 2");
    assertThatThrownBy(() -> start.target(new double[][] {{1, 2}}, new double[] {Double.NaN}).fit())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("y must be finite: NaN at row 0, column 0");
    assertThatThrownBy(
            () -> start.target(Matrix.ofRowMajor(new double[0], 0, 2), new double[0]).fit())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("source is 2 x 2, target is 0 x 2");
    start.target(new double[][] {{1, 2}}, new double[] {1});
    assertThatThrownBy(() -> start.priorScale(Double.NaN).fit())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("priorScale must be finite: priorScale=NaN");
    start.priorScale(1).source(Matrix.ofRowMajor(new double[0], 0, 2), new double[0]);
    assertThatThrownBy(start::fit)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("source is 0 x 2, target is 1 x 2");
    start.source(new double[][] {{1, 2}, {3, 4}}, new double[] {1, 2, 3});
    assertThatThrownBy(start::fit).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anIndexThatDoesNotExistIsRefused() {
    TransferSweep sweep =
        setUp(draw(1, 6, 5, 1)).sourcePenalties(SOURCE).targetPenalties(TARGET).fit();
    assertThat(sweep.loss(-1, sweep.scratch().targetIndex())).isEqualTo(sweep.scratch().loss());
    int[][] bad = {{-2, 0}, {SOURCE.size(), 0}, {0, -1}, {0, TARGET.size()}};
    for (int[] pair : bad) {
      assertThatThrownBy(() -> sweep.loss(pair[0], pair[1]))
          .as("source %d, target %d", pair[0], pair[1])
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void laterChangesOfTheObservationsDoNotReachTheSetUp() {
    Planted data = draw(3, 6, 5, 1);
    TransferRidge changed = setUp(data).sourcePenalties(SOURCE).targetPenalties(TARGET);
    double before = changed.fit().loss(2, 1);
    data.y0()[0] = 99;
    data.y1()[0][0] = 99;
    data.x0()[0][0] = 99;
    assertThat(changed.fit().loss(2, 1)).isEqualTo(before);
  }
}
