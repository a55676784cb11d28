// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.gate;

import dev.ridgeline.benchmarks.KernelWarmUp;
import dev.ridgeline.benchmarks.report.Verdict;
import dev.ridgeline.benchmarks.work.Peers;
import dev.ridgeline.benchmarks.work.SweepWork;
import dev.ridgeline.workbench.bench.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The targets against a NumPy program of the same sweep: P6 compares seconds inside warm processes,
 * P7 whole processes from start to exit.
 */
final class Programs {
  private static final String SECONDS = "seconds ";

  private final Consumer<Verdict> found;
  private final String numpy;
  private final String ridgeline;
  private final int pairs;
  private final int all = Runtime.getRuntime().availableProcessors();

  /**
   * Names the programs.
   *
   * @param found takes every figure as it comes
   * @param numpy the Python program; prints a line "seconds X" of its warm sweep
   * @param ridgeline the launcher
   * @param pairs how many runs of each
   */
  Programs(Consumer<Verdict> found, String numpy, String ridgeline, int pairs) {
    this.found = found;
    this.numpy = numpy;
    this.ridgeline = ridgeline;
    this.pairs = pairs;
  }

  void warmSweep() {
    try (Work ours = SweepWork.open(Peers.SIMD, 500, 10, all)) {
      KernelWarmUp.run(ours);
      ours.verified("the sweep");
      for (int i = 0; i < 10; i++) {
        ours.run();
      }
      Pairing.Times times =
          Pairing.alternate(
              pairs + 1, () -> Pairing.seconds(ours, 5), () -> printedSeconds(output(python())));
      found.accept(times.verdict("P6", "the paper's sweep, warm", all, "numpy", 5));
    }
  }

  void wholeProcess() {
    List<String> command =
        List.of(ridgeline, "phase", "--no-exact", "--no-report", "--quiet", "--out");
    Pairing.Times times =
        Pairing.alternate(pairs + 1, () -> elapsed(command, true), () -> elapsed(python(), false));
    found.accept(times.verdict("P7", "./ridgeline phase, whole process", all, "numpy", 1));
  }

  private List<String> python() {
    return List.of("python3", numpy);
  }

  /** What the peer says of itself. */
  static double printedSeconds(String output) {
    return output
        .lines()
        .filter(line -> line.startsWith(SECONDS))
        .mapToDouble(line -> Double.parseDouble(line.substring(SECONDS.length()).strip()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("the NumPy program printed no seconds: " + output));
  }

  private static double elapsed(List<String> command, boolean intoFolder) {
    try {
      Path folder = intoFolder ? Files.createTempDirectory("ridgeline-gate") : null;
      String[] words =
          intoFolder
              ? Stream.concat(command.stream(), Stream.of(folder.resolve("run").toString()))
                  .toArray(String[]::new)
              : command.toArray(String[]::new);
      long start = System.nanoTime();
      output(Arrays.asList(words));
      double seconds = (System.nanoTime() - start) * 1e-9;
      if (intoFolder) {
        delete(folder);
      }
      return seconds;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Runs to the end and returns what it printed. */
  private static String output(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // overrides that slow OpenBLAS down are not ours to use; two of its threads are slower than one
    builder.environment().remove("OPENBLAS_CORETYPE");
    builder.environment().remove("OPENBLAS_L2_SIZE");
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "'" + String.join(" ", command) + "' failed: " + output.strip());
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
