// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.neural.data.GeneratedData;
import dev.ridgeline.workbench.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, killed once some cells are finished, then resumed: the same bytes. */
@Tag("long")
class KilledRunTest {
  private static final String LINE =
      "neural mnist --profile smoke --seeds 2 --source-epochs 20 --quiet";
  private static final long PATIENCE_MILLIS = 300_000;

  @TempDir private Path folder;

  private Process start(Path out) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Djava.awt.headless=true",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(LINE.split(" ")));
    command.addAll(
        List.of("--resume", "--data", folder.resolve("data").toString(), "--out", out.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  @Test
  void resumedAfterAKillItGivesTheBytesOfAnUninterruptedRun() throws Exception {
    GeneratedData.mnist(folder.resolve("data"));
    List<String> whole = new ArrayList<>(List.of(LINE.split(" ")));
    whole.addAll(
        List.of(
            "--data",
            folder.resolve("data").toString(),
            "--out",
            folder.resolve("whole").toString()));
    assertThat(CommandRun.of(whole.toArray(String[]::new)).code()).isZero();
    Path killed = folder.resolve("killed");
    Process process = start(killed);
    Path log = killed.resolve(".run/cells.log");
    long patience = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (process.isAlive()
        && System.currentTimeMillis() < patience
        && (!Files.exists(log) || Files.size(log) == 0)) {
      Thread.sleep(20);
    }
    process.destroyForcibly().waitFor();
    assertThat(killed.resolve("manifest.json")).doesNotExist();
    assertThat(Files.readAllLines(log)).isNotEmpty();
    Process last = start(killed);
    assertThat(last.waitFor()).as(Files.readString(folder.resolve("log"))).isZero();
    assertThat(CommandRun.comparable(killed))
        .isEqualTo(CommandRun.comparable(folder.resolve("whole")));
    assertThat(Files.readString(killed.resolve("manifest.json")))
        .doesNotContain("\"resumed_cells\" : 0");
  }
}
