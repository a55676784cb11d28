// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.neural;

import dev.ridgeline.neural.model.CnnArchitecture;
import dev.ridgeline.workbench.bench.Work;
import org.openjdk.jmh.annotations.Param;

/** One step on coloured pictures, 32 x 32 pixels, through two convolutions and a hidden layer. */
public class CnnBatch extends NetworkBenchmark {
  private static final CnnArchitecture NETWORK = new CnnArchitecture(3, 32, 32, 32, 64, 128, 5);
  private static final double DROPOUT = 0.25;

  /** Who computes. */
  @Param({"ridgeline", "pytorch"})
  public String peer;

  /** Examples of the step. */
  @Param({"128", "53"})
  public int batch;

  /** Made by JMH. */
  public CnnBatch() {}

  @Override
  protected Work open() {
    return new TrainingWork(peer, task(batch, 1));
  }

  static TrainingTask task(int batch, long seed) {
    return TrainingTask.pictures(NETWORK, batch, batch, DROPOUT, seed);
  }
}
