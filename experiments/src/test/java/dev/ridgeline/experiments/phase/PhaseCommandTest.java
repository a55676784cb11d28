// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ridgeline.experiments.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhaseCommandTest {
  private static final String SMALL =
      "phase --dimension 40 --target-samples 8 --seeds 3 --rho 0.5:1.5:5 --gamma 2,0.5"
          + " --covariance isotropic,power-law:1";

  private static final List<String> EXACT =
      List.of("mean_ratio_exact", "sd_ratio_exact", "ci95_exact");

  @TempDir private Path folder;

  @Test
  void writesTheFilesAndColumnsOfTheContract() throws IOException {
    Path out = folder.resolve("new/deep");
    CommandRun.succeed(out, SMALL);
    try (var files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "phase.csv",
              "phase_summary.csv",
              "phase.svg",
              "phase.png",
              "report.html",
              "manifest.json");
    }
    List<String> rows = Files.readAllLines(out.resolve("phase.csv"));
    assertThat(rows.getFirst())
        .isEqualTo(
            "gamma,covariance,seed,rho,lambda_source,lambda_transfer,ratio,at_edge,"
                + "lambda_source_exact,lambda_transfer_exact,ratio_exact,source_risk,transfer_risk,"
                + "transfer_risk_at_lambda_source,scratch_risk");
    assertThat(rows).hasSize(1 + 4 * 3 * 5);
    assertThat(rows.get(1)).startsWith("2.0,isotropic,42,0.5,");
    assertThat(rows.get(1 + 15)).startsWith("2.0,power-law:1.0,42,0.5,");
    assertThat(rows.get(1 + 30)).startsWith("0.5,isotropic,42,0.5,");
    assertThat(Files.readAllLines(out.resolve("phase_summary.csv")).getFirst())
        .isEqualTo(
            "gamma,covariance,rho,mean_ratio,sd_ratio,ci95,theory_ratio,edge_cells,"
                + "mean_ratio_exact,sd_ratio_exact,ci95_exact");
    JsonNode manifest = new ObjectMapper().readTree(out.resolve("manifest.json").toFile());
    assertThat(manifest.get("command").asText()).isEqualTo("ridgeline phase");
    assertThat(manifest.get("backend").asText()).isNotEqualTo("auto").isNotEmpty();
    assertThat(manifest.get("route").asText()).contains("/");
    for (String part : List.of("sweep", "exact", "theory", "report", "total")) {
      assertThat(manifest.get("seconds").get(part).asDouble()).as(part).isNotNegative();
    }
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("<svg")
        .contains("arXiv:2511.08401")
        .contains("--target-samples")
        .doesNotContain("<script src", "http://www.w3.org/1999/xlink\" src", "<link");
  }

  @Test
  void theSummaryFollowsFromTheRows() throws IOException {
    Path out = folder.resolve("run");
    CommandRun.succeed(out, SMALL);
    List<Map<String, String>> rows = CommandRun.csv(out.resolve("phase.csv"));
    for (Map<String, String> point : CommandRun.csv(out.resolve("phase_summary.csv"))) {
      List<Map<String, String>> mine =
          rows.stream()
              .filter(r -> r.get("gamma").equals(point.get("gamma")))
              .filter(r -> r.get("covariance").equals(point.get("covariance")))
              .filter(r -> r.get("rho").equals(point.get("rho")))
              .toList();
      assertThat(mine).hasSize(3);
      assertSummary(point, "mean_ratio", "sd_ratio", "ci95", values(mine, "ratio"));
      if (mine.stream().noneMatch(r -> r.get("ratio_exact").isEmpty())) {
        assertSummary(point, EXACT.get(0), EXACT.get(1), EXACT.get(2), values(mine, "ratio_exact"));
      } else {
        assertThat(point.get("mean_ratio_exact")).isEmpty();
      }
    }
    for (Map<String, String> row : rows) {
      assertThat(number(row, "ratio"))
          .isEqualTo(number(row, "lambda_transfer") / number(row, "lambda_source"));
      assertThat(number(row, "transfer_risk"))
          .isLessThanOrEqualTo(number(row, "transfer_risk_at_lambda_source"));
      if (row.get("at_edge").equals("none")) {
        // neighbouring grid points bracket the continuous optimum
        double step = Math.pow(10, 4.0 / 49) * (1 + 1e-9);
        assertThat(number(row, "lambda_transfer_exact") / number(row, "lambda_transfer"))
            .isBetween(1 / step, step);
      }
    }
  }

  private static double[] values(List<Map<String, String>> rows, String column) {
    return rows.stream().mapToDouble(row -> number(row, column)).toArray();
  }

  private static void assertSummary(
      Map<String, String> point, String mean, String sd, String interval, double[] ratios) {
    double m = (ratios[0] + ratios[1] + ratios[2]) / 3;
    double square = 0;
    for (double ratio : ratios) {
      square += (ratio - m) * (ratio - m);
    }
    double deviation = Math.sqrt(square / 2);
    assertThat(number(point, mean)).isCloseTo(m, within(1e-12 * m));
    assertThat(number(point, sd)).isCloseTo(deviation, within(1e-9 * m));
    assertThat(number(point, interval))
        .isCloseTo(1.96 * deviation / Math.sqrt(3), within(1e-9 * m));
  }

  @Test
  void bytesAreTheSameOnOneAndTwoThreadsAndWithoutTheExactOptimaElsewhere() throws IOException {
    CommandRun.succeed(folder.resolve("one"), SMALL, "--threads", "1");
    CommandRun.succeed(folder.resolve("two"), SMALL, "--threads", "2");
    assertThat(CommandRun.comparable(folder.resolve("two")))
        .isEqualTo(CommandRun.comparable(folder.resolve("one")));
  }

  @Test
  void leavesOutWhatIsNotWanted() throws IOException {
    Path out = folder.resolve("run");
    CommandRun.succeed(out, SMALL, "--no-exact", "--no-report");
    assertThat(out.resolve("report.html")).doesNotExist();
    for (Map<String, String> row : CommandRun.csv(out.resolve("phase.csv"))) {
      assertThat(row.get("lambda_source_exact")).isEmpty();
      assertThat(row.get("lambda_transfer_exact")).isEmpty();
      assertThat(row.get("ratio_exact")).isEmpty();
    }
    for (Map<String, String> point : CommandRun.csv(out.resolve("phase_summary.csv"))) {
      assertThat(point.get("mean_ratio")).isNotEmpty();
      for (String column : EXACT) {
        assertThat(point.get(column)).as(column).isEmpty();
      }
    }
  }

  @Test
  void oneSeedHasNoSpread() throws IOException {
    Path out = folder.resolve("run");
    CommandRun.succeed(out, "phase --dimension 20 --seeds 1 --rho 1 --target-samples 5");
    Map<String, String> point = CommandRun.csv(out.resolve("phase_summary.csv")).getFirst();
    assertThat(point.get("sd_ratio")).isEmpty();
    assertThat(point.get("ci95")).isEmpty();
    assertThat(number(point, "mean_ratio_exact")).isPositive();
    assertThat(point.get("sd_ratio_exact")).isEmpty();
    assertThat(point.get("ci95_exact")).isEmpty();
  }

  @Test
  void theSumScaleIsTheMeanScaleTimesTheRows() throws IOException {
    // n0 = 20 and n1 = 20: one factor fits both samples
    String line = "phase --dimension 40 --target-samples 20 --seeds 2 --rho 0.7 --no-exact";
    CommandRun.succeed(folder.resolve("mean"), line + " --penalties logspace:1e-2:1e2:9");
    CommandRun.succeed(
        folder.resolve("sum"),
        line + " --scale sum --penalties logspace:0.2:2000:9 --target-penalty 2");
    List<Map<String, String>> mean = CommandRun.csv(folder.resolve("mean/phase.csv"));
    List<Map<String, String>> sum = CommandRun.csv(folder.resolve("sum/phase.csv"));
    for (int i = 0; i < mean.size(); i++) {
      assertThat(number(sum.get(i), "lambda_source"))
          .isCloseTo(20 * number(mean.get(i), "lambda_source"), within(1e-9));
      assertThat(number(sum.get(i), "transfer_risk"))
          .isCloseTo(number(mean.get(i), "transfer_risk"), within(1e-12));
    }
  }

  /**
   * Seeds 42..51 of the default generator at the published setting. Grid means move in steps of a
   * fifth, so the continuous optima are held against the theory, the grid means against half a
   * step.
   */
  @Test
  void theDefaultGeneratorAgreesWithTheory() throws IOException {
    Path out = folder.resolve("run");
    CommandRun.succeed(out, "phase --no-report --seeds 10");
    double[] theory = {3.174, 2.405, 1.875, 1.495, 1.213, 1.000, 0.835, 0.706, 0.603, 0.520, 0.451};
    List<Map<String, String>> points = CommandRun.csv(out.resolve("phase_summary.csv"));
    int inside = 0;
    for (int t = 0; t < 21; t++) {
      Map<String, String> point = points.get(t);
      double expected = number(point, "theory_ratio");
      if (t % 2 == 0) {
        assertThat(expected).isCloseTo(theory[t / 2], within(0.0005));
      }
      double gap = Math.abs(number(point, "mean_ratio_exact") - expected);
      inside += gap <= number(point, "ci95_exact") ? 1 : 0;
      assertThat(gap)
          .as("seeds 42 to 51: %s", point)
          .isLessThan(4 / 1.96 * number(point, "ci95_exact"));
      assertThat(number(point, "mean_ratio"))
          .isCloseTo(expected, within(0.1 * expected + 2 * number(point, "ci95")));
    }
    assertThat(inside)
        .as("of 21 points inside the 95 %% interval, as the README says")
        .isEqualTo(18);
  }

  /**
   * Twenty seeds at a small size: theory lies in the 95 % interval of the continuous optima at four
   * of five alignments, and within one and a half of its half widths at all. The report says so.
   */
  @Test
  void theExactRatiosOfASmallRunAgreeWithTheory() throws IOException {
    Path out = folder.resolve("run");
    CommandRun.succeed(out, "phase --dimension 200 --seeds 20 --rho 0.6:1.4:5");
    long inside = 0;
    for (Map<String, String> point : CommandRun.csv(out.resolve("phase_summary.csv"))) {
      double theory = number(point, "theory_ratio");
      double gap = Math.abs(number(point, "mean_ratio_exact") - theory);
      assertThat(gap).as("seeds 42 to 61: %s", point).isLessThan(1.5 * number(point, "ci95_exact"));
      inside += gap <= number(point, "ci95_exact") ? 1 : 0;
    }
    assertThat(inside).as("of 5 points in the interval").isGreaterThanOrEqualTo(4);
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("in the 95 % interval of the mean ratio at " + inside + " of 5 alignments.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--gamma 0",
        "--gamma -1",
        "--gamma NaN",
        "--gamma 1000",
        "--gamma 2,2.0",
        "--gamma 1e-9",
        "--covariance round",
        "--covariance power-law:",
        "--covariance power-law:-1",
        "--covariance isotropic,isotropic",
        "--dimension 0",
        "--dimension 2.5",
        "--target-samples 0",
        "--target-samples 10,20",
        "--source-noise -1",
        "--source-noise 1,2",
        "--target-noise -0.1",
        "--target-penalty -1",
        "--target-penalty NaN",
        "--rho 1:0:3",
        "--rho 0:1:0",
        "--rho ,",
        "--rho",
        "--penalties -1,1",
        "--penalties logspace:0:1:5",
        "--penalties Infinity",
        "--seeds 0",
        "--seeds -3",
        "--seeds 1.5",
        "--first-seed x",
        "--first-seed -1 --rng numpy-legacy",
        "--first-seed 9223372036854775807",
        "--rng mt",
        "--scale half",
        "--threads 0",
        "--backend tpu",
        "--unknown 3",
        "--resume --overwrite",
        "stray"
      })
  void badInputIsOneLineAndWritesNothing(String options) {
    Path out = folder.resolve("refused");
    String[] arguments = ("phase " + options + " --out " + out).split(" ");
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines()).as(run.err()).hasSize(1);
    assertThat(out).doesNotExist();
  }

  @Test
  void aForcedBackendThatIsMissingFailsWithEveryProbeAndWritesNothing() {
    Path out = folder.resolve("refused");
    CommandRun run = CommandRun.of("phase", "--backend", "cuda", "--out", out.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("cuda").contains("reference: available");
    assertThat(out).doesNotExist();
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }
}
