// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/**
 * The options that every command takes.
 *
 * <p>They are declared once, on the root command, and inherited by all, so {@code ridgeline --quiet
 * phase} and {@code ridgeline phase --quiet} mean the same.
 */
@Command
public final class GlobalOptions {
  /** The backend that is taken unless one is asked for: the fastest there is. */
  public static final String AUTO = "auto";

  private static final List<String> BACKENDS = List.of(AUTO, "reference", "cpu-simd", "cuda");

  @Option(
      names = "--quiet",
      scope = ScopeType.INHERIT,
      fallbackValue = "true", // before and behind the command is twice, not the contrary
      description = "No progress and no log on standard error.")
  private boolean quiet;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      fallbackValue = "true",
      description = "Stack traces and the debug log.")
  private boolean verbose;

  @Option(
      names = "--threads",
      paramLabel = "N",
      scope = ScopeType.INHERIT,
      converter = Numbers.Count.class,
      description = "Worker threads, by default one for every core. Never changes a result.")
  private Integer threads;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      converter = BackendName.class,
      completionCandidates = BackendName.class,
      description = "auto, reference, cpu-simd or cuda.")
  private String backend;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli reads the annotation
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show the version.")
  @SuppressWarnings("UnusedVariable") // picocli reads the annotation
  private boolean version;

  /** Made by picocli, or by {@link Main}. */
  public GlobalOptions() {}

  /**
   * The global options that were given to this run of the command.
   *
   * @param command the specification of any sub-command, injected by picocli's {@code @Spec}
   * @return the options
   */
  public static GlobalOptions of(CommandSpec command) {
    return ((Main) command.root().userObject()).global();
  }

  /**
   * The first argument that is neither a global option nor the value of one.
   *
   * @param args the command line
   * @return a command, if the line is well-formed; empty if there is none
   */
  static String firstOtherThanGlobal(String... args) {
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--threads", "--backend" -> i++;
        default -> {
          if (!args[i].startsWith("-")) {
            return args[i];
          }
        }
      }
    }
    return "";
  }

  /**
   * Whether progress and log are to be left out.
   *
   * @return true with {@code --quiet}
   */
  public boolean quiet() {
    return quiet;
  }

  /**
   * Whether stack traces and the debug log are asked for.
   *
   * @return true with {@code --verbose}
   */
  public boolean verbose() {
    return verbose;
  }

  /**
   * The number of worker threads.
   *
   * @return at least one
   */
  public int threads() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /**
   * The backend asked for (or several, separated by commas, where the command takes them), by
   * option, system property {@code ridgeline.backend} or environment variable {@code
   * RIDGELINE_BACKEND}, the first of them that is set and not blank.
   *
   * @return the choice, {@link #AUTO} by default
   * @throws BadInputException when the property or the variable names no backend
   */
  public String backend() {
    return backend != null
        ? backend
        : backend(System.getProperty("ridgeline.backend"), System.getenv("RIDGELINE_BACKEND"));
  }

  /** What the option {@code --backend} holds; null without one. */
  String option() {
    return backend;
  }

  /** The choice without an option; null is unset. */
  static String backend(String property, String variable) {
    if (property != null && !property.isBlank()) {
      return backendFrom("property ridgeline.backend", property.strip());
    }
    if (variable != null && !variable.isBlank()) {
      return backendFrom("variable RIDGELINE_BACKEND", variable.strip());
    }
    return AUTO;
  }

  /**
   * The backend that these arguments are going to ask for, before they are parsed and judged.
   *
   * @param args the command line
   * @return a name, perhaps one that will be refused
   */
  static String likelyBackend(String... args) {
    String option = null;
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith("--backend=")) {
        option = args[i].substring(args[i].indexOf('=') + 1);
      } else if (args[i].equals("--backend") && i + 1 < args.length) {
        option = args[i + 1];
      }
    }
    try {
      return option != null
          ? option
          : backend(System.getProperty("ridgeline.backend"), System.getenv("RIDGELINE_BACKEND"));
    } catch (BadInputException refused) {
      return "";
    }
  }

  private static String backendFrom(String origin, String name) {
    try {
      return new BackendName().convert(name);
    } catch (TypeConversionException unknown) {
      throw new BadInputException(origin, name, unknown.getMessage());
    }
  }

  static final class BackendName implements ITypeConverter<String>, Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return BACKENDS.iterator();
    }

    @Override
    public String convert(String name) {
      List<String> names = List.of(name.split(",", -1));
      boolean several = names.size() > 1 && !names.contains(AUTO);
      if (!BACKENDS.containsAll(names) || (names.size() > 1 && !several)) {
        throw new TypeConversionException(String.join(", ", BACKENDS));
      }
      return name;
    }
  }
}
