// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.GlobalOptions;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.cli.Numbers;
import dev.ridgeline.workbench.random.Rng;
import java.nio.file.Files;
import java.nio.file.Path;
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
   * What is run of one data set.
   *
   * @param protocol what the profile says where no option does
   * @return the plan, checked
   */
  StudyPlan plan(Protocol protocol) {
    if (!Files.isDirectory(data)) {
      throw new BadInputException("--data", data, "the folder of the data sets");
    }
    StudyPlan plan =
        new StudyPlan(
            seeds == null ? protocol.seeds() : seeds,
            (weightDecays == null ? protocol.weightDecays() : weightDecays).values(),
            (fractions == null ? protocol.fractions() : fractions).values(),
            sourceEpochs == null ? protocol.sourceEpochs() : sourceEpochs,
            transferEpochs == null ? protocol.transferEpochs() : transferEpochs,
            select,
            rng,
            parallel == null ? GlobalOptions.of(command).threads() : parallel,
            GlobalOptions.of(command).quiet());
    if (plan.seeds() > MOST_SEEDS) {
      throw new BadInputException("--seeds", seeds, "at most " + MOST_SEEDS);
    }
    requireAscending("--weight-decays", weightDecays);
    requireAscending("--fractions", fractions);
    if (fractions != null) {
      fractions.requireAbove("--fractions", 0);
      if (fractions.get(fractions.size() - 1) > 1) {
        throw new BadInputException("--fractions", fractions, "shares of at most 1");
      }
    }
    return plan;
  }

  /**
   * What a study of one data set and one fraction runs. What was not given is filled in, so that
   * the parameters of the run say what it does.
   *
   * @param protocol what the profile says where no option does
   * @return the plan, checked
   */
  StudyPlan planOfOne(Protocol protocol) {
    StudyPlan plan = plan(protocol);
    if (plan.fractions().length > 1) {
      throw new BadInputException(
          "--fractions", fractions, "one share ('ridgeline neural independence' takes several)");
    }
    seeds = plan.seeds();
    weightDecays = weightDecays == null ? protocol.weightDecays() : weightDecays;
    fractions = fractions == null ? protocol.fractions() : fractions;
    sourceEpochs = plan.sourceEpochs();
    transferEpochs = plan.transferEpochs();
    return plan;
  }

  private static void requireAscending(String option, Grid grid) {
    for (int i = 1; grid != null && i < grid.size(); i++) {
      if (grid.get(i) <= grid.get(i - 1)) {
        throw new BadInputException(option, grid, "different values in ascending order");
      }
    }
  }

  Path data() {
    return data;
  }

  Selection select() {
    return select;
  }

  Rng rng() {
    return rng;
  }

  boolean wantsReport() {
    return !noReport;
  }
}
