// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.neural;

import dev.ridgeline.benchmarks.work.Peers;
import dev.ridgeline.workbench.bench.Work;

/** An epoch of a task by one engine, checked against the other. */
final class TrainingWork implements Work {
  private static final int STEPS = 5;

  /**
   * The largest difference of two losses, by their size, that rounding may make: floats agree to
   * 6e-8, and a few steps of Adam magnify that where a gradient is near 0.
   */
  private static final double TOLERANCE = 1e-4;

  private final String peer;
  private final TrainingTask task;
  private final Training training;
  private double loss = Double.NaN;

  TrainingWork(String peer, TrainingTask task) {
    this.peer = peer;
    this.task = task;
    this.training = Training.open(peer, task);
  }

  @Override
  public void run() {
    loss = training.epoch();
  }

  /** How far the losses of some steps are from the other engine's; 30 where the tolerance ends. */
  @Override
  public double residual() {
    if (!(loss > 0 && loss < Double.POSITIVE_INFINITY)) {
      return Double.NaN;
    }
    double[] ours = training.losses(STEPS);
    double[] others;
    try (Training other =
        Training.open(peer.equals(Peers.PYTORCH) ? Peers.RIDGELINE : Peers.PYTORCH, task)) {
      others = other.losses(STEPS);
    }
    double largest = 0;
    for (int i = 0; i < STEPS; i++) {
      largest = Math.max(largest, Math.abs(ours[i] - others[i]) / others[i]);
    }
    return largest / TOLERANCE * WRONG;
  }

  @Override
  public double flops() {
    return task.epochFlops();
  }

  @Override
  public void close() {
    training.close();
  }
}
