// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.neural;

import dev.ridgeline.neural.model.MlpArchitecture;
import dev.ridgeline.workbench.bench.Work;
import java.util.List;
import org.openjdk.jmh.annotations.Param;

/**
 * An epoch of messages, about 60 words out of 5000 each: with sparse inputs, with the zeros stored,
 * and by PyTorch, which gets them stored, too.
 */
public class SparseEpoch extends NetworkBenchmark {
  private static final MlpArchitecture NETWORK = new MlpArchitecture(5000, List.of(256, 128), 9);
  private static final int ROWS = 83 * 64;
  private static final double DROPOUT = 0.3;

  /** Who computes. */
  @Param({"ridgeline", "ridgeline-dense", "pytorch"})
  public String peer;

  /** Examples of a step. */
  @Param({"64", "37"})
  public int batch;

  /** Made by JMH. */
  public SparseEpoch() {}

  @Override
  protected Work open() {
    return new TrainingWork(peer, TrainingTask.messages(NETWORK, ROWS, batch, DROPOUT, 1));
  }
}
