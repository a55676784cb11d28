// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.model;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.workbench.cli.Grid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The source penalties that a study searches. */
@Command
public final class PenaltyOptions {
  @Option(
      names = "--penalties",
      paramLabel = "GRID",
      converter = Grid.Penalties.class,
      defaultValue = "logspace:1e-2:1e2:50",
      description = "Source penalties to try, on --scale (default: ${DEFAULT-VALUE}).")
  private Grid penalties;

  /** Made by picocli. */
  public PenaltyOptions() {}

  /**
   * The penalties.
   *
   * @param scale what they are measured in
   * @return the grid
   */
  public LambdaGrid grid(LambdaScale scale) {
    return LambdaGrid.of(scale, penalties.values());
  }
}
