// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.ExitCode;
import dev.ridgeline.workbench.cli.GlobalOptions;
import dev.ridgeline.workbench.cli.Labels;
import dev.ridgeline.workbench.cli.Start;
import dev.ridgeline.workbench.cli.Version;
import java.io.PrintWriter;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The options of every command that runs into a folder, for use as a picocli {@code @Mixin}.
 *
 * <p>The parameters of the run are all other options of the command, so a study need not list them:
 * an option whose {@code toString} tells its value takes part as it is.
 */
@Command
public sealed class RunOptions permits ClusterOptions {
  /** These cannot change a result, or are recorded apart. */
  private static final Set<String> NO_PARAMETERS =
      Set.of(
          "--out",
          "--resume",
          "--overwrite",
          "--threads",
          "--json",
          "--dry-run",
          "--quiet",
          "--verbose",
          "--backend",
          "--help",
          "--version",
          "--executor",
          "--master",
          "--spark-conf",
          StudyOptions.MERGED);

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the results: absent, empty, or see below.")
  private Path out;

  @Option(
      names = "--resume",
      description = "Go on where an interrupted run into the folder stopped.")
  private boolean resume;

  @Option(
      names = "--overwrite",
      description = "Replace the run that the folder holds; other files stay.")
  private boolean overwrite;

  @Option(
      names = "--json",
      description = "Print the result as JSON on standard output, and nothing else there.")
  private boolean json;

  @Option(
      names = "--dry-run",
      description = "Print the plan of the run, and compute and write nothing.")
  private boolean dryRun;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private final Set<String> unrecorded = new HashSet<>(NO_PARAMETERS);
  private final Map<String, String> facts = new TreeMap<>();
  private final Map<Path, String> inputs = new LinkedHashMap<>();
  private final List<String> plan = new ArrayList<>();
  private String answer = RunFolder.MANIFEST;
  private double work = Double.POSITIVE_INFINITY;

  /** Made by picocli. */
  public RunOptions() {}

  /**
   * The global options of this command line.
   *
   * @return the options
   */
  public GlobalOptions global() {
    return GlobalOptions.of(command);
  }

  /**
   * Keeps an option out of the parameters, because it cannot change a result or because {@link
   * #record} says what counts of it.
   *
   * @param option its name, for instance {@code --parallel}
   */
  public void leaveOut(String option) {
    unrecorded.add(option);
  }

  /**
   * Adds a parameter that is no option: what the results depend on beside them, such as what the
   * files hold that are read. A run is resumed only where it is the same.
   *
   * @param name the name, without hyphens in front
   * @param value its value
   */
  public void record(String name, String value) {
    facts.put(name, value);
  }

  /**
   * Where answers go.
   *
   * @return standard output
   */
  public PrintWriter out() {
    return command.commandLine().getOut();
  }

  /**
   * Whether nothing is to be computed.
   *
   * @return true with {@code --dry-run}
   */
  public boolean dryRun() {
    return dryRun;
  }

  /**
   * Adds what is known of the work ahead to the plan that {@code --dry-run} prints.
   *
   * @param sentence for people, with a full stop
   */
  public void plan(String sentence) {
    plan.add(sentence);
  }

  /**
   * Says how much work is ahead, by which the {@linkplain Start start} is chosen.
   *
   * @param flops floating-point operations, as far as shapes tell
   */
  public void work(double flops) {
    work = flops;
  }

  /**
   * How much work is ahead.
   *
   * @return floating-point operations; infinite where nobody said
   */
  double work() {
    return work;
  }

  /**
   * Prints the plan: what is known of the work ahead, where its results would go, and every
   * parameter.
   *
   * @return the exit code
   */
  public int printPlan() {
    PrintWriter out = out();
    plan.forEach(out::println);
    out.println("Results would go to " + this.out.toAbsolutePath().normalize() + ".");
    out.println("Parameters of " + command.qualifiedName(" ") + ":");
    parameters().forEach((name, value) -> out.println("  " + name + " " + value));
    out.println("Nothing was computed (--dry-run).");
    out.flush();
    return ExitCode.DONE;
  }

  /**
   * Names the result file that {@code --json} prints, which is the manifest otherwise.
   *
   * @param file a plain file name
   */
  public void answerIn(String file) {
    answer = file;
  }

  /**
   * Names files that the command reads: the run is refused rather than that one is replaced.
   *
   * @param option the option that names them
   * @param files any paths
   */
  public void reads(String option, Collection<Path> files) {
    files.forEach(file -> inputs.put(file, option));
  }

