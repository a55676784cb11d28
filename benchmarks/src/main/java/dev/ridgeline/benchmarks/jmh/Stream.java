// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.jmh;

import dev.ridgeline.benchmarks.work.StreamWork;
import dev.ridgeline.workbench.bench.Work;
import org.openjdk.jmh.annotations.Param;

/** The Gram matrix of 10^6 x 500 in chunks of 8000 rows. */
public class Stream extends WorkBenchmark {
  /** Who computes. */
  @Param({"cpu-simd", "reference"})
  public String peer;

  /** Rows of the stream. */
  @Param({"1000000"})
  public int rows;

  /** Made by JMH. */
  public Stream() {}

  @Override
  protected Work open() {
    return StreamWork.open(peer, rows, 8000, 500, threads);
  }
}
