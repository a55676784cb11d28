// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.choice;

import dev.ridgeline.Sample;
import dev.ridgeline.matrix.Matrix;

/**
 * The law of a table: y = intercept + x'w + sigma e.
 *
 * @param features law of x
 * @param w coefficients, one per feature
 * @param intercept any
 * @param sigma standard deviation of the noise
 * @param noise law of e
 */
record Task(Features features, double[] w, double intercept, double sigma, Noise noise) {
  /** Draws a table. */
  Sample draw(int rows, Draws draws) {
    int p = features.count();
    double spread = Math.sqrt(features.variance(w));
    double[][] x = new double[rows][];
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      x[i] = features.row(draws);
      double signal = 0;
      double centre = 0;
      for (int j = 0; j < p; j++) {
        signal += x[i][j] * w[j];
        centre += features.mean(j) * w[j];
      }
      double direction = spread > 0 ? (signal - centre) / spread : 1;
      y[i] = intercept + signal + sigma * noise.draw(draws, direction);
    }
    return Sample.of(Matrix.ofRows(x), y);
  }

  /**
   * The exact excess risk of a model: its mean squared error on fresh rows, less the variance of
   * the noise, (b - w)'Sigma(b - w) plus the squared error of the mean.
   *
   * @param b p coefficients of the model
   * @param constant its intercept
   */
  double excess(double[] b, double constant) {
    double shift = constant - intercept;
    for (int j = 0; j < w.length; j++) {
      shift += features.mean(j) * (b[j] - w[j]);
    }
    return excess(b) + shift * shift;
  }

  /** The part of the excess risk that coefficients cause, (b - w)'Sigma(b - w). */
  double excess(double[] b) {
    double[] d = b.clone();
    for (int j = 0; j < d.length; j++) {
      d[j] -= w[j];
    }
    return features.variance(d);
  }

  /** The variance of y. */
  double variance() {
    return features.variance(w) + sigma * sigma;
  }
}
