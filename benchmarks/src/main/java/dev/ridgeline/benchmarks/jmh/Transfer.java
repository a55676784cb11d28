// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.jmh;

import dev.ridgeline.benchmarks.work.TransferWork;
import dev.ridgeline.workbench.bench.Work;
import org.openjdk.jmh.annotations.Param;

/** A transfer sweep as a user calls it. */
public class Transfer extends WorkBenchmark {
  /** Who computes. */
  @Param({"cpu-simd", "reference"})
  public String peer;

  /** Features. */
  @Param({"200", "500"})
  public int p;

  /** Made by JMH. */
  public Transfer() {}

  @Override
  protected Work open() {
    return TransferWork.open(peer, p, threads);
  }
}
