// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.cli.Labels;
import java.util.Arrays;

/** What {@code --choose} takes: which calibration samples become standards. */
enum StandardsChoice {
  /** The first ones of the split, which are drawn. */
  ORDER("order"),
  /** Those that are spread most, by their spectra on the source. */
  KENNARD_STONE("kennard-stone");

  private final String label;

  StandardsChoice(String label) {
    this.label = label;
  }

  /**
   * The samples in the order in which they become standards.
   *
   * @param spectra of all samples on the source
   * @param samples rows of it
   * @param count how many are needed
   * @return the first of them, in order
   */
  int[] first(Matrix spectra, int[] samples, int count) {
    return this == ORDER ? Arrays.copyOf(samples, count) : spread(spectra, samples, count);
  }

  /**
   * Kennard and Stone (Technometrics 11, 1969): the two that are farthest apart, then always the
   * one that is farthest from the nearest chosen. The first of equals is taken.
   */
  private static int[] spread(Matrix spectra, int[] samples, int count) {
    int n = samples.length;
    double[][] distances = new double[n][n];
    int a = 0;
    int b = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double sum = 0;
        for (int k = 0; k < spectra.columns(); k++) {
          double difference = spectra.get(samples[i], k) - spectra.get(samples[j], k);
          sum += difference * difference;
        }
        distances[i][j] = sum;
        distances[j][i] = sum;
        if (sum > distances[b][a]) {
          a = j;
          b = i;
        }
      }
    }
    int[] chosen = new int[count];
    double[] nearest = new double[n];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    int next = a;
    for (int c = 0; c < count; c++) {
      next = c == 1 && b != a ? b : next;
      chosen[c] = samples[next];
      for (int i = 0; i < n; i++) {
        nearest[i] = Math.min(nearest[i], distances[i][next]);
      }
      nearest[next] = -1;
      next = farthest(nearest);
    }
    return chosen;
  }

  private static int farthest(double[] nearest) {
    int best = 0;
    for (int i = 1; i < nearest.length; i++) {
      best = nearest[i] > nearest[best] ? i : best;
    }
    return best;
  }

  /** The name as typed. */
  @Override
  public String toString() {
    return label;
  }

  /** Reads {@code --choose}. */
  static final class Converter extends Labels<StandardsChoice> {
    Converter() {
      super(StandardsChoice.class);
    }
  }
}
