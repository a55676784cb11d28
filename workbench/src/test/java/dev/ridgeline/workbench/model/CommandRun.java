// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.workbench.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** One command line, run in this JVM. */
public record CommandRun(int code, String errors) {
  public static CommandRun of(String... args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream original = System.err;
    try (PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setErr(stream);
      CommandLine line = Main.commandLine();
      line.setErr(new PrintWriter(stream, true, StandardCharsets.UTF_8));
      int code = line.execute(args);
      return new CommandRun(code, bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(original);
    }
  }

  public void succeeded() {
    assertThat(code).as(errors).isZero();
  }
}
