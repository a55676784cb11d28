// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** State folders that something damaged: one plain line, and --overwrite starts anew. */
class DamagedStateTest extends RunFixture {
  private void replace(Path file, String text) throws IOException {
    if (Files.exists(file)) {
      new ProcessBuilder("rm", "-rf", file.toString()).inheritIO().start().onExit().join();
    }
    if (text.equals("folder")) {
      Files.createDirectories(file.resolve("inside"));
    } else {
      Files.writeString(file, text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plan.json|{\"command\": \"ridg",
        "plan.json|[1, 2]",
        "plan.json|{\"command\":\"a\",\"parameters\":{\"b\":{}},\"version\":\"c\",\"backend\":\"d\"}",
        "plan.json|folder",
        "cells.log|folder",
        "cells.log|noise;noise;",
      })
  void isToldInALineAndReplacedByOverwrite(String name, String text) throws IOException {
    Path out = stoppedAt("finish");
    replace(out.resolve(".run").resolve(name), text.replace(";", "\n"));
    assertThat(probe(out, "--resume")).isEqualTo(1);
    saidOneLineWith(name, "damaged", "--overwrite", out.toString());
    assertThat(said()).doesNotContain("xception", "com.fasterxml", "Unexpected");
    assertThat(ProbeStudy.COMPUTED).hasValue(0);
    assertThat(probe(out, "--overwrite")).as(said()).isZero();
    assertThat(content(out)).isEqualTo(undisturbed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"values", "folder"})
  void aRemovalThatWasCutShortIsFinishedWhateverIsLeftOfIt(String text) throws IOException {
    Path out = stoppedAt("finish");
    replace(out.resolve(".run/discard.json"), text);
    replace(out.resolve(".run/modes.json"), "{");
    replace(out.resolve(".run/staged"), "no folder");
    assertThat(probe(out, "--overwrite")).as(said()).isZero();
    assertThat(content(out)).isEqualTo(undisturbed());
  }

  @Test
  void aFileInThePlaceOfTheStateIsNamed() throws IOException {
    Path out = Files.createDirectory(temporary.resolve("out"));
    Files.writeString(out.resolve(".run"), "mine");
    for (String flag : new String[] {"--resume", "--overwrite"}) {
      assertThat(probe(out, flag)).isEqualTo(2);
      saidOneLineWith("--out", ".run", out.toString());
    }
    assertThat(out.resolve(".run")).hasContent("mine");
  }
}
