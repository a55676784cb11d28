// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments;

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

/** One command, run in this JVM: its exit code, what it said, and the files it left. */
public record CommandRun(int code, String out, String err) {
  /** Runs {@code ridgeline} with these arguments. */
  public static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    int code = command.execute(arguments);
    return new CommandRun(code, out.toString(), err.toString());
  }

  /** Runs quietly into a folder and asserts success. */
  public static void succeed(Path folder, String line, String... more) {
    List<String> arguments = new ArrayList<>(Arrays.asList(line.split(" ")));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--quiet", "--out", folder.toString()));
    CommandRun run = of(arguments.toArray(String[]::new));
    if (run.code() != 0) {
      throw new AssertionError(line + " exited with " + run.code() + ": " + run.err());
    }
  }

  /** The files of a folder that must be the same bytes in every identical run. */
  public static Map<String, String> comparable(Path folder) throws IOException {
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

  /** A table by column name. */
  public static List<Map<String, String>> csv(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String[] header = lines.getFirst().split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new TreeMap<>();
      for (int i = 0; i < header.length; i++) {
        row.put(header[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
