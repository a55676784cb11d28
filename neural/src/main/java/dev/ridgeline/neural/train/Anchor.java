// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.train;

import dev.ridgeline.neural.model.Network;
import dev.ridgeline.neural.model.ParameterRange;

/**
 * The network that L2-SP pulls to and that distances are measured from.
 *
 * @param network the source network; it must stay open and unchanged while training runs
 * @param range the parameters that count: {@link Network#all()}, or {@link Network#hidden()} where
 *     the output layer is new
 */
public record Anchor(Network network, ParameterRange range) {
  /** Checks the range. */
  public Anchor {
    if (range.to() > network.parameterCount()) {
      throw new IllegalArgumentException(
          "the range must lie within the parameters: to=%d, parameters=%d"
              .formatted(range.to(), network.parameterCount()));
    }
  }
}
