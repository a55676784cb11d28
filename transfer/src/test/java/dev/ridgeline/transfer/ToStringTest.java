// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.transfer.alignment.Alignment;
import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.transfer.model.Interval;
import dev.ridgeline.transfer.model.LinearModel;
import dev.ridgeline.transfer.model.PeerPenalty;
import dev.ridgeline.transfer.realised.RiskSweep;
import dev.ridgeline.transfer.risk.Coefficients;
import dev.ridgeline.transfer.risk.DeterministicEquivalent;
import dev.ridgeline.transfer.risk.FiniteSampleRisk;
import dev.ridgeline.transfer.risk.IsotropicTheory;
import dev.ridgeline.transfer.risk.OptimalPenalty;
import dev.ridgeline.transfer.risk.PhaseTheory;
import dev.ridgeline.transfer.risk.RescaledPrior;
import dev.ridgeline.transfer.risk.SourcePenaltyPrice;
import dev.ridgeline.transfer.risk.TransferSetting;
import dev.ridgeline.transfer.risk.TunedTarget;
import dev.ridgeline.transfer.spectral.FilterRisk;
import dev.ridgeline.transfer.spectral.GradientFlow;
import dev.ridgeline.transfer.spectral.Landweber;
import dev.ridgeline.transfer.spectral.LossScale;
import dev.ridgeline.transfer.spectral.PrincipalComponents;
import dev.ridgeline.transfer.spectral.RidgeFilter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public type says what it is in a log or a debugger. */
class ToStringTest {
  private static final TransferSetting SETTING =
      TransferSetting.alike(Covariance.isotropic(2), 4, 1, 0.5, 0.25, Coefficients.averaged(0.8));
  private static final String SETTING_TEXT =
      "TransferSetting[sourceSamples=4, targetSamples=1, sourceNoise=0.5, targetNoise=0.25, "
          + "sourceCovariance=Covariance[diagonal, dimension=2], "
          + "targetCovariance=Covariance[diagonal, dimension=2], coefficients=Averaged[rho=0.8]]";

  static Stream<Arguments> values() {
    DeterministicEquivalent theory = new DeterministicEquivalent(SETTING);
    double[][] x0 = {{1, 0}, {0, 1}, {1, 1}, {1, 2}};
    double[][] x1 = {{1, 0}};
    return Stream.of(
        arguments(
            new Alignment(0.5, 0.25, 1, true, Alignment.Method.ISOTROPIC, ""),
            "Alignment[rho=0.5, low=0.25, high=1.0, estimable=true, method=ISOTROPIC, reason=]"),
        arguments(Covariance.powerLaw(3, 1), "Covariance[diagonal, dimension=3]"),
        arguments(Covariance.dense(new double[] {2, 1, 1, 2}, 2), "Covariance[dense, dimension=2]"),
        arguments(new Interval(1, 2), "Interval[low=1.0, high=2.0]"),
        arguments(
            new LinearModel(new double[] {1, 2}, 3), "LinearModel[2 coefficients, intercept 3.0]"),
        arguments(PeerPenalty.GLMNET, "GLMNET"),
        arguments(new PeerPenalty.Facts(5, 2), "Facts[rows=5, responseDeviation=2.0]"),
        arguments(Coefficients.fixed(new double[2], new double[2]), "Fixed[dimension=2]"),
        arguments(SETTING, SETTING_TEXT),
        arguments(theory, "DeterministicEquivalent[" + SETTING_TEXT + "]"),
        arguments(
            theory.atTargetPenalty(Double.POSITIVE_INFINITY), "TransferCurve[scratch risk 0.64]"),
        arguments(
            new RescaledPrior(theory),
            "RescaledPrior[DeterministicEquivalent[" + SETTING_TEXT + "]]"),
        arguments(
            new RescaledPrior.Choice(0.5, 1, 2), "Choice[scale=0.5, sourcePenalty=1.0, risk=2.0]"),
        arguments(new FiniteSampleRisk(SETTING, x0, x1), "FiniteSampleRisk[" + SETTING_TEXT + "]"),
        arguments(
            new PhaseTheory(Covariance.isotropic(2), 4, 0.5, 1, 0.1),
            "PhaseTheory[Covariance[diagonal, dimension=2], sourceSamples=4, targetSamples=1, "
                + "sourceNoise=0.5, targetPenalty=0.1]"),
        arguments(
            new IsotropicTheory(2, 0.5, 1),
            "IsotropicTheory[gamma=2.0, sourceNoise=0.5, sourceNorm=1.0]"),
        arguments(
            new OptimalPenalty(OptimalPenalty.Location.INTERIOR, 0.5, 1),
            "OptimalPenalty[location=INTERIOR, lambda=0.5, risk=1.0]"),
        arguments(
            new SourcePenaltyPrice(2, 1),
            "SourcePenaltyPrice[atSourceOptimal=2.0, atTransferOptimal=1.0]"),
        arguments(new TunedTarget(0.5, 1), "TunedTarget[penalty=0.5, risk=1.0]"),
        arguments(
            new FilterRisk(1, 2, 3),
            "FilterRisk[alignment=1.0, squaredLength=2.0, squaredNorm=3.0]"),
        arguments(
            new GradientFlow(2, 5, LossScale.MEAN), "GradientFlow[time=2.0, rows=5, scale=MEAN]"),
        arguments(new Landweber(0.1, 3, 5), "Landweber[step=0.1, iterations=3, rows=5]"),
        arguments(new PrincipalComponents(2), "PrincipalComponents[threshold=2.0]"),
        arguments(new RidgeFilter(0.5, 5), "RidgeFilter[lambda=0.5, rows=5]"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueSaysWhatItIs(Object value, String text) {
    assertThat(value).hasToString(text);
  }

  @Test
  void sweepsSayTheirSizes() {
    MatrixBatch x = MatrixBatch.ofColumnMajor(new double[] {1, 0, 0, 1}, 2, 2, 1);
    MatrixBatch y = MatrixBatch.ofColumnMajor(new double[] {1, 2}, 2, 1, 1);
    LambdaGrid grid = LambdaGrid.of(LambdaScale.SUM, 1, 2, 3);
    Covariance sigma = Covariance.isotropic(2);
    double[] truth = {1, 2};
    try (Ridgeline ridgeline = Ridgeline.builder().backend("reference").open();
        RiskSweep sweep = new RiskSweep(ridgeline, RidgeProblem.of(x, y), truth, sigma, grid)) {
      assertThat(sweep.toString()).startsWith("RiskSweep[3 penalties, risks [1.25, ");
      assertThat(sweep.targets(x, y, y, sigma, 1, LambdaScale.SUM))
          .hasToString("TargetRisks[1 targets, 3 penalties]");
    }
  }
}
