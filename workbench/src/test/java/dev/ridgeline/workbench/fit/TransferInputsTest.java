// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tables may have in them that a choice must not fall for, and priors from elsewhere. */
class TransferInputsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Rows of four features a to d and y = 1 + w x + noise, columns in units. */
  private static List<double[]> rows(
      long seed, int count, double[] w, double noise, double... units) {
    Random random = new Random(seed);
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] row = new double[w.length + 1];
      row[w.length] = 1 + noise * random.nextGaussian();
      for (int j = 0; j < w.length; j++) {
        double x = random.nextGaussian();
        row[j] = units.length == 0 ? x : x * units[j];
        row[w.length] += w[j] * x;
      }
      rows.add(row);
    }
    return rows;
  }

  private Path table(String name, List<double[]> rows) throws IOException {
    int p = rows.getFirst().length - 1;
    String header =
        IntStream.range(0, p)
            .mapToObj(j -> String.valueOf((char) ('a' + j)))
            .collect(Collectors.joining(","));
    return write(
        name,
        header
            + ",y\n"
            + rows.stream()
                .map(
                    row ->
                        Arrays.stream(row)
                            .mapToObj(Double::toString)
                            .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n", "", "\n")));
  }

  private JsonNode transfer(String... more) throws IOException {
    Path out = folder.resolve("out");
    transfer(out, more).succeeded();
    return MAPPER.readTree(out.resolve("recommendation.json").toFile());
  }

  private static CommandRun transfer(Path out, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("transfer", "--response", "y", "--out", out.toString(), "--no-report"));
    args.addAll(List.of("--overwrite"));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private static String warnings(JsonNode json) {
    return json.get("warnings").toString();
  }

  /** Case A1. */
  @Test
  void oneFileAsSourceAndTargetIsNoGroundForAClaim() throws IOException {
    Path file =
        write(
            "eight.csv",
            """
            x0,x1,x2,x3,x4,y
            2,-2,-3,-1,-1,-1
            2,0,-3,-1,1,-1
            2,2,3,-2,3,1
            -3,0,-2,-2,1,0
            -1,0,-2,-2,2,1
            0,1,1,3,-1,3
            -2,1,3,3,3,3
            1,-1,-1,-3,-2,2
            """);

    JsonNode json = transfer("--source", file.toString(), "--target", file.toString());

    assertThat(json.get("shared_rows").asInt()).isEqualTo(8);
    assertThat(json.get("decision").asText()).isEqualTo("no clear difference");
    assertThat(json.get("probability_transfer_better").isNull()).isTrue();
    assertThat(json.get("gain_interval").isNull()).isTrue();
    assertThat(warnings(json))
        .contains("8 of 8 target rows")
        .contains("rows 1, 2, 3, 4, 5, 6, 7, 8");
    assertThat(json.get("recommendation").asText()).contains("also rows of the source");
  }

  @Test
  void sharedRowsAreNamedByTheirNumberInTheFile() throws IOException {
    double[] w = {1, 2, 3, 4};
    List<double[]> source = rows(1, 30, w, 1);
    List<double[]> target = rows(2, 40, w, 1);
    target.set(16, source.get(3));
    Path from = table("source.csv", source);
    Path to = table("target.csv", target);

    JsonNode all = transfer("--source", from.toString(), "--target", to.toString());
    assertThat(warnings(all)).contains("1 of 40 target rows").contains("(row 17)");

    for (int seed = 1; ; seed++) { // one that draws the row
      JsonNode some =
          transfer(
              "--source",
              from.toString(),
              "--target",
              to.toString(),
              "--target-rows",
              "20",
              "--seed",
              String.valueOf(seed));
      if (some.get("shared_rows").asInt() == 1) {
        assertThat(warnings(some)).contains("1 of 20 target rows").contains("(row 17)");
        break;
      }
      assertThat(some.get("shared_rows").asInt()).isZero();
      assertThat(seed).as("every draw of 20 of 40 rows leaves row 17 out").isLessThan(40);
    }
  }

  @Test
  void tablesWithoutSharedRowsSaySo() throws IOException {
    double[] w = {1, 2, 3, 4};
    JsonNode json =
        transfer(
            "--source",
            table("source.csv", rows(1, 60, w, 1)).toString(),
            "--target",
            table("target.csv", rows(2, 15, w, 1)).toString());

    assertThat(json.get("shared_rows").asInt()).isZero();
    assertThat(warnings(json)).doesNotContain("also row");
  }

  /** Case A5: columns in raw units, some of them of the size of hundreds. */
  @Test
  void rawUnitsLeaveNoOptimumAtAnEdge() throws IOException {
    double[] w = {0.3, 0.1, 0.2, 0.4};
    Path source = table("source.csv", rows(1, 200, w, 0.7, 40, 0.02, 5, 1));
    Path target = table("target.csv", rows(2, 40, w, 0.7, 33, 0.05, 1.4, 1));

    JsonNode json = transfer("--source", source.toString(), "--target", target.toString());

    assertThat(warnings(json)).doesNotContain("edge");
    JsonNode manifest = MAPPER.readTree(folder.resolve("out/manifest.json").toFile());
    assertThat(manifest.get("grids").get("source").size()).isGreaterThanOrEqualTo(61);
    assertThat(manifest.get("grids").get("target").get(0).size()).isGreaterThanOrEqualTo(31);
    assertThat(manifest.get("parameters").get("--penalties").asText()).isEqualTo("auto");
  }

  /** Case A6. */
  @ParameterizedTest
  @CsvSource({"1e-6, c spreads 1/", "1e-4, c spreads 1/", "1e5, c spreads"})
  void aColumnInOtherUnitsIsNamed(double unit, String expected) throws IOException {
    double[] w = {0.1, -0.1, 3, 0.1};
    Path data = table("data.csv", rows(3, 60, w, 0.1, 1, 2, unit, 0.5));

    for (String option : new String[] {"", "--standardize"}) {
      Path out = folder.resolve("path" + option);
      List<String> args =
          new ArrayList<>(
              List.of("path", "--data", data.toString(), "--response", "y", "--no-report"));
      args.addAll(List.of("--out", out.toString()));
      if (!option.isEmpty()) {
        args.add(option);
      }
      CommandRun.of(args.toArray(String[]::new)).succeeded();
      String warnings = warnings(MAPPER.readTree(out.resolve("path.json").toFile()));
      if (option.isEmpty()) {
        assertThat(warnings).contains(expected).contains("--standardize");
      } else {
        assertThat(warnings).doesNotContain("spreads");
      }
    }

    JsonNode json =
        transfer(
            "--source",
            data.toString(),
            "--target",
            table("target.csv", rows(4, 12, w, 0.1, 1, 2, unit, 0.5)).toString());
    assertThat(warnings(json)).contains(expected).contains("--standardize");
  }

  @Test
  void evenColumnsGetNoHint() throws IOException {
    Path data = table("data.csv", rows(3, 60, new double[] {1, 2, 3, 4}, 0.1, 1, 20, 0.05, 3));

    JsonNode json =
        transfer(
            "--source",
            data.toString(),
            "--target",
            table("target.csv", rows(4, 12, new double[] {1, 2, 3, 4}, 1, 1, 20, 0.05, 3))
                .toString());

    assertThat(warnings(json)).doesNotContain("--standardize");
  }

  /** Case A7: scratch keeps the column that the prior does not know. */
  @Test
  void aPriorOfFewerColumnsLeavesScratchItsOwn() throws IOException {
    double[] w = {1, -2, 0.5, 3};
    Path target = table("target.csv", rows(5, 30, w, 0.3));
    Path prior = write("prior.csv", "feature,west\n(intercept),1000\nb,-2\na,1\nc,0.5\n");
    Path all = write("all.csv", "feature,west\na,1\nb,-2\nc,0.5\nd,0\n");

    JsonNode json = transfer("--prior", prior.toString(), "--target", target.toString());
    JsonNode zero = transfer("--prior", all.toString(), "--target", target.toString());
    JsonNode alone =
        transfer(
            "--source", // any: scratch does not look at it
            table("source.csv", rows(6, 40, w, 1)).toString(),
            "--target",
            target.toString(),
            "--target-penalties",
            "logspace:1e-16:1e3:191");

    assertThat(warnings(json)).contains("prior.csv has no coefficient for d: the prior there is 0");
    assertThat(warnings(zero)).doesNotContain("has no coefficient");
    for (String key : new String[] {"loss_scratch", "loss_transfer_optimal", "loss_average"}) {
      assertThat(json.get(key).asDouble()).isEqualTo(zero.get(key).asDouble());
    }
    // all four columns: noise of 0.3, where the fourth alone would leave 9
    assertThat(json.get("loss_scratch").asDouble()).isLessThan(0.2);
    assertThat(json.get("loss_scratch_exact").asDouble())
        .isCloseTo(alone.get("loss_scratch_exact").asDouble(), within(1e-6));
    assertThat(json.get("shared_rows").asInt()).isZero();
    assertThat(json.get("lambda_source_optimal").isNull()).isTrue();
  }

  /** The intercept of a prior is not shrunk to: the target has its own. */
  @Test
  void theInterceptOfAPriorDoesNotMatter() throws IOException {
    Path target = table("target.csv", rows(5, 12, new double[] {1, -2}, 0.3));
    Path plain = write("plain.csv", "feature,b\na,1\nb,-1\n");
    Path far = write("far.csv", "feature,b\na,1\n(intercept),1e6\nb,-1\n");

    JsonNode one = transfer("--prior", plain.toString(), "--target", target.toString());
    JsonNode other = transfer("--prior", far.toString(), "--target", target.toString());

    assertThat(other.get("loss_transfer_optimal")).isEqualTo(one.get("loss_transfer_optimal"));
    assertThat(other.get("loss_average")).isEqualTo(one.get("loss_average"));
  }

  @Test
  void ofSeveralPriorsTheBestIsNamed() throws IOException {
    double[] w = {1, -2, 0.5, 3};
    Path target = table("target.csv", rows(5, 8, w, 0.3));
    Path prior =
        write(
            "prior.csv",
            "feature,wrong,right,zero\na,-1,1.1,0\nb,2,-2.1,0\nc,0,0.4,0\nd,0,2.8,0\n");

    JsonNode json = transfer("--prior", prior.toString(), "--target", target.toString());

    assertThat(json.get("prior").asText()).isEqualTo("right");
    assertThat(json.get("loss_transfer_optimal").asDouble())
        .isLessThan(json.get("loss_scratch").asDouble());
    assertThat(Files.readAllLines(folder.resolve("out/risk_curve.csv"))).hasSize(4);
    assertThat(json.get("lambda_transfer_optimal").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "feature,p\na,1\nz,2\n|z",
        "feature,p\na,1\na,2\n|every feature once",
        "feature\na\n|feature,PRIOR",
        "name,p\na,1\n|feature,PRIOR",
        "feature,p\na,\n|fill in the value"
      })
  void aTableThatIsNoPriorIsRefused(String text) throws IOException {
    Path target = table("target.csv", rows(5, 12, new double[] {1, -2}, 0.3));
    Path prior = write("prior.csv", text.substring(0, text.indexOf('|')));
    Path out = folder.resolve("refused");

    CommandRun run = transfer(out, "--prior", prior.toString(), "--target", target.toString());

    assertThat(run.code()).as(run.errors()).isEqualTo(2);
    assertThat(run.errors().strip().lines()).hasSize(1);
    assertThat(run.errors()).contains(text.substring(text.indexOf('|') + 1));
    assertThat(out).doesNotExist();
  }

  @Test
  void aSourceAndAPriorExcludeEachOther() throws IOException {
    Path target = table("target.csv", rows(5, 12, new double[] {1, -2}, 0.3));
    Path prior = write("prior.csv", "feature,p\na,1\n");
    Path out = folder.resolve("refused");

    CommandRun both =
        transfer(
            out,
            "--prior",
            prior.toString(),
            "--source",
            target.toString(),
            "--target",
            target.toString());
    CommandRun none = transfer(out, "--target", target.toString());
    CommandRun rows =
        transfer(
            out, "--prior", prior.toString(), "--source-rows", "5", "--target", target.toString());

    assertThat(both.code()).isEqualTo(2);
    assertThat(both.errors()).contains("--source").contains("--prior");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.errors()).contains("--source").contains("--prior");
    assertThat(rows.code()).isEqualTo(2);
    assertThat(rows.errors()).contains("--source-rows");
    assertThat(out).doesNotExist();
  }

  /** Every row thrice: what was seen vouches for what is the same, unless groups are left out. */
  @Test
  void foldsAndGroupsJudgeSourceAndTarget() throws IOException {
    double[] w = {1, 2, 3, 4};
    Path source = grouped("source.csv", rows(1, 15, w, 2));
    Path target = grouped("target.csv", rows(2, 8, w, 2));
    String[] tables = {"--source", source.toString(), "--target", target.toString()};
    Map<String, JsonNode> found = new LinkedHashMap<>();
    for (String how :
        new String[] {"--exclude g", "--folds 4", "--groups g", "--groups g --folds 4"}) {
      List<String> args = new ArrayList<>(List.of(tables));
      args.addAll(List.of(how.split(" ")));
      if (how.equals("--folds 4")) {
        args.addAll(List.of("--exclude", "g"));
      }
      found.put(how, transfer(args.toArray(String[]::new)));
    }
    assertThat(found.values().stream().map(json -> json.get("criterion").asText()))
        .containsExactly("leave-one-out", "4-fold", "leave-one-g-out", "4-fold by g");
    double rowsApart = found.get("--exclude g").get("loss_scratch").asDouble();
    for (String how : new String[] {"--groups g", "--groups g --folds 4"}) {
      for (String model : new String[] {"scratch", "average"}) {
        assertThat(found.get(how).get("loss_" + model).asDouble()).as(how).isGreaterThan(rowsApart);
      }
    }
    assertThat(found.get("--groups g").get("recommendation").asText())
        .contains("by leave-one-group-out");
  }

  private Path grouped(String name, List<double[]> rows) throws IOException {
    StringBuilder text = new StringBuilder("a,b,c,d,y,g\n");
    for (int i = 0; i < rows.size(); i++) {
      for (int copy = 0; copy < 3; copy++) {
        for (double value : rows.get(i)) {
          text.append(value + 1e-3 * copy).append(',');
        }
        text.append("of ").append(i).append('\n');
      }
    }
    return write(name, text.toString());
  }

  @Test
  void tooFewGroupsAreRefusedInOneLine() throws IOException {
    double[] w = {1, 2, 3, 4};
    Path source = grouped("source.csv", rows(1, 15, w, 2));
    Path target = grouped("target.csv", rows(2, 1, w, 2));
    Path out = folder.resolve("few");
    CommandRun one =
        transfer(
            out, "--source", source.toString(), "--target", target.toString(), "--groups", "g");
    assertThat(one.code()).isEqualTo(2);
    assertThat(one.errors().lines()).hasSize(1);
    assertThat(one.errors()).contains("--groups").contains("two values or more in " + target);
    CommandRun many =
        transfer(
            out,
            "--source",
            source.toString(),
            "--target",
            source.toString(),
            "--groups",
            "g",
            "--folds",
            "16");
    assertThat(many.code()).isEqualTo(2);
    assertThat(many.errors()).contains("2 to 15, the number of groups in " + source);
    assertThat(out).doesNotExist();
  }

  /** With what its intervals need, a model says how far it is to be trusted. */
  @Test
  void aModelWithIntervalsIsAnUncertainPrior() throws IOException {
    double[] w = {1, 2, 3, 4};
    Path source = table("source.csv", rows(1, 12, w, 3));
    Path first = table("first.csv", rows(2, 8, w, 3));
    Path target = table("target.csv", rows(3, 9, w, 1));
    Path out = folder.resolve("model");
    transfer(out, "--source", source.toString(), "--target", first.toString()).succeeded();
    Path model = out.resolve("model.json");
    ObjectNode bare = (ObjectNode) MAPPER.readTree(model.toFile());
    bare.remove("spreads");
    Path known = write("bare.json", bare.toString());

    JsonNode uncertain = transfer("--prior", model.toString(), "--target", target.toString());
    JsonNode certain = transfer("--prior", known.toString(), "--target", target.toString());

    // all but the average takes the model as it is
    assertThat(uncertain.get("loss_transfer_optimal"))
        .isEqualTo(certain.get("loss_transfer_optimal"));
    assertThat(uncertain.get("loss_average").asDouble())
        .isNotCloseTo(certain.get("loss_average").asDouble(), withinPercentage(0.1));
  }
}
