// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.neural;

import dev.ridgeline.benchmarks.work.Peers;

/** A task in the hands of one engine, its data in place. Belongs to the thread that opened it. */
interface Training extends AutoCloseable {
  /**
   * Opens a task.
   *
   * @param peer whose engine
   * @param task what to train; its inputs are made dense for those who want them so
   */
  static Training open(String peer, TrainingTask task) {
    return switch (peer) {
      case Peers.RIDGELINE -> new RidgelineTraining(task);
      case Peers.RIDGELINE_DENSE -> new RidgelineTraining(task.dense());
      case Peers.PYTORCH -> new TorchTraining(task.dense());
      default -> throw Peers.unknown("training", peer);
    };
  }

  /**
   * Trains for an epoch: always from the task's first parameters and with a fresh state of Adam, so
   * that every call does the same work.
   *
   * @return the mean loss of the examples, as seen in training
   */
  double epoch();

  /**
   * Takes some steps, all on the examples of the task's first batch and without dropout, so that
   * neither order nor masks matter; from the first parameters, too.
   *
   * @param steps how many
   * @return the loss before each step
   */
  double[] losses(int steps);

  @Override
  void close();
}
