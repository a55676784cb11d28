// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Runs in a JVM of their own, ended by signals. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(60)
class RunProcessTest extends RunFixture {
  private Path errors;

  private Process start(int delayMillis, Path out, String... more) throws IOException {
    return start(List.of(), delayMillis, out, more);
  }

  private Process start(List<String> before, int delayMillis, Path out, String... more)
      throws IOException {
    errors = temporary.resolve("errors.txt");
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Dprobe.delay=" + delayMillis,
            "-cp",
            System.getProperty("java.class.path"),
            ProbeStudy.class.getName(),
            "probe",
            "--out",
            out.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectError(errors.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void waitForCells(Path out, int count) throws Exception {
    Path log = out.resolve(".run/cells.log");
    while (!Files.exists(log) || Files.readAllLines(log).size() < count) {
      Thread.sleep(5);
    }
  }

  @Test
  void killedAtAnyMomentItResumesToTheSameBytes() throws Exception {
    undisturbed();
    Random random = new Random(1);
    for (int round = 0; round < 4; round++) {
      Path out = temporary.resolve("killed-" + round);
      Process process = start(20, out, "--threads", "2");
      if (round % 2 == 0) {
        waitForCells(out, 1 + random.nextInt(5));
      } else {
        process.waitFor(150 + random.nextInt(400), TimeUnit.MILLISECONDS);
      }
      process.destroyForcibly().waitFor();
      assertThat(probe(out, "--resume")).as(() -> said()).isZero();
      assertThat(content(out)).isEqualTo(undisturbed());
    }
  }

  @Test
  void killedAgainAndAgainItFinishesWithoutRepeatingACell() throws Exception {
    Path out = temporary.resolve("again");
    for (int cells = 1; cells <= 3; cells++) {
      Process process = start(60, out, "--resume", "--threads", "1");
      waitForCells(out, cells);
      process.destroyForcibly().waitFor();
    }
    assertThat(probe(out, "--resume")).isZero();
    assertThat(ProbeStudy.COMPUTED).hasValueLessThanOrEqualTo(3);
    assertThat(content(out)).isEqualTo(undisturbed());
  }

  @Test
  void interruptedItSaysWhatIsSafeAndExitsWith130() throws Exception {
    assumeFalse(interruptIgnored(), "this JVM was started with SIGINT ignored, and so is a child");
    signalled("-INT", 130);
  }

  @Test
  void terminatedItSaysWhatIsSafe() throws Exception {
    signalled("-TERM", 143);
  }

  private void signalled(String signal, int code) throws Exception {
    Path out = temporary.resolve("signalled");
    // long cells: the third one must not end before the signal is there, on a busy machine either
    Process process = start(2000, out, "--threads", "1");
    waitForCells(out, 2);
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor()).isEqualTo(code);
    assertThat(Files.readString(errors))
        .containsOnlyOnce("\n")
        .contains("interrupted", "2 finished cells are safe", out.toString(), "--resume");
    assertThat(probe(out, "--resume")).isZero();
    assertThat(content(out)).isEqualTo(undisturbed());
  }

  private static boolean interruptIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  @Test
  void aSecondProcessIsKeptOut() throws Exception {
    Path out = temporary.resolve("shared");
    Process process = start(200, out, "--threads", "1");
    waitForCells(out, 1);
    assertThat(probe(out, "--resume")).isEqualTo(1);
    saidOneLineWith("in use", out.toString());
    assertThat(process.waitFor()).isZero();
    assertThat(content(out)).isEqualTo(undisturbed());
  }

  @Test
  void aFolderRemovedInMidRunIsToldAsItIs() throws Exception {
    Path out = temporary.resolve("removed");
    Process process = start(100, out, "--threads", "1");
    waitForCells(out, 1);
    new ProcessBuilder("rm", "-rf", out.toString()).start().waitFor();
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(Files.readString(errors))
        .containsOnlyOnce("\n")
        .contains(out.toString(), "was removed while the run was at work", "start anew")
        .doesNotContain("safe", "--resume", "xception");
    assertThat(probe(out)).as(said()).isZero();
  }

  @Test
  void aFullDiskLosesNoFinishedCell() throws Exception {
    Path out = temporary.resolve("full");
    // A limit on the size of a file fails a write as a full disk does.
    Process process =
        start(
            List.of("bash", "-c", "ulimit -f 1; exec \"$@\"", "bash"),
            0,
            out,
            "--cells",
            "60",
            "--threads",
            "2");
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(Files.readString(errors))
        .containsOnlyOnce("\n")
        .contains("cannot write", "cells.log", "finished cells are safe", "--resume");
    int kept = Files.readAllLines(out.resolve(".run/cells.log")).size();
    assertThat(kept).isBetween(5, 15);
    assertThat(probe(out, "--resume", "--cells", "60")).isZero();
    assertThat(ProbeStudy.COMPUTED).hasValue(60 - kept);
    assertThat(content(out)).isEqualTo(content(finishedRun("sixty", "--cells", "60")));
  }
}
