// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spark;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.NormalEquations;
import dev.ridgeline.PrincipalAxes;
import dev.ridgeline.RidgeFit;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Scope;
import java.io.Serializable;

/**
 * What leave-one-out needs of a table to tell the error of any of its rows, for every penalty and
 * response: with u = V'(x - mean) the leverage is v (1 / W + sum u_k^2 / (s_k^2 + mu)), and the
 * error (y - prediction) / (1 - leverage). The design has an intercept and nothing else.
 *
 * @param p features
 * @param t responses
 * @param means p, then t
 * @param weight W, the sum of all weights
 * @param axes V, p x r
 * @param shrinkage 1 / (s_k^2 + mu), r x L
 * @param coefficients p x (L t), the responses of a penalty side by side
 */
record LeaveOneOut(
    int p,
    int t,
    double[] means,
    double weight,
    double[] axes,
    double[] shrinkage,
    double[] coefficients)
    implements Serializable {

  /** From a fit that keeps all coefficients; penalties are those of its grid. */
  static LeaveOneOut of(NormalEquations sums, RidgeFit fit) {
    LambdaGrid grid = fit.lambdas();
    int p = sums.features();
    int t = sums.responses();
    double[] means = new double[p + t];
    System.arraycopy(sums.featureMeans(), 0, means, 0, p);
    System.arraycopy(sums.responseMeans(), 0, means, p, t);
    PrincipalAxes axes = fit.principalAxes();
    double[] mu = grid.toNormalEquations(sums.rows());
    int r = axes.rank();
    double[] shrinkage = new double[MatrixBatch.size(r, mu.length, 1)];
    double[] coefficients = new double[MatrixBatch.size(p, mu.length * t, 1)];
    for (int l = 0; l < mu.length; l++) {
      for (int k = 0; k < r; k++) {
        double square = Math.scalb(axes.squares()[k], 2 * axes.exponent());
        shrinkage[l * r + k] = 1 / (square + mu[l]);
      }
      Matrix b = fit.coefficients(l);
      for (int c = 0; c < t; c++) {
        System.arraycopy(b.column(c), 0, coefficients, (l * t + c) * p, p);
      }
    }
    double[] vectors = new double[MatrixBatch.size(p, r, 1)];
    for (int k = 0; k < r; k++) {
      System.arraycopy(axes.vectors().column(k), 0, vectors, k * p, p);
    }
    return new LeaveOneOut(p, t, means, sums.weight(), vectors, shrinkage, coefficients);
  }

  int penalties() {
    return coefficients.length / p / t;
  }

  /**
   * Weighted squares of the errors of some rows, summed.
   *
   * @param x rows x p, row-major; centred in place
   * @param y rows x t, row-major
   * @param v weights
   * @return one number for every penalty and response, the responses of a penalty side by side
   */
  double[] losses(Backend backend, double[] x, double[] y, double[] v, int rows) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < p; j++) {
        x[i * p + j] -= means[j];
      }
    }
    int r = axes.length / p;
    int count = penalties();
    double[] rotated = new double[r * rows];
    double[] leverages = new double[count * rows];
    double[] fitted = new double[count * t * rows];
    try (Scope scope = new Scope()) {
      // row-major rows are columns here, and so is all that follows from them
      Block columns = scope.add(backend.upload(MatrixBatch.ofColumnMajor(x, p, rows, 1)));
      multiply(backend, scope, axes, p, r, columns, rotated);
      multiply(backend, scope, coefficients, p, count * t, columns, fitted);
      for (int i = 0; i < rotated.length; i++) {
        rotated[i] *= rotated[i];
      }
      Block squares = scope.add(backend.upload(MatrixBatch.ofColumnMajor(rotated, r, rows, 1)));
      multiply(backend, scope, shrinkage, r, count, squares, leverages);
    }
    double[] losses = new double[count * t];
    for (int i = 0; i < rows; i++) {
      for (int l = 0; v[i] > 0 && l < count; l++) {
        double rest = 1 - v[i] * (1 / weight + leverages[i * count + l]);
        for (int c = 0; c < t; c++) {
          double error = (y[i * t + c] - means[p + c] - fitted[(i * count + l) * t + c]) / rest;
          losses[l * t + c] += v[i] * error * error;
        }
      }
    }
    return losses;
  }

  /** out = A' B, of A with n rows and m columns. */
  private static void multiply(
      Backend backend, Scope scope, double[] a, int n, int m, Block b, double[] out) {
    Block left = scope.add(backend.upload(MatrixBatch.ofColumnMajor(a, n, m, 1)));
    Block product = scope.add(backend.allocate(m, b.columns(), 1));
    backend.gemm(Transpose.YES, Transpose.NO, 1, left, b, 0, product);
    backend.download(product, out, 0);
  }
}
