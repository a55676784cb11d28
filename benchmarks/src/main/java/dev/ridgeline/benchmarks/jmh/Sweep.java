// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.jmh;

import dev.ridgeline.benchmarks.work.SweepWork;
import dev.ridgeline.workbench.bench.Work;
import org.openjdk.jmh.annotations.Param;

/** The paper's isotropic sweep: 10 seeds, 21 alignments, 50 penalties, p = 500. */
public class Sweep extends WorkBenchmark {
  /** Who computes. */
  @Param({"cpu-simd", "reference"})
  public String peer;

  /** Features. */
  @Param({"500"})
  public int p;

  /** Made by JMH. */
  public Sweep() {}

  @Override
  protected Work open() {
    return SweepWork.open(peer, p, 10, threads);
  }
}
