// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.neural.data.GeneratedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells of every study are the same wherever they are computed, and in whatever shares. */
class DividedStudiesTest {
  @TempDir private static Path data;
  @TempDir private Path folder;

  @BeforeAll
  static void writeData() throws IOException {
    GeneratedData.all(data);
  }

  private void run(String out, String line, String... more) {
    CommandRun run = CommandRun.quiet(folder.resolve(out), line, more);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private void assertDivided(String line) throws IOException {
    run("whole", line);
    Map<String, String> whole = CommandRun.comparable(folder.resolve("whole"));
    run("one", line, "--shard", "1/2", "--executor", "serialised");
    run("two", line, "--shard", "2/2");
    run("merged", "merge", folder.resolve("one").toString(), folder.resolve("two").toString());
    assertThat(CommandRun.comparable(folder.resolve("merged"))).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mnist",
        "newsgroups",
        "independence --data-sets mnist --fractions 0.1,0.5",
        "regularizers --regularizers weight-decay,epochs"
      })
  void aStudyOfDataIsTheSameFromShards(String study) throws IOException {
    assertDivided("neural " + study + " --profile smoke --seeds 1 --data " + data);
  }

  @Test
  void aStudyThatDrawsItsDataToo() throws IOException {
    assertDivided("neural teacher-student --profile smoke");
  }

  /** Pictures take long: its cells need only be fit to be sent. */
  @ParameterizedTest
  @ValueSource(strings = {"cifar10", "quality-shift --corruptions none,blur --weight-decays 1e-3"})
  void theCellsOfPicturesCanBeSent(String study) {
    String line = "neural " + study + " --profile smoke --seeds 1 --source-epochs 1 --data " + data;
    run("out", line, "--shard", "1/2", "--executor", "serialised");
  }
}
