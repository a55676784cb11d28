// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;

/**
 * The transfer step over the plain verbs.
 *
 * <p>2 n &lt;= p, Sigma = I: with R = y 1' - X B0, C = (XX' + mu I)^-1 R and s = y - X w, the
 * fitted B1 = B0 + X'C is never formed: from XX'C = R - mu C and X (B0 - w 1') = s 1' - R follows
 *
 * <pre>risk = |B0 - w|^2 + 2 &lt;X(B0 - w), C&gt; + C'XX'C = |B0 - w|^2 + &lt;2 s - R - mu C, C&gt;
 * </pre>
 *
 * which costs one n p L product. For any other Sigma the same trick needs the product with X Sigma
 * and a second Gram matrix, so forming B1 (one more n p L product) is cheaper.
 */
final class ComposedTransferStep {
  private ComposedTransferStep() {}

  static Info run(Backend backend, TransferStep step) {
    boolean transposed = step.trans() == Transpose.YES;
    int n = transposed ? step.x().columns() : step.x().rows();
    int p = transposed ? step.x().rows() : step.x().columns();
    int count = step.risk().count();
    int priors = step.prior().columns();
    Side side = n <= p ? Side.DUAL : Side.PRIMAL;
    int order = Math.min(n, p);
    try (Block gram = backend.allocate(order, order, count);
        Block residual = backend.allocate(n, priors, count)) {
      backend.gram(step.trans(), step.x(), side, Weighting.NONE, gram);
      backend.geam(Transpose.NO, 1, step.y(), 0, null, residual);
      backend.gemm(step.trans(), Transpose.NO, -1, step.x(), step.prior(), 1, residual);
      // the shorter formula cancels where the risk is far below |B0 - w|^2, which the p - n
      // directions that the rows do not see keep from happening as long as they are many
      if (step.sigma() == null && 2L * n <= p) {
        return dualIsotropic(backend, step, gram, residual);
      }
      return direct(backend, step, side, gram, residual);
    }
  }

  private static Info dualIsotropic(Backend backend, TransferStep step, Block gram, Block r) {
    int n = r.rows();
    int priors = r.columns();
    int count = r.count();
    try (Block c = backend.allocate(n, priors, count);
        Block truthResidual = backend.allocate(n, 1, count);
        Block inner = backend.allocate(priors, 1, count)) {
      backend.geam(Transpose.NO, 1, r, 0, null, c);
      Info info = backend.posv(gram, step.mu(), c);
      backend.geam(Transpose.NO, 1, step.y(), 0, null, truthResidual);
      backend.gemm(step.trans(), Transpose.NO, -1, step.x(), step.truth(), 1, truthResidual);
      // r <- 2 s - r - mu c, column by column; r is not needed afterwards
      backend.geam(Transpose.NO, -step.mu(), c, -1, r, r);
      backend.geam(Transpose.NO, 2, truthResidual, 1, r, r);
      backend.dots(r, c, inner);
      backend.weightedColumnNorms(step.prior(), step.truth(), null, step.risk());
      backend.geam(Transpose.NO, 1, inner, 1, step.risk(), step.risk());
      return info;
    }
  }

  private static Info direct(
      Backend backend, TransferStep step, Side side, Block gram, Block residual) {
    int p = step.prior().rows();
    int priors = residual.columns();
    try (Block fitted = backend.allocate(p, priors, residual.count())) {
      Info info;
      if (side == Side.DUAL) {
        info = backend.posv(gram, step.mu(), residual);
        backend.gemm(step.trans().flip(), Transpose.NO, 1, step.x(), residual, 0, fitted);
      } else {
        backend.gemm(step.trans().flip(), Transpose.NO, 1, step.x(), residual, 0, fitted);
        info = backend.posv(gram, step.mu(), fitted);
      }
      backend.geam(Transpose.NO, 1, step.prior(), 1, fitted, fitted);
      backend.weightedColumnNorms(fitted, step.truth(), step.sigma(), step.risk());
      return info;
    }
  }
}
