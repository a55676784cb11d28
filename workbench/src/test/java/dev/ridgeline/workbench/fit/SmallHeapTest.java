// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.workbench.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole commands in a heap of 64 MB: what does not fit is refused, and never runs out of memory.
 */
class SmallHeapTest {
  @TempDir private Path folder;

  /** What a command said on standard error; standard output is to be empty. */
  private String refused(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    Path said = folder.resolve("said");
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(said.toFile()).redirectOutput(output.toFile());
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    int code = builder.start().waitFor();
    String errors = Files.readString(said, StandardCharsets.UTF_8);
    assertThat(code).as(errors).isEqualTo(2);
    assertThat(errors.lines()).as(errors).hasSize(1);
    assertThat(errors).doesNotContain("OutOfMemory", "failed unexpectedly");
    assertThat(output).isEmptyFile();
    return errors;
  }

  private Path table(int rows, int columns) throws IOException {
    Path file = folder.resolve("data.csv");
    try (var writer = Files.newBufferedWriter(file)) {
      writer.write(names("x", columns) + ",g,y\n");
      for (int i = 0; i < rows; i++) {
        StringBuilder line = new StringBuilder();
        for (int j = 0; j < columns; j++) {
          line.append((i * 31 + j * 17 + i * j) % 97).append(',');
        }
        writer.append(line).append("g" + i % 2 + "," + i % 7 + "\n");
      }
    }
    return file;
  }

  private static String names(String stem, int count) {
    return IntStream.range(0, count).mapToObj(j -> stem + j).collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @CsvSource({"900, 900, --exclude", "50, 20000, --exclude", "20, 20000, --group-by"})
  void pathRefusesATableWhoseFitDoesNotFit(int rows, int columns, String option) throws Exception {
    Path data = table(rows, columns);
    Path out = folder.resolve("out");

    String errors =
        refused(
            "path",
            "--data",
            data.toString(),
            "--response",
            "y",
            option,
            "g",
            "--out",
            out.toString());

    assertThat(errors).contains("data.csv").contains("JDK_JAVA_OPTIONS=-Xmx");
    assertThat(out).doesNotExist();
  }

  @Test
  void transferRefusesTablesWhoseFitDoesNotFit() throws Exception {
    String data = table(900, 900).toString();
    Path target = Files.copy(Path.of(data), folder.resolve("target.csv"));
    Path out = folder.resolve("out");

    String errors =
        refused(
            "transfer",
            "--source",
            data,
            "--target",
            target.toString(),
            "--response",
            "y",
            "--exclude",
            "g",
            "--out",
            out.toString());

    assertThat(errors).contains("data.csv").contains("JDK_JAVA_OPTIONS=-Xmx1g");
    assertThat(out).doesNotExist();
  }

  @Test
  void predictRefusesAModelThatMakesMoreFeaturesThanFit() throws Exception {
    String inputs =
        IntStream.range(0, 50_000).mapToObj(j -> "\"x" + j + "\"").collect(Collectors.joining(","));
    String small = "a,b,y\n1,2,3\n2,1,4\n3,3,5\n4,0,1\n";
    Path data = Files.writeString(folder.resolve("small.csv"), small);
    Path out = folder.resolve("out");
    CommandRun.path(data, out, "--expand", "poly2", "--no-report").succeeded();
    String text = Files.readString(out.resolve("model.json"));
    String large = text.replaceAll("\"inputs\" : \\[[^]]*]", "\"inputs\" : [" + inputs + "]");
    assertThat(large).hasSizeGreaterThan(400_000);
    Path model = Files.writeString(folder.resolve("large.json"), large);
    Path predicted = folder.resolve("predicted.csv");

    String errors =
        refused(
            "predict",
            "--model",
            model.toString(),
            "--input",
            data.toString(),
            "--output",
            predicted.toString());

    assertThat(errors).contains("--model").contains("features");
    assertThat(predicted).doesNotExist();
  }
}
