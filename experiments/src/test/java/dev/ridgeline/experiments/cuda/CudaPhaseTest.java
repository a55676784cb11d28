// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.experiments.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cuda.EmulatedDevice;
import dev.ridgeline.experiments.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The published study on the emulated device: its cells, and what crosses to it and back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CudaPhaseTest {
  private final EmulatedDevice device = EmulatedDevice.get();

  @TempDir Path folder;

  @BeforeEach
  void reset() {
    System.setProperty("ridgeline.cuda.libraries", EmulatedDevice.folder().toString());
    device.reset();
  }

  @AfterAll
  static void forget() {
    System.clearProperty("ridgeline.cuda.libraries");
  }

  private void assertClean() {
    assertThat(device.count("violations")).as(device.violation()).isZero();
    assertThat(device.count("leaks")).as(device.leaks()).isZero();
  }

  @Test
  void theForcedRunReproducesEveryPublishedCellAndSaysCuda() throws IOException {
    Path out = folder.resolve("cells");
    CommandRun.succeed(
        out, "phase --backend cuda --rng numpy-legacy --no-exact --no-report --threads 2");
    assertThat(Files.readString(out.resolve("manifest.json")))
        .contains("\"backend\" : \"cuda\"", "\"route\" : \"cuda/DUAL/CHOLESKY\"");
    List<Map<String, String>> cells = CommandRun.csv(out.resolve("phase.csv"));
    List<Map<String, String>> published = CommandRun.csv(published());
    assertThat(cells).hasSize(210);
    assertThat(published).hasSize(210);
    for (int i = 0; i < 210; i++) {
      for (String column : List.of("lambda_source", "lambda_transfer", "ratio")) {
        double expected = Double.parseDouble(published.get(i).get(column));
        assertThat(Double.parseDouble(cells.get(i).get(column)) / expected)
            .as("cell %d, %s", i, column)
            .isBetween(1 - 1e-9, 1 + 1e-9);
      }
    }
    assertClean();
  }

  private Path published() throws IOException {
    Path file = folder.resolve("published.csv");
    try (var in = getClass().getResourceAsStream("/published/paper_isotropic_gamma2.csv")) {
      Files.copy(in, file);
    }
    return file;
  }

  /**
   * One seed: the designs of the source and of 21 targets, their responses and true coefficients go
   * up once, and the coefficients of the path and the risks come down once.
   */
  @Test
  void designsCrossOnceAndResultsComeBackOnce() {
    int p = 500;
    int n0 = 250;
    int n1 = 50;
    int targets = 21;
    int penalties = 50;
    CommandRun.succeed(
        folder.resolve("traffic"),
        "phase --backend cuda --seeds 1 --no-exact --no-report --threads 1");
    long leastUp = 8L * (n0 * p + n0 + p + targets * (n1 * p + n1 + p));
    long leastDown = 8L * (p * penalties + penalties + targets * (penalties + 1));
    long up = device.count("up");
    long down = device.count("down");
    System.out.printf(
        "one seed of the published sweep: %d calls, %d waits, %d bytes up (least %d, %.3f times), "
            + "%d bytes down (least %d, %.3f times)%n",
        device.count("calls"),
        device.count("waits"),
        up,
        leastUp,
        (double) up / leastUp,
        down,
        leastDown,
        (double) down / leastDown);
    // beyond the least: the coefficients go up again as priors, and addresses, shifts and ones
    assertThat(up).isBetween(leastUp, leastUp + 8L * p * (penalties + 1) + 200_000);
    assertThat(down).isBetween(leastDown, leastDown + 100_000);
    assertClean();
  }
}
