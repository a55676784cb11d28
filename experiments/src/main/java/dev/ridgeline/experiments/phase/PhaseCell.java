// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.phase;

import dev.ridgeline.experiments.model.CovarianceKind;
import dev.ridgeline.experiments.model.Setting;
import dev.ridgeline.workbench.run.Cell;

/**
 * One seed of one setting, all alignments.
 *
 * @param gamma aspect ratio asked for
 * @param alpha exponent of the power law, 0 for isotropic
 * @param dimension p
 * @param seed the number seeded
 */
public record PhaseCell(double gamma, double alpha, int dimension, long seed) implements Cell {
  /**
   * One seed of a setting.
   *
   * @param setting which
   * @param seed the number seeded
   * @return the cell
   */
  public static PhaseCell of(Setting setting, long seed) {
    return new PhaseCell(setting.gamma(), setting.covariance().alpha(), setting.dimension(), seed);
  }

  /**
   * What it is a seed of.
   *
   * @return the setting
   */
  public Setting setting() {
    return new Setting(gamma, new CovarianceKind(alpha), dimension);
  }

  @Override
  public String id() {
    return "dimension=" + dimension + "/gamma=" + gamma + "/alpha=" + alpha + "/seed=" + seed;
  }
}
