// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static dev.ridgeline.workbench.fit.CommandRun.json;
import static dev.ridgeline.workbench.fit.CommandRun.table;
import static dev.ridgeline.workbench.fit.CommandRun.transfer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ridgeline.transfer.model.LinearModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code path}, {@code transfer} and {@code predict} as they are typed. */
class TableCommandsTest {
  @TempDir private Path folder;
  private Path source;
  private Path target;

  @BeforeEach
  void tables() throws IOException {
    source = write("source.csv", table(1, 60, 1.0, 2.0));
    target = write("target.csv", table(2, 25, 0.7, 0.3));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void transferWritesTheFilesAndKeysOfTheContract() throws IOException {
    Path out = folder.resolve("out");
    transfer(out, "--source", source.toString(), "--target", target.toString()).succeeded();

    try (var files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "recommendation.json",
              "losses.csv",
              "risk_curve.csv",
              "filters.csv",
              "model.json",
              "report.html",
              "transfer.svg",
              "transfer.png",
              "manifest.json");
    }
    JsonNode json = json(out.resolve("recommendation.json"));
    assertThat(json.fieldNames())
        .toIterable()
        .contains(
            "scale",
            "lambda_source_optimal",
            "lambda_transfer_optimal",
            "lambda_target",
            "loss_scratch",
            "loss_source_optimal",
            "loss_transfer_optimal",
            "lambda_source_optimal_exact",
            "lambda_transfer_optimal_interval",
            "loss_scratch_exact",
            "loss_transfer_optimal_interval",
            "rho",
            "rho_interval",
            "transfer",
            "decision",
            "probability_transfer_better",
            "loss_average",
            "lambda_source_posterior",
            "prior_scale_posterior",
            "warnings");
    assertThat(json.get("decision").asText()).isIn("transfer", "scratch", "no clear difference");
    assertThat(json.get("probability_transfer_better").asDouble()).isBetween(0.0, 1.0);
    assertThat(json.get("lambda_source_posterior")).hasSize(3);
    assertThat(json.has("test_loss_average")).isFalse();
    assertThat(json.get("scale").asText()).isEqualTo("mean");
    assertThat(json.get("transfer").isBoolean()).isTrue();
    double loss = json.get("loss_transfer_optimal").asDouble();
    assertThat(json.get("loss_source_optimal").asDouble()).isGreaterThanOrEqualTo(loss);
    assertThat(json.get("loss_transfer_optimal_exact").asDouble()).isLessThanOrEqualTo(loss);
    assertThat(Files.readAllLines(out.resolve("losses.csv")))
        .hasSize(6)
        .first()
        .isEqualTo(
            "target,model,lambda_source,lambda_target,prior_scale,loss,loss_low,loss_high,"
                + "test_loss,route,condition,residual");
    assertThat(Files.readAllLines(out.resolve("risk_curve.csv"))).hasSize(62);
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("ransfer ")
        .contains("<svg")
        .contains("source-optimal penalty")
        .doesNotContain("<script src", "<link");
    assertThat(json(out.resolve("manifest.json")).get("route").asText()).contains("/");
  }

