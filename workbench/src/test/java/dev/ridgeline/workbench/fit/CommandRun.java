// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ridgeline.workbench.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import picocli.CommandLine;

/** One command line, run in this JVM: its code, standard error and standard output. */
public record CommandRun(int code, String errors, String output) {
  /** {@code transfer} of a response y, quiet. */
  static CommandRun transfer(Path out, String... more) {
    List<String> args =
        new ArrayList<>(List.of("transfer", "--response", "y", "--out", out.toString(), "--quiet"));
    args.addAll(List.of(more));
    return of(args.toArray(String[]::new));
  }

  /** {@code path} of a response y, quiet. */
  static CommandRun path(Path data, Path out, String... more) {
    List<String> args = new ArrayList<>(List.of("path", "--data", data.toString()));
    args.addAll(List.of("--response", "y", "--out", out.toString(), "--quiet"));
    args.addAll(List.of(more));
    return of(args.toArray(String[]::new));
  }

  /** Four features, and y = 3 + alignment times a fixed slope + noise. */
  static String table(long seed, int rows, double alignment, double noise) {
    double[] w = {1, -2, 0.5, 1.5};
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("a,b,c,d,y\n");
    for (int i = 0; i < rows; i++) {
      double y = 3 + noise * random.nextGaussian();
      for (double slope : w) {
        double x = random.nextGaussian();
        text.append(x).append(',');
        y += alignment * slope * x;
      }
      text.append(y).append('\n');
    }
    return text.toString();
  }

  static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  public static CommandRun of(String... args) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream originalErr = System.err;
    PrintStream originalOut = System.out;
    try (PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      System.setErr(stream);
      System.setOut(out);
      CommandLine line = Main.commandLine();
      line.setErr(new PrintWriter(stream, true, StandardCharsets.UTF_8));
      line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
      int code = line.execute(args);
      return new CommandRun(
          code, bytes.toString(StandardCharsets.UTF_8), said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(originalErr);
      System.setOut(originalOut);
    }
  }

  public void succeeded() {
    assertThat(code).as(errors).isZero();
  }
}
