// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.model;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.cli.PenaltyScale;
import picocli.CommandLine.ITypeConverter;

/**
 * What {@code --penalties} and {@code --target-penalties} take for tables.
 *
 * @param grid the penalties; null: {@code auto}, which the table decides
 */
record PenaltyOption(Grid grid) {
  private static final String AUTO = "auto";

  /**
   * The penalties.
   *
   * @param count how many {@code auto} stands for
   */
  LambdaGrid on(PenaltyScale scale, int count) {
    return grid == null
        ? LambdaGrid.auto(scale.scale(), count)
        : LambdaGrid.of(scale.scale(), grid.values());
  }

  @Override
  public String toString() {
    return grid == null ? AUTO : grid.toString();
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<PenaltyOption> {
    @Override
    public PenaltyOption convert(String text) {
      return new PenaltyOption(text.equals(AUTO) ? null : new Grid.Penalties().convert(text));
    }
  }
}
