// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

import java.util.Objects;

/** The mean squared error of one output: few numbers, so a plain loop in double. */
public final class SquaredError {
  private SquaredError() {}

  /**
   * The mean of {@code (output - value)^2}, as torch.nn.MSELoss has it, and its gradient {@code 2
   * (output - value) / count}.
   *
   * @param gradient count numbers, overwritten; may be the memory of the outputs
   * @param outputs count numbers
   * @param values what every example should give
   * @param order numbers of examples
   * @param from the first entry of order to take
   * @param count how many entries to take, at least 1
   * @return the mean over these examples
   */
  public static double mean(
      Memory gradient, Memory outputs, float[] values, int[] order, int from, int count) {
    Objects.checkFromIndexSize(from, count, order.length);
    if (count < 1 || gradient.length() != count || outputs.length() != count) {
      throw new IllegalArgumentException(
          "there must be one output per example: gradient=%d, outputs=%d, count=%d"
              .formatted(gradient.length(), outputs.length(), count));
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double residual = outputs.get(i) - values[order[from + i]];
      sum += residual * residual;
      gradient.set(i, 2 * residual / count);
    }
    return sum / count;
  }
}
