// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.RidgePath;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Ridgeline;
import dev.ridgeline.Route;
import dev.ridgeline.Scores;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;

/**
 * Ridge regression that shrinks towards given coefficients instead of zero (L2-SP): for every prior
 * b0 and every penalty,
 *
 * <pre>b1 = c b0 + (X'X + mu I)^-1 X'(y - X c b0) = argmin ||y - X b||^2 + mu ||b - c b0||^2</pre>
 *
 * with c a scale of the prior (1: plain L2-SP). The residuals of all priors are the targets of one
 * ridge path, so primal and dual side, spectrum, leave-one-out and memory plan are the path's.
 * Source: Hedges (TMLR 2026), section 2. Immutable.
 */
public final class L2SpRidge {
  private final Matrix priors;
  private final double priorScale;
  private final RidgePath path;

  private L2SpRidge(Matrix priors, double priorScale, RidgePath path) {
    this.priors = priors;
    this.priorScale = priorScale;
    this.path = path;
  }

  /**
   * Fits one target sample from many priors for many penalties, with exact leave-one-out errors.
   *
   * @param ridgeline who computes
   * @param x design, n x p
   * @param y observations, n numbers
   * @param priors p x L, one prior per column, in the units of the coefficients
   * @param priorScale c, finite
   * @param grid target penalties
   * @return the fits
   * @throws IllegalArgumentException when shapes disagree or an element is not finite
   */
  public static L2SpRidge fit(
      Ridgeline ridgeline,
      Matrix x,
      double[] y,
      Matrix priors,
      double priorScale,
      LambdaGrid grid) {
    if (!Double.isFinite(priorScale)) {
      throw new IllegalArgumentException("priorScale must be finite: priorScale=" + priorScale);
    }
    if (priors.rows() != x.columns() || y.length != x.rows()) {
      throw new IllegalArgumentException(
          "shapes must agree: x is "
              + x.rows()
              + " x "
              + x.columns()
              + ", y has "
              + y.length
              + ", priors are "
              + priors.rows()
              + " x "
              + priors.columns());
    }
    x.asBatch().requireFinite("x");
    priors.asBatch().requireFinite("priors");
    Matrix residuals = residuals(ridgeline.backend(), x, y, priors, priorScale);
    RidgePath path =
        ridgeline.path(RidgeProblem.of(x, residuals).withLeaveOneOut(), grid).requireSuccess();
    return new L2SpRidge(copy(priors), priorScale, path);
  }

  /** The caller may write to the array behind the view afterwards. */
  private static Matrix copy(Matrix view) {
    double[] data = new double[MatrixBatch.size(view.rows(), view.columns(), 1)];
    for (int j = 0; j < view.columns(); j++) {
      for (int i = 0; i < view.rows(); i++) {
        data[j * view.rows() + i] = view.get(i, j);
      }
    }
    return Matrix.ofColumnMajor(data, view.rows(), view.columns());
  }

  /** y 1' - c X B0, n x L. */
  private static Matrix residuals(
      Backend backend, Matrix x, double[] y, Matrix priors, double priorScale) {
    MatrixBatch xs = x.asBatch();
    MatrixBatch bs = priors.asBatch();
    try (Block xBlock = backend.upload(xs);
        Block bBlock = backend.upload(bs);
        Block yBlock = backend.upload(Matrix.column(y).asBatch());
        Block r = backend.allocate(x.rows(), priors.columns(), 1)) {
      backend.geam(Transpose.NO, 1, yBlock, 0, null, r);
      backend.gemm(xs.transpose(), bs.transpose(), -priorScale, xBlock, bBlock, 1, r);
      return Matrix.ofColumnMajor(backend.download(r), x.rows(), priors.columns());
    }
  }

  /**
   * The coefficients of one fit.
   *
   * @param prior column of the priors
   * @param penalty index into the grid
   * @return p numbers
   */
  public double[] coefficients(int prior, int penalty) {
    double[] b = path.coefficients(0, penalty, prior);
    for (int i = 0; i < b.length; i++) {
      b[i] += priorScale * priors.get(i, prior);
    }
    return b;
  }

  /**
   * Exact leave-one-out mean squared errors on the target, prior by prior.
   *
   * @return scores whose "target" index is the prior
   */
  public Scores leaveOneOut() {
    return path.leaveOneOut();
  }

  /**
   * How a fit was computed.
   *
   * @param penalty index into the grid
   * @return backend, side and method
   */
  public Route route(int penalty) {
    return path.route(0, penalty);
  }

  /**
   * The target penalties.
   *
   * @return the grid of the call
   */
  public LambdaGrid lambdas() {
    return path.lambdas();
  }
}
