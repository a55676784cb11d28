// SPDX-License-Identifier: Apache-2.0

package consumer;

import dev.ridgeline.Ridgeline;
import dev.ridgeline.Sample;
import dev.ridgeline.transfer.estimator.TransferFit;
import dev.ridgeline.transfer.estimator.TransferRidge;
import java.util.Random;

/** What a user of the libraries writes. */
public final class Consumer {
  private Consumer() {}

  public static void main(String[] args) {
    Random random = new Random(7);
    try (Ridgeline ridgeline = Ridgeline.open()) {
      TransferFit fit =
          TransferRidge.on(ridgeline).source(sample(random, 200)).target(sample(random, 20)).fit();
      System.out.println(
          ridgeline.backend().name()
              + " "
              + fit.only().verdict()
              + " "
              + fit.only().averaged().loss());
    }
  }

  private static Sample sample(Random random, int rows) {
    double[][] x = new double[rows][4];
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 4; j++) {
        x[i][j] = random.nextGaussian();
        y[i] += (j + 1) * x[i][j];
      }
      y[i] += random.nextGaussian();
    }
    return Sample.of(dev.ridgeline.matrix.Matrix.ofRows(x), y);
  }
}
