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

/** Runs benchmarks in one of two sizes and gathers their figures. Belongs to one thread. */
public final class Measurements {
  private final String mode;
  private final String only;
  private final TimeValue quickIteration;
  private final Machine machine;
  private final List<Figure> figures = new ArrayList<>();

  /**
   * Looks at the machine, which takes some seconds.
   *
   * @param mode quick or full
   * @param only the one benchmark to measure, or empty for all
   * @param quickIteration the time of an iteration of the quick run; the full one takes the
   *     benchmark's
   */
  public Measurements(String mode, String only, TimeValue quickIteration) {
    this.mode = mode;
    this.only = only;
    this.quickIteration = quickIteration;
    this.machine = Machine.here();
  }

  /**
   * Which of the two sizes.
   *
   * @return true for the small one
   */
  public boolean isQuick() {
    return mode.equals("quick");
  }

  /**
   * Writes what was measured.
   *
   * @param file in a folder that is made if missing
   * @throws IOException when the file cannot be written
   */
  public void write(Path file) throws IOException {
    String date = Instant.now().truncatedTo(ChronoUnit.MINUTES).toString();
    new Results(mode, date, machine, figures, List.of()).write(file);
  }

  /**
   * Measures one benchmark, unless another one was asked for.
   *
   * @param benchmark a subclass of {@link WorkBenchmark} with a parameter for who computes
   * @param threads of the implementation
   * @param peers who computes
   * @param size the name of the third parameter
   * @param sizes its values
   * @throws RunnerException when the benchmark fails, a wrong result included
   */
  public void run(
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
    if (isQuick()) {
      // a table to look at, not figures to publish: one JVM, short iterations
      options
          .forks(1)
          .warmupIterations(2)
          .warmupTime(quickIteration)
          .measurementIterations(3)
          .measurementTime(quickIteration);
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
