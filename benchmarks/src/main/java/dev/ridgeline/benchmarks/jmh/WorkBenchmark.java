// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.jmh;

import dev.ridgeline.benchmarks.KernelWarmUp;
import dev.ridgeline.benchmarks.work.Peers;
import dev.ridgeline.workbench.bench.Work;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What all benchmarks do: prepare a work outside the clock, wait until the kernels are compiled,
 * check its result once, and run it. Runs per second is the primary metric, GFLOP/s the secondary.
 *
 * <p>Two forks, since a compilation may turn out differently in another JVM; a warm-up longer than
 * C2 takes for the largest kernel; iterations of a second, so that several runs of the slowest work
 * fit in one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class WorkBenchmark {
  /** Threads of the implementation, the caller's included. */
  @Param("1")
  public int threads;

  private Work work;

  /** For subclasses, which JMH makes. */
  protected WorkBenchmark() {}

  /**
   * Prepares the work of the parameters.
   *
   * @return closed after the trial
   */
  protected abstract Work open();

  /**
   * Opens, waits for the kernels and checks the result.
   *
   * @param parameters of the trial
   */
  @Setup(Level.Trial)
  public void prepare(BenchmarkParams parameters) {
    work = open();
    if (Peers.SIMD.equals(parameters.getParam("peer"))) {
      KernelWarmUp.run(work);
    }
    work.verified(getClass().getSimpleName());
  }

  /** Releases. */
  @TearDown(Level.Trial)
  public void release() {
    work.close();
  }

  /**
   * The work.
   *
   * @param counter what it amounts to
   */
  @Benchmark
  public void run(Flops counter) {
    work.run();
    counter.gigaflops += work.flops() * 1e-9;
  }

  /** GFLOP/s beside the runs per second. Belongs to one thread. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Flops {
    /** Summed over an iteration; JMH divides by its seconds. */
    public double gigaflops;

    /** Made by JMH. */
    public Flops() {}

    /** A new iteration. */
    @Setup(Level.Iteration)
    public void reset() {
      gigaflops = 0;
    }
  }
}
