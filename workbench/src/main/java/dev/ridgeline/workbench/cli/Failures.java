// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import dev.ridgeline.BackendLostException;
import dev.ridgeline.DeviceMemoryException;
import dev.ridgeline.TooLargeException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on standard error and an exit code. */
final class Failures {
  private Failures() {}

  /** The command line was not accepted. */
  static int refused(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    say(command, describe(failure));
    if (List.of(args).contains("--verbose")) {
      failure.printStackTrace(command.getErr());
    }
    return ExitCode.BAD_INPUT;
  }

  /** The command threw. */
  static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    switch (failure) {
      case BadInputException refused -> say(command, refused.getMessage());
      case RunFailedException failed -> say(command, failed.getMessage());
      case BackendLostException lost -> say(command, lost.getMessage());
      case TooLargeException large -> say(command, large.getMessage());
      case DeviceMemoryException spent ->
          say(command, spent.getMessage() + ": fewer --threads need less memory of the device");
      default -> say(command, "failed unexpectedly (--verbose shows where): " + failure);
    }
    if (GlobalOptions.of(command.getCommandSpec()).verbose()) {
      failure.printStackTrace(command.getErr());
    }
    return failure instanceof BadInputException ? ExitCode.BAD_INPUT : ExitCode.FAILED;
  }

  /** The command ran out of memory, or something of the kind. */
  static int failed(Error failure, CommandLine command) {
    String message =
        failure instanceof OutOfMemoryError
            ? "out of memory ("
                + failure.getMessage()
                + "): fewer --threads need less, JDK_JAVA_OPTIONS=-Xmx8g for instance allows more"
            : "failed unexpectedly (--verbose shows where): " + failure;
    say(command, message);
    if (GlobalOptions.of(command.getCommandSpec()).verbose()) {
      failure.printStackTrace(command.getErr());
    }
    return ExitCode.FAILED;
  }

  private static void say(CommandLine command, String message) {
    CommandSpec spec = command.getCommandSpec();
    PrintWriter err = command.getErr();
    err.println(spec.qualifiedName(" ") + ": " + OneLine.flatten(message));
    err.flush();
  }

  private static String describe(ParameterException failure) {
    ArgSpec argument = failure.getArgSpec();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return describe(unmatched);
    }
    if (failure instanceof MissingParameterException) {
      // the option that is missing may be the one that was mistyped
      CommandLine command = failure.getCommandLine();
      List<String> unknown = command.getUnmatchedArguments();
      if (!unknown.isEmpty() && unknown.getFirst().startsWith("-")) {
        return describe(new UnmatchedArgumentException(command, unknown));
      }
    }
    if (argument != null
        && argument.converters().length > 0
        && failure.getCause() instanceof TypeConversionException refused) {
      return new BadInputException(name(argument), failure.getValue(), refused.getMessage())
          .getMessage();
    }
    return failure.getMessage()
        + " ("
        + failure.getCommandLine().getCommandName()
        + " --help lists all)";
  }

  private static String describe(UnmatchedArgumentException failure) {
    String given = failure.getUnmatched().getFirst();
    String kind =
        failure.isUnknownOption()
            ? "option"
            : failure.getCommandLine().getSubcommands().isEmpty() ? "argument" : "command";
    List<String> near = failure.getSuggestions();
    String hint =
        near.isEmpty() ? "--help lists what is accepted" : "did you mean " + near.getFirst() + "?";
    return "unknown " + kind + " '" + OneLine.of(given) + "': " + hint;
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
