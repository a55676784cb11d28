// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.realised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Order;
import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.transfer.realised.Planted.Setting;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The continuous minimisers against a golden-section search on risks computed by elimination. */
class RiskSweepExactTest {
  private static final int P = 8;
  private static final double DECADE = Math.log(10);

  private static Ridgeline ridgeline;

  @BeforeAll
  static void open() {
    ridgeline = Ridgeline.builder().backend("reference").threads(2).open();
  }

  @AfterAll
  static void close() {
    ridgeline.close();
  }

  private static Planted draw(long seed, int n0, int n1, String kind) {
    return Planted.draw(
        seed, new Setting(P, n0, n1, 2, 0.8, 0.4, 0.7), Planted.covariance(kind, P));
  }

  private static RiskSweep sweep(Planted data, LambdaGrid grid) {
    return new RiskSweep(ridgeline, data.source(Order.ROW_MAJOR), data.w0(), data.sigma(), grid);
  }

  private static TargetRisks targets(RiskSweep sweep, Planted data, double lambda1) {
    return sweep.targets(
        data.targetDesigns(Order.ROW_MAJOR),
        Planted.columns(data.y1()),
        Planted.columns(data.w1()),
        data.sigma(),
        lambda1,
        LambdaScale.SUM);
  }

  /** Equal to 1e-6 in log lambda, with a derivative that is zero to what differences can tell. */
  private static void assertMinimizer(
      double actual, double expectedLog, DoubleUnaryOperator risk, String as) {
    if (Double.isNaN(expectedLog)) {
      assertThat(actual).as(as).isNaN();
      return;
    }
    double t = Math.log(actual);
    assertThat(t).as(as).isCloseTo(expectedLog, within(1e-6));
    double h = 1e-4;
    double derivative = (risk.applyAsDouble(t + h) - risk.applyAsDouble(t - h)) / (2 * h);
    assertThat(derivative).as("%s derivative", as).isCloseTo(0, within(1e-8));
  }

  @ParameterizedTest
  @CsvSource({"5,4", "5,8", "5,13", "8,4", "13,4", "13,8", "13,13"})
  void theyEqualAFineSearchAndAreNaNWhereThatEndsAtTheEdge(int n0, int n1) {
    int found = 0;
    for (String kind : new String[] {"identity", "powerLaw", "dense"}) {
      for (LambdaScale scale : LambdaScale.values()) {
        long seed = 100L * n0 + n1;
        String as = "seed " + seed + " " + kind + " " + scale;
        Planted data = draw(seed, n0, n1, kind);
        LambdaGrid grid = LambdaGrid.logSpaced(scale, 1e-2, 1e2, 7);
        double low = Math.log(1e-3);
        double high = Math.log(1e3);
        try (RiskSweep sweep = sweep(data, grid)) {
          DoubleUnaryOperator source =
              t -> data.sourceRisk(scale.toNormalEquations(Math.exp(t), n0));
          double expected = BruteForce.minimizer(source, low, high);
          found += Double.isNaN(expected) ? 0 : 1;
          assertMinimizer(sweep.sourceExact(), expected, source, as + " source");
          TargetRisks risks = targets(sweep, data, 0.6);
          for (int target = 0; target < 2; target++) {
            int which = target;
            DoubleUnaryOperator risk =
                t -> data.transferRisk(which, scale.toNormalEquations(Math.exp(t), n0), 0.6);
            expected = BruteForce.minimizer(risk, low, high);
            found += Double.isNaN(expected) ? 0 : 1;
            assertMinimizer(risks.exact(target), expected, risk, as + " target " + target);
          }
        }
      }
    }
    assertThat(found).as("optima inside the range, of 18").isGreaterThanOrEqualTo(6);
  }

  @Test
  void targetPenaltyZeroHasAnOptimumToo() {
    int found = 0;
    for (long seed = 21; seed <= 26; seed++) {
      Planted data = draw(seed, 13, 4, "powerLaw");
      try (RiskSweep sweep = sweep(data, LambdaGrid.logSpaced(LambdaScale.SUM, 1e-2, 1e2, 7))) {
        DoubleUnaryOperator risk = t -> data.transferRisk(0, Math.exp(t), 0);
        double expected = BruteForce.minimizer(risk, Math.log(1e-3), Math.log(1e3));
        found += Double.isNaN(expected) ? 0 : 1;
        assertMinimizer(targets(sweep, data, 0).exact(0), expected, risk, "seed " + seed);
      }
    }
    assertThat(found).as("optima inside the range, of 6").isGreaterThanOrEqualTo(2);
  }

  @Test
  void aTargetThatForgetsItsPriorHasNoOptimum() {
    for (int n1 : new int[] {8, 13}) {
      Planted data = draw(31, 13, n1, "dense");
      try (RiskSweep sweep = sweep(data, LambdaGrid.logSpaced(LambdaScale.SUM, 1e-2, 1e2, 7))) {
        assertThat(targets(sweep, data, 0).exact(0)).as("seed 31 n1=%d", n1).isNaN();
      }
    }
  }