  /**
   * Opens the folder: from here on the run owns it, or nothing was written and this throws.
   *
   * @param resolveBackend turns the backend asked for into the name of the one that is used; called
   *     at most once, and not at all when a resumed run has it on record
   * @return the run, to be closed
   * @throws BadInputException when the folder cannot be used with these options
   */
  public Run open(UnaryOperator<String> resolveBackend) {
    if (resume && overwrite) {
      throw new BadInputException("--resume", "--overwrite", "one of the two, not both");
    }
    if (out.toString().isEmpty()) {
      throw new BadInputException("--out", out, "a folder");
    }
    GlobalOptions global = global();
    RunPlan wanted =
        new RunPlan(command.qualifiedName(" "), parameters(), Version.current(), global.backend());
    RunFolder folder = new RunFolder(out.toAbsolutePath().normalize());
    RunRequest request =
        new RunRequest(
            global,
            new Ending(out(), global.quiet(), json, answer),
            shard(),
            executor().flatMap(this::cluster).orElse(null),
            arguments(),
            commandLine(),
            merged());
    return new RunOpening(folder, wanted, resume, overwrite, inputs, request)
        .open(() -> resolveBackend.apply(global.backend()));
  }

  /** Who computes; none where threads of this JVM do. */
  Optional<ExecutorOptions> executor() {
    return Optional.empty();
  }

  /** The share of the cells. */
  Optional<Shard> shard() {
    return Optional.empty();
  }

  /** Shards whose cells the run begins with. */
  Optional<Shards> merged() {
    return Optional.empty();
  }

  private Optional<Supplier<SweepExecutor>> cluster(ExecutorOptions executor) {
    String job = command.qualifiedName(" ");
    return executor
        .provider(SweepExecutorProvider.class, SweepExecutorProvider::name)
        .map(provider -> () -> provider.open(executor.settings(job, global().quiet())));
  }

  /** The command line without what cannot change a result, and without the share of the cells. */
  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    ParseResult parsed = command.root().commandLine().getParseResult();
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
      arguments.add(parsed.commandSpec().name());
    }
    for (OptionSpec option : parsed.matchedOptions()) {
      String name = option.longestName();
      if (NO_PARAMETERS.contains(name) || name.equals(Shards.OPTION)) {
        continue;
      }
      if (option.arity().max() == 0) {
        arguments.add(name);
      } else {
        option.originalStringValues().forEach(value -> arguments.add(name + "=" + value));
      }
    }
    return arguments;
  }

  /**
   * The command as a person would write it: what was asked for beside the defaults, in the order of
   * the names, so that it follows from the parameters alone.
   */
  private String commandLine() {
    StringBuilder line = new StringBuilder(command.qualifiedName(" "));
    Map<String, OptionSpec> options = new TreeMap<>();
    command.options().forEach(option -> options.put(option.longestName(), option));
    options.forEach(
        (name, option) -> {
          Object value = option.getValue();
          if (value == null || unrecorded.contains(name)) {
            return;
          }
          String text = canonical(value);
          if (option.arity().max() == 0) {
            line.append(text.equals("true") ? " " + name : "");
          } else if (!text.isEmpty() && !text.equals(option.defaultValue())) {
            line.append(' ').append(name).append(' ').append(quoted(text));
          }
        });
    command.positionalParameters().stream()
        .filter(argument -> argument.getValue() != null)
        .forEach(argument -> line.append(' ').append(quoted(canonical(argument.getValue()))));
    return line.append(" --out DIR").toString();
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./:,=+@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>(facts);
    for (OptionSpec option : command.options()) {
      if (!unrecorded.contains(option.longestName())) {
        add(parameters, option.longestName(), option);
      }
    }
    for (ArgSpec positional : command.positionalParameters()) {
      add(parameters, positional.paramLabel(), positional);
    }
    return parameters;
  }

  private static void add(Map<String, String> parameters, String name, ArgSpec argument) {
    Object value = argument.getValue();
    if (value != null) {
      parameters.put(name, canonical(value));
    }
  }

  private static String canonical(Object value) {
    if (value instanceof Enum<?> constant) {
      return Labels.of(constant);
    }
    if (value instanceof Collection<?> several) {
      return several.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
    if (value.getClass().isArray()) {
      return IntStream.range(0, Array.getLength(value))
          .mapToObj(i -> String.valueOf(Array.get(value, i)))
          .collect(Collectors.joining(","));
    }
    return String.valueOf(value);
  }
}
