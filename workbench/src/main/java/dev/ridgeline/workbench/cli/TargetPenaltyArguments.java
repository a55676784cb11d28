// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The penalties for leaving a source model: for use as a picocli mixin. */
@Command
public final class TargetPenaltyArguments {
  @Option(
      names = "--target-penalties",
      paramLabel = "GRID",
      converter = PenaltyOption.Converter.class,
      defaultValue = "auto",
      description =
          "Penalties for leaving the source model, on --scale; auto follows from the source"
              + " (default: ${DEFAULT-VALUE}).")
  private PenaltyOption penalties;

  /** Made by picocli. */
  public TargetPenaltyArguments() {}

  /**
   * The penalties.
   *
   * @param scale they are on
   * @return the grid
   */
  public LambdaGrid grid(LambdaScale scale) {
    return penalties.on(scale, PenaltyOption.TARGET);
  }
}
