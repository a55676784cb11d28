// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What --out, --resume and --overwrite mean. */
class RunFolderRulesTest extends RunFixture {
  @Test
  void usesAnAbsentFolderAndAnEmptyOne() throws IOException {
    assertThat(probe(temporary.resolve("a/b/c"))).isZero();
    Path empty = Files.createDirectory(temporary.resolve("empty"));
    assertThat(probe(empty)).isZero();
    assertThat(content(empty)).containsOnlyKeys("bits.bin", "manifest.json", "values.csv");
    assertThat(content(empty)).isEqualTo(content(temporary.resolve("a/b/c")));
  }

  @Test
  void keepsEveryBitOfADouble() throws IOException {
    Path out = finishedRun("bits", "--cells", "5");
    String half = "," + 0.5 / 3 + ",8\n";
    assertThat(Files.readString(out.resolve("values.csv")))
        .isEqualTo(
            "8000000000000000,8000000000000000"
                + half
                + "7ff8000000000000,7ff8000000000000"
                + half
                + "7ff0000000000000,7ff0000000000000"
                + half
                + "fff0000000000000,fff0000000000000"
                + half
                + "1,1"
                + half);
  }

  @Test
  void manifestTellsWhatRan() throws IOException {
    Path out = finishedRun("told", "--cells", "2", "--threads", "3");
    JsonNode manifest = Json.MAPPER.readTree(out.resolve("manifest.json").toFile());
    assertThat(manifest.get("command").asText()).isEqualTo("ridgeline probe");
    assertThat(manifest.get("parameters").toString())
        .isEqualTo("{\"--cells\":\"2\",\"--shift\":\"0.5\"}");
    assertThat(manifest.get("backend").asText()).isEqualTo("reference");
    assertThat(manifest.get("route").asText()).isEqualTo("PROBE");
    assertThat(manifest.get("threads").asInt()).isEqualTo(3);
    assertThat(manifest.get("files").toString()).isEqualTo("[\"values.csv\",\"bits.bin\"]");
    assertThat(manifest.get("seconds").get("total").asDouble())
        .isGreaterThanOrEqualTo(manifest.get("seconds").get("sweep").asDouble());
    for (String field : new String[] {"version", "jdk", "cpu", "os"}) {
      assertThat(manifest.get(field).asText()).as(field).isNotBlank();
    }
  }

  @Test
  void refusesAFolderInUse() throws IOException {
    Path out = Files.createDirectory(temporary.resolve("mine"));
    Files.writeString(out.resolve("notes.txt"), "mine");
    Map<String, String> before = content(out);
    assertThat(probe(out)).isEqualTo(2);
    saidOneLineWith("--out", out.toString(), "--resume", "--overwrite");
    assertThat(probe(out, "--resume")).isEqualTo(2);
    saidOneLineWith("--resume", out.toString());
    assertThat(content(out)).isEqualTo(before);
    assertThat(ProbeStudy.COMPUTED).hasValue(0);
  }

  @Test
  void refusesAManifestOfSomebodyElse() throws IOException {
    Path out = Files.createDirectory(temporary.resolve("theirs"));
    Files.writeString(out.resolve("manifest.json"), "{\"files\": [\"notes.txt\"]}");
    Files.writeString(out.resolve("notes.txt"), "theirs");
    assertThat(probe(out, "--resume")).isEqualTo(2);
    assertThat(probe(out, "--overwrite")).isZero();
    assertThat(out.resolve("notes.txt")).hasContent("theirs");
  }

