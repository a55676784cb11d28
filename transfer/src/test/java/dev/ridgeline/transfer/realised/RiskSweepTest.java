// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.realised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Route;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import dev.ridgeline.testing.DirectRidge;
import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.transfer.realised.Planted.Setting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RiskSweepTest {
  private static final int P = 10;
  private static final double[] PENALTIES = {3, 1e-3, 0.02, 0.3, 20, 1e3};

  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().backend("reference").threads(2).open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  private static RiskSweep sweep(Planted data, LambdaGrid grid, Order order) {
    return new RiskSweep(ridgeline, data.source(order), data.w0(), data.sigma(), grid);
  }

  private static TargetRisks targets(
      RiskSweep sweep, Planted data, double lambda, LambdaScale scale, Order order) {
    return sweep.targets(
        data.targetDesigns(order),
        Planted.columns(data.y1()),
        Planted.columns(data.w1()),
        data.sigma(),
        lambda,
        scale);
  }

  private static void assertRisks(
      TargetRisks risks, Planted data, LambdaGrid grid, double mu1, double tolerance, String as) {
    double[] mu0 = grid.toNormalEquations(data.x0().length);
    for (int t = 0; t < risks.count(); t++) {
      double scratch = data.scratchRisk(t, mu1);
      assertThat(risks.scratchRisk(t))
          .as("%s target %d scratch", as, t)
          .isCloseTo(scratch, within(tolerance * (1 + scratch)));
      double[] actual = risks.transferRisks(t);
      assertThat(actual).hasSize(grid.size());
      double[] expected = new double[grid.size()];
      for (int j = 0; j < expected.length; j++) {
        expected[j] = data.transferRisk(t, mu0[j], mu1);
        assertThat(actual[j])
            .as("%s target %d lambda0=%s", as, t, grid.get(j))
            .isCloseTo(expected[j], within(tolerance * (1 + expected[j])));
      }
      assertThat(risks.minimizer(t))
          .as("%s target %d", as, t)
          .isEqualTo(BruteForce.argmin(expected));
    }
  }

  @ParameterizedTest
  @CsvSource({"6,5", "6,10", "6,16", "10,10", "17,5", "17,10", "17,16", "1,1"})
  void sourceAndTransferRisksAreThoseOfModelsFittedByElimination(int n0, int n1) {
    for (String kind : new String[] {"identity", "powerLaw", "dense"}) {
      for (LambdaScale scale : LambdaScale.values()) {
        for (Order order : Order.values()) {
          long seed = 31L * n0 + n1;
          String as = "seed " + seed + " " + kind + " " + scale + " " + order;
          Planted data =
              Planted.draw(
                  seed, new Setting(P, n0, n1, 3, 0.8, 0.5, 0.6), Planted.covariance(kind, P));
          LambdaGrid grid = LambdaGrid.of(scale, PENALTIES);
          double[] mu0 = grid.toNormalEquations(n0);
          try (RiskSweep sweep = sweep(data, grid, order)) {
            double[] expected = new double[mu0.length];
            for (int j = 0; j < mu0.length; j++) {
              expected[j] = data.sourceRisk(mu0[j]);
              assertThat(sweep.sourceRisks()[j])
                  .as("%s lambda0=%s", as, grid.get(j))
                  .isCloseTo(expected[j], within(1e-10 * (1 + expected[j])));
            }
            assertThat(sweep.sourceMinimizer()).as(as).isEqualTo(BruteForce.argmin(expected));
            for (double lambda1 : new double[] {1e-3, 0.2, 50}) {
              TargetRisks risks = targets(sweep, data, lambda1, scale, order);
              double mu1 = scale.toNormalEquations(lambda1, n1);
              assertRisks(risks, data, grid, mu1, 1e-9, as + " lambda1=" + lambda1);
            }
          }
        }
      }
    }
  }

  @Test
  void theTargetRiskIsWeighedByTheTargetsOwnCovariance() {
    Planted data =
        Planted.draw(5, new Setting(P, 14, 7, 2, 0.9, 0.2, 0.4), Covariance.isotropic(P));
    Covariance other = Planted.covariance("dense", P);
    LambdaGrid grid = LambdaGrid.of(LambdaScale.MEAN, PENALTIES);
    try (RiskSweep sweep = sweep(data, grid, Order.ROW_MAJOR)) {
      TargetRisks risks =
          sweep.targets(
              data.targetDesigns(Order.ROW_MAJOR),
              Planted.columns(data.y1()),
              Planted.columns(data.w1()),
              other,
              0.1,
              LambdaScale.MEAN);
      double[] b0 = DirectRidge.solve(data.x0(), data.y0(), 14 * PENALTIES[3]);
      double[] b1 = DirectRidge.solve(data.x1()[1], data.y1()[1], b0, 0.7);
      assertThat(risks.transferRisks(1)[3])
          .isCloseTo(BruteForce.risk(b1, data.w1()[1], other), within(1e-12));
    }
  }

  @Test
  void targetsMayShareOneDesign() {
    for (int n1 : new int[] {6, 15}) {
      Planted drawn =
          Planted.draw(8, new Setting(P, 14, n1, 3, 0.9, 0.4, 0.4), Covariance.powerLaw(P, 1));
      double[][][] same = {drawn.x1()[0], drawn.x1()[0], drawn.x1()[0]};
      Planted data =
          new Planted(
              drawn.x0(), drawn.y0(), drawn.w0(), same, drawn.y1(), drawn.w1(), drawn.sigma());
      LambdaGrid grid = LambdaGrid.of(LambdaScale.MEAN, PENALTIES);
      MatrixBatch one = Planted.batch(new double[][][] {drawn.x1()[0]}, Order.ROW_MAJOR);
      MatrixBatch shared = MatrixBatch.of(one.data(), 0, n1, P, P, 0, 3, Order.ROW_MAJOR);
      try (RiskSweep sweep = sweep(data, grid, Order.ROW_MAJOR)) {
        TargetRisks risks =
            sweep.targets(
                shared,
                Planted.columns(data.y1()),
                Planted.columns(data.w1()),
                data.sigma(),
                0.2,
                LambdaScale.SUM);
        assertRisks(risks, data, grid, 0.2, 1e-10, "seed 8 n1=" + n1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"6", "10", "16"})
  void sourcePenaltyZeroIsTheMinimumNormModelBySpectrum(int n0) {
    Planted data =
        Planted.draw(n0, new Setting(P, n0, 5, 2, 0.9, 0.2, 0.3), Planted.covariance("dense", P));
    LambdaGrid grid = LambdaGrid.of(LambdaScale.MEAN, 0.1, 0, 5);
    try (RiskSweep sweep = sweep(data, grid, Order.COLUMN_MAJOR)) {
      assertThat(sweep.route(1).method()).isEqualTo(Route.Method.SPECTRUM);
      double expected = data.sourceRisk(0);
      assertThat(sweep.sourceRisks()[1])
          .as("seed %d", n0)
          .isCloseTo(expected, within(1e-8 * expected));
      TargetRisks risks = targets(sweep, data, 0.1, LambdaScale.MEAN, Order.ROW_MAJOR);
      assertRisks(risks, data, grid, 0.5, 1e-8, "seed " + n0);
    }
  }

  @ParameterizedTest
  @CsvSource({"5", "16"})
  void targetPenaltyZeroOfAFullRankDesignIsTheStepToTheNearestLeastSquaresSolution(int n1) {
    for (String kind : new String[] {"identity", "powerLaw", "dense"}) {
      Planted data =
          Planted.draw(n1, new Setting(P, 14, n1, 3, 0.9, 0.2, 0.3), Planted.covariance(kind, P));
      LambdaGrid grid = LambdaGrid.of(LambdaScale.MEAN, PENALTIES);
      try (RiskSweep sweep = sweep(data, grid, Order.COLUMN_MAJOR)) {
        TargetRisks risks = targets(sweep, data, 0, LambdaScale.MEAN, Order.ROW_MAJOR);
        String as = "seed " + n1 + " " + kind;
        if (n1 > P) {
          // least squares forgets the prior: all risks are one, up to rounding
          for (double risk : risks.transferRisks(0)) {
            assertThat(risk).as(as).isCloseTo(data.scratchRisk(0, 0), within(1e-10));
          }
        } else {
          assertRisks(risks, data, grid, 0, 1e-9, as);
        }
      }
    }
  }

  /**
   * A row twice makes the dual Gram matrix singular; rounding decides whether a factorisation
   * notices. The nearest least-squares solution sees the two rows as one with the mean observation.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void targetPenaltyZeroWithARowTwiceEqualsTheFitToTheRowOnce(long seed) {
    for (String kind : new String[] {"identity", "powerLaw", "dense"}) {
      for (double lambda1 : new double[] {0, 1e-17}) {
        Planted data =
            Planted.draw(
                seed, new Setting(P, 14, 5, 2, 0.9, 0.2, 0.3), Planted.covariance(kind, P));
        double[][] x = data.x1()[0];
        x[3] = x[1].clone();
        double mean = (data.y1()[0][1] + data.y1()[0][3]) / 2;
        double[][] once = {x[0], x[1], x[2], x[4]};
        double[] y = {data.y1()[0][0], mean, data.y1()[0][2], data.y1()[0][4]};
        LambdaGrid grid = LambdaGrid.of(LambdaScale.MEAN, PENALTIES);
        try (RiskSweep sweep = sweep(data, grid, Order.COLUMN_MAJOR)) {
          TargetRisks risks = targets(sweep, data, lambda1, LambdaScale.SUM, Order.ROW_MAJOR);
          for (int j = 0; j < PENALTIES.length; j++) {
            double[] b0 = DirectRidge.solve(data.x0(), data.y0(), 14 * PENALTIES[j]);
            double expected =
                BruteForce.risk(DirectRidge.solve(once, y, b0, 0), data.w1()[0], data.sigma());
            assertThat(risks.transferRisks(0)[j])
                .as("seed %d %s lambda1=%s lambda0=%s", seed, kind, lambda1, PENALTIES[j])
                .isCloseTo(expected, within(1e-8 * (1 + expected)));
          }
          double[] b = DirectRidge.solve(once, y, 0);
          assertThat(risks.scratchRisk(0))
              .as("seed %d %s lambda1=%s scratch", seed, kind, lambda1)
              .isCloseTo(BruteForce.risk(b, data.w1()[0], data.sigma()), within(1e-8));
          // the other target of the batch is as it would be alone
          double[] b0 = DirectRidge.solve(data.x0(), data.y0(), 14 * PENALTIES[2]);
          double[] b1 = DirectRidge.solve(data.x1()[1], data.y1()[1], b0, 0);
          assertThat(risks.transferRisks(1)[2])
              .isCloseTo(BruteForce.risk(b1, data.w1()[1], data.sigma()), within(1e-8));
          assertThat(risks.exact(0)).as("seed %d %s singular", seed, kind).isNaN();
        }
      }
    }
  }

  @Test
  void theSmallestPenaltyWinsATie() {
    Planted data = Planted.draw(3, new Setting(P, 7, 5, 1, 0.9, 0.2, 0.3), Covariance.isotropic(P));
    LambdaGrid grid = LambdaGrid.of(LambdaScale.MEAN, 5, 0.5, 50);
    RidgeProblem silent = RidgeProblem.of(data.x0(), new double[7]);
    try (RiskSweep sweep = new RiskSweep(ridgeline, silent, data.w0(), data.sigma(), grid)) {
      assertThat(sweep.sourceMinimizer()).isEqualTo(1);
      assertThat(sweep.sourceExact()).isEqualTo(0.5);
      TargetRisks risks = targets(sweep, data, 0.1, LambdaScale.MEAN, Order.ROW_MAJOR);
      assertThat(risks.minimizer(0)).isEqualTo(1);
      assertThat(risks.transferRisks(0)[2]).isEqualTo(risks.scratchRisk(0));
    }
  }

  @Test
  void theInputIsLeftAloneAndResultsAreCopies() {
    Planted data =
        Planted.draw(4, new Setting(P, 14, 5, 2, 0.9, 0.2, 0.3), Planted.covariance("dense", P));
    Planted again =
        Planted.draw(4, new Setting(P, 14, 5, 2, 0.9, 0.2, 0.3), Planted.covariance("dense", P));
    MatrixBatch x0 = Planted.batch(new double[][][] {data.x0()}, Order.COLUMN_MAJOR);
    MatrixBatch x1 = data.targetDesigns(Order.COLUMN_MAJOR);
    MatrixBatch y1 = Planted.columns(data.y1());
    MatrixBatch w1 = Planted.columns(data.w1());
    LambdaGrid grid = LambdaGrid.of(LambdaScale.MEAN, PENALTIES);
    try (RiskSweep sweep =
        new RiskSweep(
            ridgeline,
            RidgeProblem.of(x0, Matrix.column(data.y0()).asBatch()),
            data.w0(),
            data.sigma(),
            grid)) {
      TargetRisks risks = sweep.targets(x1, y1, w1, data.sigma(), 0, LambdaScale.MEAN);
      double first = risks.exact(0);
      sweep.sourceExact();
      sweep.sourceRisks()[0] = -1;
      risks.transferRisks(0)[0] = -1;
      assertThat(sweep.sourceRisks()[0]).isPositive();
      assertThat(risks.transferRisks(0)[0]).isPositive();
      assertThat(risks.exact(0)).isEqualTo(first);
    }
    assertThat(x0.data())
        .isEqualTo(Planted.batch(new double[][][] {again.x0()}, Order.COLUMN_MAJOR).data());
    assertThat(x1.data()).isEqualTo(again.targetDesigns(Order.COLUMN_MAJOR).data());
    assertThat(y1.data()).isEqualTo(Planted.columns(again.y1()).data());
    assertThat(w1.data()).isEqualTo(Planted.columns(again.w1()).data());
    assertThat(data.w0()).isEqualTo(again.w0());
    assertThat(data.y0()).isEqualTo(again.y0());
  }

  @Test
  void refusesASourceThatDoesNotFit() {
    LambdaGrid grid = LambdaGrid.of(LambdaScale.MEAN, 1);
    RidgeProblem source = RidgeProblem.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}, new double[3]);
    Covariance two = Covariance.isotropic(2);
    assertThatThrownBy(() -> new RiskSweep(ridgeline, source, new double[3], two, grid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("features=2, truth=3, sigma=2");
    assertThatThrownBy(
            () -> new RiskSweep(ridgeline, source, new double[2], Covariance.isotropic(5), grid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("features=2, truth=2, sigma=5");
    RidgeProblem several =
        RidgeProblem.of(
            MatrixBatch.ofColumnMajor(new double[12], 3, 2, 2),
            MatrixBatch.ofColumnMajor(new double[6], 3, 1, 2));
    assertThatThrownBy(() -> new RiskSweep(ridgeline, several, new double[2], two, grid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("problems=2, targets=1");
    assertThatThrownBy(
            () -> new RiskSweep(ridgeline, source, new double[] {0, Double.NaN}, two, grid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("truth must be finite: NaN at row 1");
  }

  @Test
  void refusesTargetsThatDoNotFitNamingTheValues() {
    Planted data = Planted.draw(6, new Setting(4, 6, 3, 2, 0.9, 0.2, 0.3), Covariance.isotropic(4));
    LambdaGrid grid = LambdaGrid.of(LambdaScale.MEAN, 1);
    MatrixBatch x = data.targetDesigns(Order.ROW_MAJOR);
    MatrixBatch y = Planted.columns(data.y1());
    MatrixBatch w = Planted.columns(data.w1());
    Covariance sigma = data.sigma();
    try (RiskSweep sweep = sweep(data, grid, Order.ROW_MAJOR)) {
      MatrixBatch wide = MatrixBatch.ofRowMajor(new double[30], 3, 5, 2);
      MatrixBatch w5 = MatrixBatch.ofColumnMajor(new double[10], 5, 1, 2);
      refused(
          sweep,
          wide,
          y,
          w5,
          Covariance.isotropic(5),
          1,
          "features=4",
          "x=MatrixBatch[2 x (3 x 5)");
      refused(sweep, x, y, w5, sigma, 1, "truths=MatrixBatch[2 x (5 x 1)");
      refused(sweep, x, y, w.slice(0, 1), sigma, 1, "truths=MatrixBatch[1 x (4 x 1)");
      refused(sweep, x, y, w, Covariance.isotropic(3), 1, "targetSigma=3");
      refused(sweep, x, y.slice(0, 1), w, sigma, 1, "y=MatrixBatch[1 x (3 x 1)");
      MatrixBatch y2 = MatrixBatch.ofColumnMajor(new double[12], 3, 2, 2);
      refused(sweep, x, y2, w, sigma, 1, "y=MatrixBatch[2 x (3 x 2)");
      for (double lambda : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
        refused(sweep, x, y, w, sigma, lambda, "lambda=" + lambda);
      }
      double[] bad = w.data().clone();
      bad[5] = Double.NaN;
      MatrixBatch badTruths = MatrixBatch.ofColumnMajor(bad, 4, 1, 2);
      refused(
          sweep,
          x,
          y,
          badTruths,
          sigma,
          1,
          "truths must be finite: NaN at row 1, column 0, item 1");
    }
  }

  private static void refused(
      RiskSweep sweep,
      MatrixBatch x,
      MatrixBatch y,
      MatrixBatch truths,
      Covariance sigma,
      double lambda,
      String... named) {
    assertThatThrownBy(() -> sweep.targets(x, y, truths, sigma, lambda, LambdaScale.MEAN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(named);
  }

  @Test
  void truthsAndObservationsMayComeAsDenseRowMajorColumns() {
    Planted data =
        Planted.draw(6, new Setting(4, 6, 3, 2, 0.9, 0.2, 0.3), Covariance.powerLaw(4, 1));
    LambdaGrid grid = LambdaGrid.of(LambdaScale.MEAN, 1);
    try (RiskSweep sweep = sweep(data, grid, Order.ROW_MAJOR)) {
      TargetRisks risks =
          sweep.targets(
              data.targetDesigns(Order.ROW_MAJOR),
              MatrixBatch.ofRowMajor(Planted.columns(data.y1()).data(), 3, 1, 2),
              MatrixBatch.ofRowMajor(Planted.columns(data.w1()).data(), 4, 1, 2),
              data.sigma(),
              0.4,
              LambdaScale.SUM);
      assertRisks(risks, data, grid, 0.4, 1e-11, "seed 6");
    }
  }

  @Test
  void aTargetThatDoesNotExistIsRefused() {
    Planted data = Planted.draw(6, new Setting(4, 6, 3, 2, 0.9, 0.2, 0.3), Covariance.isotropic(4));
    try (RiskSweep sweep = sweep(data, LambdaGrid.of(LambdaScale.MEAN, 1, 2), Order.ROW_MAJOR)) {
      TargetRisks risks = targets(sweep, data, 1, LambdaScale.MEAN, Order.ROW_MAJOR);
      for (int bad : new int[] {-1, 2}) {
        assertThatThrownBy(() -> risks.transferRisks(bad))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> risks.scratchRisk(bad))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> risks.minimizer(bad))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> risks.exact(bad)).isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }
}
