// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.model;

import dev.ridgeline.neural.data.Inputs;
import dev.ridgeline.neural.data.TrainingSet;
import dev.ridgeline.neural.kernel.Memory;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A network whose parameters are one vector outside the heap.
 *
 * <p>Memory for activations belongs to the network and is overwritten by the next call, so a
 * network is used by one thread at a time; several networks run side by side, each on one core, and
 * none changes the bits of another. Call {@link #close} when done: the memory is not the
 * collector's. After that every other method throws IllegalStateException.
 */
public interface Network extends AutoCloseable {
  /**
   * The shape.
   *
   * @return what made this network
   */
  Architecture architecture();

  /**
   * Where the parameters of each layer lie.
   *
   * @return one entry per layer, from the input on
   */
  List<LayerParameters> layers();

  /**
   * The number of parameters.
   *
   * @return weights and biases of all layers
   */
  int parameterCount();

  /**
   * All parameters.
   *
   * @return the range from 0 to {@link #parameterCount}
   */
  default ParameterRange all() {
    return new ParameterRange(0, parameterCount());
  }

  /**
   * The parameters of all layers but the output layer.
   *
   * @return the range, empty for a linear classifier
   */
  default ParameterRange hidden() {
    return new ParameterRange(0, layers().getLast().weights().from());
  }

  /**
   * The parameters themselves: what is written there is what the network computes with.
   *
   * @return {@link #parameterCount} numbers, valid until the network is closed
   */
  Memory parameters();

  /**
   * The gradient that {@link #lossAndGradient} left.
   *
   * @return {@link #parameterCount} numbers, valid until the network is closed
   */
  Memory gradient();

  /**
   * Draws all parameters anew, weights and biases uniform in ±1/sqrt(fan-in), layer by layer from
   * the input on, weights before biases, in the order they lie.
   *
   * @param random the generator
   */
  void initialize(UniformRandomProvider random);

  /**
   * Draws the parameters of the output layer anew, in the same way.
   *
   * @param random the generator
   */
  void initializeOutput(UniformRandomProvider random);

  /**
   * Copies parameters of another network of the same precision, whose layers in the range are the
   * same; the others, such as an output layer for other classes, may differ.
   *
   * @param source the other network, which stays as it is
   * @param range which parameters
   * @throws IllegalArgumentException if the networks differ in the range, or it is not theirs
   */
  void copyParameters(Network source, ParameterRange range);

  /**
   * Refuses a network that differs in precision, or in a layer that a range touches.
   *
   * @param other the other network
   * @param range which parameters
   * @throws IllegalArgumentException if the networks differ in the range, or it is not theirs
   */
  default void requireSameLayers(Network other, ParameterRange range) {
    for (int i = 0; i < layers().size(); i++) {
      LayerParameters layer = layers().get(i);
      boolean touched = layer.all().from() < range.to() && range.from() < layer.all().to();
      if (touched && !(i < other.layers().size() && other.layers().get(i).equals(layer))) {
        throw new IllegalArgumentException(
            "networks must agree on layer %s: %s, %s"
                .formatted(layer.name(), architecture(), other.architecture()));
      }
    }
    if (range.to() > parameterCount()
        || range.to() > other.parameterCount()
        || parameters().precision() != other.parameters().precision()) {
      throw new IllegalArgumentException(
          "networks must be of one precision and hold the range: %s, %s, range=%s, parameters=%d, %d"
              .formatted(
                  parameters().precision(),
                  other.parameters().precision(),
                  range,
                  parameterCount(),
                  other.parameterCount()));
    }
  }

  /**
   * A second network with the same parameters.
   *
   * @return a network, which the caller closes
   */
  Network copy();

  /**
   * Sets {@link #gradient} to that of the mean loss of some examples: cross-entropy of classes,
   * squared error of numbers.
   *
   * @param examples where they are, with the features and outputs of the network
   * @param order numbers of examples
   * @param from the first entry of {@code order} to take
   * @param count how many entries to take, at least 1
   * @param dropout drops hidden values, or {@link Dropout#none}
   * @return the mean loss of these examples, cross-entropy in nats
   * @throws IllegalArgumentException if features or outputs differ
   */
  double lossAndGradient(TrainingSet examples, int[] order, int from, int count, Dropout dropout);

  /**
   * Computes the outputs before softmax, without dropout.
   *
   * @param inputs where the examples are, with as many features as the network
   * @param from the first example
   * @param count how many examples, at least 1; memory grows with it
   * @return {@code count x classes} numbers, row-major
   * @throws IllegalArgumentException if the features differ
   */
  double[] logits(Inputs inputs, int from, int count);

  /** Gives the memory back. Closing twice does nothing. */
  @Override
  void close();
}
