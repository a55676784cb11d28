// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.jmh;

import dev.ridgeline.benchmarks.work.FactorWork;
import dev.ridgeline.workbench.bench.Work;
import org.openjdk.jmh.annotations.Param;

/**
 * G = L L' beside G (LAPACK: {@code dpotrf}); peer openblas-copy is the copy that OpenBLAS needs.
 */
public class Factor extends WorkBenchmark {
  /** Who computes. */
  @Param({"cpu-simd", "reference", "openblas", "openblas-copy", "ejml", "ojalgo", "netlib"})
  public String peer;

  /** Order. */
  @Param({"64", "128", "241", "499", "960", "2000"})
  public int n;

  /** Made by JMH. */
  public Factor() {}

  @Override
  protected Work open() {
    return FactorWork.open(peer, n, threads);
  }
}
