// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import dev.ridgeline.Ridgeline;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/**
 * The {@code ridgeline} command: finds the sub-commands, runs one, and turns failures into codes.
 */
@Command(
    name = "ridgeline",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Batched ridge regression and ridge transfer.")
public final class Main implements Runnable {
  @Mixin private GlobalOptions global;
  @Spec private CommandSpec spec;

  private final List<String> commands;

  private Main(List<String> commands) {
    this.commands = commands;
  }

  /**
   * Runs the command and ends the JVM with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    StandardError.attach();
    if (!GlobalOptions.firstOtherThanGlobal(args).isEmpty()) {
      // reading the options keeps one core busy; another one compiles kernels meanwhile
      Ridgeline.prepare(GlobalOptions.likelyBackend(args));
    }
    int code = commandLineFor(args).execute(args);
    System.out.flush();
    System.exit(code);
  }

  /**
   * The whole command, every sub-command on the class path included.
   *
   * @return a command line ready to execute, which returns the exit code and never throws
   */
  public static CommandLine commandLine() {
    return commandLine(
        ServiceLoader.load(Subcommand.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  /**
   * The command with as much of it as these arguments need: the sub-command that they name, or all.
   * Reading the options of every command takes longer than many a command itself.
   */
  static CommandLine commandLineFor(String... args) {
    List<ServiceLoader.Provider<Subcommand>> all =
        ServiceLoader.load(Subcommand.class).stream().toList();
    String named = GlobalOptions.firstOtherThanGlobal(args);
    List<ServiceLoader.Provider<Subcommand>> chosen =
        all.stream().filter(provider -> nameOf(provider.type()).equals(named)).toList();
    return commandLine(
        (chosen.isEmpty() ? all : chosen).stream().map(ServiceLoader.Provider::get).toList());
  }

  private static String nameOf(Class<? extends Subcommand> type) {
    Command command = type.getAnnotation(Command.class);
    return command == null ? "" : command.name();
  }

  /**
   * The command with these sub-commands.
   *
   * @param subcommands objects annotated with picocli's {@code @Command}
   * @return a command line ready to execute
   */
  public static CommandLine commandLine(List<? extends Subcommand> subcommands) {
    List<CommandLine> sorted =
        subcommands.stream()
            .map(CommandLine::new)
            .sorted(Comparator.comparing(CommandLine::getCommandName))
            .toList();
    CommandLine root =
        new CommandLine(new Main(sorted.stream().map(CommandLine::getCommandName).toList()));
    for (CommandLine subcommand : sorted) {
      subcommand.getCommandSpec().versionProvider(new Version());
      root.addSubcommand(subcommand);
    }
    return root.setExpandAtFiles(false)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(Failures::refused)
        .setExecutionStrategy(Main::execute)
        .setExecutionExceptionHandler(Failures::failed);
  }

  /** Runs the last command given; picocli itself lets an {@link Error} through. */
  private static int execute(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (Error failure) { // lack of memory is told like every other failure
      ParseResult last = parsed;
      while (last.hasSubcommand()) {
        last = last.subcommand();
      }
      return Failures.failed(failure, last.commandSpec().commandLine());
    }
  }

  GlobalOptions global() {
    return global;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no command given: expected one of " + String.join(", ", commands));
  }
}
