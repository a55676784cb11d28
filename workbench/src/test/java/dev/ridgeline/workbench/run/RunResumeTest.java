// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every state that a kill can leave behind, made by hand, and what resume and overwrite do. */
class RunResumeTest extends RunFixture {
  private static final int CELLS = 6;

  private void resumesComputing(Path out, int cells) throws IOException {
    assertThat(probe(out, "--resume")).as(() -> said()).isZero();
    assertThat(ProbeStudy.COMPUTED).hasValue(cells);
    assertThat(content(out)).isEqualTo(undisturbed());
  }

  @Test
  void aFailedCellIsNamedAndTheOthersAreKept() throws IOException {
    undisturbed();
    Path out = temporary.resolve("failed");
    ProbeStudy.trouble = "cell";
    assertThat(probe(out, "--threads", "1")).isEqualTo(1);
    saidOneLineWith("item-3", "no such item", "3 finished cells", "--resume");
    noTrouble();
    resumesComputing(out, CELLS - 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"write", "finish"})
  void resumesAfterTheSweep(String place) throws IOException {
    Path out = stoppedAt(place);
    undisturbed();
    ProbeStudy.COMPUTED.set(0);
    resumesComputing(out, 0);
  }

  /** Everything is staged, as just before the files are moved into place. */
  private Path allStaged() throws IOException {
    Path out = stoppedAt("finish");
    Path done = finishedRun("reference-of-" + out.getFileName());
    Files.copy(done.resolve("manifest.json"), out.resolve(".run/staged/manifest.json"));
    ProbeStudy.COMPUTED.set(0);
    return out;
  }

  private static void publish(Path out, String... names) throws IOException {
    for (String name : names) {
      Files.move(out.resolve(".run/staged").resolve(name), out.resolve(name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "values.csv", "values.csv bits.bin"})
  void resumesAmidThePublishing(String published) throws IOException {
    undisturbed();
    Path out = allStaged();
    publish(out, published.isEmpty() ? new String[0] : published.split(" ", -1));
    resumesComputing(out, 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cells.log",
        "cells.log staged",
        "cells.log staged plan.json",
        "cells.log staged plan.json lock"
      })
  void resumesAmidTheCleaningUp(String removed) throws IOException {
    undisturbed();
    Path out = allStaged();
    publish(out, "values.csv", "bits.bin", "manifest.json");
    for (String name : removed.isEmpty() ? new String[0] : removed.split(" ", -1)) {
      Files.delete(out.resolve(".run").resolve(name));
    }
    resumesComputing(out, 0);
    assertThat(out.resolve(".run")).doesNotExist();
  }

  @Test
  void overwritesAmidThePublishing() throws IOException {
    Path out = allStaged();
    publish(out, "values.csv");
    assertThat(probe(out)).isEqualTo(2);
    assertThat(probe(out, "--overwrite")).isZero();
    assertThat(ProbeStudy.COMPUTED).hasValue(CELLS);
    assertThat(content(out)).isEqualTo(undisturbed());
  }

  @Test
  void resumesAmidAnOverwrite() throws IOException {
    undisturbed();
    Path out = finishedRun("cut", "--cells", "3");
    Files.createDirectory(out.resolve(".run"));
    Files.writeString(
        out.resolve(".run/discard.json"), "[\"manifest.json\",\"values.csv\",\"bits.bin\"]");
    for (String next : new String[] {"", "values.csv"}) {
      if (!next.isEmpty()) {
        Files.delete(out.resolve(next));
      }
      Path copy = copy(out, temporary.resolve("cut-" + next));
      ProbeStudy.COMPUTED.set(0);
      resumesComputing(copy, CELLS);
    }
  }

  @Test
  void resumesWhenKilledBeforeThePlan() throws IOException {
    undisturbed();
    Path out = Files.createDirectories(temporary.resolve("early/.run")).getParent();
    Files.writeString(out.resolve(".run/lock"), "");
    Files.writeString(out.resolve(".run/plan.json.tmp"), "{");
    ProbeStudy.COMPUTED.set(0);
    resumesComputing(out, CELLS);
  }

  @Test
  void dropsATornLastLineWhereverItIsTorn() throws IOException {
    undisturbed();
    Path out = stoppedAt("finish");
    byte[] log = Files.readAllBytes(out.resolve(".run/cells.log"));
    int lastLine = new String(log, StandardCharsets.ISO_8859_1).lastIndexOf('\n', log.length - 2);
    for (int length : new int[] {log.length - 1, log.length - 7, lastLine + 5, lastLine + 2}) {
      Path copy = copy(out, temporary.resolve("torn-" + length));
      Files.write(copy.resolve(".run/cells.log"), Arrays.copyOf(log, length));
      ProbeStudy.COMPUTED.set(0);
      resumesComputing(copy, 1);
    }
    // A crash of the system may leave a last line of zeros, even a complete one.
    byte[] zeros = log.clone();
    Arrays.fill(zeros, lastLine + 1, log.length - 1, (byte) 0);
    Path copy = copy(out, temporary.resolve("zeros"));
    Files.write(copy.resolve(".run/cells.log"), zeros);
    ProbeStudy.COMPUTED.set(0);
    resumesComputing(copy, 1);
  }

  @Test
  void reportsDamageInTheMiddle() throws IOException {
    Path out = stoppedAt("finish");
    Path log = out.resolve(".run/cells.log");
    List<String> lines = Files.readAllLines(log);
    String damaged = lines.get(2).replace("item", "itm");
    Files.writeString(
        log, String.join("\n", lines.get(0), lines.get(1), damaged, lines.get(3)) + "\n");
    Map<String, String> before = content(out);
    assertThat(probe(out, "--resume")).isEqualTo(1);
    saidOneLineWith("cells.log", "line 3", "damaged");
    assertThat(probe(out, "--resume")).isEqualTo(1);
    before.remove(".run/lock");
    Map<String, String> after = content(out);
    after.remove(".run/lock");
    assertThat(after).isEqualTo(before);
    assertThat(probe(out, "--overwrite")).isZero();
    assertThat(content(out)).isEqualTo(undisturbed());
  }

  @Test
  void theBytesDoNotDependOnTheThreads() throws IOException {
    for (String threads : new String[] {"1", "2", "16"}) {
      assertThat(content(finishedRun("threads-" + threads, "--threads", threads)))
          .isEqualTo(undisturbed());
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }
}
