// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.realised;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import dev.ridgeline.RidgePath;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Spectrum;
import dev.ridgeline.transfer.covariance.Covariance;

/**
 * The transfer step of one target whose shifted Gram matrix is not positive definite, or not safely
 * so (no penalty and linearly dependent rows): the residuals of all priors become the targets of
 * one ridge problem, which knows how to take the spectrum.
 */
final class SingularTarget {
  private SingularTarget() {}

  /**
   * For every target, max(n, p) eps tr(G): a shift below it drowns in the rounding of the Gram
   * matrix G, and a factorisation may succeed on a singular one.
   *
   * @param x the target designs, in either orientation
   */
  static double[] rounding(Backend backend, Block x) {
    double factor = Math.max(x.rows(), x.columns()) * Math.ulp(1.0);
    double[] rounding = new double[x.count()];
    try (Block squares = backend.allocate(x.columns(), 1, x.count())) {
      backend.weightedColumnNorms(x, null, null, squares);
      double[] values = backend.download(squares);
      for (int i = 0; i < values.length; i++) {
        rounding[i / x.columns()] += factor * values[i];
      }
    }
    return rounding;
  }

  /**
   * Whether the smallest eigenvalue of G + mu I is zero to rounding.
   *
   * @param gram order x order; contents undefined afterwards
   * @param largest max(n, p)
   */
  static boolean singular(Backend backend, Block gram, double mu, int largest) {
    try (Spectrum spectrum = backend.syevd(gram, false)) {
      double[] values = backend.download(spectrum.values());
      double tolerance = largest * Math.ulp(1.0) * values[values.length - 1];
      return !(values[0] + mu > tolerance);
    }
  }

  static double[] risks(
      Ridgeline ridgeline,
      RidgeProblem targets,
      int target,
      Block priors,
      MatrixBatch truths,
      Covariance sigma,
      double mu) {
    Backend backend = ridgeline.backend();
    MatrixBatch x = targets.x().slice(target, 1);
    int n = targets.x().rows();
    int p = targets.features();
    int count = priors.columns();
    try (Block xs = backend.upload(x);
        Block ys = backend.upload(targets.y().slice(target, 1));
        Block ws = backend.upload(truths.slice(target, 1));
        Block residual = backend.allocate(n, count, 1);
        Block weights = SigmaBlocks.upload(backend, sigma);
        Block risk = backend.allocate(count, 1, 1)) {
      backend.geam(Transpose.NO, 1, ys, 0, null, residual);
      backend.gemm(x.transpose(), Transpose.NO, -1, xs, priors, 1, residual);
      Matrix residuals = Matrix.ofColumnMajor(backend.download(residual), n, count);
      RidgePath path =
          ridgeline
              .path(RidgeProblem.of(x, residuals.asBatch()), LambdaGrid.of(LambdaScale.SUM, mu))
              .requireSuccess();
      double[] steps = new double[MatrixBatch.size(p, count, 1)];
      for (int j = 0; j < count; j++) {
        System.arraycopy(path.coefficients(0, 0, j), 0, steps, j * p, p);
      }
      try (Block fitted = backend.upload(MatrixBatch.ofColumnMajor(steps, p, count, 1))) {
        backend.geam(Transpose.NO, 1, priors, 1, fitted, fitted);
        backend.weightedColumnNorms(fitted, ws, weights, risk);
      }
      return backend.download(risk);
    }
  }
}
