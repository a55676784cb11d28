// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.experiments.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.cuda.EmulatedDevice;
import dev.ridgeline.cuda.EmulatedDevice.Fault;
import dev.ridgeline.experiments.CommandRun;
import dev.ridgeline.workbench.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small phase sweep in which one call of CUDA fails, one call after the other. Every run ends
 * with the right numbers or with one clear error.
 *
 * <p>The build injects into every {@value #STRIDE}th call; {@code -Dtests.cudaFaults=all} into
 * every one, as {@code ci/cuda-faults.sh} does, and prints the table of outcomes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CudaFaultsTest {
  private static final int STRIDE = 97;
  private static final boolean ALL = "all".equals(System.getProperty("tests.cudaFaults"));
  private static final String SWEEP =
      "phase --dimension 40 --seeds 2 --rho 0.5:1.5:3 --target-samples 10 --no-exact --no-report"
          + " --threads 1";

  /** Far beyond what a run takes, and short enough to tell a hang. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final EmulatedDevice device = EmulatedDevice.get();
  private final Map<String, Integer> outcomes = new TreeMap<>();

  @TempDir Path folder;

  @BeforeEach
  void useTheDevice() {
    System.setProperty("ridgeline.cuda.libraries", EmulatedDevice.folder().toString());
  }

  @AfterAll
  void print() {
    System.clearProperty("ridgeline.cuda.libraries");
    device.poison(0xff);
    device.reset();
    outcomes.forEach((outcome, times) -> System.out.printf("%5d  %s%n", times, outcome));
  }

  private CommandRun run(String backend, Path out) {
    List<String> arguments = new ArrayList<>(List.of(SWEEP.split(" ")));
    arguments.addAll(List.of("--backend", backend, "--quiet", "--out", out.toString()));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void everyFaultEndsInTheRightNumbersOrInOneClearError() throws Exception {
    List<Map<String, String>> right = cells(run("reference", folder.resolve("right")), "right");
    device.reset();
    assertSame(cells(run("cuda", folder.resolve("whole")), "whole"), right, "no fault");
    long calls = device.count("calls");
    System.out.printf("a whole sweep makes %d calls%n", calls);
    assertThat(calls).isGreaterThan(100);
    assertThat(device.count("leaks")).as(device.leaks()).isZero();
    for (String backend : List.of("auto", "cuda")) {
      for (Fault fault : List.of(Fault.ERROR, Fault.STICKY, Fault.MEMORY)) {
        for (long nth = 1; nth <= calls; nth += ALL ? 1 : STRIDE) {
          inject(backend, fault, nth, right);
        }
      }
    }
  }

  private void inject(String backend, Fault fault, long nth, List<Map<String, String>> right)
      throws Exception {
    device.reset();
    // zero hides what was never written: the numbers must be right all the same
    device.poison(fault == Fault.MEMORY ? 0 : 0xff);
    device.fail(nth, fault);
    String name = "f";
    CommandRun[] run = new CommandRun[1];
    Thread worker =
        Thread.ofPlatform().daemon().start(() -> run[0] = run(backend, folder.resolve(name)));
    boolean ended = worker.join(LONGEST);
    String failed = device.call(nth);
    String what = backend + ", " + fault + " at call " + nth + " (" + failed + ")";
    assertThat(ended).as(what + ": ended").isTrue();
    assertThat(device.count("violations")).as(what + ": " + device.violation()).isZero();
    boolean releases = failed.contains("Free") || failed.contains("Destroy");
    if (!releases || fault == Fault.STICKY) {
      // what a failed release leaves is not ours to give back
      assertThat(device.count("leaks")).as(what + ": " + device.leaks()).isZero();
    }
    if (run[0].code() == ExitCode.DONE) {
      assertSame(cells(run[0], name), right, what);
      boolean onCpu = !manifest(name).contains("\"backend\" : \"cuda\"");
      boolean changed = manifest(name).contains("backend_after_failure");
      note(
          backend,
          fault,
          onCpu
              ? "right numbers: the CPU from the start"
              : changed ? "right numbers: the CPU from the fault on" : "right numbers: the GPU");
      assertThat(backend.equals("cuda") && (onCpu || changed)).as(what + ": forced").isFalse();
    } else {
      assertThat(run[0].code()).as(what).isEqualTo(ExitCode.FAILED);
      assertThat(backend).as(what + ": " + run[0].err()).isEqualTo("cuda");
      assertThat(run[0].err().lines()).as(what).hasSize(1);
      assertThat(run[0].err()).as(what).contains("cuda").doesNotContain("unexpectedly");
      assertThat(folder.resolve(name).resolve("phase.csv")).as(what).doesNotExist();
      note(backend, fault, "one clear error");
    }
    delete(folder.resolve(name));
  }

  private void note(String backend, Fault fault, String outcome) {
    outcomes.merge(backend + ", " + fault + ": " + outcome, 1, Integer::sum);
  }

  private String manifest(String name) throws IOException {
    return Files.readString(folder.resolve(name).resolve("manifest.json"));
  }

  private List<Map<String, String>> cells(CommandRun run, String name) throws IOException {
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    return CommandRun.csv(folder.resolve(name).resolve("phase.csv"));
  }

  private static void assertSame(
      List<Map<String, String>> actual, List<Map<String, String>> expected, String what) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).keySet()).isEqualTo(expected.get(i).keySet());
      for (String column : expected.get(i).keySet()) {
        String right = expected.get(i).get(column);
        String found = actual.get(i).get(column);
        if (!right.equals(found)) {
          double relative = Double.parseDouble(found) / Double.parseDouble(right) - 1;
          assertThat(Math.abs(relative)).as("%s: row %d, %s", what, i, column).isLessThan(1e-7);
        }
      }
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> tree = Files.walk(path)) {
        for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
