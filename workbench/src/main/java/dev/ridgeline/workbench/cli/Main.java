// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import dev.ridgeline.Ridgeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code ridgeline} command: finds the sub-commands, runs one, and turns failures into codes.
 */
@Command(
    name = "ridgeline",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Batched ridge regression and ridge transfer.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed while running",
      "2:bad input or options; nothing was written",
      "130:interrupted; --resume continues"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ridgeline path --data table.csv --response y --out out/path",
      "  ridgeline transfer --source old.csv --target new.csv --response y --out out",
      "  ridgeline predict --model out/model.json --input new.csv --output out.csv",
      "  ridgeline help transfer"
    })
public final class Main implements Runnable {
  private static final int USUAL_WIDTH = 80;
  private static final int LEAST_WIDTH = 55; // picocli takes no less
  private static final int MOST_WIDTH = 120;

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
    Start.remember(args);
    if (!Start.isSmall() && !GlobalOptions.firstOtherThanGlobal(args).isEmpty()) {
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
    return chosen.isEmpty()
        ? commandLine(all.stream().map(ServiceLoader.Provider::get).toList())
        : build(chosen.stream().map(ServiceLoader.Provider::get).toList());
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
    List<Subcommand> whole = new ArrayList<>(subcommands);
    whole.add(new HelpCommand());
    whole.add(new CompletionCommand());
    return build(whole);
  }

  private static CommandLine build(List<? extends Subcommand> subcommands) {
    List<CommandLine> sorted =
        withoutNeedlessStandIns(subcommands).stream()
            .map(CommandLine::new)
            .sorted(Comparator.comparing(CommandLine::getCommandName))
            .toList();
    CommandLine root =
        new CommandLine(new Main(sorted.stream().map(CommandLine::getCommandName).toList()));
    for (CommandLine subcommand : sorted) {
      subcommand.getCommandSpec().versionProvider(new Version());
      root.addSubcommand(subcommand);
    }
    GridHelp.addTo(root);
    return root.setExpandAtFiles(false)
        .setUsageHelpWidth(helpWidth())
        .setParameterExceptionHandler(Failures::refused)
        .setExecutionStrategy(Main::execute)
        .setExecutionExceptionHandler(Failures::failed);
  }

  private static List<Subcommand> withoutNeedlessStandIns(List<? extends Subcommand> commands) {
    Set<String> real =
        commands.stream()
            .filter(command -> !(command instanceof StandIn))
            .map(command -> nameOf(command.getClass()))
            .collect(Collectors.toSet());
    return commands.stream()
        .filter(
            command -> !(command instanceof StandIn) || !real.contains(nameOf(command.getClass())))
        .map(Subcommand.class::cast)
        .toList();
  }

  private static int helpWidth() {
    int columns = StandardError.columns();
    return columns == 0 ? USUAL_WIDTH : Math.clamp(columns, LEAST_WIDTH, MOST_WIDTH);
  }

  /** Next to --help, picocli passes over a command that there is not. */
  private static void requireKnown(ParseResult parsed) {
    ParseResult at = parsed;
    while (true) {
      CommandSpec command = at.commandSpec();
      if (!at.unmatched().isEmpty() && command.unmatchedArgsBindings().isEmpty()) {
        throw new UnmatchedArgumentException(command.commandLine(), at.unmatched());
      }
      if (!at.hasSubcommand()) {
        return;
      }
      at = at.subcommand();
    }
  }

  private static void requireOneBackend(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    String backend = ((Main) parsed.commandSpec().userObject()).global().option();
    boolean several =
        last.commandSpec().userObject() instanceof Subcommand command
            && command.takesSeveralBackends();
    if (backend != null && backend.indexOf(',') >= 0 && !several) {
      throw new ParameterException(
          last.commandSpec().commandLine(),
          new BadInputException("--backend", backend, "one backend; bench alone takes several")
              .getMessage());
    }
  }

  /** Runs the last command given; picocli itself lets an {@link Error} through. */
  private static int execute(ParseResult parsed) {
    requireKnown(parsed);
    requireOneBackend(parsed);
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
