// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.Route;
import dev.ridgeline.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Placement;
import dev.ridgeline.spi.Spectrum;
import dev.ridgeline.spi.Weighting;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
  /** Eigenvalues this many times the tolerance keep five digits. */
  private static final double CLEAR_OF_ROUNDING = 1e5;

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
  private final Block z;
  private final Map<Double, Optional<EquilibratedSolver>> equilibrated = new HashMap<>();
  private double[] scores;

  SpectralSolver(Backend backend, Transpose trans, Block x, Block z, Side side) {
    this.backend = backend;
    this.x = x;
    this.z = z;
    this.trans = trans;
    this.side = side;
    this.rows = trans == Transpose.YES ? x.columns() : x.rows();
    this.order = z.rows();
    this.targets = z.columns();
    try (Block gram = backend.allocate(order, order, 1)) {
      backend.gram(trans, x, side, Weighting.NONE, gram);
      this.spectrum = backend.syevd(gram, true);
    }
    try {
      this.rotated = backend.allocate(order, targets, 1);
      try {
        backend.gemm(Transpose.YES, Transpose.NO, 1, spectrum.vectors(), z, 0, rotated);
        this.values = backend.download(spectrum.values());
      } catch (RuntimeException failed) {
        rotated.close();
        throw failed;
      }
    } catch (RuntimeException failed) {
      spectrum.close();
      throw failed;
    }
    int largest = Math.max(x.rows(), x.columns());
    this.tolerance = largest * Math.ulp(1.0) * Math.max(0, values[order - 1]);
  }

  int info() {
    return spectrum.info().values()[0];
  }

  private double filter(int k, double mu) {
    return values[k] > tolerance ? 1 / (values[k] + mu) : 0;
  }

  /** Whether eigenvalues were dropped that a positive mu would have kept. */
  Route.Method method(double mu) {
    boolean dropped = mu > 0 && values[0] <= tolerance && scaled(mu).isEmpty();
    return dropped ? Route.Method.TRUNCATED_SPECTRUM : Route.Method.SPECTRUM;
  }

  /**
   * Where small eigenvalues drown: the primal solver in which features of any scale keep digits.
   */
  private Optional<EquilibratedSolver> scaled(double mu) {
    return side == Side.DUAL || values[0] > CLEAR_OF_ROUNDING * tolerance
        ? Optional.empty()
        : equilibrated.computeIfAbsent(mu, m -> EquilibratedSolver.of(backend, trans, x, m));
  }

  /** out = U diag(1/(s + mu)) U'z over the eigenvalues that are not zero. */
  void solve(double mu, Block out) {
    if (scaled(mu).isPresent()) {
      scaled(mu).get().solve(z, out);
      return;
    }
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
    if (scaled(mu).isPresent()) {
      return scaled(mu).get().rowErrors(mu, errors, leaveOneOut);
    }
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

  /**
   * errors = U g U'y and kept = diag(U g U') with g = 1/(s + mu). Where K is singular both are
   * taken times mu: along the null space g mu = 1 for every mu, the limit mu = 0 included. A row
   * without a share in the null space keeps a quotient of its own from the range, in a unit that
   * leaves the quotient alone and its weight in the trace small, as 1/s is against 1/mu; rounding
   * of its share must not decide it, however small mu is.
   */
  private RowErrors dualErrors(double mu, double degrees) {
    if (scores == null) {
      scores = backend.download(spectrum.vectors());
    }
    double[] w = backend.download(rotated);
    double[] nullKept = new double[rows];
    double[] nullErrors = new double[rows * targets];
    double[] kept = new double[rows];
    double[] errors = new double[rows * targets];
    for (int k = 0; k < order; k++) {
      boolean zero = values[k] <= tolerance;
      accumulate(
          k,
          zero ? 1 : 1 / (values[k] + mu),
          w,
          zero ? nullErrors : errors,
          zero ? nullKept : kept);
    }
    if (values[0] <= tolerance) {
      double negligible = order * Math.ulp(1.0);
      double unit = Math.max(mu, negligible * tolerance);
      for (int i = 0; i < rows; i++) {
        boolean inNullSpace = nullKept[i] > negligible;
        kept[i] = inNullSpace ? nullKept[i] + mu * kept[i] : unit * kept[i];
        for (int t = 0; t < targets; t++) {
          int at = t * rows + i;
          errors[at] = inNullSpace ? nullErrors[at] + mu * errors[at] : unit * errors[at];
        }
      }
    }
    double trace = 0;
    for (double value : kept) {
      trace += value;
    }
    return new RowErrors(rows, errors, kept, trace, degrees);
  }

  private void accumulate(int k, double g, double[] w, double[] errors, double[] kept) {
    for (int i = 0; i < rows; i++) {
      double u = scores[k * rows + i];
      kept[i] += u * u * g;
      for (int t = 0; t < targets; t++) {
        errors[t * rows + i] += u * g * w[t * order + k];
      }
    }
  }

  @Override
  public void close() {
    rotated.close();
    spectrum.close();
  }
}
