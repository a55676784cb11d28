// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.jmh;

import dev.ridgeline.benchmarks.work.LeaveOneOutWork;
import dev.ridgeline.workbench.bench.Work;
import org.openjdk.jmh.annotations.Param;

/** Exact leave-one-out for 50 penalties against {@code dsyevd} and products. */
public class LeaveOneOut extends WorkBenchmark {
  /** Who computes. */
  @Param({"cpu-simd", "reference", "openblas"})
  public String peer;

  /** Order. */
  @Param({"250", "500", "1000"})
  public int n;

  /** Made by JMH. */
  public LeaveOneOut() {}

  @Override
  protected Work open() {
    return LeaveOneOutWork.open(peer, n, 50, threads);
  }
}
