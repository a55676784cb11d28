// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.model;

import dev.ridgeline.neural.kernel.Memory;

/** As many numbers as a network has parameters, of its precision: the state of an optimiser. */
public final class ParameterVector implements AutoCloseable {
  private final Nd4jArray array;
  private boolean closed;

  private ParameterVector(Nd4jArray array) {
    this.array = array;
  }

  /**
   * Allocates zeros.
   *
   * @param network gives length and precision
   * @return a vector, which the caller closes
   */
  public static ParameterVector zeros(Network network) {
    return new ParameterVector(
        new Nd4jArray(network.parameters().precision(), network.parameterCount()));
  }

  /**
   * The numbers.
   *
   * @return memory, valid until this is closed
   */
  public Memory memory() {
    if (closed) {
      throw new IllegalStateException("the vector is closed");
    }
    return array.memory();
  }

  /** Gives the memory back. Closing twice does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      array.close();
    }
  }
}
