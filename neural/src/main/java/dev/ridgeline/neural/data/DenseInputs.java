// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import java.util.Objects;

/**
 * Inputs with every value stored. An image is a row of channels x height x width values, the
 * channels outermost.
 *
 * @param values the values, row-major, {@code rows x features}; not copied, so nobody may write to
 *     it afterwards
 * @param rows the number of examples
 * @param features the number of values of one example, at least 1
 */
public record DenseInputs(float[] values, int rows, int features) implements Inputs {
  /** Checks the shape. */
  public DenseInputs {
    if (rows < 0 || features < 1 || (long) rows * features != values.length) {
      throw new IllegalArgumentException(
          "values must hold rows x features numbers: values.length=%d, rows=%d, features=%d"
              .formatted(values.length, rows, features));
    }
  }

  @Override
  public DenseInputs select(int[] chosen) {
    float[] picked = new float[Math.multiplyExact(chosen.length, features)];
    for (int i = 0; i < chosen.length; i++) {
      Objects.checkIndex(chosen[i], rows);
      System.arraycopy(values, chosen[i] * features, picked, i * features, features);
    }
    return new DenseInputs(picked, chosen.length, features);
  }
}
