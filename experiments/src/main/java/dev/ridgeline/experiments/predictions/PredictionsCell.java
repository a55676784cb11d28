// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.predictions;

import dev.ridgeline.workbench.run.Cell;

/**
 * One seed.
 *
 * @param seed the number seeded
 */
public record PredictionsCell(long seed) implements Cell {
  @Override
  public String id() {
    return "seed=" + seed;
  }
}
