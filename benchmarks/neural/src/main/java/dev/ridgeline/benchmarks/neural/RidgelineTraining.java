// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.neural;

import dev.ridgeline.neural.data.Examples;
import dev.ridgeline.neural.model.Network;
import dev.ridgeline.neural.train.RandomStreams;
import dev.ridgeline.neural.train.Regularizer;
import dev.ridgeline.neural.train.Trainer;
import dev.ridgeline.neural.train.TrainingPlan;

/** A task by Ridgeline's trainer. */
final class RidgelineTraining implements Training {
  private final TrainingTask task;
  private final RandomStreams streams;
  private final Network start;
  private final Network network;

  RidgelineTraining(TrainingTask task) {
    this.task = task;
    this.streams = new RandomStreams(task.seed(), "benchmark");
    this.start = task.start();
    this.network = start.copy();
  }

  @Override
  public double epoch() {
    return train(task.examples(), plan(1).withDropout(task.dropout()))[0];
  }

  @Override
  public double[] losses(int steps) {
    return train(task.firstBatch(), plan(steps));
  }

  private double[] train(Examples examples, TrainingPlan plan) {
    network.copyParameters(start, start.all());
    return Trainer.train(network, examples, plan, streams).losses();
  }

  private TrainingPlan plan(int epochs) {
    return TrainingPlan.of(epochs, task.batch())
        .withLearningRate(task.learningRate())
        .withRegularizer(Regularizer.weightDecay(task.weightDecay()));
  }

  @Override
  public void close() {
    network.close();
    start.close();
  }
}
