// SPDX-License-Identifier: Apache-2.0

package example;

import dev.ridgeline.Sample;
import java.util.Arrays;
import java.util.Random;

/** Stands for the tables you have. */
final class Tables {
  static final int FEATURES = 30;

  private Tables() {}

  /** Rows of a task whose coefficients are those of seed 1 times an alignment. */
  static Sample draw(long seed, int rows, double alignment, double noise) {
    double[] w = new Random(1).doubles(FEATURES, -1, 1).map(v -> alignment * v).toArray();
    Random random = new Random(seed);
    double[][] x = new double[rows][FEATURES];
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      Arrays.setAll(x[i], j -> random.nextGaussian());
      y[i] = 5 + noise * random.nextGaussian();
      for (int j = 0; j < FEATURES; j++) {
        y[i] += w[j] * x[i][j];
      }
    }
    return Sample.of(x, y);
  }
}
