// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.model;

/**
 * Where the parameters of one layer lie.
 *
 * <p>Weights of a fully connected layer are laid out as inputs x outputs, those of a convolution as
 * kernel height x kernel width x input channels x output channels, row-major; the biases follow.
 *
 * @param name such as {@code dense1} or {@code conv2}
 * @param weights the range of the weights
 * @param biases the range of the biases, one per output
 * @param fanIn how many inputs one output sums over
 */
public record LayerParameters(
    String name, ParameterRange weights, ParameterRange biases, int fanIn) {
  /**
   * Weights and biases.
   *
   * @return the range of both
   */
  public ParameterRange all() {
    return new ParameterRange(weights.from(), biases.to());
  }
}
