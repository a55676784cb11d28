// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import picocli.CommandLine.ITypeConverter;

/**
 * What {@code --penalties} and {@code --target-penalties} take for tables.
 *
 * @param grid the penalties; null: {@code auto}, which the table decides
 */
public record PenaltyOption(Grid grid) {
  private static final String AUTO = "auto";

  /** Penalties of a source or a single table that {@code auto} stands for. */
  public static final int SOURCE = 61;

  /** Penalties for leaving a source that {@code auto} stands for. */
  public static final int TARGET = 31;

  /**
   * The penalties.
   *
   * @param scale they are on
   * @param count how many {@code auto} stands for
   * @return the grid
   */
  public LambdaGrid on(LambdaScale scale, int count) {
    return grid == null ? LambdaGrid.auto(scale, count) : LambdaGrid.of(scale, grid.values());
  }

  @Override
  public String toString() {
    return grid == null ? AUTO : grid.toString();
  }

  /** Reads the option. */
  public static final class Converter implements ITypeConverter<PenaltyOption> {
    /** Made by picocli. */
    public Converter() {}

    @Override
    public PenaltyOption convert(String text) {
      return new PenaltyOption(text.equals(AUTO) ? null : new Grid.Penalties().convert(text));
    }
  }
}
