// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The penalties of a fit on tables and their scale: for use as a picocli mixin. */
@Command
public final class PenaltyArguments {
  @Option(
      names = "--penalties",
      paramLabel = "GRID",
      converter = PenaltyOption.Converter.class,
      defaultValue = "auto",
      description =
          "Penalties to try, of the source where there is one, on --scale; auto follows from the"
              + " table (default: ${DEFAULT-VALUE}).")
  private PenaltyOption penalties;

  @Option(
      names = "--scale",
      paramLabel = "NAME",
      defaultValue = "mean",
      converter = ScaleConverter.class,
      completionCandidates = ScaleConverter.class,
      description =
          "Scale of all penalties: mean (times the rows) or sum (default: ${DEFAULT-VALUE}).")
  private LambdaScale scale;

  /** Made by picocli. */
  public PenaltyArguments() {}

  /**
   * The scale of every penalty of the command line.
   *
   * @return mean unless asked for another
   */
  public LambdaScale scale() {
    return scale;
  }

  /**
   * The penalties of the source, or of the only table.
   *
   * @return on the scale
   */
  public LambdaGrid grid() {
    return penalties.on(scale, PenaltyOption.SOURCE);
  }
}
