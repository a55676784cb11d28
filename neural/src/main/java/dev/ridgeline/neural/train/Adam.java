// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.train;

import dev.ridgeline.neural.kernel.AdamStep;
import dev.ridgeline.neural.kernel.Kernels;
import dev.ridgeline.neural.kernel.Memory;
import dev.ridgeline.neural.model.Network;
import dev.ridgeline.neural.model.ParameterRange;
import dev.ridgeline.neural.model.ParameterVector;

/** Adam on one network, with the state of one training. Not safe for use by several threads. */
final class Adam implements AutoCloseable {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final Network network;
  private final TrainingPlan plan;
  private final ParameterVector m;
  private final ParameterVector v;
  private int steps;

  Adam(Network network, TrainingPlan plan) {
    this.network = network;
    this.plan = plan;
    this.m = ParameterVector.zeros(network);
    this.v = ParameterVector.zeros(network);
  }

  /** Adds the penalties to the gradient of the network and takes a step. */
  void step() {
    Regularizer regularizer = plan.regularizer();
    Memory theta = network.parameters();
    Memory gradient = network.gradient();
    if (regularizer.towardsAnchor() > 0) {
      Anchor anchor = plan.anchor().orElseThrow();
      ParameterRange range = anchor.range();
      Kernels.addPull(
          part(gradient, range),
          part(theta, range),
          part(anchor.network().parameters(), range),
          regularizer.towardsAnchor());
    }
    if (regularizer.l1() > 0) {
      Kernels.addSign(gradient, theta, regularizer.l1());
    }
    steps++;
    Kernels.adam(
        theta,
        gradient,
        m.memory(),
        v.memory(),
        new AdamStep(plan.learningRate(), BETA1, BETA2, EPSILON, regularizer.weightDecay(), steps));
  }

  static Memory part(Memory all, ParameterRange range) {
    return all.slice(range.from(), range.length());
  }

  @Override
  public void close() {
    v.close();
    m.close();
  }
}
