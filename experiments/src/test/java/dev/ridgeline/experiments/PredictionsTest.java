// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionsTest {
  @TempDir private Path folder;

  @Test
  void simulationsAreWhereTheirTheoryIsAndDoNotDependOnTheThreads() throws IOException {
    String line = "predictions --dimension 60 --seeds 8";
    CommandRun.succeed(folder.resolve("one"), line, "--threads", "1");
    CommandRun.succeed(folder.resolve("two"), line, "--threads", "2", "--executor", "serialised");
    assertThat(CommandRun.comparable(folder.resolve("two")))
        .isEqualTo(CommandRun.comparable(folder.resolve("one")));
    for (String file : List.of("negative.csv", "matrix.csv", "chain.csv", "fading.csv")) {
      List<Map<String, String>> rows = CommandRun.csv(folder.resolve("one").resolve(file));
      assertThat(rows).as(file).hasSizeGreaterThan(9);
      for (Map<String, String> row : rows) {
        double mean = Double.parseDouble(row.get("distance_mean"));
        double theory = Double.parseDouble(row.get("theory_distance"));
        double error = Double.parseDouble(row.get("ci95")) / 1.96;
        // eight seeds estimate their own error badly, and the limit is off by 1/p
        assertThat(Math.abs(mean - theory))
            .as(file + row)
            .isLessThan(6 * error + 0.03 * theory + 0.01);
      }
    }
    List<Map<String, String>> negative =
        CommandRun.csv(folder.resolve("one").resolve("negative.csv"));
    assertThat(Double.parseDouble(negative.getFirst().get("distance_mean")))
        .isLessThan(Double.parseDouble(negative.get(5).get("distance_mean")));
  }

  @Test
  void aSmallDimensionIsRefused() {
    Path out = folder.resolve("refused");
    CommandRun run = CommandRun.of("predictions", "--dimension", "20", "--out", out.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--dimension").contains("at least 50");
    assertThat(out).doesNotExist();
  }
}
