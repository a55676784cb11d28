// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.experiments.model.CovarianceKind;
import dev.ridgeline.experiments.model.Setting;
import dev.ridgeline.experiments.model.Spread;
import dev.ridgeline.workbench.backends.CellBackend;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.random.Rng;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The published runs, cell by cell, on their own draws. {@code paper_*.csv} are the published
 * cells; {@code numpy_*.csv} hold the grid indices that an independent NumPy program (one
 * eigendecomposition per source, {@code RandomState} draws) picks for the settings published as
 * figures only. They hold on every backend, within rounding.
 */
@ParameterizedClass
@ValueSource(strings = {"reference", "cpu-simd"})
class PublishedCellsTest {
  private static final double[] RHO = Grid.parse("0.5:1.5:21").values();
  private static final LambdaGrid PENALTIES = LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 50);
  private static final int SEEDS = 10;

  @Parameter String backend;

  private List<PhaseResult> run(double gamma, double alpha, Rng rng) {
    List<PhaseResult> results = new ArrayList<>();
    try (Ridgeline ridgeline = Ridgeline.builder().backend(backend).threads(1).open()) {
      PhaseSweep sweep =
          new PhaseSweep(CellBackend.of(ridgeline), rng, RHO, PENALTIES, 50, 1.0, 0.1, 0.1, false);
      Setting setting = new Setting(gamma, new CovarianceKind(alpha), 500);
      for (int seed = 0; seed < SEEDS; seed++) {
        results.add(sweep.run(PhaseCell.of(setting, 42 + seed)));
      }
    }
    return results;
  }

  private static List<String[]> resource(String name) throws IOException {
    try (InputStream in = PublishedCellsTest.class.getResourceAsStream("/published/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, paper_isotropic_gamma2.csv", "1, paper_power_law_alpha1.csv"})
  void everyPublishedCellIsReproduced(double alpha, String file) throws IOException {
    List<PhaseResult> results = run(2, alpha, Rng.NUMPY_LEGACY);
    List<String[]> cells = resource(file);
    assertThat(cells).hasSize(210);
    for (String[] cell : cells) {
      PhaseResult result = results.get(Integer.parseInt(cell[0]));
      int rho = indexOf(Double.parseDouble(cell[1]));
      assertRelative(cell, result.lambdaSource(), Double.parseDouble(cell[2]));
      assertRelative(cell, result.lambdaTransfer()[rho], Double.parseDouble(cell[3]));
      assertRelative(cell, result.ratio(rho), Double.parseDouble(cell[4]));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, 0, numpy_isotropic_gamma1.5.csv",
    "3, 0, numpy_isotropic_gamma3.csv",
    "5, 0, numpy_isotropic_gamma5.csv",
    "2, 0.5, numpy_power_law_alpha0.5.csv",
    "2, 2, numpy_power_law_alpha2.csv"
  })
  void everyOtherPublishedSettingAgreesWithNumpy(double gamma, double alpha, String file)
      throws IOException {
    List<PhaseResult> results = run(gamma, alpha, Rng.NUMPY_LEGACY);
    List<String[]> cells = resource(file);
    assertThat(cells).hasSize(210);
    for (String[] cell : cells) {
      PhaseResult result = results.get(Integer.parseInt(cell[0]));
      int rho = indexOf(Double.parseDouble(cell[1]));
      assertRelative(cell, result.lambdaSource(), PENALTIES.get(Integer.parseInt(cell[2])));
      assertRelative(cell, result.lambdaTransfer()[rho], PENALTIES.get(Integer.parseInt(cell[3])));
    }
  }

  /** The published figures of the steepest power law, where outliers rule the mean. */
  @Test
  void theSteepPowerLawHasItsEdgeCellsAndMedians() {
    List<PhaseResult> results = run(2, 2, Rng.NUMPY_LEGACY);
    long edges = 0;
    for (PhaseResult result : results) {
      for (boolean edge : result.transferAtEdge()) {
        edges += edge ? 1 : 0;
      }
    }
    assertThat(edges).isEqualTo(26);
    assertThat(ratios(results, 0).mean()).isCloseTo(19.7, within(0.05));
    double[] medians = {6.20, 2.01, 1.21, 0.843, 0.391};
    int[] at = {0, 6, 10, 14, 20};
    for (int i = 0; i < at.length; i++) {
      assertThat(ratios(results, at[i]).median()).isCloseTo(medians[i], within(0.005));
    }
  }

  @Test
  void thePublishedMeansComeOut() {
    List<PhaseResult> isotropic = run(2, 0, Rng.NUMPY_LEGACY);
    double[] means = {3.30, 1.50, 1.04, 0.743, 0.465};
    int[] at = {0, 6, 10, 14, 20};
    for (int i = 0; i < at.length; i++) {
      assertThat(ratios(isotropic, at[i]).mean()).isCloseTo(means[i], within(0.005));
    }
    // the price of the source-optimal penalty on the published draws
    assertThat(meanRiskRatio(isotropic, 0)).isCloseTo(1.304, within(0.0005));
    assertThat(meanRiskRatio(isotropic, 6)).isCloseTo(1.018, within(0.0005));
  }

  private static double meanRiskRatio(List<PhaseResult> results, int rho) {
    return results.stream()
        .mapToDouble(r -> r.transferRiskAtLambdaSource()[rho] / r.transferRisk()[rho])
        .average()
        .orElseThrow();
  }

  private static Spread ratios(List<PhaseResult> results, int rho) {
    return Spread.of(results.stream().mapToDouble(r -> r.ratio(rho)).toArray());
  }

  private static int indexOf(double rho) {
    for (int i = 0; i < RHO.length; i++) {
      if (Math.abs(RHO[i] - rho) < 1e-12) {
        return i;
      }
    }
    throw new AssertionError("rho " + rho + " is not on the grid");
  }

  private static void assertRelative(String[] cell, double actual, double expected) {
    assertThat(actual)
        .as("seed %s rho %s", cell[0], cell[1])
        .isCloseTo(expected, within(1e-9 * expected));
  }
}
