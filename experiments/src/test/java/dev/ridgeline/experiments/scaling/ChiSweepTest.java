// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.scaling;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.experiments.TwoSamples;
import dev.ridgeline.experiments.model.CovarianceKind;
import dev.ridgeline.experiments.model.Setting;
import dev.ridgeline.experiments.phase.PhaseCell;
import dev.ridgeline.experiments.phase.PhaseResult;
import dev.ridgeline.experiments.phase.PhaseSweep;
import dev.ridgeline.workbench.backends.CellBackend;
import dev.ridgeline.workbench.random.Rng;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Equal in law: two samples of seeds, one of drawn designs, one of reduced ones. */
final class ChiSweepTest {
  private static final LambdaGrid GRID = LambdaGrid.logSpaced(LambdaScale.MEAN, 0.05, 20, 25);
  private static final double RHO = 0.8;
  private static final double TARGET_NOISE = 0.5;
  private static final double TARGET_PENALTY = 0.1;

  private static Map<String, ToDoubleFunction<PhaseResult>> quantities() {
    Map<String, ToDoubleFunction<PhaseResult>> of = new LinkedHashMap<>();
    of.put("log source-optimal penalty", r -> Math.log(r.lambdaSource()));
    of.put("log transfer-optimal penalty", r -> Math.log(r.lambdaTransfer()[0]));
    of.put("log ratio", r -> Math.log(r.ratio(0)));
    of.put("source risk", PhaseResult::sourceRisk);
    of.put("transfer risk", r -> r.transferRisk()[0]);
    of.put("transfer risk at the source optimum", r -> r.transferRiskAtLambdaSource()[0]);
    of.put("scratch risk", r -> r.scratchRisk()[0]);
    of.put("benefit", r -> r.scratchRisk()[0] - r.transferRisk()[0]);
    return of;
  }

  @ParameterizedTest
  @CsvSource({
    "300, 2, 30, 150", // dimension, gamma, target rows, seeds
    "60, 2, 20, 1500",
    "40, 0.5, 30, 1500",
    "24, 1, 40, 3000", // more target rows than coefficients
    "12, 4, 5, 10000", // small, with many seeds: a degree of freedom too much is seen
    "5, 2.5, 3, 10000"
  })
  void reducedDesignsGiveTheLawOfDrawnOnes(int p, double gamma, int rows, int seeds) {
    Setting setting = new Setting(gamma, CovarianceKind.ISOTROPIC, p);
    try (Ridgeline ridgeline = Ridgeline.builder().threads(1).open()) {
      CellBackend backend = CellBackend.of(ridgeline);
      PhaseSweep drawn =
          new PhaseSweep(
              backend,
              Rng.DEFAULT,
              new double[] {RHO},
              GRID,
              rows,
              1,
              TARGET_NOISE,
              TARGET_PENALTY,
              false);
      ChiSweep chi = new ChiSweep(backend, RHO, GRID, rows, 1, TARGET_NOISE, TARGET_PENALTY);
      List<PhaseResult> first = sample(drawn::run, setting, seeds);
      List<PhaseResult> second = sample(chi::run, setting, seeds);
      quantities()
          .forEach(
              (name, quantity) -> {
                double[] a = first.stream().mapToDouble(quantity).toArray();
                double[] b = second.stream().mapToDouble(quantity).toArray();
                String what = name + " at p = " + p + ", gamma = " + gamma + ", seeds from 1";
                TwoSamples.assertOneLaw(what, a, b);
              });
    }
  }

  private static List<PhaseResult> sample(
      Function<PhaseCell, PhaseResult> sweep, Setting setting, int seeds) {
    return LongStream.rangeClosed(1, seeds)
        .mapToObj(seed -> sweep.apply(PhaseCell.of(setting, seed)))
        .toList();
  }
}
