// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.kernel;

import java.util.Objects;

/** Softmax and cross-entropy: few numbers, so plain loops in double. */
public final class Softmax {
  private Softmax() {}

  /**
   * The mean cross-entropy, and its gradient {@code (softmax(logits) - one-hot(label)) / count}.
   *
   * @param gradient count x classes numbers, overwritten; may be the memory of the logits
   * @param logits count x classes numbers
   * @param labels the class of every example
   * @param order numbers of examples
   * @param from the first entry of order to take
   * @param count how many entries to take, at least 1
   * @return the mean over these examples, in nats
   */
  public static double crossEntropy(
      Memory gradient, Memory logits, int[] labels, int[] order, int from, int count) {
    Objects.checkFromIndexSize(from, count, order.length);
    if (count < 1 || gradient.length() != logits.length() || logits.length() % count != 0) {
      throw new IllegalArgumentException(
          "shapes must agree: gradient=%d, logits=%d, count=%d"
              .formatted(gradient.length(), logits.length(), count));
    }
    int classes = Math.toIntExact(logits.length() / count);
    double[] row = new double[classes];
    double loss = 0;
    for (int i = 0; i < count; i++) {
      long base = (long) i * classes;
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        row[c] = logits.get(base + c);
        largest = Math.max(largest, row[c]);
      }
      int label = labels[order[from + i]];
      double margin = row[label] - largest;
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        // The same bits on every machine, and before and after compilation.
        row[c] = StrictMath.exp(row[c] - largest);
        sum += row[c];
      }
      loss += StrictMath.log(sum) - margin;
      for (int c = 0; c < classes; c++) {
        double probability = row[c] / sum;
        gradient.set(base + c, (c == label ? probability - 1 : probability) / count);
      }
    }
    return loss / count;
  }
}
