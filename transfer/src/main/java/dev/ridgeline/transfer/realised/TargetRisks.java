// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.realised;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.Scope;
import dev.ridgeline.spi.Weighting;
import dev.ridgeline.transfer.covariance.Covariance;
import java.util.Arrays;
import java.util.Objects;

/**
 * Excess risks of transferred models: one row per target, one column per source penalty, and the
 * risk from scratch. The exact minimisers need the {@link RiskSweep} they came from to be open, and
 * belong to its thread.
 */
public final class TargetRisks {
  private final RiskSweep sweep;
  private final LambdaGrid grid;
  private final RidgeProblem targets;
  private final MatrixBatch truths;
  private final Covariance sigma;
  private final double mu;
  private final double[] risks;

  TargetRisks(
      RiskSweep sweep,
      LambdaGrid grid,
      RidgeProblem targets,
      MatrixBatch truths,
      Covariance sigma,
      double mu,
      double[] risks) {
    this.sweep = sweep;
    this.grid = grid;
    this.targets = targets;
    this.truths = truths;
    this.sigma = sigma;
    this.mu = mu;
    this.risks = risks;
  }

  /**
   * Number of targets.
   *
   * @return count
   */
  public int count() {
    return targets.count();
  }

  /**
   * Risks of one target, transferred.
   *
   * @param target from 0
   * @return one number per source penalty, a copy
   */
  public double[] transferRisks(int target) {
    int from = Objects.checkIndex(target, count()) * (grid.size() + 1);
    return Arrays.copyOfRange(risks, from, from + grid.size());
  }

  /**
   * Risk of one target, trained from scratch (prior zero, same target penalty).
   *
   * @param target from 0
   * @return the risk
   */
  public double scratchRisk(int target) {
    return risks[Objects.checkIndex(target, count()) * (grid.size() + 1) + grid.size()];
  }

  /**
   * The source penalty that is best for a target.
   *
   * @param target from 0
   * @return index into the grid; the smallest penalty wins a tie
   */
  public int minimizer(int target) {
    return grid.minimizer(transferRisks(target));
  }

  /**
   * The continuous minimiser of a target's risk (root of the derivative in log lambda, to 1e-10).
   *
   * @param target from 0
   * @return lambda on the grid's scale; NaN when it lies more than a decade beyond the grid, where
   *     the target's shifted Gram matrix is singular, or where the target forgets its prior (no
   *     penalty and n1 &gt;= p: every source penalty is as good)
   */
  public double exact(int target) {
    int start = minimizer(target);
    if (start < 0 || (mu == 0 && targets.rows() >= targets.features())) {
      return Double.NaN;
    }
    Backend backend = sweep.backend();
    MatrixBatch x = targets.x().slice(target, 1);
    int order = Math.min(targets.x().rows(), targets.features());
    try (Block xs = backend.upload(x);
        Block ys = backend.upload(targets.y().slice(target, 1));
        Block ws = backend.upload(truths.slice(target, 1));
        Block weights = SigmaBlocks.upload(backend, sigma);
        Block gram = backend.allocate(order, order, 1)) {
      backend.gram(x.transpose(), xs, targets.side(), Weighting.NONE, gram);
      if (mu < SingularTarget.rounding(backend, xs)[0]) {
        if (SingularTarget.singular(backend, gram, mu, Math.max(xs.rows(), xs.columns()))) {
          return Double.NaN;
        }
        backend.gram(x.transpose(), xs, targets.side(), Weighting.NONE, gram);
      }
      try (Factor factor = backend.factor(gram, mu)) {
        return ContinuousOptimum.find(
            grid,
            start,
            t -> {
              try (Block prior = sweep.evaluate(t);
                  Block fitted = transferred(backend, x.transpose(), xs, ys, prior, factor)) {
                return Derivatives.ofRisk(backend, fitted, ws, weights);
              }
            });
      }
    }
  }

  /** b1 = b0 + S1 (y1 - X1 b0) and its derivative b0' - S1 X1 b0', p x 2. */
  private Block transferred(
      Backend backend, Transpose trans, Block x, Block y, Block prior, Factor factor) {
    int n = targets.x().rows();
    try (Scope scope = new Scope()) {
      Block fitted = scope.add(backend.allocate(prior.rows(), 2, 1));
      Block residual = scope.add(backend.allocate(n, 2, 1));
      backend.gemm(trans, Transpose.NO, -1, x, prior, 0, residual);
      Block first = residual.columns(0, 1);
      backend.geam(Transpose.NO, 1, y, 1, first, first);
      if (targets.side() == Side.DUAL) {
        factor.solve(residual);
        backend.gemm(trans.flip(), Transpose.NO, 1, x, residual, 0, fitted);
      } else {
        backend.gemm(trans.flip(), Transpose.NO, 1, x, residual, 0, fitted);
        factor.solve(fitted);
      }
      backend.geam(Transpose.NO, 1, prior, 1, fitted, fitted);
      return scope.keep(fitted);
    }
  }

  @Override
  public String toString() {
    return "TargetRisks[" + count() + " targets, " + grid.size() + " penalties]";
  }
}
