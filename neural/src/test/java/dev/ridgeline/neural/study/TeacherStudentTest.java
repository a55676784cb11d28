// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ridgeline.neural.train.RandomStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Teachers, students, and the command around them. */
class TeacherStudentTest {
  private static final TeacherStudentProblem PROBLEM =
      new TeacherStudentProblem(10, 4, 32, 100, 10, 0.5, 0.1, 50);

  @TempDir private Path folder;

  private CommandRun run(String line) {
    return CommandRun.quiet(folder.resolve("out"), line);
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(folder.resolve("out").resolve(name));
  }

  @Test
  void theMeanSquareOfATeacherIsOne() {
    int rows = 100_000;
    for (int seed = 0; seed < 3; seed++) {
      UniformRandomProvider random = new RandomStreams(seed, "test").stream("teacher");
      Teacher teacher = Teacher.draw(random, 6, 5);
      assertThat(teacher.meanSquare()).isCloseTo(1, within(1e-12));
      ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
      float[] inputs = new float[rows * 6];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = (float) normal.sample();
      }
      double square = Arrays.stream(teacher.values(inputs)).map(v -> v * v).sum() / rows;
      // five standard errors of a mean of squares whose own deviation is below 6
      assertThat(square).as("seed %d", seed).isCloseTo(1, within(0.1));
    }
  }

  /** What the paper proved for the linear model, on a case where the effect is large. */
  @Test
  void aSmallAlignmentWantsMoreWeightDecayThanALargeOne() {
    TeacherStudentTask task = new TeacherStudentTask(PROBLEM, new double[] {0.4, 2}, 200, 20);
    CellResult weak = task.compute(NeuralCell.source("", 0, 1e-3));
    CellResult strong = task.compute(NeuralCell.source("", 0, 0.2));
    assertThat(weak.sourceTest()).isBetween(30.0, 100.0);
    assertThat(strong.sourceTest()).isBetween(30.0, 100.0);
    assertThat(strong.targets().get(0).l2spTest()).isGreaterThan(weak.targets().get(0).l2spTest());
    assertThat(strong.targets().get(1).l2spTest()).isLessThan(weak.targets().get(1).l2spTest());
    assertThat(weak.targets().get(0).l2spDistances()).hasSize(21).startsWith(0.0);
  }

  @Test
  void allRhoOfASeedSeeTheSameDraws() {
    CellResult one =
        new TeacherStudentTask(PROBLEM, new double[] {0.5, 1.5}, 3, 3)
            .compute(NeuralCell.source("", 4, 1e-2));
    CellResult other =
        new TeacherStudentTask(PROBLEM, new double[] {1.5}, 3, 3)
            .compute(NeuralCell.source("", 4, 1e-2));
    assertThat(other.sourceTest()).isEqualTo(one.sourceTest());
    assertThat(other.targets().getFirst().standardTest())
        .isEqualTo(one.targets().get(1).standardTest());
  }

  @Test
  void theCommandWritesItsTablesAndPictures() throws IOException {
    CommandRun run = run("neural teacher-student --profile smoke");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(lines("teacher_student_raw.csv"))
        .hasSize(1 + 2 * 2 * 2)
        .first()
        .isEqualTo(
            "rho,seed,weight_decay,source_r2,transfer_r2_standard,transfer_r2_l2sp,scratch_r2,"
                + "distance_standard,distance_l2sp");
    assertThat(lines("teacher_student_raw.csv").get(1)).startsWith("0.5,0,0.001,");
    assertThat(lines("teacher_student_summary.csv")).hasSize(1 + 2 * 2);
    assertThat(lines("teacher_student_optima.csv"))
        .hasSize(1 + 2 * 2)
        .first()
        .asString()
        .startsWith("rho,fine_tuning,source_optimal,")
        .endsWith("r2_lost,r2_lost_low,r2_lost_high,shift_shown");
    for (String file : List.of("teacher_student_optimum.svg", "teacher_student_explained.png")) {
      assertThat(folder.resolve("out").resolve(file)).isNotEmptyFile();
    }
    assertThat(Files.readString(folder.resolve("out/report.html"))).contains("rho below 1");
    assertThat(Files.readString(folder.resolve("out/manifest.json")))
        .contains("\"--rho\" : \"0.5,1.5\"")
        .contains("\"--source-epochs\" : \"5\"");
  }

  @Test
  void whatIsNotAcceptedIsNamed() {
    for (String option :
        List.of("--rho 0", "--rho 1,0.5", "--source-rows 0", "--source-noise -1")) {
      CommandRun run = run("neural teacher-student " + option);
      assertThat(run.code()).as(option).isEqualTo(2);
      assertThat(run.err()).contains(option.substring(0, option.indexOf(' ')));
      assertThat(folder.resolve("out")).doesNotExist();
    }
  }
}
