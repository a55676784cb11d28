// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.Side;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Spectrum;
import dev.ridgeline.spi.Weighting;
import java.util.Optional;

/**
 * A primal problem whose features differ much in scale: with D = diag(G + mu I)^(-1/2), the matrix
 * S = D (G + mu I) D has a unit diagonal, and rounding the large features no longer drowns the
 * small ones (the best diagonal scaling up to a factor p; van der Sluis 1969). From S = U diag(s)
 * U' comes (G + mu I)^-1 = R R' with R = D U diag(s)^(-1/2).
 */
final class EquilibratedSolver {
  /**
   * S must be this far from singular, or the columns depend on each other and not on their scale.
   */
  private static final double CLEAR_OF_ROUNDING = 1e5;

  private final Backend backend;
  private final Transpose trans;
  private final Block x;
  private final int order;
  private final double[] root;

  private EquilibratedSolver(Backend backend, Transpose trans, Block x, int order, double[] root) {
    this.backend = backend;
    this.trans = trans;
    this.x = x;
    this.order = order;
    this.root = root;
  }

  /** The solver, or nothing where S is singular to rounding. */
  static Optional<EquilibratedSolver> of(Backend backend, Transpose trans, Block x, double mu) {
    int order = trans == Transpose.YES ? x.rows() : x.columns();
    double[] g;
    try (Block gram = backend.allocate(order, order, 1)) {
      backend.gram(trans, x, Side.PRIMAL, Weighting.NONE, gram);
      g = backend.download(gram);
    }
    double[] d = new double[order];
    for (int j = 0; j < order; j++) {
      d[j] = 1 / Math.sqrt(g[j * order + j] + mu);
      if (!Double.isFinite(d[j])) {
        return Optional.empty();
      }
    }
    for (int j = 0; j < order; j++) {
      for (int i = 0; i < order; i++) {
        g[j * order + i] = i == j ? 1 : d[i] * g[j * order + i] * d[j];
      }
    }
    try (Block host = backend.upload(MatrixBatch.ofColumnMajor(g, order, order, 1));
        Block s = backend.allocate(order, order, 1)) {
      backend.geam(Transpose.NO, 1, host, 0, null, s);
      try (Spectrum spectrum = backend.syevd(s, true)) {
        double[] values = backend.download(spectrum.values());
        double least = CLEAR_OF_ROUNDING * order * Math.ulp(1.0) * values[order - 1];
        if (!spectrum.info().success() || !(values[0] > least)) {
          return Optional.empty();
        }
        double[] root = backend.download(spectrum.vectors());
        for (int k = 0; k < order; k++) {
          double scale = 1 / Math.sqrt(values[k]);
          for (int i = 0; i < order; i++) {
            root[k * order + i] *= d[i] * scale;
          }
        }
        return Optional.of(new EquilibratedSolver(backend, trans, x, order, root));
      }
    }
  }

  /** out = R R'z. */
  void solve(Block z, Block out) {
    try (Block r = rootBlock();
        Block inner = backend.allocate(order, z.columns(), 1)) {
      backend.gemm(Transpose.YES, Transpose.NO, 1, r, z, 0, inner);
      backend.gemm(Transpose.NO, Transpose.NO, 1, r, inner, 0, out);
    }
  }

  /** Leverages h_i = |x_i R|^2, and df = p - mu tr (G + mu I)^-1. */
  RowErrors rowErrors(double mu, double[] residuals, boolean leaveOneOut) {
    double trace = 0;
    for (double value : root) {
      trace += value * value;
    }
    double degrees = order - mu * trace;
    int rows = trans == Transpose.YES ? x.columns() : x.rows();
    if (!leaveOneOut) {
      return RowErrors.primal(rows, residuals, null, degrees);
    }
    double[] leverages = new double[rows];
    try (Block r = rootBlock();
        Block product = backend.allocate(rows, order, 1)) {
      backend.gemm(trans, Transpose.NO, 1, x, r, 0, product);
      double[] scores = backend.download(product);
      for (int at = 0; at < scores.length; at++) {
        leverages[at % rows] += scores[at] * scores[at];
      }
    }
    return RowErrors.primal(rows, residuals, leverages, degrees);
  }

  private Block rootBlock() {
    return backend.upload(MatrixBatch.ofColumnMajor(root, order, order, 1));
  }
}