  /** The source and target of one draw with a known optimum inside. */
  private static final Planted KNOWN = draw(7, 13, 4, "dense");

  private static double knownSource() {
    double t = BruteForce.minimizer(s -> KNOWN.sourceRisk(Math.exp(s)), -9, 9);
    assertThat(t).as("seed 7").isNotNaN();
    return Math.exp(t);
  }

  private static double knownTarget() {
    double t = BruteForce.minimizer(s -> KNOWN.transferRisk(0, Math.exp(s), 0.6), -9, 9);
    assertThat(t).as("seed 7").isNotNaN();
    return Math.exp(t);
  }

  private static void assertFound(boolean expected, double... multiples) {
    double source = knownSource();
    double target = knownTarget();
    LambdaGrid bySource = LambdaGrid.of(LambdaScale.SUM, BruteForce.scaled(source, multiples));
    LambdaGrid byTarget = LambdaGrid.of(LambdaScale.SUM, BruteForce.scaled(target, multiples));
    try (RiskSweep first = sweep(KNOWN, bySource);
        RiskSweep second = sweep(KNOWN, byTarget)) {
      double[] actual = {first.sourceExact(), targets(second, KNOWN, 0.6).exact(0)};
      double[] optimum = {source, target};
      for (int i = 0; i < 2; i++) {
        String as = (i == 0 ? "source " : "target ") + Arrays.toString(multiples);
        if (expected) {
          assertThat(Math.log(actual[i] / optimum[i])).as(as).isCloseTo(0, within(1e-6));
        } else {
          assertThat(actual[i]).as(as).isNaN();
        }
      }
    }
  }

  @Test
  void anOptimumLessThanADecadeBeyondTheGridIsFoundAndOneFartherAwayIsNot() {
    assertFound(true, 9.9);
    assertFound(true, 1 / 9.9);
    assertFound(true, 1);
    assertFound(true, 9.9, 30, 100);
    assertFound(true, 1e-3, 1e-2, 1 / 9.9);
    assertFound(false, 10.1);
    assertFound(false, 1 / 10.1);
    assertFound(false, 10.1, 30, 100);
    assertFound(false, 1e-3, 1e-2, 1 / 10.1);
  }

  @Test
  void theOrderOfTheGridRepeatedPenaltiesAndAZeroDoNotMatter() {
    assertFound(true, 3, 100, 0.2, 1e-2, 8);
    assertFound(true, 3, 3, 0.2, 0.2);
    assertFound(true, 3, 0, 0.2, 40);
    assertFound(true, 0, 2);
  }

  @Test
  void aGridWhoseLeastRiskIsAtPenaltyZeroStillFindsAnOptimumBelowItsPositivePenalties() {
    int met = 0;
    for (long seed = 1; seed <= 20; seed++) {
      // many rows: the optimum is nearly as good as penalty zero, far better than 9 times itself
      Planted data =
          Planted.draw(seed, new Setting(P, 40, 4, 1, 0.9, 0.3, 0.5), Covariance.isotropic(P));
      double t = BruteForce.minimizer(s -> data.sourceRisk(Math.exp(s)), -9, 9);
      if (Double.isNaN(t) || data.sourceRisk(0) >= data.sourceRisk(9 * Math.exp(t))) {
        continue;
      }
      met++;
      LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, 90 * Math.exp(t), 0, 9 * Math.exp(t));
      try (RiskSweep sweep = sweep(data, grid)) {
        assertThat(sweep.sourceMinimizer()).as("seed %d", seed).isEqualTo(1);
        assertThat(Math.log(sweep.sourceExact())).as("seed %d", seed).isCloseTo(t, within(1e-6));
      }
    }
    assertThat(met).as("seeds of 20 with the case").isGreaterThanOrEqualTo(5);
  }

  @Test
  void aGridOfPenaltyZeroAloneHasNoOptimum() {
    try (RiskSweep sweep = sweep(KNOWN, LambdaGrid.of(LambdaScale.SUM, 0))) {
      assertThat(sweep.sourceExact()).isNaN();
      assertThat(targets(sweep, KNOWN, 0.6).exact(0)).isNaN();
    }
  }

  @Test
  void withoutNoiseAndForPerfectAlignmentThereIsNoPositiveOptimum() {
    Planted data =
        Planted.draw(14, new Setting(P, 13, 4, 1, 1, 0, 0), Planted.covariance("powerLaw", P));
    LambdaGrid grid = LambdaGrid.logSpaced(LambdaScale.SUM, 1e-2, 1e2, 9);
    double low = Math.log(1e-3);
    double expected =
        BruteForce.minimizer(t -> data.sourceRisk(Math.exp(t)), low, low + 6 * DECADE);
    assertThat(expected).as("seed 14").isNaN();
    try (RiskSweep sweep = sweep(data, grid)) {
      assertThat(sweep.sourceMinimizer()).isZero();
      assertThat(sweep.sourceExact()).isNaN();
    }
  }
}
