// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.workbench.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** One command, run in this JVM: its exit code and what it said. */
record CommandRun(int code, String err) {
  /** Runs a line quietly into a folder; what follows it is added as it is. */
  static CommandRun quiet(Path out, String line, String... more) {
    List<String> arguments = new ArrayList<>(Arrays.asList(line.split(" ", -1)));
    arguments.addAll(List.of("--quiet", "--out", out.toString()));
    arguments.addAll(List.of(more));
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setErr(new PrintWriter(err, true));
    return new CommandRun(command.execute(arguments.toArray(String[]::new)), err.toString());
  }

  /** The same, and asserts success. */
  static void succeed(Path out, String line, String... more) {
    CommandRun run = quiet(out, line, more);
    assertThat(run.code()).as(line + ": " + run.err()).isZero();
  }

  /** The files of a folder that must be the same bytes in every identical run. */
  static Map<String, String> comparable(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var list = Files.list(folder)) {
      for (Path file : list.toList()) {
        if (!file.endsWith("manifest.json")) {
          files.put(file.getFileName().toString(), Arrays.toString(Files.readAllBytes(file)));
        }
      }
    }
    return files;
  }
}
