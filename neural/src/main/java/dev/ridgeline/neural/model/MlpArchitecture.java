// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.model;

import dev.ridgeline.neural.kernel.Precision;
import java.util.List;

/**
 * Fully connected layers with ReLU between them; dropout, if a training asks for it, after each
 * hidden layer.
 *
 * @param features the number of inputs
 * @param hidden the widths of the hidden layers, from the input on; empty for a linear classifier
 * @param classes the number of outputs
 */
public record MlpArchitecture(int features, List<Integer> hidden, int classes)
    implements Architecture {
  /** Checks and copies the widths. */
  public MlpArchitecture {
    hidden = List.copyOf(hidden);
    if (features < 1 || classes < 1 || hidden.stream().anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException(
          "widths must be at least 1: features=%d, hidden=%s, classes=%d"
              .formatted(features, hidden, classes));
    }
  }

  @Override
  public Network create(Precision precision) {
    return new MlpNetwork(this, precision);
  }
}
