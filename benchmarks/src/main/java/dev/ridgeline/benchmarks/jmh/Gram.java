// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.jmh;

import dev.ridgeline.benchmarks.work.GramWork;
import dev.ridgeline.workbench.bench.Work;
import org.openjdk.jmh.annotations.Param;

/** G = X'X, square X (BLAS: {@code dsyrk}). */
public class Gram extends WorkBenchmark {
  /** Who computes. */
  @Param({"cpu-simd", "reference", "openblas", "ejml", "ojalgo", "netlib"})
  public String peer;

  /** Rows and columns of X. */
  @Param({"64", "128", "241", "499", "960", "1920"})
  public int n;

  /** Made by JMH. */
  public Gram() {}

  @Override
  protected Work open() {
    return GramWork.open(peer, n, threads);
  }
}
