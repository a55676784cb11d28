// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.neural;

import dev.ridgeline.neural.model.MlpArchitecture;
import dev.ridgeline.workbench.bench.Work;
import java.util.List;
import org.openjdk.jmh.annotations.Param;

/** An epoch of digits, 28 x 28 pixels, through two hidden layers; the last batch is a part. */
public class MlpEpoch extends NetworkBenchmark {
  private static final MlpArchitecture NETWORK = new MlpArchitecture(784, List.of(128, 64), 5);
  private static final int ROWS = 30_000;

  /** Who computes. */
  @Param({"ridgeline", "pytorch"})
  public String peer;

  /** Examples of a step. */
  @Param({"256", "97"})
  public int batch;

  /** Made by JMH. */
  public MlpEpoch() {}

  @Override
  protected Work open() {
    return new TrainingWork(peer, task(batch, 1));
  }

  static TrainingTask task(int batch, long seed) {
    return TrainingTask.pictures(NETWORK, ROWS, batch, 0, seed);
  }
}
