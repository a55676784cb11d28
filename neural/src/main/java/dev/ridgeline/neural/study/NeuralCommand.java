// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import dev.ridgeline.neural.fetch.FetchCommand;
import dev.ridgeline.workbench.cli.Subcommand;
import dev.ridgeline.workbench.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The studies on networks, each a command of its own below this one. */
@Command(
    name = "neural",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "STUDY",
    description = "Weight decay at the source, accuracy at the target: networks on real data.",
    subcommands = {
      MnistCommand.class,
      Cifar10Command.class,
      NewsgroupsCommand.class,
      IndependenceCommand.class,
      QualityShiftCommand.class,
      RegularizersCommand.class,
      TeacherStudentCommand.class,
      FetchCommand.class
    })
public final class NeuralCommand implements Subcommand {
  @Spec private CommandSpec spec;

  /** Made by the service loader. */
  public NeuralCommand() {}

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "no study given: expected one of " + String.join(", ", spec.subcommands().keySet()));
  }
}
