// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.neural;

import dev.ridgeline.neural.data.DenseInputs;
import dev.ridgeline.neural.model.CnnArchitecture;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A task as a user of PyTorch would write it: examples are one tensor in memory, batches are taken
 * from it by shuffled numbers, and what a step leaves behind is freed at its end.
 */
final class TorchTraining implements Training {
  private final TrainingTask task;
  private final Tensor inputs;
  private final Tensor labels;
  private final TorchNetwork network;
  private final TorchAdam adam;

  /** Copies the examples, which must be dense. */
  TorchTraining(TrainingTask task) {
    torch.set_num_threads(1);
    this.task = task;
    this.inputs = inputs(task);
    int[] classes = task.examples().labels();
    long[] wide = new long[classes.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = classes[i];
    }
    this.labels = Tensor.create(wide, wide.length);
    this.network = new TorchNetwork(task);
    this.adam = new TorchAdam(network.parameters(), task.learningRate(), task.weightDecay());
  }

  private static Tensor inputs(TrainingTask task) {
    DenseInputs dense = (DenseInputs) task.examples().inputs();
    return task.architecture() instanceof CnnArchitecture cnn
        ? Tensor.create(dense.values(), dense.rows(), cnn.channels(), cnn.height(), cnn.width())
        : Tensor.create(dense.values(), dense.rows(), dense.features());
  }

  @Override
  public double epoch() {
    begin();
    int rows = task.examples().size();
    double sum = 0;
    try (PointerScope _ = new PointerScope()) {
      Tensor order = torch.randperm(rows);
      for (int from = 0; from < rows; from += task.batch()) {
        int count = Math.min(task.batch(), rows - from);
        try (PointerScope _ = new PointerScope()) {
          Tensor chosen = order.narrow(0, from, count);
          Tensor batch = inputs.index_select(0, chosen);
          sum += count * step(batch, labels.index_select(0, chosen), task.dropout());
        }
      }
    }
    return sum / rows;
  }

  @Override
  public double[] losses(int steps) {
    begin();
    double[] losses = new double[steps];
    for (int i = 0; i < steps; i++) {
      try (PointerScope _ = new PointerScope()) {
        losses[i] = step(inputs.narrow(0, 0, task.batch()), labels.narrow(0, 0, task.batch()), 0);
      }
    }
    return losses;
  }

  private void begin() {
    try (PointerScope _ = new PointerScope()) {
      network.restart();
      adam.restart();
    }
  }

  private double step(Tensor batch, Tensor classes, double dropout) {
    Tensor loss = torch.cross_entropy_loss(network.logits(batch, dropout), classes);
    loss.backward();
    adam.step();
    return loss.item_double();
  }

  @Override
  public void close() {
    adam.close();
    network.close();
    labels.close();
    inputs.close();
  }
}
