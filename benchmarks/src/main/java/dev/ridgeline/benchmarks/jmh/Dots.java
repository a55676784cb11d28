// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.jmh;

import dev.ridgeline.benchmarks.work.ElementwiseWork;
import dev.ridgeline.workbench.bench.Work;
import org.openjdk.jmh.annotations.Param;

/** Inner products of 50 pairs of columns, against 50 {@code ddot}. */
public class Dots extends WorkBenchmark {
  /** Who computes. */
  @Param({"cpu-simd", "reference", "openblas"})
  public String peer;

  /** Rows. */
  @Param({"499", "20000"})
  public int n;

  /** Made by JMH. */
  public Dots() {}

  @Override
  protected Work open() {
    return ElementwiseWork.open(peer, "dots", n, threads);
  }
}
