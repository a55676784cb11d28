// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.RidgeProblem;
import dev.ridgeline.Route;
import dev.ridgeline.RunControl;
import dev.ridgeline.Side;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Order;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Purpose;
import dev.ridgeline.spi.Reduced;
import dev.ridgeline.spi.Weighting;
import java.util.Arrays;

/**
 * Some problems of a path, from the Gram matrix to the filled result.
 *
 * <p>Primal: (X'X + mu) b = X'y. Dual: (XX' + mu) a = y, b = X'a. The solutions A (order x T per
 * penalty) come from one reduction for all penalties, or from one Cholesky factorisation each when
 * there are few. Penalties that are zero or drown in the rounding of the Gram matrix, and those
 * whose factorisation failed, are solved again from the spectrum ({@link SpectralSolver}).
 */
final class PathChunk implements AutoCloseable {
  /** A reduction costs as much as four Cholesky factorisations (4/3 n^3 against n^3/3). */
  private static final int CHOLESKY_AT_MOST = 4;

  private static final double EPS = Math.ulp(1.0);

  /**
   * A shift this many times the rounding of the Gram matrix keeps five digits of what it solves.
   */
  private static final double CLEAR_OF_ROUNDING = 1e5;

  private final Backend backend;
  private final RidgeProblem problem;
  private final double[] mu;
  private final int from;
  private final int items;
  private final PathResult result;
  private final Side side;
  private final int order;
  private final int targets;
  private final Transpose trans;
  private final Block x;
  private final Block y;
  private final Block z;
  private final SpectralSolver[] spectral;

  PathChunk(
      Backend backend,
      RidgeProblem problem,
      LambdaGrid grid,
      int from,
      int items,
      PathResult result) {
    this.backend = backend;
    this.problem = problem;
    this.mu = grid.toNormalEquations(problem.rows());
    this.from = from;
    this.items = items;
    this.result = result;
    this.side = problem.side();
    this.order = Math.min(problem.rows(), problem.features());
    this.targets = problem.targets();
    this.trans = problem.x().transpose();
    this.spectral = new SpectralSolver[items];
    this.x = backend.upload(problem.x().slice(from, items));
    try {
      this.y = columnMajor(problem.y().slice(from, items));
      try {
        this.z = side == Side.DUAL ? y : projected();
      } catch (RuntimeException failed) {
        y.close();
        throw failed;
      }
    } catch (RuntimeException failed) {
      x.close(); // a device out of memory is asked again, for less
      throw failed;
    }
  }

  private Block columnMajor(MatrixBatch host) {
    Block stored = backend.upload(host);
    if (host.order() == Order.COLUMN_MAJOR) {
      return stored;
    }
    try (stored) {
      Block block = backend.allocate(host.rows(), host.columns(), host.count());
      try {
        backend.geam(Transpose.YES, 1, stored, 0, null, block);
        return block;
      } catch (RuntimeException failed) {
        block.close();
        throw failed;
      }
    }
  }

  private Block projected() {
    Block block = backend.allocate(order, targets, items);
    try {
      backend.gemm(trans.flip(), Transpose.NO, 1, x, y, 0, block);
      return block;
    } catch (RuntimeException failed) {
      block.close();
      throw failed;
    }
  }

  void run(int penaltiesPerChunk, RunControl control) {
    try (Block gram = backend.allocate(order, order, items)) {
      backend.gram(trans, x, side, Weighting.NONE, gram);
      double[] floor = roundingOf(gram);
      if (!problem.wantsGcv() && mu.length <= CHOLESKY_AT_MOST) {
        runCholesky(gram, floor, control);
      } else {
        runReduced(gram, floor, penaltiesPerChunk, control);
      }
    }
  }

  /** 1e5 max(n, p) eps ||G||_F for every item: smaller shifts lose digits to the rounding of G. */
  private double[] roundingOf(Block gram) {
    double[] floor = new double[items];
    try (Block squares = backend.allocate(order, 1, items)) {
      backend.weightedColumnNorms(gram, null, null, squares);
      double[] values = backend.download(squares);
      int largest = Math.max(problem.rows(), problem.features());
      for (int item = 0; item < items; item++) {
        double sum = 0;
        for (int j = 0; j < order; j++) {
          sum += values[item * order + j];
        }
        floor[item] = CLEAR_OF_ROUNDING * largest * EPS * Math.sqrt(sum);
      }
    }
    return floor;
  }

  private void runCholesky(Block gram, double[] floor, RunControl control) {
    for (int j = 0; j < mu.length; j++) {
      control.check();
      try (Block a = backend.allocate(order, targets, items)) {
        backend.geam(Transpose.NO, 1, z, 0, null, a);
        int[] info = backend.posv(gram, mu[j], a).values();
        repair(a, j, 1, info, floor, Route.Method.CHOLESKY);
        storeCoefficients(a, j, 1);
      }
    }
  }

