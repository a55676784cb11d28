// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.GlobalOptions;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.cli.Numbers;
import dev.ridgeline.workbench.random.Rng;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options of every neural study, for use as a picocli {@code @Mixin}. What is not given comes
 * from the profile.
 */
@Command
final class NeuralOptions {
  private static final int MOST_SEEDS = 1000;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the data sets; 'ridgeline neural fetch' fills it.")
  private Path data;

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
      names = "--fractions",
      paramLabel = "LIST",
      converter = Grid.Converter.class,
      description = "Shares of the target training set, above 0 and at most 1.")
  private Grid fractions;

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
      names = "--select",
      paramLabel = "BY",
      defaultValue = "test",
      converter = Selection.Converter.class,
      description =
          "Choose the best weight decay on test (as published) or validation accuracy; default"
              + " ${DEFAULT-VALUE}.")
  private Selection select;

  @Option(
      names = "--rng",
      paramLabel = "NAME",
      defaultValue = "default",
      converter = Rng.Converter.class,
      description =
          "default, or numpy-legacy for the published target subsets of MNIST and CIFAR-10.")
  private Rng rng;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      converter = Numbers.Count.class,
      description = "Cells at work at a time, by default --threads. Never changes a result.")
  private Integer parallel;

  @Option(names = "--no-report", description = "Leave report.html out.")
  private boolean noReport;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Made by picocli. */
  NeuralOptions() {}

  Profile profile() {
    return profile;
  }

  /**
   * Fills in what was not given, so that the parameters of the run say what it does, and refuses
   * what cannot be run.
   *
   * @param protocol what the profile says
   * @param severalFractions whether the study takes more than one
   */
  void complete(Protocol protocol, boolean severalFractions) {
    if (!Files.isDirectory(data)) {
      throw new BadInputException("--data", data, "the folder of the data sets");
    }
    seeds = seeds == null ? (Integer) protocol.seeds() : seeds;
    weightDecays = weightDecays == null ? protocol.weightDecays() : weightDecays;
    fractions = fractions == null ? protocol.fraction() : fractions;
    sourceEpochs = sourceEpochs == null ? (Integer) protocol.sourceEpochs() : sourceEpochs;
    transferEpochs = transferEpochs == null ? (Integer) protocol.transferEpochs() : transferEpochs;
    if (seeds > MOST_SEEDS) {
      throw new BadInputException("--seeds", seeds, "at most " + MOST_SEEDS);
    }
    requireDistinct("--weight-decays", weightDecays);
    requireDistinct("--fractions", fractions);
    fractions.requireAbove("--fractions", 0);
    if (Arrays.stream(fractions.values()).anyMatch(f -> f > 1)) {
      throw new BadInputException("--fractions", fractions, "shares of at most 1");
    }
    if (!severalFractions && fractions.size() > 1) {
      throw new BadInputException(
          "--fractions", fractions, "one share ('ridgeline neural independence' takes several)");
    }
  }

  private static void requireDistinct(String option, Grid grid) {
    if (Arrays.stream(grid.values()).distinct().count() < grid.size()) {
      throw new BadInputException(option, grid, "different values");
    }
  }

  Path data() {
    return data;
  }

  int seeds() {
    return seeds;
  }

  double[] weightDecays() {
    return weightDecays.values();
  }

  double[] fractions() {
    return fractions.values();
  }

  int sourceEpochs() {
    return sourceEpochs;
  }

  int transferEpochs() {
    return transferEpochs;
  }

  Selection select() {
    return select;
  }

  Rng rng() {
    return rng;
  }

  int parallel() {
    return parallel == null ? GlobalOptions.of(command).threads() : parallel;
  }

  boolean quiet() {
    return GlobalOptions.of(command).quiet();
  }

  boolean wantsReport() {
    return !noReport;
  }
}