  @Test
  void refusesAFileAndAFolderThatCannotBeMade() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");
    for (String flag : new String[] {"--quiet", "--resume", "--overwrite"}) {
      assertThat(flag.equals("--quiet") ? probe(file) : probe(file, flag)).isEqualTo(2);
      saidOneLineWith("--out", file.toString(), "a folder");
      assertThat(probe(file.resolve("below"))).isEqualTo(2);
      saidOneLineWith("--out", "written");
    }
    assertThat(probe(Path.of("/proc/ridgeline"))).isEqualTo(2);
    assertThat(ProbeStudy.COMPUTED).hasValue(0);
  }

  @Test
  void refusesResumeTogetherWithOverwrite() {
    assertThat(probe(temporary.resolve("new"), "--resume", "--overwrite")).isEqualTo(2);
    saidOneLineWith("--resume", "--overwrite");
    assertThat(temporary.resolve("new")).doesNotExist();
  }

  @Test
  void overwriteReplacesTheRunAndNothingElse() throws IOException {
    Path out = finishedRun("old", "--cells", "3");
    Files.writeString(out.resolve("notes.txt"), "mine");
    Files.createDirectory(out.resolve("figures"));
    Files.writeString(out.resolve("figures/values.csv"), "mine too");
    assertThat(probe(out, "--overwrite")).isZero();
    Map<String, String> content = content(out);
    assertThat(content.remove("notes.txt")).isNotNull();
    assertThat(content.remove("figures/values.csv")).isNotNull();
    assertThat(content).isEqualTo(undisturbed());
  }

  @Test
  void overwriteNeverFollowsAManifestOutOfTheFolder() throws IOException {
    Path precious = Files.writeString(temporary.resolve("precious"), "keep");
    Path out = finishedRun("tampered");
    Path manifest = out.resolve("manifest.json");
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("\"values.csv\"", "\"../precious\", \"/etc/hostname\""));
    assertThat(probe(out, "--overwrite")).isZero();
    assertThat(precious).hasContent("keep");
  }

  @Test
  void aFolderInThePlaceOfAResultIsFoundBeforeComputing() throws IOException {
    Path out = finishedRun("occupied");
    Files.delete(out.resolve("values.csv"));
    Files.createDirectory(out.resolve("values.csv"));
    Map<String, String> before = content(out);
    assertThat(probe(out, "--overwrite")).isEqualTo(2);
    saidOneLineWith("--out", out.toString(), "values.csv");
    assertThat(ProbeStudy.COMPUTED).hasValue(0);
    assertThat(content(out)).isEqualTo(before);
  }

  @Test
  void aFolderInThePlaceOfAnUnknownResultIsNamed() throws IOException {
    Path out = Files.createDirectory(temporary.resolve("mine"));
    Files.createDirectory(out.resolve("values.csv"));
    assertThat(probe(out, "--overwrite")).isEqualTo(1);
    saidOneLineWith("cannot write values.csv", "6 finished cells are safe");
    Files.delete(out.resolve("values.csv"));
    assertThat(probe(out, "--resume")).isZero();
    assertThat(content(out)).isEqualTo(undisturbed());
  }

  @Test
  void resumeOfAFinishedRunComputesNothing() throws IOException {
    Path out = finishedRun("done");
    Map<String, String> before = content(out);
    byte[] manifest = Files.readAllBytes(out.resolve("manifest.json"));
    assertThat(probe(out, "--resume", "--threads", "7", "--verbose")).isZero();
    assertThat(ProbeStudy.COMPUTED).hasValue(0);
    assertThat(content(out)).isEqualTo(before);
    assertThat(out.resolve("manifest.json")).hasBinaryContent(manifest);
  }

  @Test
  void resumeStartsInAnAbsentFolderAndAnEmptyOne() throws IOException {
    Path out = temporary.resolve("fresh");
    assertThat(probe(out, "--resume")).isZero();
    assertThat(content(out)).isEqualTo(undisturbed());
    Path empty = Files.createDirectory(temporary.resolve("empty"));
    assertThat(probe(empty, "--resume")).isZero();
    assertThat(content(empty)).isEqualTo(undisturbed());
  }

  @ParameterizedTest
  @CsvSource({
    "--cells 7, --cells, '7', '6'",
    "--shift 0.25, --shift, '0.25', '0.5'",
    "--backend cuda, --backend, 'cuda', 'reference'",
  })
  void resumeWithAnotherOptionIsRefused(String options, String name, String given, String had)
      throws IOException {
    for (Path out : new Path[] {finishedRun("done"), stoppedAt("finish")}) {
      Map<String, String> before = content(out);
      String[] words = options.split(" ", -1);
      assertThat(probe(out, "--resume", words[0], words[1])).isEqualTo(2);
      saidOneLineWith(name, "'" + given + "'", "'" + had + "'");
      before.remove(".run/lock");
      Map<String, String> after = content(out);
      after.remove(".run/lock");
      assertThat(after).isEqualTo(before);
      assertThat(ProbeStudy.COMPUTED).hasValue(0);
    }
  }

  @Test
  void resumeAcceptsTheSameOptionsSpelledDifferently() {
    Path out = finishedRun("spelled", "--shift", "0.50");
    assertThat(probe(out, "--resume", "--shift", "5e-1", "--backend", "reference")).isZero();
  }

  @Test
  void resumeFromAnotherVersionIsRefused() throws IOException {
    Path out = stoppedAt("finish");
    Path plan = out.resolve(".run/plan.json");
    Files.writeString(plan, Files.readString(plan).replace("development", "0.0.1"));
    assertThat(probe(out, "--resume")).isEqualTo(2);
    saidOneLineWith("version", "'0.0.1'", "'development'");
  }

  @Test
  void aSecondRunInTheSameFolderIsRefused() throws IOException {
    Path out = stoppedAt("cell");
    Path state = out.resolve(".run");
    try (FolderLock held = FolderLock.take(state, state.resolve("lock"))) {
      assertThat(held).isNotNull();
      assertThat(probe(out, "--resume")).isEqualTo(1);
      saidOneLineWith(out.toString(), "in use");
      assertThat(probe(out, "--overwrite")).isEqualTo(1);
    }
    assertThat(probe(out, "--resume")).isZero();
  }

  @Test
  void aBackendThatFailsLeavesTheOldRunAlone() throws IOException {
    Path out = finishedRun("kept");
    Map<String, String> before = content(out);
    ProbeStudy.trouble = "backend";
    assertThat(probe(out, "--overwrite")).isEqualTo(1);
    assertThat(content(out)).isEqualTo(before);
    assertThat(probe(temporary.resolve("never"))).isEqualTo(1);
    assertThat(temporary.resolve("never")).doesNotExist();
    assertThat(probe(temporary.resolve("never/ever/again"))).isEqualTo(1);
    assertThat(temporary.resolve("never")).doesNotExist();
  }
}
