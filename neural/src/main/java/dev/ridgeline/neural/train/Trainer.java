// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.train;

import dev.ridgeline.neural.data.Examples;
import dev.ridgeline.neural.model.Network;

/** Trains networks. */
public final class Trainer {
  private Trainer() {}

  /**
   * Trains a network from the parameters it has, with a fresh Adam state.
   *
   * @param network the network; its parameters change
   * @param examples what to learn, at least 1
   * @param plan how
   * @param streams the order of the examples and the dropout masks
   * @return what was seen on the way
   * @throws IllegalArgumentException if examples or anchor do not fit the network
   */
  public static TrainingResult train(
      Network network, Examples examples, TrainingPlan plan, RandomStreams streams) {
    throw new UnsupportedOperationException("follows");
  }
}
