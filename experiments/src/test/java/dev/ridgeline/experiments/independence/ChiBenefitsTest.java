// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.independence;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.experiments.TwoSamples;
import dev.ridgeline.experiments.benefit.BenefitCell;
import dev.ridgeline.experiments.benefit.BenefitDesign;
import dev.ridgeline.experiments.benefit.BenefitResult;
import dev.ridgeline.experiments.benefit.BenefitSweep;
import dev.ridgeline.experiments.benefit.SourcePenalty;
import dev.ridgeline.experiments.model.CovarianceKind;
import dev.ridgeline.experiments.model.Setting;
import dev.ridgeline.workbench.backends.CellBackend;
import dev.ridgeline.workbench.random.Rng;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Benefits of a ridgeless source, of drawn designs and of reduced ones: one law. */
final class ChiBenefitsTest {
  private static final int SEEDS = 600;

  @ParameterizedTest
  @ValueSource(doubles = {2, 0.5})
  void reducedDesignsGiveTheLawOfDrawnOnes(double gamma) {
    BenefitDesign design =
        new BenefitDesign(
            new Setting(gamma, CovarianceKind.ISOTROPIC, 40),
            List.of(SourcePenalty.RIDGELESS),
            LambdaGrid.of(LambdaScale.MEAN, 1),
            new double[] {0.5},
            new int[] {10, 50},
            new double[] {0.1, 1},
            new double[] {0.6, 1.1},
            0.1);
    try (Ridgeline ridgeline = Ridgeline.builder().threads(1).open()) {
      CellBackend backend = CellBackend.of(ridgeline);
      List<double[]> drawn = sample(new BenefitSweep(backend, Rng.DEFAULT, design)::run);
      List<double[]> chi = sample(new ChiBenefits(backend, design)::run);
      for (int k = 0; k < 8; k++) {
        int at = k;
        TwoSamples.assertOneLaw(
            "benefit " + k + " at gamma = " + gamma + ", seeds from 1",
            drawn.stream().mapToDouble(benefits -> benefits[at]).toArray(),
            chi.stream().mapToDouble(benefits -> benefits[at]).toArray());
      }
    }
  }

  private static List<double[]> sample(Function<BenefitCell, BenefitResult> sweep) {
    return LongStream.rangeClosed(1, SEEDS)
        .mapToObj(seed -> sweep.apply(new BenefitCell(seed)).benefits())
        .toList();
  }
}
