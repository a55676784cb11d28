// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The end of a run on standard output, and the result files that it replaces. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class RunOutputTest {
  @TempDir private Path folder;
  private Path data;
  private Path out;

  @BeforeEach
  void table() throws IOException {
    data = Files.writeString(folder.resolve("data.csv"), CommandRun.table(1, 30, 1, 0.3));
    out = folder.resolve("out");
  }

  private CommandRun path(String... more) {
    return path(data, more);
  }

  private CommandRun path(Path table, String... more) {
    List<String> args = new ArrayList<>(List.of("path", "--response", "y", "--penalties", "1,2,3"));
    args.addAll(List.of("--data", table.toString(), "--out", out.toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void aRunEndsWithItsFindingAndItsReport() throws IOException {
    CommandRun run = path();
    run.succeeded();
    List<String> lines = run.output().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).startsWith("The best penalty is 1.00").endsWith("are used.");
    assertThat(lines.getLast()).isEqualTo("report: " + out.resolve("report.html"));
    assertThat(run.errors()).contains("ridgeline: The best penalty lies at the edge of the grid");
    assertThat(CommandRun.json(out.resolve("manifest.json")).get("findings").get(0))
        .hasToString("\"" + lines.getFirst() + "\"");
    assertThat(path("--resume").output()).as("said again").isEqualTo(run.output());
    assertThat(path("--overwrite", "--no-report").output()).endsWith("report: " + out + "\n");
    assertThat(path("--overwrite", "--quiet").output()).isEmpty();
  }

  @Test
  void jsonIsTheResultAndNothingElse() throws IOException {
    CommandRun run = path("--json");
    run.succeeded();
    JsonNode said = new ObjectMapper().readTree(run.output());
    assertThat(said).isEqualTo(CommandRun.json(out.resolve("path.json")));
    assertThat(said.get("responses").get(0).get("lambda").asDouble()).isEqualTo(1);
    assertThat(path("--resume", "--json", "--quiet").output()).isEqualTo(run.output());
    assertThat(path("--overwrite", "--json", "--quiet").errors()).isEmpty();
  }

  @Test
  void namesThatASpreadsheetTakesForFormulasAreWrittenAsTheyAre() throws IOException {
    Path table = folder.resolve("formulas.csv");
    Files.writeString(table, Files.readString(data).replaceFirst("a,b,c,d,", "=a,+b,-c,@d,"));
    path(table, "--quiet").succeeded();
    assertThat(Files.readAllLines(out.resolve("coefficients.csv")).getFirst())
        .isEqualTo("response,lambda,intercept,=a,+b,-c,@d");
  }

  @Test
  void penaltiesOverAllDoublesHaveAPicture() {
    CommandRun run =
        CommandRun.of(
            "path",
            "--response",
            "y",
            "--data",
            data.toString(),
            "--penalties",
            "1e-160,1e160",
            "--out",
            out.toString());
    run.succeeded();
    assertThat(out.resolve("path.svg")).content().contains("1e-156");
    assertThat(out.resolve("path.png")).isNotEmptyFile();
  }

  @Test
  void resultsKeepTheModesOfThoseTheyReplace() throws IOException {
    path("--quiet").succeeded();
    Files.setPosixFilePermissions(
        out.resolve("model.json"), PosixFilePermissions.fromString("rw-------"));
    path("--quiet", "--overwrite", "--scale", "sum").succeeded();
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve("model.json"))))
        .isEqualTo("rw-------");
    assertThat(Files.readString(out.resolve("path.json"))).contains("\"sum\"");
    assertThat(out.resolve(".run")).doesNotExist();
  }

  @Test
  void resultsFollowLinks() throws IOException {
    path("--quiet").succeeded();
    Path kept = folder.resolve("kept.json");
    Files.move(out.resolve("model.json"), kept);
    Files.createSymbolicLink(out.resolve("model.json"), kept);
    Path manifest = folder.resolve("manifest");
    Files.move(out.resolve("manifest.json"), manifest);
    Files.createSymbolicLink(out.resolve("manifest.json"), manifest);
    String before = Files.readString(kept);
    CommandRun.of(
            "path",
            "--response",
            "y",
            "--penalties",
            "7",
            "--data",
            data.toString(),
            "--quiet",
            "--overwrite",
            "--out",
            out.toString())
        .succeeded();
    assertThat(Files.isSymbolicLink(out.resolve("model.json"))).isTrue();
    assertThat(Files.isSymbolicLink(out.resolve("manifest.json"))).isTrue();
    assertThat(Files.readString(kept)).isNotEqualTo(before);
    assertThat(Files.readString(manifest)).contains("\"7\"");
    assertThat(out.resolve(".run")).doesNotExist();
  }

  @Test
  void anInputIsNeverAResult() throws IOException {
    path("--quiet", "--all-coefficients").succeeded();
    Path table = out.resolve("path.csv");
    String before = Files.readString(table);
    CommandRun again =
        CommandRun.of(
            "path",
            "--data",
            table.toString(),
            "--response",
            "loss",
            "--exclude",
            "response",
            "--overwrite",
            "--out",
            out.toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.errors()).contains("--data", "does not replace");
    assertThat(again.errors().lines()).hasSize(1);
    assertThat(table).hasContent(before);
    // a name that the run turns out to need, in a folder that has no manifest
    Path mine = Files.createDirectory(folder.resolve("mine"));
    Path input = Files.copy(data, mine.resolve("coefficients.csv"));
    out = mine;
    CommandRun named = path(input, "--overwrite");
    assertThat(named.code()).as(named.errors()).isEqualTo(2);
    assertThat(named.errors()).contains("--data", "coefficients.csv");
    assertThat(input).hasSameTextualContentAs(data);
  }
}
