// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.neural;

import dev.ridgeline.workbench.bench.Work;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.annotations.Param;

/**
 * Two trainings that know nothing of each other: one after the other by one thread, or side by side
 * by two.
 */
public class SideBySide extends NetworkBenchmark {
  private static final int MLP_BATCH = 256;
  private static final int CNN_BATCH = 128;

  /** Who computes. */
  @Param({"ridgeline", "pytorch"})
  public String peer;

  /** What is trained: {@link MlpEpoch} or {@link CnnBatch}. */
  @Param({"mlp", "cnn"})
  public String network;

  /** Made by JMH. */
  public SideBySide() {}

  @Override
  protected Work open() {
    return new SideBySideWork(List.<Callable<Work>>of(() -> work(1), () -> work(2)), threads);
  }

  private Work work(long seed) {
    return new TrainingWork(
        peer,
        switch (network) {
          case "mlp" -> MlpEpoch.task(MLP_BATCH, seed);
          case "cnn" -> CnnBatch.task(CNN_BATCH, seed);
          default -> throw new IllegalArgumentException("no network '" + network + "'");
        });
  }
}
