// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.jmh;

import dev.ridgeline.benchmarks.work.ElementwiseWork;
import dev.ridgeline.workbench.bench.Work;
import org.openjdk.jmh.annotations.Param;

/** The verbs bound by memory, n x 50. */
public class Elementwise extends WorkBenchmark {
  /** Who computes. */
  @Param({"cpu-simd", "reference"})
  public String peer;

  /** Verb. */
  @Param({"geam", "hadamard", "dgmm", "norms"})
  public String verb;

  /** Rows. */
  @Param({"499", "20000"})
  public int n;

  /** Made by JMH. */
  public Elementwise() {}

  @Override
  protected Work open() {
    return ElementwiseWork.open(peer, verb, n, threads);
  }
}
