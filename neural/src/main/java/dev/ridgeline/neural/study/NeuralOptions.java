// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.GlobalOptions;
import dev.ridgeline.workbench.cli.Grid;
import dev.ridgeline.workbench.random.Rng;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options of every neural study of data sets, for use as a picocli {@code @Mixin}. What is not
 * given comes from the profile.
 */
@Command
final class NeuralOptions {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the data sets; 'ridgeline neural fetch' fills it.")
  private Path data;

  @Mixin private SweepOptions sweep;

  @Option(
      names = "--fractions",
      paramLabel = "LIST",
      converter = Grid.Converter.class,
      description = "Shares of the target training set, above 0 and at most 1.")
  private Grid fractions;

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

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Made by picocli. */
  NeuralOptions() {}

  Profile profile() {
    return sweep.profile();
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
    SweepOptions.requireAscending("--fractions", fractions);
    if (fractions != null) {
      fractions.requireAbove("--fractions", 0);
      if (fractions.get(fractions.size() - 1) > 1) {
        throw new BadInputException("--fractions", fractions, "shares of at most 1");
      }
    }
    Protocol run = sweep.over(protocol);
    GlobalOptions global = GlobalOptions.of(command);
    return new StudyPlan(
        run.seeds(),
        run.weightDecays().values(),
        (fractions == null ? run.fractions() : fractions).values(),
        run.sourceEpochs(),
        run.transferEpochs(),
        select,
        rng,
        sweep.parallel(global),
        global.quiet());
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
    sweep.record(sweep.over(protocol));
    fractions = fractions == null ? protocol.fractions() : fractions;
    return plan;
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
    return sweep.wantsReport();
  }
}
