// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.GlobalOptions;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.cli.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The options of every neural study, with data sets or without, for use as a picocli
 * {@code @Mixin}. What is not given comes from the profile.
 */
@Command
final class SweepOptions {
  private static final int MOST_SEEDS = 1000;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "quick",
      converter = Profile.Converter.class,
      description = "smoke (seconds), quick (minutes) or paper (hours); default ${DEFAULT-VALUE}.")
  private Profile profile;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      converter = Numbers.Count.class,
      description = "How many seeds, from 0.")
  private Integer seeds;

  @Option(
      names = "--weight-decays",
      paramLabel = "LIST",
      converter = Grid.Penalties.class,
      description = "Weight decays of the source.")
  private Grid weightDecays;

  @Option(
      names = "--source-epochs",
      paramLabel = "N",
      converter = Numbers.Count.class,
      description = "Passes over the source sample.")
  private Integer sourceEpochs;

  @Option(
      names = "--transfer-epochs",
      paramLabel = "N",
      converter = Numbers.Count.class,
      description = "Passes over the target sample.")
  private Integer transferEpochs;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      converter = Numbers.Count.class,
      description = "Cells at work at a time, by default --threads. Never changes a result.")
  private Integer parallel;

  @Option(names = "--no-report", description = "Leave report.html out.")
  private boolean noReport;

  /** Made by picocli. */
  SweepOptions() {}

  Profile profile() {
    return profile;
  }

  boolean wantsReport() {
    return !noReport;
  }

  /** How many cells are at work at a time. */
  int parallel(GlobalOptions global) {
    return parallel == null ? global.threads() : parallel;
  }

  /**
   * What is run, every option in its place.
   *
   * @param protocol what the profile says where no option does
   * @return the same with what was given, checked
   */
  Protocol over(Protocol protocol) {
    if (seeds != null && seeds > MOST_SEEDS) {
      throw new BadInputException("--seeds", seeds, "at most " + MOST_SEEDS);
    }
    requireAscending("--weight-decays", weightDecays);
    return new Protocol(
        seeds == null ? protocol.seeds() : seeds,
        weightDecays == null ? protocol.weightDecays() : weightDecays,
        protocol.fractions(),
        sourceEpochs == null ? protocol.sourceEpochs() : sourceEpochs,
        transferEpochs == null ? protocol.transferEpochs() : transferEpochs,
        protocol.mostRows());
  }

  /** Fills in what was not given, so that the parameters of the run say what it does. */
  void record(Protocol protocol) {
    seeds = protocol.seeds();
    weightDecays = protocol.weightDecays();
    sourceEpochs = protocol.sourceEpochs();
    transferEpochs = protocol.transferEpochs();
  }

  /**
   * Refuses a grid that does not ascend.
   *
   * @param option its name
   * @param grid null if not given
   */
  static void requireAscending(String option, Grid grid) {
    for (int i = 1; grid != null && i < grid.size(); i++) {
      if (grid.get(i) <= grid.get(i - 1)) {
        throw new BadInputException(option, grid, "different values in ascending order");
      }
    }
  }
}
