// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.benefit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which source model a benefit study transfers. */
@Command
public final class BenefitOptions {
  @Option(
      names = "--source-penalty",
      paramLabel = "NAME",
      defaultValue = "ridgeless",
      converter = SourcePenalty.Converter.class,
      description = "ridgeless, source-optimal or transfer-optimal (default: ${DEFAULT-VALUE}).")
  private SourcePenalty sourcePenalty;

  /** Made by picocli. */
  public BenefitOptions() {}

  /**
   * The source model.
   *
   * @return which
   */
  public SourcePenalty sourcePenalty() {
    return sourcePenalty;
  }
}
