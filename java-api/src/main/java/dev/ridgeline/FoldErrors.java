// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.Sums;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;

/** Squared errors of models on the rows of a fold, by its rows or by its sums. */
interface FoldErrors {
  /**
   * Adds sum v (y - c - x b)^2 of every model.
   *
   * @param coefficients [penalty, response, feature] in the units of the table
   * @param intercepts [penalty, response]
   * @param penalties how many
   * @param from the first response of these
   * @param sums [response][penalty]
   */
  void add(double[] coefficients, double[] intercepts, int penalties, int from, double[][] sums);

  /** From rows, centred so that columns far from zero cost no digits. */
  static FoldErrors ofRows(Backend backend, Sample fold) {
    int n = fold.rows();
    int p = fold.features();
    int t = fold.responses();
    double[] means = new double[p];
    double[] x = new double[MatrixBatch.size(n, p, 1)];
    double[] root = new double[n];
    for (int i = 0; i < n; i++) {
      root[i] = Math.sqrt(fold.weight(i));
    }
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < n; i++) {
        means[j] += fold.x().get(i, j) / n;
      }
      for (int i = 0; i < n; i++) {
        x[i + j * n] = root[i] * (fold.x().get(i, j) - means[j]);
      }
    }
    return (coefficients, intercepts, penalties, from, sums) -> {
      int models = penalties * t;
      double[] e = new double[MatrixBatch.size(n, models, 1)];
      for (int m = 0; m < models; m++) {
        double constant = intercepts[m];
        for (int j = 0; j < p; j++) {
          constant += means[j] * coefficients[m * p + j];
        }
        for (int i = 0; i < n; i++) {
          e[i + m * n] = root[i] * (fold.y().get(i, m % t) - constant);
        }
      }
      try (Block xs = backend.upload(Matrix.ofColumnMajor(x, n, p).asBatch());
          Block bs = backend.upload(Matrix.ofColumnMajor(coefficients, p, models).asBatch());
          Block es = backend.upload(Matrix.ofColumnMajor(e, n, models).asBatch());
          Block squares = backend.allocate(models, 1, 1)) {
        backend.gemm(Transpose.NO, Transpose.NO, -1, xs, bs, 1, es);
        backend.weightedColumnNorms(es, null, null, squares);
        double[] values = backend.download(squares);
        for (int m = 0; m < models; m++) {
          sums[from + m % t][m / t] += values[m];
        }
      }
    };
  }

  /**
   * From sums: with d = mean(y) - c - mean(x) b, y'y - 2 b'X'y + b'X'X b + W d^2 about the means.
   * Small errors of large responses lose digits, down to the rounding of y'y.
   */
  static FoldErrors ofSums(Sums s) {
    return (coefficients, intercepts, penalties, from, sums) -> {
      double[] b = new double[s.p];
      for (int m = 0; m < penalties * s.t; m++) {
        int c = m % s.t;
        double d = s.means[s.p + c] - intercepts[m];
        for (int j = 0; j < s.p; j++) {
          b[j] = Math.scalb(coefficients[m * s.p + j], s.xExponent - s.yExponents[c]);
          d -= s.means[j] * coefficients[m * s.p + j];
        }
        double square = s.yy[c];
        for (int j = 0; j < s.p; j++) {
          double product = 0;
          for (int i = 0; i < s.p; i++) {
            product += s.xx[i + j * s.p] * b[i];
          }
          square += b[j] * (product - 2 * s.xy[j + c * s.p]);
        }
        double unit = Math.scalb(1.0, 2 * s.yExponents[c]);
        double least = (double) s.active * Math.ulp(1.0) * s.yy[c];
        sums[from + c][m / s.t] += unit * Math.max(least, square) + s.weight * d * d;
      }
    };
  }
}
