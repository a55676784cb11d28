// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static dev.ridgeline.workbench.fit.CommandRun.json;
import static dev.ridgeline.workbench.fit.CommandRun.table;
import static dev.ridgeline.workbench.fit.CommandRun.transfer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.transfer.model.LinearModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model keeps of how its features are made and of where it was trained. */
class DeployedModelTest {
  @TempDir private Path folder;
  private Path source;
  private Path target;

  @BeforeEach
  void tables() throws IOException {
    source = write("source.csv", table(1, 60, 1, 0.3));
    target = write("target.csv", table(2, 25, 1, 0.3));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Predictions of a model on rows of a file, one line per row. */
  private List<String> predicted(Path model, Path input, String... more) throws IOException {
    Path output = folder.resolve("predicted.csv");
    List<String> args =
        new ArrayList<>(
            List.of(
                "predict",
                "--overwrite",
                "--model",
                model.toString(),
                "--input",
                input.toString(),
                "--output",
                output.toString()));
    args.addAll(List.of(more));
    CommandRun.of(args.toArray(String[]::new)).succeeded();
    List<String> lines = Files.readAllLines(output);
    return lines.subList(1, lines.size());
  }

  @Test
  void preprocessingIsKeptInTheModelAndAppliedByPredict() throws IOException {
    Path out = folder.resolve("out");
    Path plain = folder.resolve("plain");
    transfer(
            out,
            "--source",
            source.toString(),
            "--target",
            target.toString(),
            "--preprocess",
            "snv")
        .succeeded();
    transfer(plain, "--source", source.toString(), "--target", target.toString()).succeeded();
    // what the first one does to rows, done here
    StringBuilder text = new StringBuilder("a,b,c,d,y\n");
    for (String line : Files.readAllLines(source).subList(1, 61)) {
      String[] fields = line.split(",", -1);
      double[] x = new double[4];
      double mean = 0;
      for (int j = 0; j < 4; j++) {
        x[j] = Double.parseDouble(fields[j]);
        mean += x[j] / 4;
      }
      double squares = 0;
      for (double value : x) {
        squares += (value - mean) * (value - mean);
      }
      for (double value : x) {
        text.append((value - mean) / Math.sqrt(squares / 3)).append(',');
      }
      text.append(fields[4]).append('\n');
    }
    Path model = out.resolve("model.json");
    assertThat(json(model).get("preprocess").asText()).isEqualTo("snv");
    double[] b = LinearModel.ofJson(Files.readString(model)).coefficients();
    double c = LinearModel.ofJson(Files.readString(model)).intercept();
    List<String> got = predicted(model, source);
    List<String> rows = text.toString().lines().toList();
    for (int i = 0; i < got.size(); i++) {
      String[] fields = rows.get(i + 1).split(",", -1);
      double expected = c;
      for (int j = 0; j < 4; j++) {
        expected += b[j] * Double.parseDouble(fields[j]);
      }
      assertThat(Double.parseDouble(got.get(i))).isCloseTo(expected, within(1e-12));
    }
    assertThat(predicted(plain.resolve("model.json"), source)).isNotEqualTo(got);
    // a model brings its own, as a source too
    CommandRun beside =
        transfer(
            folder.resolve("next"),
            "--source",
            model.toString(),
            "--target",
            target.toString(),
            "--preprocess",
            "snv");
    assertThat(beside.code()).isEqualTo(2);
    assertThat(beside.errors()).contains("--preprocess", "brings its own");
    Path next = folder.resolve("next");
    transfer(next, "--source", model.toString(), "--target", target.toString()).succeeded();
    assertThat(json(next.resolve("model.json")).get("preprocess").asText()).isEqualTo("snv");
  }

  @Test
  void aModelWithPreprocessingThatIsUnknownIsRefused() throws IOException {
    Path out = folder.resolve("out");
    transfer(out, "--source", source.toString(), "--target", target.toString()).succeeded();
    String text = Files.readString(out.resolve("model.json"));
    Path other =
        write(
            "other.json",
            text.replace("\"preprocess\" : \"none\"", "\"preprocess\" : \"sg:5,2,1\""));
    CommandRun run =
        CommandRun.of(
            "predict",
            "--model",
            other.toString(),
            "--input",
            target.toString(),
            "--output",
            folder.resolve("p.csv").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).contains("sg:5,2,1", "4 inputs");
  }

  @Test
  void predictNamesRowsOutsideTheRangeOfTheTraining() throws IOException {
    Path out = folder.resolve("out");
    transfer(out, "--source", source.toString(), "--target", target.toString()).succeeded();
    Path model = out.resolve("model.json");
    Path rows = write("rows.csv", "a,b,c,d\n0,0,0,0\n0,40,0,0\n1,-1,0.5,0\n");

    assertThat(predicted(model, rows, "--leverage"))
        .satisfiesExactly(
            inside -> assertThat(inside).endsWith(",false"),
            outside -> assertThat(outside).endsWith(",true"),
            inside -> assertThat(inside).endsWith(",false"));
    Path output = folder.resolve("p.csv");
    CommandRun run =
        CommandRun.of(
            "predict",
            "--model",
            model.toString(),
            "--input",
            rows.toString(),
            "--output",
            output.toString());
    assertThat(run.code()).isZero();
    assertThat(run.errors().lines()).hasSize(1);
    assertThat(run.errors()).contains("1 of 3 rows are outside", "data rows 2");
    assertThat(Files.readAllLines(output).getFirst()).isEqualTo("prediction");
    assertThat(predicted(model, source, "--leverage")).noneMatch(line -> line.endsWith(",true"));
  }

  @Test
  void excludedColumnsAreNoFeatures() throws IOException {
    Path out = folder.resolve("out");
    transfer(out, "--source", source.toString(), "--target", target.toString(), "--exclude", "b,d")
        .succeeded();
    assertThat(json(out.resolve("model.json")).get("inputs").toString()).isEqualTo("[\"a\",\"c\"]");
    assertThat(
            transfer(
                    folder.resolve("x"),
                    "--source",
                    source.toString(),
                    "--target",
                    target.toString(),
                    "--exclude",
                    "e")
                .errors())
        .contains("--exclude 'e'");
  }
}
