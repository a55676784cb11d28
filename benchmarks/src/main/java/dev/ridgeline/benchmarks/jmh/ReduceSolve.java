// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.jmh;

import dev.ridgeline.benchmarks.work.ReduceSolveWork;
import dev.ridgeline.workbench.bench.Work;
import org.openjdk.jmh.annotations.Param;

/** 50 penalties on one Gram matrix, one right-hand side, against 50 {@code dposv}. */
public class ReduceSolve extends WorkBenchmark {
  /** Who computes. */
  @Param({"cpu-simd", "reference", "openblas"})
  public String peer;

  /** Order. */
  @Param({"250", "480", "960", "2000"})
  public int n;

  /** Made by JMH. */
  public ReduceSolve() {}

  @Override
  protected Work open() {
    return ReduceSolveWork.open(peer, n, 50, threads);
  }
}
