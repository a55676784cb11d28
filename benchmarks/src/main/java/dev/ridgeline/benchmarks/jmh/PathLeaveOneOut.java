// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.jmh;

import dev.ridgeline.benchmarks.work.PathWork;
import dev.ridgeline.workbench.bench.Work;
import org.openjdk.jmh.annotations.Param;

/** A ridge path of 50 penalties with exact leave-one-out errors. */
public class PathLeaveOneOut extends WorkBenchmark {
  /** Who computes. */
  @Param({"cpu-simd", "reference"})
  public String peer;

  /** Features; there are twice as many rows. */
  @Param({"64", "250", "499"})
  public int p;

  /** Made by JMH. */
  public PathLeaveOneOut() {}

  @Override
  protected Work open() {
    return PathWork.open(peer, p, 50, true, threads);
  }
}
