// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.jmh;

import dev.ridgeline.benchmarks.Machine;
import dev.ridgeline.benchmarks.report.Figure;
import dev.ridgeline.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
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

  private final boolean quick;
  private final String only;
  private final String all = Integer.toString(Runtime.getRuntime().availableProcessors());
  private final List<Figure> figures = new ArrayList<>();

  private Measure(boolean quick, String only) {
    this.quick = quick;
    this.only = only;
  }

  /**
   * Measures.
   *
   * @param args quick or full, the file to write, and optionally one benchmark to measure alone
   * @throws IOException when the file cannot be written
   * @throws RunnerException when a benchmark fails, a wrong result included
   */
  public static void main(String[] args) throws IOException, RunnerException {
    Machine machine = Machine.here();
    Measure measure = new Measure(args[0].equals("quick"), args.length > 2 ? args[2] : "");
    if (measure.quick) {
      measure.quick();
    } else {
      measure.full();
    }
    String date = Instant.now().truncatedTo(ChronoUnit.MINUTES).toString();
    new Results(args[0], date, machine, measure.figures, List.of()).write(Path.of(args[1]));
  }

  /** What fits into a few minutes. */
  private void quick() throws RunnerException {
    run(Gemm.class, "1", BLAS, "n", "64", "241", "960");
    run(Gram.class, "1", BLAS, "n", "64", "241", "960");
    run(Factor.class, "1", BLAS, "n", "64", "241", "960");
    run(Factor.class, "1", COPY, "n", "960");
    run(SmallBatch.class, "1", BATCH, "n", "16", "32");
    run(ReduceSolve.class, "1", DUEL, "n", "250", "480");
    run(LeaveOneOut.class, "1", DUEL, "n", "250");
    run(RidgePathFit.class, "1", PATH, "p", "250");
    run(PathLeaveOneOut.class, "1", OWN, "p", "250");
    run(Transfer.class, "1", OWN, "p", "500");
    run(Sweep.class, "1", OWN, "p", "500");
    run(Sweep.class, all, SIMD, "p", "500");
    run(Elementwise.class, "1", OWN, "n", "499");
    run(Dots.class, "1", DUEL, "n", "499");
  }

  /** Everything; the plain backend is left out where one run of it takes many seconds. */
  private void full() throws RunnerException {
    for (Class<?> verb : List.of(Gemm.class, Gram.class, Factor.class)) {
      String largest = verb == Factor.class ? "2000" : "1920";
      run(verb, "1", BLAS, "n", "64", "128", "241", "499", "960");
      run(verb, "1", DUEL, "n", largest);
      run(verb, all, DUEL, "n", "64", "128", "241", "499", "960", largest);
    }
    run(Factor.class, "1", COPY, "n", "64", "241", "960", "2000");
    run(SmallBatch.class, "1", BATCH, "n", "16", "31", "32", "64");
    run(SmallBatch.class, all, DUEL, "n", "16", "31", "32", "64");
    run(ReduceSolve.class, "1", OWN, "n", "250");
    run(ReduceSolve.class, "1", DUEL, "n", "250", "480", "960", "2000");
    run(LeaveOneOut.class, "1", OWN, "n", "250");
    run(LeaveOneOut.class, "1", DUEL, "n", "250", "500", "1000");
    for (String threads : List.of("1", all)) {
      run(RidgePathFit.class, threads, PATH, "p", "64", "250", "499");
      run(PathLeaveOneOut.class, threads, OWN, "p", "64", "250", "499");
      run(Transfer.class, threads, OWN, "p", "200", "500");
      run(Sweep.class, threads, OWN, "p", "500");
      run(Stream.class, threads, SIMD, "rows", "1000000");
    }
    run(Elementwise.class, "1", OWN, "n", "499", "20000");
    run(Dots.class, "1", DUEL, "n", "499", "20000");
  }

  private void run(
      Class<?> benchmark, String threads, List<String> peers, String size, String... sizes)
      throws RunnerException {
    if (!only.isEmpty() && !only.equals(benchmark.getSimpleName())) {
      return;
    }
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + benchmark.getSimpleName() + "\\.")
            .param("threads", threads)
            .param("peer", peers.toArray(String[]::new))
            .param(size, sizes)
            .shouldFailOnError(true);
    if (quick) {
      // a table to look at, not figures to publish: one JVM, short iterations
      options
          .forks(1)
          .warmupIterations(2)
          .warmupTime(TimeValue.milliseconds(300))
          .measurementIterations(3)
          .measurementTime(TimeValue.milliseconds(300));
    }
    for (RunResult result : new Runner(options.build()).run()) {
      figures.add(figure(benchmark.getSimpleName(), result));
    }
  }

  private static Figure figure(String verb, RunResult result) {
    BenchmarkParams parameters = result.getParams();
    Map<String, String> size = new LinkedHashMap<>();
    for (String key : parameters.getParamsKeys()) {
      size.put(key, parameters.getParam(key));
    }
    Result<?> primary = result.getPrimaryResult();
    Result<?> flops = result.getSecondaryResults().get("gigaflops");
    return new Figure(
        verb,
        parameters.getParam("peer"),
        Figure.size(size),
        Integer.parseInt(parameters.getParam("threads")),
        primary.getScore(),
        primary.getScoreError(),
        flops == null ? 0 : flops.getScore());
  }
}