  private void runReduced(Block gram, double[] floor, int perChunk, RunControl control) {
    try (Reduced reduced =
        backend.reduce(gram, problem.wantsLeaveOneOut() ? Purpose.LEVERAGES : Purpose.SOLVE)) {
      for (int first = 0; first < mu.length; first += perChunk) {
        control.check();
        int count = Math.min(perChunk, mu.length - first);
        double[] shifts = Arrays.copyOfRange(mu, first, first + count);
        try (Block a = backend.allocate(order, count * targets, items)) {
          int[] info = reduced.solve(shifts, z, a).values();
          repair(a, first, count, info, floor, Route.Method.ofForm(reduced.form()));
          storeCoefficients(a, first, count);
          if (problem.wantsGcv()) {
            storeScores(reduced, shifts, a, first);
          }
        }
      }
    }
  }

  /** Notes routes, and solves from the spectrum what the direct way cannot. */
  private void repair(
      Block a, int first, int count, int[] info, double[] floor, Route.Method method) {
    for (int item = 0; item < items; item++) {
      for (int j = 0; j < count; j++) {
        boolean direct = mu[first + j] >= floor[item] && mu[first + j] > 0;
        if (direct && info[item * count + j] == 0) {
          result.routes[from + item][first + j] = new Route(backend.name(), side, method);
          continue;
        }
        SpectralSolver solver = spectral(item);
        solver.solve(mu[first + j], a.items(item, 1).columns(j * targets, targets));
        result.info[from + item][first + j] = solver.info();
        result.routes[from + item][first + j] =
            new Route(backend.name(), side, solver.method(mu[first + j]));
      }
    }
  }

  private SpectralSolver spectral(int item) {
    if (spectral[item] == null) {
      spectral[item] = new SpectralSolver(backend, trans, x.items(item, 1), z.items(item, 1), side);
    }
    return spectral[item];
  }

  private void storeCoefficients(Block a, int first, int count) {
    if (!problem.wantsCoefficients()) {
      return;
    }
    if (side == Side.PRIMAL) {
      downloadCoefficients(a, first);
      return;
    }
    try (Block b = backend.allocate(problem.features(), count * targets, items)) {
      backend.gemm(trans.flip(), Transpose.NO, 1, x, a, 0, b);
      downloadCoefficients(b, first);
    }
  }

  private void downloadCoefficients(Block b, int first) {
    int start = first * targets * problem.features();
    for (int item = 0; item < items; item++) {
      backend.download(b.items(item, 1), result.coefficients[from + item], start);
    }
  }

  private void storeScores(Reduced reduced, double[] shifts, Block a, int first) {
    int m = shifts.length;
    int n = problem.rows();
    boolean loo = problem.wantsLeaveOneOut();
    try (Block trace = backend.allocate(m, 1, items);
        Block leverage = loo ? backend.allocate(n, m, items) : null;
        Block residual = side == Side.DUAL ? null : residuals(a, m)) {
      reduced.traceInverse(shifts, trace);
      if (loo) {
        boolean dual = side == Side.DUAL;
        reduced.leverages(dual ? Transpose.NO : trans, dual ? null : x, shifts, leverage);
      }
      Block errors = side == Side.DUAL ? a : residual;
      for (int item = 0; item < items; item++) {
        double[] traces = backend.download(trace.items(item, 1));
        double[] e = backend.download(errors.items(item, 1));
        double[] h = loo ? backend.download(leverage.items(item, 1)) : null;
        for (int j = 0; j < m; j++) {
          RowErrors rows = rowErrors(item, first + j, j, e, h, traces[j]);
          rows.store(result, from + item, first + j, targets);
        }
      }
    }
  }

  private RowErrors rowErrors(int item, int penalty, int j, double[] e, double[] h, double trace) {
    int n = problem.rows();
    double[] errors = Arrays.copyOfRange(e, j * n * targets, (j + 1) * n * targets);
    Route.Method method = result.routes[from + item][penalty].method();
    if (method == Route.Method.SPECTRUM || method == Route.Method.TRUNCATED_SPECTRUM) {
      return spectral(item).rowErrors(mu[penalty], errors, problem.wantsLeaveOneOut());
    }
    double[] kept = h == null ? null : Arrays.copyOfRange(h, j * n, (j + 1) * n);
    if (side == Side.PRIMAL) {
      return RowErrors.primal(n, errors, kept, order - mu[penalty] * trace);
    }
    return new RowErrors(n, errors, kept, trace, order - mu[penalty] * trace);
  }

  /** R = Y - X B for every penalty, n x (m T) per item. */
  private Block residuals(Block b, int penalties) {
    Block r = backend.allocate(problem.rows(), penalties * targets, items);
    try {
      for (int j = 0; j < penalties; j++) {
        backend.geam(Transpose.NO, 1, y, 0, null, r.columns(j * targets, targets));
      }
      backend.gemm(trans, Transpose.NO, -1, x, b, 1, r);
      return r;
    } catch (RuntimeException failed) {
      r.close();
      throw failed;
    }
  }

  @Override
  public void close() {
    for (SpectralSolver solver : spectral) {
      if (solver != null) {
        solver.close();
      }
    }
    if (side == Side.PRIMAL) {
      z.close();
    }
    y.close();
    x.close();
  }
}
