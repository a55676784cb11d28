// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.neural;

import dev.ridgeline.benchmarks.jmh.Measurements;
import dev.ridgeline.benchmarks.work.Peers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks in one of two sizes and writes their figures to a file. */
public final class Measure {
  private static final List<String> DUEL = List.of(Peers.RIDGELINE, Peers.PYTORCH);
  private static final List<String> SPARSE =
      List.of(Peers.RIDGELINE, Peers.RIDGELINE_DENSE, Peers.PYTORCH);

  /** One iteration of the quick run. */
  private static final TimeValue QUICK_ITERATION = TimeValue.seconds(1);

  private Measure() {}

  /**
   * Measures.
   *
   * @param args quick or full, the file to write, and optionally one benchmark to measure alone
   * @throws IOException when the file cannot be written
   * @throws RunnerException when a benchmark fails, a wrong result included
   */
  public static void main(String[] args) throws IOException, RunnerException {
    Measurements measurements =
        new Measurements(args[0], args.length > 2 ? args[2] : "", QUICK_ITERATION);
    if (measurements.isQuick()) {
      measurements.run(MlpEpoch.class, "1", DUEL, "batch", "256");
      measurements.run(CnnBatch.class, "1", DUEL, "batch", "128");
      measurements.run(SparseEpoch.class, "1", SPARSE, "batch", "64");
    } else {
      measurements.run(MlpEpoch.class, "1", DUEL, "batch", "256", "97");
      measurements.run(CnnBatch.class, "1", DUEL, "batch", "128", "53");
      measurements.run(SparseEpoch.class, "1", SPARSE, "batch", "64", "37");
    }
    for (String threads : List.of("1", "2")) {
      measurements.run(SideBySide.class, threads, DUEL, "network", "mlp", "cnn");
    }
    measurements.write(Path.of(args[1]));
  }
}