  @Test
  void theSameCommandGivesTheSameBytes() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    for (Path out : List.of(first, second)) {
      transfer(
              out,
              "--source",
              source.toString(),
              "--target",
              target.toString(),
              "--expand",
              "rff:20",
              "--threads",
              out.equals(first) ? "1" : "2")
          .succeeded();
    }
    for (String name :
        List.of("recommendation.json", "losses.csv", "model.json", "transfer.svg", "report.html")) {
      assertThat(first.resolve(name)).hasSameBinaryContentAs(second.resolve(name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "poly2", "rff:15"})
  void predictionsAreThoseOfTheModelInTheFile(String expand) throws IOException {
    Path out = folder.resolve("out");
    transfer(
            out,
            "--source",
            source.toString(),
            "--target",
            target.toString(),
            "--expand",
            expand,
            "--standardize")
        .succeeded();
    Path predictions = folder.resolve("predictions.csv");
    CommandRun.of(
            "predict",
            "--model",
            out.resolve("model.json").toString(),
            "--input",
            target.toString(),
            "--output",
            predictions.toString())
        .succeeded();

    List<String> lines = Files.readAllLines(predictions);
    assertThat(lines).hasSize(26).first().isEqualTo("prediction");
    double square = 0;
    List<String> rows = Files.readAllLines(target);
    for (int i = 1; i < rows.size(); i++) {
      double y = Double.parseDouble(rows.get(i).split(",", -1)[4]);
      square += Math.pow(y - Double.parseDouble(lines.get(i)), 2) / 25;
    }
    // fitted on these rows: better than leaving each out, and far better than the mean
    assertThat(square)
        .isLessThan(json(out.resolve("recommendation.json")).get("loss_scratch").asDouble() + 2);
    assertThat(LinearModel.load(out.resolve("model.json")).names()).isNotEmpty();
  }

  @Test
  void columnsMayComeInAnotherOrder() throws IOException {
    StringBuilder turned = new StringBuilder();
    for (String line : Files.readAllLines(target)) {
      String[] f = line.split(",", -1);
      turned.append(String.join(",", f[4], f[2], f[0], f[3], f[1])).append('\n');
    }
    Path other = write("turned.csv", turned.toString());
    transfer(folder.resolve("a"), "--source", source.toString(), "--target", target.toString())
        .succeeded();
    transfer(folder.resolve("b"), "--source", source.toString(), "--target", other.toString())
        .succeeded();
    assertThat(json(folder.resolve("a/model.json")).get("coefficients"))
        .isEqualTo(json(folder.resolve("b/model.json")).get("coefficients"));
  }

  @Test
  void severalTargetsGetAChoiceEachAndOneForAll() throws IOException {
    Path second = write("second.csv", table(3, 30, -0.5, 0.3));
    Path out = folder.resolve("out");
    transfer(out, "--source", source.toString(), "--target", target + "," + second).succeeded();
    JsonNode json = json(out.resolve("recommendation.json"));
    assertThat(json.get("targets")).hasSize(2);
    assertThat(json.get("regrets_minimax_regret")).hasSize(2);
    assertThat(json.get("lambda_source_weighted_mean").isNumber()).isTrue();
    assertThat(json.get("regrets_posterior_mean")).hasSize(2);
    assertThat(json.get("lambda_source_posterior_mean").isNumber()).isTrue();
    assertThat(out.resolve("model_2.json")).exists();
    assertThat(Files.readString(out.resolve("report.html"))).contains("One source for all targets");
  }

  @Test
  void rowsThatAreNotDrawnMeasureTheModels() throws IOException {
    Path out = folder.resolve("out");
    transfer(
            out,
            "--source",
            source.toString(),
            "--target",
            target.toString(),
            "--source-rows",
            "40",
            "--target-rows",
            "12")
        .succeeded();
    String average = Files.readAllLines(out.resolve("losses.csv")).get(1);
    JsonNode json = json(out.resolve("recommendation.json"));
    assertThat(average.split(",", -1)[8]).isEqualTo(json.get("test_loss_average").asText());
    assertThat(json.get("test_rows").asInt()).isEqualTo(13);
    assertThat(json.get("recommendation").asText())
        .startsWith("On 13 rows held out the mean squared error is, by ");
  }

  @Test
  void predictionsHaveIntervalsWhenTheyAreAskedFor() throws IOException {
    Path out = folder.resolve("out");
    transfer(out, "--source", source.toString(), "--target", target.toString()).succeeded();
    List<String> narrow = predicted(out, "narrow.csv", "--interval", "0.5");
    List<String> wide = predicted(out, "wide.csv", "--interval");
    assertThat(narrow).hasSize(26).first().isEqualTo("prediction,lower,upper");
    assertThat(wide).hasSize(26).first().isEqualTo("prediction,lower,upper");
    for (int i = 1; i < wide.size(); i++) {
      String[] inner = narrow.get(i).split(",", -1);
      String[] outer = wide.get(i).split(",", -1);
      assertThat(inner[0]).isEqualTo(outer[0]);
      assertThat(Double.parseDouble(outer[1])).isLessThan(Double.parseDouble(inner[1]));
      assertThat(Double.parseDouble(outer[2])).isGreaterThan(Double.parseDouble(inner[2]));
    }
    assertThat(predict(out, "no.csv", "--interval", "1.5").code()).isEqualTo(2);
  }

  private CommandRun predict(Path out, String name, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "predict",
                "--model",
                out.resolve("model.json").toString(),
                "--input",
                target.toString(),
                "--output",
                folder.resolve(name).toString()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private List<String> predicted(Path out, String name, String... more) throws IOException {
    predict(out, name, more).succeeded();
    return Files.readAllLines(folder.resolve(name));
  }

  @Test
  void aModelServesAsSource() throws IOException {
    Path trained = folder.resolve("trained");
    CommandRun.of(
            "path",
            "--data",
            source.toString(),
            "--response",
            "y",
            "--out",
            trained.toString(),
            "--quiet")
        .succeeded();
    Path out = folder.resolve("out");
    transfer(
            out,
            "--source",
            trained.resolve("model.json").toString(),
            "--target",
            target.toString())
        .succeeded();
    JsonNode json = json(out.resolve("recommendation.json"));
    assertThat(json.get("lambda_source_optimal").isNull()).isTrue();
    assertThat(json.get("rho").isNull()).isTrue();
    assertThat(out.resolve("filters.csv")).doesNotExist();
  }

  @Test
  void pathWritesScoresCoefficientsAndAModel() throws IOException {
    Path out = folder.resolve("out");
    CommandRun.of(
            "path",
            "--data",
            source.toString(),
            "--response",
            "y",
            "--penalties",
            "logspace:1e-3:1e3:13",
            "--folds",
            "5",
            "--out",
            out.toString(),
            "--quiet")
        .succeeded();
    assertThat(Files.readAllLines(out.resolve("path.csv")))
        .hasSize(14)
        .first()
        .isEqualTo("response,lambda,loss,degrees_of_freedom,condition");
    assertThat(Files.readAllLines(out.resolve("coefficients.csv")))
        .as("the chosen penalty alone")
        .hasSize(2)
        .first()
        .isEqualTo("response,lambda,intercept,a,b,c,d");
    LinearModel model = LinearModel.load(out.resolve("model.json"));
    assertThat(model.names()).containsExactly("a", "b", "c", "d");
    assertThat(model.coefficients()).containsExactly(new double[] {1, -2, 0.5, 1.5}, within(1.0));
  }

  @Test
  void pathTakesSeveralResponsesAndKeepsEveryPenaltyWhenAsked() throws IOException {
    Path out = folder.resolve("out");
    CommandRun.of(
            "path",
            "--data",
            source.toString(),
            "--response",
            "y",
            "--response",
            "a",
            "--penalties",
            "logspace:1e-3:1e3:13",
            "--all-coefficients",
            "--no-report",
            "--out",
            out.toString(),
            "--quiet")
        .succeeded();
    assertThat(Files.readAllLines(out.resolve("path.csv"))).hasSize(1 + 2 * 13);
    List<String> coefficients = Files.readAllLines(out.resolve("coefficients.csv"));
    assertThat(coefficients).hasSize(1 + 2 * 13);
    assertThat(coefficients.getFirst()).isEqualTo("response,lambda,intercept,b,c,d");
    assertThat(coefficients.get(1)).startsWith("y,");
    assertThat(coefficients.getLast()).startsWith("a,");
    assertThat(out.resolve("report.html")).doesNotExist();
    assertThat(out.resolve("path.json")).exists();
  }

  @Test
  void theModelToKeepCanBeChosen() throws IOException {
    for (String choice :
        List.of("average", "scratch", "source-optimal", "transfer-optimal", "rescaled")) {
      transfer(
              folder.resolve(choice),
              "--source",
              source.toString(),
              "--target",
              target.toString(),
              "--choice",
              choice)
          .succeeded();
    }
    assertThat(LinearModel.load(folder.resolve("rescaled/model.json")))
        .isNotEqualTo(LinearModel.load(folder.resolve("source-optimal/model.json")))
        .isNotEqualTo(LinearModel.load(folder.resolve("scratch/model.json")));
  }

  @Test
  void columnsMayHaveNamesOfTheFilesOwn() throws IOException {
    String text = Files.readString(source).replaceFirst("a,b,c,d,y", "lambda,intercept,c,d,y");
    Path file = write("names.csv", text);
    CommandRun.of(
            "path",
            "--data",
            file.toString(),
            "--response",
            "y",
            "--out",
            folder.resolve("out").toString(),
            "--quiet")
        .succeeded();
    assertThat(Files.readAllLines(folder.resolve("out/coefficients.csv")).getFirst())
        .isEqualTo("response,lambda,intercept,lambda,intercept,c,d");
  }

  @Test
  void rowsThatOnlyMeasureNeedNotVary() throws IOException {
    Path one = write("test.csv", "y,a,b,c,d\n1,2,3,4,5\n");
    Path out = folder.resolve("out");
    transfer(
            out,
            "--source",
            source.toString(),
            "--target",
            target.toString(),
            "--test",
            one.toString())
        .succeeded();
    assertThat(Files.readAllLines(out.resolve("losses.csv")).get(1).split(",", -1)[8]).isNotEmpty();
  }

  @Test
  void badTablesEndInOneLineAndWriteNothing() throws IOException {
    Path out = folder.resolve("out");
    refused(out, "a,b,c,y\n1,2,3,4\n2,3,4,5\n3,4,5,7\n", "missing.csv", "d", "source.csv");
    refused(out, "a,b,c,d,e,y\n1,2,3,4,5,6\n2,2,2,2,2,3\n1,1,1,1,1,1\n", "more.csv", "e");
    refused(out, "a,b,c,d,y\n1,2,3,4,5\n", "one.csv", "1 row");
    refused(out, "a,b,c,d,y\n1,2,3,4,5\n2,3,4,5,5\n3,3,3,3,5\n", "constant.csv", "y", "constant");
    refused(out, "a,b,c,d,y\n", "none.csv", "no rows");
    refused(out, "a,b,c,d,y\n1,2,x,4,5\n2,3,4,5,5\n3,3,3,3,6\n", "text.csv", "line 2", "c", "x");
    refused(out, "a,b,c,d,y\n1,2,3,4,5\n2,,4,5,5\n3,3,3,3,6\n", "hole.csv", "line 3", "b");
    refused(out, "a,b,c,c,y\n1,2,3,4,5\n", "twice.csv", "c");
    refused(out, "", "empty.csv", "empty");
    refused(out, "a,b,c,d,y\n1,2,3,4,5\n2,1e160,4,5,5\n3,3,3,3,6\n", "huge.csv", "data row 2", "b");
    refused(out, "a,b,c,d\n1,2,3,4\n2,3,4,5\n3,3,3,3\n", "blind.csv", "y", "--response");
  }

  private void refused(Path out, String text, String name, String... words) throws IOException {
    Path file = write(name, text);
    CommandRun run = transfer(out, "--source", source.toString(), "--target", file.toString());
    assertThat(run.code()).as(run.errors()).isEqualTo(2);
    assertThat(run.errors().lines()).hasSize(1);
    assertThat(run.errors()).contains(name).contains(words);
    assertThat(out).doesNotExist();
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() throws IOException {
    Path out = folder.resolve("out");
    assertThat(
            transfer(
                    out,
                    "--source",
                    source.toString(),
                    "--target",
                    target.toString(),
                    "--features",
                    "a,y")
                .errors())
        .contains("--features 'y'");
    assertThat(
            transfer(
                    out,
                    "--source",
                    source.toString(),
                    "--target",
                    target.toString(),
                    "--target-rows",
                    "26")
                .errors())
        .contains("at most the 25 rows");
    assertThat(
            CommandRun.of(
                    "predict",
                    "--model",
                    source.toString(),
                    "--input",
                    target.toString(),
                    "--output",
                    folder.resolve("p.csv").toString())
                .errors())
        .contains("--model")
        .contains("not a model");
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, "a,b,c,d,y\n1,2,3,4,\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(transfer(out, "--source", latin.toString(), "--target", target.toString()).code())
        .isEqualTo(2);
    assertThat(transfer(out, "--source", folder.toString(), "--target", target.toString()).code())
        .isEqualTo(2);
    assertThat(out).doesNotExist();
  }
}
