// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.jmh;

import dev.ridgeline.benchmarks.work.GemmWork;
import dev.ridgeline.workbench.bench.Work;
import org.openjdk.jmh.annotations.Param;

/** C = A B, square; 241 and 499 are odd on purpose. */
public class Gemm extends WorkBenchmark {
  /** Who computes. */
  @Param({"cpu-simd", "reference", "openblas", "ejml", "ojalgo", "netlib"})
  public String peer;

  /** Order. */
  @Param({"64", "128", "241", "499", "960", "1920"})
  public int n;

  /** Made by JMH. */
  public Gemm() {}

  @Override
  protected Work open() {
    return GemmWork.open(peer, n, threads);
  }
}
