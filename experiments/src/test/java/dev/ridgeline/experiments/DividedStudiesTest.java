// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells of every study are the same wherever they are computed, and in whatever shares. */
class DividedStudiesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "phase --gamma 1.5,2 --rho 0.5,1 --seeds 3",
        "noise --source-noise 0.5,1 --seeds 3",
        "independence --target-samples 10,20 --rho 0.5 --seeds 3",
        "boundary --rho 0.5,1 --source-noise 0.5,1 --seeds 3"
      })
  void aStudyIsTheSameFromCopiesAndFromShards(String study) throws IOException {
    String line = study + " --dimension 40";
    CommandRun.succeed(folder.resolve("whole"), line);
    Map<String, String> whole = CommandRun.comparable(folder.resolve("whole"));
    CommandRun.succeed(folder.resolve("copies"), line, "--executor", "serialised");
    assertThat(CommandRun.comparable(folder.resolve("copies"))).isEqualTo(whole);
    CommandRun.succeed(folder.resolve("one"), line, "--shard", "1/2");
    CommandRun.succeed(folder.resolve("two"), line, "--shard", "2/2", "--executor", "serialised");
    CommandRun.succeed(
        folder.resolve("merged"),
        "merge",
        folder.resolve("two").toString(),
        folder.resolve("one").toString());
    assertThat(CommandRun.comparable(folder.resolve("merged"))).isEqualTo(whole);
  }

  /** Its table holds times, so only what does not is compared. */
  @ParameterizedTest
  @ValueSource(strings = {"", " --design chi"})
  void scalingTooButForItsTimes(String design) throws IOException {
    String line = "scaling --dimension 30,40 --seeds 2" + design;
    CommandRun.succeed(folder.resolve("whole"), line);
    CommandRun.succeed(folder.resolve("copies"), line, "--executor", "serialised");
    CommandRun.succeed(folder.resolve("one"), line, "--shard", "1/2");
    CommandRun.succeed(folder.resolve("two"), line, "--shard", "2/2");
    CommandRun.succeed(
        folder.resolve("merged"),
        "merge",
        folder.resolve("one").toString(),
        folder.resolve("two").toString());
    Map<String, String> whole = CommandRun.comparable(folder.resolve("whole"));
    for (String other : new String[] {"copies", "merged"}) {
      assertThat(CommandRun.comparable(folder.resolve(other)).get("report.html"))
          .isEqualTo(whole.get("report.html"));
    }
  }

  /** One of its 70 cells, since it takes no smaller ones. */
  @Test
  void theCellsOfThePaperCanBeSent() throws IOException {
    CommandRun.succeed(
        folder, "paper --no-exact --no-report --shard 70/70", "--executor", "serialised");
    assertThat(CommandRun.comparable(folder)).containsOnlyKeys("cells.log");
  }
}
