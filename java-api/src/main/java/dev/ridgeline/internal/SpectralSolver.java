// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Placement;
import dev.ridgeline.spi.Spectrum;
import dev.ridgeline.spi.Weighting;

/**
 * One problem by the eigenvalues and vectors of its Gram matrix G = U diag(s) U', for penalties
 * where a factorisation of G + mu I says nothing: eigenvalues up to max(n, p) eps s_max count as
 * zero, so mu = 0 gives the minimum-norm least-squares solution.
 *
 * <p>On the dual side the dropped eigenvectors u still matter to leave-one-out: X'u = 0, so they
 * add nothing to b, but a = (K + mu)^-1 y has a share along them that grows as 1/mu (the limit mu =
 * 0 is the leave-one-out of the minimum-norm fit).
 */
final class SpectralSolver implements AutoCloseable {
  private final Backend backend;
  private final Block x;
  private final Transpose trans;
  private final Side side;
  private final int rows;
  private final int order;
  private final int targets;
  private final Spectrum spectrum;
  private final Block rotated;
  private final double[] values;
  private final double tolerance;
  private double[] scores;

  SpectralSolver(Backend backend, Transpose trans, Block x, Block z, Side side) {
    this.backend = backend;
    this.x = x;
    this.trans = trans;
    this.side = side;
    this.rows = trans == Transpose.YES ? x.columns() : x.rows();
    this.order = z.rows();
    this.targets = z.columns();
    try (Block gram = backend.allocate(order, order, 1)) {
      backend.gram(trans, x, side, Weighting.NONE, gram);
      this.spectrum = backend.syevd(gram, true);
    }
    this.rotated = backend.allocate(order, targets, 1);
    backend.gemm(Transpose.YES, Transpose.NO, 1, spectrum.vectors(), z, 0, rotated);
    this.values = backend.download(spectrum.values());
    int largest = Math.max(x.rows(), x.columns());
    this.tolerance = largest * Math.ulp(1.0) * Math.max(0, values[order - 1]);
  }

  int info() {
    return spectrum.info().values()[0];
  }

  private double filter(int k, double mu) {
    return values[k] > tolerance ? 1 / (values[k] + mu) : 0;
  }

  /** out = U diag(1/(s + mu)) U'z over the eigenvalues that are not zero. */
  void solve(double mu, Block out) {
    HostBlock filters = HostBlock.allocate(order, 1, 1);
    for (int k = 0; k < order; k++) {
      filters.data()[k] = filter(k, mu);
    }
    try (Block d = backend.upload(filters.asBatch());
        Block scaled = backend.allocate(order, targets, 1)) {
      backend.dgmm(Placement.LEFT, rotated, d, scaled);
      backend.gemm(Transpose.NO, Transpose.NO, 1, spectrum.vectors(), scaled, 0, out);
    }
  }

  /**
   * Leave-one-out and GCV of one penalty.
   *
   * @param mu the penalty
   * @param errors primal: the residuals, n x T; dual: not used
   * @param leaveOneOut whether leverages are wanted
   */
  RowErrors rowErrors(double mu, double[] errors, boolean leaveOneOut) {
    double degrees = 0;
    for (int k = 0; k < order; k++) {
      degrees += Math.max(0, values[k]) * filter(k, mu);
    }
    return side == Side.PRIMAL
        ? primalErrors(mu, errors, leaveOneOut, degrees)
        : dualErrors(mu, degrees);
  }

  private RowErrors primalErrors(double mu, double[] errors, boolean leaveOneOut, double degrees) {
    if (!leaveOneOut) {
      return RowErrors.primal(rows, errors, null, degrees);
    }
    if (scores == null) {
      try (Block product = backend.allocate(rows, order, 1)) {
        backend.gemm(trans, Transpose.NO, 1, x, spectrum.vectors(), 0, product);
        scores = backend.download(product);
      }
    }
    double[] leverages = new double[rows];
    for (int k = 0; k < order; k++) {
      double f = filter(k, mu);
      for (int i = 0; i < rows; i++) {
        double u = scores[k * rows + i];
        leverages[i] += u * u * f;
      }
    }
    double[] residuals = errors.clone();
    fillRowsOfLeverageOne(mu, residuals, leverages);
    return RowErrors.primal(rows, residuals, leverages, degrees);
  }

