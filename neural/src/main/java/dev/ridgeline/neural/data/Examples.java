// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

/**
 * Inputs with the class of each. They are learnt by cross-entropy.
 *
 * @param inputs one row per example
 * @param labels the class of each example, from 0 to {@code classes - 1}; not copied
 * @param classes how many classes there are, at least 1
 */
public record Examples(Inputs inputs, int[] labels, int classes) implements TrainingSet {
  /** Checks the number of labels and each of them. */
  public Examples {
    if (labels.length != inputs.rows()) {
      throw new IllegalArgumentException(
          "there must be one label per row: labels.length=%d, rows=%d"
              .formatted(labels.length, inputs.rows()));
    }
    if (classes < 1) {
      throw new IllegalArgumentException("classes must be at least 1: classes=" + classes);
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "labels must lie from 0 to classes - 1: labels[%d]=%d, classes=%d"
                .formatted(i, labels[i], classes));
      }
    }
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int outputs() {
    return classes;
  }

  /**
   * Copies some examples, in the order asked for.
   *
   * @param rows numbers of examples, from 0
   * @return the chosen examples, with the same classes
   * @throws IndexOutOfBoundsException if there is no such example
   */
  public Examples select(int[] rows) {
    int[] picked = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      picked[i] = labels[rows[i]];
    }
    return new Examples(inputs.select(rows), picked, classes);
  }
}
