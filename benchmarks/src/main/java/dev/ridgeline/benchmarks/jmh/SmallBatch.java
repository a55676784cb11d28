// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.jmh;

import dev.ridgeline.benchmarks.work.SmallBatchWork;
import dev.ridgeline.workbench.bench.Work;
import org.openjdk.jmh.annotations.Param;

/** Factor and solve 10 000 small systems. */
public class SmallBatch extends WorkBenchmark {
  /** Who computes. */
  @Param({"cpu-simd", "reference", "openblas", "ejml", "smile", "nd4j"})
  public String peer;

  /** Order of each system. */
  @Param({"16", "31", "32", "64"})
  public int n;

  /** Made by JMH. */
  public SmallBatch() {}

  @Override
  protected Work open() {
    return SmallBatchWork.open(peer, n, 10_000, threads);
  }
}
