// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.workbench.report.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudiesTest {
  @TempDir private Path folder;

  @Test
  void aNoisyRidgelessSourceHurtsWhereTheClosedFormSaysAndATunedOneNeverDoes() throws IOException {
    // p = 200, n0 = 100, rho = .8: ridgeless helps iff sigma0^2 < .6 * 99/200, sigma0 < .545
    CommandRun.succeed(
        folder, "noise --dimension 200 --source-noise 0.3,0.45,0.65,1 --seeds 8 --no-report");
    List<Map<String, String>> rows = CommandRun.csv(folder.resolve("noise.csv"));
    assertThat(header("noise.csv"))
        .isEqualTo(
            "source_noise,rho,transfer_benefit_mean,transfer_benefit_ci95,helps_fraction,"
                + "theory_benefit,theory_helps");
    boolean[] helps = {true, true, false, false};
    for (int i = 0; i < 4; i++) {
      assertThat(number(rows.get(i), "transfer_benefit_mean") > 0).isEqualTo(helps[i]);
      assertThat(rows.get(i).get("theory_helps")).isEqualTo(Boolean.toString(helps[i]));
      assertNearTheory(rows.get(i), "transfer_benefit_ci95");
    }
    for (String file : List.of("noise_source_optimal.csv", "noise_transfer_optimal.csv")) {
      for (Map<String, String> row : CommandRun.csv(folder.resolve(file))) {
        assertThat(number(row, "transfer_benefit_mean")).as(file).isPositive();
        assertThat(row.get("theory_helps")).isEqualTo("true");
      }
    }
  }

  @Test
  void noiseSaysWhereItsPictureEnds() throws IOException {
    CommandRun.succeed(folder, "noise --dimension 40 --source-noise 0.25:3:12 --seeds 3");
    double least =
        CommandRun.csv(folder.resolve("noise.csv")).stream()
            .mapToDouble(row -> number(row, "transfer_benefit_mean"))
            .min()
            .orElseThrow();
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("The still picture ends below at -")
        .contains("means go down to " + Figures.of(least) + ", as the table says.");
    assertThat(Files.readString(folder.resolve("noise.svg"))).contains("cut off below");
    Path whole = folder.resolve("whole");
    CommandRun.succeed(whole, "noise --dimension 40 --source-noise 0.1,0.2 --seeds 3");
    assertThat(Files.readString(whole.resolve("report.html"))).doesNotContain("picture ends below");
    assertThat(Files.readString(whole.resolve("noise.svg"))).doesNotContain("cut off below");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "phase --rho 0.5,1.5|In the setting isotropic, γ = 2 the median over seeds is ",
        "noise --source-noise 0.5|A ridgeless source helps on average at ",
        "independence --target-samples 10 --rho 0.5|The sign of the measured mean benefit agrees",
        "boundary --rho 0.5,1 --source-noise 0.5,1|The closed form and the measured mean agree on",
        "scaling|At dimension 40 the mean ratio is ",
      })
  void aStudyEndsWithItsFindingAndItsReport(String line, String finding) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(line.split(" ")));
    arguments.addAll(List.of("--dimension", "40", "--seeds", "2", "--out", folder.toString()));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().findFirst().orElseThrow()).startsWith(finding);
    assertThat(run.out()).endsWith("report: " + folder.resolve("report.html") + "\n");
    arguments.addAll(List.of("--overwrite", "--json", "--quiet", "--no-report"));
    CommandRun json = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(json.code()).as(json.err()).isZero();
    assertThat(json.out().strip())
        .isEqualTo(Files.readString(folder.resolve("manifest.json")).strip())
        .contains("\"findings\" : [ \"" + finding);
  }

  @Test
  void theSignOfTheBenefitDoesNotDependOnTheTargetSample() throws IOException {
    CommandRun.succeed(
        folder,
        "independence --dimension 120 --target-samples 10,60,90 --target-noise 0.1,0.5"
            + " --rho 0.5,1.1 --seeds 8 --no-report");
    assertThat(header("independence.csv"))
        .isEqualTo(
            "target_samples,target_noise,rho,transfer_benefit_mean,ci95,theory_benefit,sign_agrees");
    List<Map<String, String>> rows = CommandRun.csv(folder.resolve("independence.csv"));
    assertThat(rows).hasSize(12);
    for (Map<String, String> row : rows) {
      boolean helps = row.get("rho").equals("1.1");
      assertThat(number(row, "theory_benefit") > 0).isEqualTo(helps);
      assertThat(number(row, "transfer_benefit_mean") > 0).as(row.toString()).isEqualTo(helps);
      assertThat(row.get("sign_agrees")).isEqualTo("true");
    }
  }

  @Test
  void withoutDesignsTheSizeIsNoLimit() throws IOException {
    CommandRun.succeed(
        folder.resolve("scaling"),
        "scaling --design chi --dimension 200,1e5 --seeds 2 --penalties logspace:0.5:10:150");
    List<Map<String, String>> rows = CommandRun.csv(folder.resolve("scaling/scaling.csv"));
    for (Map<String, String> row : rows) {
      assertThat(number(row, "theory_ratio")).isCloseTo(1.495, within(0.0005));
    }
    // the optima of a seed spread by 1 / sqrt(p) about theory, and the grid steps by 2 %
    assertThat(number(rows.get(1), "mean_ratio")).isCloseTo(1.495, within(0.05));
    CommandRun.succeed(
        folder.resolve("independence"),
        "independence --design chi --dimension 1e5 --seeds 2 --target-samples 10,100 --rho"
            + " 0.7,0.8");
    for (Map<String, String> row :
        CommandRun.csv(folder.resolve("independence/independence.csv"))) {
      assertThat(row.get("sign_agrees")).as(row.toString()).isEqualTo("true");
      assertThat(number(row, "transfer_benefit_mean"))
          .isCloseTo(number(row, "theory_benefit"), within(0.01));
    }
  }

  @Test
  void theClosedFormDividesThePlane() throws IOException {
    CommandRun.succeed(
        folder, "boundary --dimension 120 --rho 0.4:1.4:6 --source-noise 0.1:1.3:5 --seeds 6");
    assertThat(header("boundary.csv"))
        .isEqualTo("rho,source_noise,transfer_benefit_mean,ci95,theory_benefit,closed_form_helps");
    List<Map<String, String>> rows = CommandRun.csv(folder.resolve("boundary.csv"));
    assertThat(rows).hasSize(30);
    int decided = 0;
    for (Map<String, String> row : rows) {
      double mean = number(row, "transfer_benefit_mean");
      if (Math.abs(mean) > 3 * number(row, "ci95")) { // clear of the boundary
        decided++;
        assertThat(row.get("closed_form_helps")).as(row.toString()).isEqualTo("" + (mean > 0));
      }
      boolean helps = number(row, "rho") > closedForm(number(row, "source_noise"));
      assertThat(row.get("closed_form_helps")).isEqualTo(Boolean.toString(helps));
    }
    assertThat(decided).isGreaterThan(15);
    assertThat(Files.readString(folder.resolve("report.html"))).contains("closed form");
  }

  /** 2 rho > 1 + sigma0^2 p / (p - n0 - 1), p = 120, n0 = 60. */
  private static double closedForm(double sigma0) {
    return (1 + sigma0 * sigma0 * 120 / 59) / 2;
  }

  @Test
  void scalingKeepsTheRatioAndShowsItsCost() throws IOException {
    CommandRun.succeed(folder, "scaling --dimension 60,120,240 --seeds 6 --no-report");
    assertThat(header("scaling.csv"))
        .isEqualTo("dimension,gamma,mean_ratio,ci95,theory_ratio,seconds");
    List<Map<String, String>> rows = CommandRun.csv(folder.resolve("scaling.csv"));
    assertThat(rows).extracting(row -> row.get("dimension")).containsExactly("60", "120", "240");
    for (Map<String, String> row : rows) {
      assertThat(number(row, "theory_ratio")).isCloseTo(1.495, within(0.0005));
      assertThat(number(row, "seconds")).isPositive();
    }
    assertThat(number(rows.get(2), "mean_ratio"))
        .isCloseTo(1.495, within(3 * number(rows.get(2), "ci95")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "noise --gamma 1,2",
        "noise --covariance isotropic,power-law:1",
        "noise --source-penalty big",
        "boundary --rho 1,0.5",
        "boundary --source-noise 1,1",
        "independence --source-noise 1,2",
        "independence --penalties 1",
        "scaling --rho 0.5,0.8",
        "scaling --dimension 100,100",
        "scaling --no-exact",
        "scaling --design thin",
        "scaling --design chi --covariance power-law:1",
        "scaling --design chi --rng numpy-legacy",
        "scaling --design drawn --dimension 1e7",
        "independence --design chi --target-samples 1e6",
        "phase --design chi",
        "paper --gamma 2"
      })
  void badInputIsOneLineAndWritesNothing(String line) {
    Path out = folder.resolve("refused");
    CommandRun run = CommandRun.of((line + " --out " + out).split(" "));
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "noise --dimension 30 --seeds 3 --source-noise 0.5:1:3",
    "independence --dimension 30 --seeds 3 --target-samples 5;40",
    "independence --dimension 30 --seeds 3 --target-samples 5;40 --design chi",
    "boundary --dimension 30 --seeds 3 --rho 0.5:1:3 --source-noise 0.1:1:3"
  })
  void bytesDoNotDependOnTheThreads(String line) throws IOException {
    String study = line.replace(';', ',');
    CommandRun.succeed(folder.resolve("one"), study, "--threads", "1");
    CommandRun.succeed(folder.resolve("two"), study, "--threads", "2");
    assertThat(CommandRun.comparable(folder.resolve("two")))
        .isEqualTo(CommandRun.comparable(folder.resolve("one")));
  }

  @Test
  void backendsPrintsOneLineEachAndHowCommandsStart() {
    CommandRun run = CommandRun.of("backends");
    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).hasSize(4);
    assertThat(run.out())
        .containsPattern("cpu-simd: available on .+ \\(\\d+ bit.*\\) \\[auto takes this one]")
        .contains("reference: available")
        .contains("cuda: unavailable: ")
        .containsPattern("\nstart: .*small JVM.*large one");
  }

  private String header(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file)).getFirst();
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }

  private static void assertNearTheory(Map<String, String> row, String interval) {
    double gap = Math.abs(number(row, "transfer_benefit_mean") - number(row, "theory_benefit"));
    // five standard errors, and the 1/p of a limit
    assertThat(gap).as(row.toString()).isLessThan(5 / 1.96 * number(row, interval) + 0.01);
  }
}
