// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

/**
 * Inputs with a number to predict for each. They are learnt by the mean squared error.
 *
 * @param inputs one row per example
 * @param values what the one output should be, one per row; not copied, so nobody may write to it
 *     afterwards
 */
public record Regression(Inputs inputs, float[] values) implements TrainingSet {
  /** Checks the number of values. */
  public Regression {
    if (values.length != inputs.rows()) {
      throw new IllegalArgumentException(
          "there must be one value per row: values.length=%d, rows=%d"
              .formatted(values.length, inputs.rows()));
    }
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public int outputs() {
    return 1;
  }
}
