// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.workbench.fit.CommandRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instruments of three bands, 24 samples, 14 wavelengths. {@code expected.csv} was computed by
 * a NumPy program from the same splits: singular values, normal equations and pseudo-inverses
 * written out, the average by its own program.
 */
class CalibrationCommandTest {
  @TempDir private Path folder;
  private Path first;
  private Path second;

  @BeforeEach
  void tables() throws IOException {
    first = copy("first.csv");
    second = copy("second.csv");
  }

  private Path copy(String name) throws IOException {
    return Files.writeString(folder.resolve(name), text(name));
  }

  private static String text(String name) {
    try (InputStream in = CalibrationCommandTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CommandRun calibration(Path out, String... more) {
    return calibration(List.of(first, second), out, more);
  }

  private static CommandRun calibration(List<Path> files, Path out, String... more) {
    Map<String, String> usual = new LinkedHashMap<>();
    usual.put("--instruments", String.join(",", files.stream().map(Path::toString).toList()));
    usual.put("--response", "protein");
    usual.put("--seed", "7");
    usual.put("--repeats", "3");
    usual.put("--standards", "5,9");
    usual.put("--penalties", "logspace:1e-6:10:15");
    usual.put("--target-penalties", "logspace:1e-6:1e3:19");
    usual.put("--out", out.toString());
    usual.keySet().removeAll(List.of(more));
    List<String> args = new ArrayList<>(List.of("calibration", "--quiet"));
    usual.forEach((name, value) -> args.addAll(List.of(name, value)));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void everyScoreIsThatOfTheNumpyProgram() throws IOException {
    Path out = folder.resolve("out");
    calibration(out, "--id", "sample").succeeded();

    List<String> expected = text("expected.csv").lines().toList();
    List<String> got = Files.readAllLines(out.resolve("calibration.csv"));
    assertThat(got).hasSameSizeAs(expected);
    assertThat(got.getFirst()).isEqualTo(expected.getFirst());
    for (int i = 1; i < got.size(); i++) {
      String[] want = expected.get(i).split(",", -1);
      String[] have = got.get(i).split(",", -1);
      assertThat(have).as(got.get(i)).startsWith(Arrays.copyOf(want, 6));
      for (int k = 6; k < want.length; k++) {
        double number = Double.parseDouble(want[k]);
        // the route by sums has conditions up to 1e8, so 8 digits are what two programs share
        assertThat(Double.parseDouble(have[k]))
            .as("%s, column %d", got.get(i), k)
            .isCloseTo(number, within(1e-6 * Math.max(Math.abs(number), 0.05)));
      }
    }
  }

  @Test
  void writesTheFilesOfTheContractAndASummaryThatFollowsFromTheScores() throws IOException {
    Path out = folder.resolve("out");
    calibration(out, "--exclude", "sample").succeeded();

    try (var files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "calibration.csv",
              "calibration_summary.csv",
              "calibration.svg",
              "calibration.png",
              "report.html",
              "manifest.json");
    }
    List<String> summary = Files.readAllLines(out.resolve("calibration_summary.csv"));
    assertThat(summary.getFirst())
        .isEqualTo(
            "source,target,response,standards,model,median_rmsep,over_hindsight,wins_over_bias");
    assertThat(summary).hasSize(1 + 2 * 2 * 10);
    List<String> scores = text("expected.csv").lines().toList();
    double[] own = rmsep(scores, "own");
    double[] bias = rmsep(scores, "bias");
    double[] hindsight = rmsep(scores, "hindsight");
    double product = 1;
    int wins = 0;
    for (int r = 0; r < own.length; r++) {
      product *= own[r] / hindsight[r];
      wins += own[r] < bias[r] ? 1 : 0;
    }
    String[] line =
        summary.stream()
            .filter(text -> text.startsWith("first,second,protein,5,own,"))
            .findFirst()
            .orElseThrow()
            .split(",", -1);
    assertThat(Double.parseDouble(line[5])).isCloseTo(median(own), within(1e-8));
    assertThat(Double.parseDouble(line[6])).isCloseTo(Math.cbrt(product), within(1e-6));
    assertThat(line[7]).isEqualTo(String.valueOf(wins));
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("With 9 standards")
        .contains("direct standardisation");
  }

  private static double[] rmsep(List<String> scores, String model) {
    return scores.stream()
        .filter(line -> line.startsWith("first,second,protein,5,"))
        .map(line -> line.split(",", -1))
        .filter(fields -> fields[5].equals(model))
        .mapToDouble(fields -> Double.parseDouble(fields[6]))
        .toArray();
  }

  private static double median(double[] three) {
    return Arrays.stream(three).sorted().toArray()[1];
  }

  @Test
  void rowsInAnotherOrderAreMatchedByTheirNames() throws IOException {
    List<String> lines = new ArrayList<>(text("second.csv").lines().toList());
    List<String> rows = new ArrayList<>(lines.subList(1, lines.size()));
    Collections.shuffle(rows, new Random(3));
    rows.addFirst(lines.getFirst());
    rows.add(rows.getLast().replaceFirst("s\\d+", "extra"));
    Path shuffled = Files.writeString(folder.resolve("other.csv"), String.join("\n", rows) + "\n");
    Path out = folder.resolve("out");
    Path expected = folder.resolve("expected");

    calibration(expected, "--id", "sample").succeeded();
    calibration(List.of(first, shuffled), out, "--id", "sample").succeeded();

    assertThat(Files.readString(out.resolve("calibration.csv")).replace("other", "second"))
        .isEqualTo(Files.readString(expected.resolve("calibration.csv")));
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("1 of 25 samples of")
        .contains("left out");
  }

  @Test
  void theBytesDoNotDependOnThreads() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    calibration(one, "--exclude", "sample", "--threads", "1").succeeded();
    calibration(two, "--exclude", "sample", "--threads", "3").succeeded();

    for (String file :
        List.of("calibration.csv", "calibration_summary.csv", "calibration.svg", "report.html")) {
      assertThat(two.resolve(file)).hasSameBinaryContentAs(one.resolve(file));
    }
  }

  @Test
  void noNumberOfStandardsDependsOnTheOthers() throws IOException {
    Path both = folder.resolve("both");
    Path one = folder.resolve("one");
    String[] auto = {"--exclude", "sample", "--penalties", "auto", "--target-penalties", "auto"};
    calibration(both, auto).succeeded();
    List<String> more = new ArrayList<>(List.of(auto));
    more.addAll(List.of("--standards", "9"));
    calibration(one, more.toArray(String[]::new)).succeeded();

    assertThat(Files.readAllLines(both.resolve("calibration.csv")))
        .containsAll(Files.readAllLines(one.resolve("calibration.csv")));
  }

  @Test
  void aRunIsNotResumedWithOtherTables() throws IOException {
    Path out = folder.resolve("out");
    calibration(out, "--exclude", "sample").succeeded();
    calibration(out, "--exclude", "sample", "--resume").succeeded();
    Files.writeString(second, text("second.csv").replace("0.", "0.1"));

    CommandRun run = calibration(out, "--exclude", "sample", "--resume");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).contains("instruments");
  }

