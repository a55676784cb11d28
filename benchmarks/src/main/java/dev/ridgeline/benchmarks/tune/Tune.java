// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.tune;

import dev.ridgeline.benchmarks.KernelWarmUp;
import dev.ridgeline.benchmarks.work.FactorWork;
import dev.ridgeline.benchmarks.work.GemmWork;
import dev.ridgeline.benchmarks.work.Peers;
import dev.ridgeline.benchmarks.work.ReduceSolveWork;
import dev.ridgeline.simd.config.BlockSizes;
import dev.ridgeline.workbench.bench.Work;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Regenerates the table of block sizes: every candidate in a JVM of its own, one line each with the
 * time of the work that it matters to. The table itself is then edited by hand, with the date,
 * since a difference of a few per cent is noise on a shared machine.
 */
public final class Tune {
  private static final int PENALTIES = 50;
  private static final int RUNS = 25;

  /** A size, what to try for it, and the work it matters to. */
  private record Candidate(String name, int[] values, String work, int n) {}

  private static final List<Candidate> CANDIDATES =
      List.of(
          new Candidate("mc", new int[] {96, 144, 192, 288, 384}, "gemm", 960),
          new Candidate("kc", new int[] {128, 192, 256, 384}, "gemm", 960),
          new Candidate("direct", new int[] {0, 8_192, 32_768, 131_072}, "gemm", 128),
          new Candidate("potrfBlock", new int[] {64, 96, 128, 192, 256}, "potrf", 960),
          new Candidate("tridiagonalAtMost", new int[] {256, 600}, "reduce", 480),
          new Candidate("narrowBand", new int[] {16, 24, 32}, "reduce", 480),
          new Candidate("wideBand", new int[] {24, 32, 48}, "reduce", 960),
          new Candidate("stepsAtMost", new int[] {256, 600}, "reduce", 350));

  private Tune() {}

  /**
   * Measures all candidates; with a work and an order, this JVM's sizes on that work.
   *
   * @param args nothing, or {@code WORK ORDER}
   * @throws IOException when a child JVM cannot be started
   * @throws InterruptedException when interrupted while waiting for one
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 2) {
      System.out.printf(
          Locale.ROOT, "%.4f ms%n", 1e3 * measure(args[0], Integer.parseInt(args[1])));
      return;
    }
    System.out.println("now: " + BlockSizes.current());
    for (Candidate candidate : CANDIDATES) {
      for (int value : candidate.values) {
        System.out.printf(
            "%-18s %7d  %s n=%d  ", candidate.name, value, candidate.work, candidate.n);
        child(candidate.name + "=" + value, candidate.work, candidate.n);
      }
    }
  }

  private static void child(String change, String work, int n)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-D" + BlockSizes.TUNE + "=" + change);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Tune.class.getName()));
    command.addAll(List.of(work, Integer.toString(n)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    System.out.print(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    if (process.waitFor() != 0) {
      System.out.println("failed");
    }
  }

  /** Least seconds of a run on one thread. */
  private static double measure(String name, int n) {
    try (Work work =
        switch (name) {
          case "gemm" -> GemmWork.open(Peers.SIMD, n, 1);
          case "potrf" -> FactorWork.open(Peers.SIMD, n, 1);
          default -> ReduceSolveWork.open(Peers.SIMD, n, PENALTIES, 1);
        }) {
      KernelWarmUp.run(work);
      double least = Double.POSITIVE_INFINITY;
      for (int run = 0; run < RUNS; run++) {
        long start = System.nanoTime();
        work.run();
        least = Math.min(least, (System.nanoTime() - start) * 1e-9);
      }
      return least;
    }
  }
}
