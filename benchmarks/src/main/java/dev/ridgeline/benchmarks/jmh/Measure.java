// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.jmh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks in one of two sizes and writes their figures to a file. */
public final class Measure {
  private static final List<String> SIMD = List.of("cpu-simd");
  private static final List<String> OWN = List.of("cpu-simd", "reference");
  private static final List<String> DUEL = List.of("cpu-simd", "openblas");
  private static final List<String> COPY = List.of("openblas-copy");
  private static final List<String> BLAS =
      List.of("cpu-simd", "reference", "openblas", "ejml", "ojalgo", "netlib");
  private static final List<String> BATCH =
      List.of("cpu-simd", "reference", "openblas", "ejml", "smile", "nd4j");
  private static final List<String> PATH =
      List.of("cpu-simd", "reference", "openblas", "smile", "nd4j");

  /** One iteration of the quick run. */
  private static final TimeValue QUICK_ITERATION = TimeValue.milliseconds(300);

  private final Measurements measurements;
  private final String all = Integer.toString(Runtime.getRuntime().availableProcessors());

  private Measure(Measurements measurements) {
    this.measurements = measurements;
  }

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
    Measure measure = new Measure(measurements);
    if (measurements.isQuick()) {
      measure.quick();
    } else {
      measure.full();
    }
    measurements.write(Path.of(args[1]));
  }

  /** What fits into a few minutes. */
  private void quick() throws RunnerException {
    measurements.run(Gemm.class, "1", BLAS, "n", "64", "241", "960");
    measurements.run(Gram.class, "1", BLAS, "n", "64", "241", "960");
    measurements.run(Factor.class, "1", BLAS, "n", "64", "241", "960");
    measurements.run(Factor.class, "1", COPY, "n", "960");
    measurements.run(SmallBatch.class, "1", BATCH, "n", "16", "32");
    measurements.run(ReduceSolve.class, "1", DUEL, "n", "250", "480");
    measurements.run(LeaveOneOut.class, "1", DUEL, "n", "250");
    measurements.run(RidgePathFit.class, "1", PATH, "p", "250");
    measurements.run(PathLeaveOneOut.class, "1", OWN, "p", "250");
    measurements.run(Transfer.class, "1", OWN, "p", "500");
    measurements.run(Sweep.class, "1", OWN, "p", "500");
    measurements.run(Sweep.class, all, SIMD, "p", "500");
    measurements.run(Elementwise.class, "1", OWN, "n", "499");
    measurements.run(Dots.class, "1", DUEL, "n", "499");
  }

  /** Everything; the plain backend is left out where one run of it takes many seconds. */
  private void full() throws RunnerException {
    for (Class<?> verb : List.of(Gemm.class, Gram.class, Factor.class)) {
      String largest = verb == Factor.class ? "2000" : "1920";
      measurements.run(verb, "1", BLAS, "n", "64", "128", "241", "499", "960");
      measurements.run(verb, "1", DUEL, "n", largest);
      measurements.run(verb, all, DUEL, "n", "64", "128", "241", "499", "960", largest);
    }
    measurements.run(Factor.class, "1", COPY, "n", "64", "241", "960", "2000");
    measurements.run(SmallBatch.class, "1", BATCH, "n", "16", "31", "32", "64");
    measurements.run(SmallBatch.class, all, DUEL, "n", "16", "31", "32", "64");
    measurements.run(ReduceSolve.class, "1", OWN, "n", "250");
    measurements.run(ReduceSolve.class, "1", DUEL, "n", "250", "480", "960", "2000");
    measurements.run(LeaveOneOut.class, "1", OWN, "n", "250");
    measurements.run(LeaveOneOut.class, "1", DUEL, "n", "250", "500", "1000");
    for (String threads : List.of("1", all)) {
      measurements.run(RidgePathFit.class, threads, PATH, "p", "64", "250", "499");
      measurements.run(PathLeaveOneOut.class, threads, OWN, "p", "64", "250", "499");
      measurements.run(Transfer.class, threads, OWN, "p", "200", "500");
      measurements.run(Sweep.class, threads, OWN, "p", "500");
      measurements.run(Stream.class, threads, SIMD, "rows", "1000000");
    }
    measurements.run(Elementwise.class, "1", OWN, "n", "499", "20000");
    measurements.run(Dots.class, "1", DUEL, "n", "499", "20000");
  }
}
