// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.preprocess;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.workbench.cli.BadInputException;

/**
 * Every row less its mean and over its standard deviation with ddof 1 (Barnes, Dhanoa and Lister,
 * Applied Spectroscopy 43, 1989).
 */
record StandardNormalVariate() implements Preprocessing {
  /** Below this share of the largest value a deviation is the rounding of a constant row. */
  private static final double ROUNDING = 1e-13;

  @Override
  public void requireColumns(int columns) {
    if (columns < 2) {
      throw new BadInputException("--preprocess", this, "at least 2 features, not " + columns);
    }
  }

  @Override
  public Matrix apply(String source, Matrix x) {
    requireColumns(x.columns());
    int n = x.rows();
    int p = x.columns();
    double[] changed = new double[MatrixBatch.size(n, p, 1)];
    for (int i = 0; i < n; i++) {
      double mean = 0;
      double largest = 0;
      for (int j = 0; j < p; j++) {
        mean += x.get(i, j) / p;
        largest = Math.max(largest, Math.abs(x.get(i, j)));
      }
      double squares = 0;
      for (int j = 0; j < p; j++) {
        changed[i + j * n] = x.get(i, j) - mean;
        squares += changed[i + j * n] * changed[i + j * n];
      }
      double deviation = Math.sqrt(squares / (p - 1));
      if (!(deviation > ROUNDING * largest)) {
        throw new BadInputException(
            source + " data row " + (i + 1),
            "all features " + x.get(i, 0),
            "features that differ, since --preprocess snv divides by their deviation: remove the"
                + " row");
      }
      for (int j = 0; j < p; j++) {
        changed[i + j * n] /= deviation;
      }
    }
    return Matrix.ofColumnMajor(changed, n, p);
  }

  @Override
  public String toString() {
    return "snv";
  }
}
