// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.experiments.CommandRun;
import dev.ridgeline.workbench.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, killed at moments drawn from a fixed seed, then resumed: the same bytes. */
class KilledPhaseTest {
  private static final String LINE =
      "phase --dimension 150 --seeds 12 --rho 0.5:1.5:7 --rng numpy-legacy";

  @TempDir private Path folder;

  private Process start(Path out, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Djava.awt.headless=true",
            // the backend of the uninterrupted run, which is in this JVM
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(LINE.split(" ")));
    command.addAll(List.of(more));
    command.addAll(List.of("--quiet", "--out", out.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  @Test
  void resumedAfterKillsItGivesTheBytesOfAnUninterruptedRun() throws Exception {
    CommandRun.succeed(folder.resolve("whole"), LINE);
    Path killed = folder.resolve("killed");
    Random random = new Random(20261122);
    for (int attempt = 0; attempt < 5; attempt++) {
      Process process = start(killed, "--resume", "--threads", attempt % 2 == 0 ? "1" : "2");
      boolean ended = process.waitFor(200 + random.nextInt(1200), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      if (ended) {
        assertThat(process.exitValue()).as(Files.readString(folder.resolve("log"))).isZero();
      } else {
        assertThat(process.exitValue()).isNotZero();
      }
    }
    Process last = start(killed, "--resume");
    assertThat(last.waitFor()).as(Files.readString(folder.resolve("log"))).isZero();
    assertThat(CommandRun.comparable(killed))
        .isEqualTo(CommandRun.comparable(folder.resolve("whole")));
  }

  @Test
  void aFinishedRunIsNotComputedAgainAndOtherOptionsAreRefused() throws IOException {
    Path out = folder.resolve("run");
    CommandRun.succeed(out, "phase --dimension 20 --seeds 2 --rho 1 --target-samples 5");
    long modified = Files.getLastModifiedTime(out.resolve("phase.csv")).toMillis();
    CommandRun.succeed(
        out, "phase --dimension 20 --seeds 2 --rho 1.0 --target-samples 5 --resume --threads 1");
    assertThat(Files.getLastModifiedTime(out.resolve("phase.csv")).toMillis()).isEqualTo(modified);
    CommandRun other =
        CommandRun.of(
            "phase",
            "--dimension",
            "20",
            "--seeds",
            "3",
            "--rho",
            "1",
            "--target-samples",
            "5",
            "--resume",
            "--out",
            out.toString());
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("--seeds").contains("'2'").contains("'3'");
  }
}
