// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.benefit;

import dev.ridgeline.workbench.run.Cell;

/**
 * One seed of a benefit study.
 *
 * @param seed the number seeded
 */
public record BenefitCell(long seed) implements Cell {
  @Override
  public String id() {
    return "seed=" + seed;
  }
}
