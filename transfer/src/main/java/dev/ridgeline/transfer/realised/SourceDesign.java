// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.realised;

import dev.ridgeline.LambdaScale;
import dev.ridgeline.RidgePath;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.Resource;
import dev.ridgeline.spi.Scope;
import dev.ridgeline.spi.Weighting;

/**
 * A source problem reduced once and kept, so that a root search can ask for the coefficients at any
 * penalty: b0(mu) and its derivative d b0 / d mu = -(G + mu)^-1 b0, in O(n^2) each.
 */
final class SourceDesign implements Resource {
  private final Backend backend;
  private final RidgeProblem problem;
  private final Side side;
  private final Transpose trans;
  private final Scope owned;
  private final Block x;
  private final Block z;
  private final Reduced reduced;
  private final int order;

  /**
   * Reduces.
   *
   * @param backend where; closes nothing of it
   * @param problem one problem with one target
   */
  SourceDesign(Backend backend, RidgeProblem problem) {
    this.backend = backend;
    this.problem = problem;
    this.side = problem.side();
    this.trans = problem.x().transpose();
    this.order = Math.min(problem.x().rows(), problem.features());
    try (Scope opening = new Scope()) {
      this.x = opening.add(backend.upload(problem.x()));
      Block y = opening.add(backend.upload(problem.y()));
      Block gram = opening.add(backend.allocate(order, order, 1));
      backend.gram(trans, x, side, Weighting.NONE, gram);
      this.reduced = opening.add(backend.reduce(gram, Purpose.SOLVE));
      if (side == Side.DUAL) {
        this.z = y;
      } else {
        this.z = opening.add(backend.allocate(order, 1, 1));
        backend.gemm(trans.flip(), Transpose.NO, 1, x, y, 0, z);
      }
      this.owned = opening.release();
    }
  }

  /**
   * Coefficients and their derivative.
   *
   * @param mu penalty in the normal equations, &gt; 0
   * @param out p x 2, overwritten: b0 and d b0 / d mu; NaN when the shifted matrix is singular to
   *     rounding
   */
  void evaluate(double mu, Block out) {
    double[] shift = {mu};
    try (Block a = backend.allocate(order, 2, 1)) {
      reduced.solve(shift, z, a.columns(0, 1));
      reduced.solve(shift, a.columns(0, 1), a.columns(1, 1));
      backend.geam(Transpose.NO, -1, a.columns(1, 1), 0, null, a.columns(1, 1));
      if (side == Side.DUAL) {
        backend.gemm(trans.flip(), Transpose.NO, 1, x, a, 0, out);
      } else {
        backend.geam(Transpose.NO, 1, a, 0, null, out);
      }
    }
  }

  /**
   * Coefficients of one response for all penalties, p x L column-major, with a zero column behind.
   */
  static double[] pathWithScratch(RidgePath path, int response) {
    int p = path.features();
    int penalties = path.lambdas().size();
    double[] coefficients = new double[MatrixBatch.size(p, penalties + 1, 1)];
    for (int j = 0; j < penalties; j++) {
      System.arraycopy(path.coefficients(0, j, response), 0, coefficients, j * p, p);
    }
    return coefficients;
  }

  /** mu of a penalty on the grid's scale. */
  double toNormalEquations(LambdaScale scale, double lambda) {
    return scale.toNormalEquations(lambda, problem.rows());
  }

  @Override
  public void close() {
    owned.close();
  }
}
