// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.bench;

/**
 * A row of bench.csv. Figures that say nothing are NaN.
 *
 * @param backend its name
 * @param device what it computes on
 * @param item what was timed
 * @param threads of the host
 * @param time of a run
 * @param flops of a run, 0 where they are not counted
 * @param peak GFLOP/s that the threads reach from registers, NaN where that is not known
 */
record Measurement(
    String backend,
    String device,
    BenchPlan.Item item,
    int threads,
    Stopwatch.Time time,
    double flops,
    double peak) {

  double gflops() {
    boolean counted = flops > 0 && !item.work().equals("stream");
    return counted ? 1e-9 * flops / time.seconds() : Double.NaN;
  }

  double percentOfPeak() {
    return 100 * gflops() / peak;
  }

  double problemsPerSecond() {
    return item.problems() / time.seconds();
  }

  double bytesPerSecond() {
    return item.traffic() > 0 ? item.traffic() / time.seconds() : Double.NaN;
  }

  /** Operations for every byte that has to be moved. */
  double intensity() {
    return flops / item.traffic();
  }

  /** What makes a row of another run the same measurement. */
  String key() {
    return String.join("|", backend, item.work(), item.size(), String.valueOf(threads));
  }
}
