// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.train;

import dev.ridgeline.neural.data.Examples;
import dev.ridgeline.neural.data.Regression;
import dev.ridgeline.neural.data.TrainingSet;
import dev.ridgeline.neural.model.Network;

/** How good a network is on examples. */
public final class Evaluation {
  /** Bounds the memory for activations; the result does not depend on it. */
  private static final int BATCH = 256;

  private Evaluation() {}

  /**
   * The share of examples whose largest output is that of their class, without dropout; the first
   * one counts where outputs are equal.
   *
   * @param network the network
   * @param examples at least 1, with the network's features and classes
   * @return the share, percent
   * @throws IllegalArgumentException if there is no example, or features or classes differ
   */
  public static double accuracyPercent(Network network, Examples examples) {
    requireJudges(network, examples);
    int classes = network.architecture().classes();
    int right = 0;
    for (int from = 0; from < examples.size(); from += BATCH) {
      int count = Math.min(BATCH, examples.size() - from);
      double[] logits = network.logits(examples.inputs(), from, count);
      for (int i = 0; i < count; i++) {
        if (largest(logits, i * classes, classes) == examples.labels()[from + i]) {
          right++;
        }
      }
    }
    return 100.0 * right / examples.size();
  }

  private static int largest(double[] values, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * The mean squared error, without dropout.
   *
   * @param network the network, with one output
   * @param examples at least 1, with the network's features
   * @return the mean of the squared differences
   * @throws IllegalArgumentException if there is no example, or the shape differs
   */
  public static double meanSquaredError(Network network, Regression examples) {
    requireJudges(network, examples);
    double sum = 0;
    for (int from = 0; from < examples.size(); from += BATCH) {
      int count = Math.min(BATCH, examples.size() - from);
      double[] outputs = network.logits(examples.inputs(), from, count);
      for (int i = 0; i < count; i++) {
        double residual = outputs[i] - examples.values()[from + i];
        sum += residual * residual;
      }
    }
    return sum / examples.size();
  }

  private static void requireJudges(Network network, TrainingSet examples) {
    requireMatch(network, examples);
    if (examples.size() == 0) {
      throw new IllegalArgumentException("there must be an example to be judged by");
    }
  }

  static void requireMatch(Network network, TrainingSet examples) {
    int features = network.architecture().features();
    int outputs = network.architecture().classes();
    if (examples.inputs().features() != features || examples.outputs() != outputs) {
      throw new IllegalArgumentException(
          "examples must have the network's shape: features=%d, %d, outputs=%d, %d"
              .formatted(examples.inputs().features(), features, examples.outputs(), outputs));
    }
  }
}
