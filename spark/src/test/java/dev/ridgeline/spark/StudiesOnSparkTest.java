// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Studies on Spark in this JVM: the bytes of one process, and its refusals. */
class StudiesOnSparkTest {
  private static final String[] SPARK = {"--executor", "spark", "--master", "local[2]"};

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "phase --gamma 1.5,2 --rho 0.5,1 --seeds 3",
        "noise --source-noise 0.5,1 --seeds 3",
        "independence --target-samples 10,20 --rho 0.5 --seeds 3",
        "boundary --rho 0.5,1 --source-noise 0.5,1 --seeds 3"
      })
  void theBytesOfOneProcess(String study) throws IOException {
    String line = study + " --dimension 40";
    CommandRun.succeed(folder.resolve("local"), line);
    CommandRun.succeed(folder.resolve("spark"), line, SPARK);
    Map<String, String> expected = CommandRun.comparable(folder.resolve("local"));
    assertThat(CommandRun.comparable(folder.resolve("spark"))).isEqualTo(expected);
    // what one executor has begun, another one takes as it is
    CommandRun.succeed(folder.resolve("spark"), line, "--resume");
  }

  @Test
  void studiesOfSeveralSweepsAndShares() throws IOException {
    CommandRun.succeed(folder.resolve("scaling"), "scaling --dimension 30,40 --seeds 2", SPARK);
    assertThat(folder.resolve("scaling/scaling.csv")).isNotEmptyFile();
    CommandRun.succeed(
        folder.resolve("paper"),
        "paper --no-exact --no-report --shard 70/70 --executor spark --master local[2]");
    assertThat(CommandRun.comparable(folder.resolve("paper"))).containsOnlyKeys("cells.log");
  }

  @Test
  void whatSparkDoesNotTakeIsOneLine() {
    CommandRun run =
        CommandRun.quiet(
            folder.resolve("out"),
            "phase --dimension 40 --seeds 2 --executor spark --master local[two]");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).containsOnlyOnce("\n").contains("local[two]", "--master");
  }
}