  @Test
  void preprocessingChangesEveryScore() throws IOException {
    Path raw = folder.resolve("raw");
    Path out = folder.resolve("out");
    calibration(raw, "--exclude", "sample").succeeded();
    calibration(out, "--exclude", "sample", "--preprocess", "sg:5,2,1", "--choose", "kennard-stone")
        .succeeded();

    assertThat(Files.readAllLines(out.resolve("calibration.csv")).subList(1, 121))
        .doesNotContainAnyElementsOf(
            Files.readAllLines(raw.resolve("calibration.csv")).subList(1, 121));
  }

  @Test
  void badInputIsRefusedInOneLineAndNothingIsWritten() throws IOException {
    Path out = folder.resolve("out");
    Path shorter =
        Files.writeString(
            folder.resolve("shorter.csv"),
            text("second.csv").lines().limit(20).reduce("", (a, b) -> a + b + "\n"));
    Path twice =
        Files.writeString(
            folder.resolve("twice.csv"), text("second.csv").replaceFirst("s03", "s02"));
    Path narrow =
        Files.writeString(
            folder.resolve("narrow.csv"), text("second.csv").replaceFirst("w1150", "v1150"));

    String[] named = {"--id", "sample"};
    String[] plain = {"--exclude", "sample"};
    refused(calibration(List.of(first), out, plain), "--instruments", "two tables or more");
    refused(calibration(List.of(first, first), out, plain), "--instruments", "every table once");
    refused(calibration(List.of(first, shorter), out, plain), "19 rows", "shorter.csv", "--id");
    refused(
        calibration(List.of(first, twice), out, named), "data row 4", "s02", "every sample once");
    refused(calibration(List.of(first, narrow), out, plain), "narrow.csv", "w1150");
    refused(calibration(out), "first.csv", "line 2", "sample");
    refused(calibration(out, "--id", "name"), "--id", "name", "sample, w1100");
    refused(calibration(out, "--exclude", "sample,nm"), "--exclude", "nm");
    refused(calibration(out, "--exclude", "sample", "--response", "fat"), "--response", "fat");
    refused(
        calibration(out, "--exclude", "sample", "--standards", "2"), "--standards", "3 standards");
    refused(calibration(out, "--exclude", "sample", "--standards", "19"), "at most the 18");
    refused(calibration(out, "--exclude", "sample", "--standards", "5,5"), "every number once");
    refused(calibration(out, "--exclude", "sample", "--calibration", "1"), "--calibration");
    refused(calibration(out, "--exclude", "sample", "--calibration", "0.99"), "--calibration");
    refused(calibration(out, "--exclude", "sample", "--preprocess", "sg:15,2,1"), "14 features");
    refused(calibration(out, "--exclude", "sample", "--preprocess", "msc"), "--preprocess", "snv");
    assertThat(out).doesNotExist();
  }

  private static void refused(CommandRun run, String... words) {
    assertThat(run.code()).as(run.errors()).isEqualTo(2);
    assertThat(run.errors().lines()).as(run.errors()).hasSize(1);
    assertThat(run.errors()).contains(words);
  }
}