  /**
   * A row that alone carries some direction has leverage 1 as mu goes to 0, and its residual and 1
   * - h_ii both vanish. Its quotient comes from the range, as on the dual side: with U = X V /
   * sqrt(s), e_i = [sum_k U_ik (U'y)_k / (s_k + mu)] / [sum_k U_ik^2 / (s_k + mu)].
   */
  private void fillRowsOfLeverageOne(double mu, double[] residuals, double[] leverages) {
    double[] w = backend.download(rotated);
    for (int i = 0; i < rows; i++) {
      double outside = 1;
      double rounding = 0;
      double kept = 0;
      for (int k = 0; k < order; k++) {
        double s = values[k];
        if (s > tolerance) {
          double square = scores[k * rows + i] * scores[k * rows + i] / s;
          outside -= square;
          rounding += square * tolerance / s;
          kept += square / (s + mu);
        }
      }
      if (outside > rounding) {
        continue;
      }
      double negligible = order * Math.ulp(1.0);
      leverages[i] = 1 - negligible;
      for (int t = 0; t < targets; t++) {
        double sum = 0;
        for (int k = 0; k < order; k++) {
          sum +=
              scores[k * rows + i]
                  * w[t * order + k]
                  * filter(k, mu)
                  / Math.max(values[k], tolerance);
        }
        residuals[t * rows + i] = sum / kept * negligible;
      }
    }
  }

  private RowErrors dualErrors(double mu, double degrees) {
    if (scores == null) {
      scores = backend.download(spectrum.vectors());
    }
    double[] w = backend.download(rotated);
    boolean limit = mu == 0 && values[0] <= tolerance;
    double[] errors = new double[rows * targets];
    double[] kept = new double[rows];
    accumulate(mu, limit, w, errors, kept);
    if (limit) {
      fillRowsOutsideTheNullSpace(w, errors, kept);
    }
    double trace = 0;
    for (double value : kept) {
      trace += value;
    }
    return new RowErrors(rows, errors, kept, trace, degrees);
  }

  /**
   * errors = U g U'y and kept = diag(U g U') with g = 1/(s + mu). In the limit mu = 0 of a singular
   * K both grow as 1/mu along the null space, which alone decides: g = 1 there and 0 elsewhere.
   */
  private void accumulate(double mu, boolean limit, double[] w, double[] errors, double[] kept) {
    for (int k = 0; k < order; k++) {
      boolean zero = values[k] <= tolerance;
      if (limit && !zero) {
        continue;
      }
      double g = limit ? 1 : 1 / ((zero ? 0 : values[k]) + mu);
      for (int i = 0; i < rows; i++) {
        double u = scores[k * rows + i];
        kept[i] += u * u * g;
        for (int t = 0; t < targets; t++) {
          errors[t * rows + i] += u * g * w[t * order + k];
        }
      }
    }
  }

  /**
   * A row without a share in the null space keeps a finite quotient of its own: it is scaled into
   * the null space's units by a factor that leaves the quotient alone and its weight in the trace
   * negligible, as 1/s is against 1/mu.
   */
  private void fillRowsOutsideTheNullSpace(double[] w, double[] errors, double[] kept) {
    double[] rangeErrors = new double[rows * targets];
    double[] rangeKept = new double[rows];
    double smallest = Double.POSITIVE_INFINITY;
    for (int k = 0; k < order; k++) {
      if (values[k] <= tolerance) {
        continue;
      }
      smallest = Math.min(smallest, values[k]);
      for (int i = 0; i < rows; i++) {
        double u = scores[k * rows + i];
        rangeKept[i] += u * u / values[k];
        for (int t = 0; t < targets; t++) {
          rangeErrors[t * rows + i] += u * w[t * order + k] / values[k];
        }
      }
    }
    double negligible = order * Math.ulp(1.0);
    for (int i = 0; i < rows; i++) {
      if (kept[i] <= negligible) {
        kept[i] = rangeKept[i] * smallest * negligible;
        for (int t = 0; t < targets; t++) {
          errors[t * rows + i] = rangeErrors[t * rows + i] * smallest * negligible;
        }
      }
    }
  }

  @Override
  public void close() {
    rotated.close();
    spectrum.close();
  }
}
