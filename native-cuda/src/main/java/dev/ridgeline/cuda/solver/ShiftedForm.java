// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.solver;

import dev.ridgeline.cuda.binding.CudaException;
import dev.ridgeline.cuda.memory.DeviceBlock;
import dev.ridgeline.cuda.plan.Batches;
import dev.ridgeline.cuda.plan.Crossovers;
import dev.ridgeline.cuda.runtime.Lane;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Form;
import dev.ridgeline.spi.Pieces;
import dev.ridgeline.spi.Scope;
import java.util.Arrays;

/**
 * Every shift a Cholesky factorisation: all matrices G + mu_j I are one product, [vec G, vec I]
 * times [1; mu] (n^2 x 2 times 2 x m per item), all factors one batched call, and all solutions two
 * batched triangular solves. Inverse diagonals and leverages are column norms of L^-1 Z'.
 *
 * <p>The factors of the last shifts are kept: solutions, traces and leverages are mostly asked for
 * together.
 */
final class ShiftedForm implements ReducedForm {
  private static final System.Logger LOGGER = System.getLogger("dev.ridgeline.cuda");

  private final DeviceBlock pair;
  private final Crossovers crossovers;
  private final long budget;
  private final int order;
  private final int count;
  private double[] keptShifts;
  private CholeskyBatch kept;

  /**
   * Copies the matrices beside the identity.
   *
   * @param lane of the calling thread
   * @param g n x n per item; lower triangle read, left as it is
   * @param crossovers batched orders
   * @param budget bytes that the matrices of some shifts should take at most
   */
  ShiftedForm(Lane lane, DeviceBlock g, Crossovers crossovers, long budget) {
    this.crossovers = crossovers;
    this.budget = budget;
    order = g.rows();
    count = g.count();
    int square = Math.multiplyExact(order, order);
    try (Scope scope = new Scope()) {
      pair = scope.add(DeviceBlock.allocate(lane, square, 2, count));
      if (!pair.isEmpty()) {
        fill(lane, g);
      }
      scope.keep(pair);
    }
  }

  private void fill(Lane lane, DeviceBlock g) {
    try (DeviceBlock identity = Elements.identity(lane, order)) {
      int square = pair.rows();
      DeviceBlock right = identity.reshape(square, 1).share(count);
      Elements.geam(lane, Transpose.NO, 1, g.reshape(square, 1), 0, null, pair.columns(0, 1));
      Elements.geam(lane, Transpose.NO, 1, right, 0, null, pair.columns(1, 1));
    }
  }

  @Override
  public Form form() {
    return Form.CHOLESKY;
  }

  /** What is done with the factors of some shifts, whose first is {@code from}. */
  @FunctionalInterface
  private interface OnFactors {
    void run(CholeskyBatch factors, int from, int shifts);
  }

  /**
   * Calls {@code work} for pieces of the shifts that fit: half as many are tried when the device's
   * memory is spent. Pieces are independent, so their size changes no bits.
   *
   * @param widest numbers per item and shift that the work itself allocates
   */
  private int[] forEachPiece(Lane lane, double[] mu, long widest, OnFactors work) {
    int[] outcomes = new int[count * mu.length];
    if (count == 0 || mu.length == 0) {
      return outcomes;
    }
    long each = (long) Double.BYTES * count * (2L * order * order + widest);
    Pieces.run(
        mu.length,
        Batches.fitting(mu.length, each, budget),
        (from, shifts) -> {
          CholeskyBatch factors = factors(lane, Arrays.copyOfRange(mu, from, from + shifts));
          work.run(factors, from, shifts);
          int[] info = factors.info(lane);
          for (int item = 0; item < count; item++) {
            System.arraycopy(info, item * shifts, outcomes, item * mu.length + from, shifts);
          }
        },
        failed -> {
          forget();
          return failed instanceof CudaException call && call.outOfMemory();
        },
        (shifts, next) -> {
          lane.recoverMemory();
          LOGGER.log(
              System.Logger.Level.INFO,
              "cuda: out of memory with {0} shifts of order {1} at once, continuing with {2}",
              shifts,
              order,
              next);
        });
    return outcomes;
  }

  private CholeskyBatch factors(Lane lane, double[] mu) {
    if (!Arrays.equals(mu, keptShifts)) {
      forget();
      kept = new CholeskyBatch(lane, shifted(lane, mu), crossovers);
      keptShifts = mu;
    }
    return kept;
  }

  private void forget() {
    keptShifts = null;
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }

  /** G + mu_j I for every shift of every item, shift by shift within item. */
  private DeviceBlock shifted(Lane lane, double[] mu) {
    int m = mu.length;
    double[] weights = new double[2 * m];
    for (int j = 0; j < m; j++) {
      weights[2 * j] = 1;
      weights[2 * j + 1] = mu[j];
    }
    try (Scope scope = new Scope()) {
      DeviceBlock matrices =
          scope.add(DeviceBlock.allocate(lane, order, order, Math.multiplyExact(count, m)));
      if (!matrices.isEmpty()) {
        DeviceBlock w = scope.add(Vectors.upload(lane, weights, 2, m, 1));
        DeviceBlock all = matrices.recut(order * order, m, count);
        Products.gemm(lane, Transpose.NO, Transpose.NO, 1, pair, w.share(count), 0, all);
      }
      return scope.keep(matrices);
    }
  }

  @Override
  public int[] solve(Lane lane, double[] mu, DeviceBlock b, DeviceBlock out) {
    int nrhs = b.columns();
    return forEachPiece(
        lane,
        mu,
        (long) order * nrhs,
        (factors, from, shifts) -> {
          DeviceBlock part = out.columns(from * nrhs, shifts * nrhs);
          if (part.isEmpty()) {
            return;
          }
          if (part.isFlat()) {
            solvePiece(lane, factors, b, part, shifts);
            return;
          }
          try (DeviceBlock x = DeviceBlock.allocate(lane, order, shifts * nrhs, count)) {
            solvePiece(lane, factors, b, x, shifts);
            Elements.geam(lane, Transpose.NO, 1, x, 0, null, part);
          }
        });
  }

  private void solvePiece(
      Lane lane, CholeskyBatch factors, DeviceBlock b, DeviceBlock x, int shifts) {
    int nrhs = b.columns();
    repeat(lane, b, x, shifts);
    factors.solve(lane, x.recut(order, nrhs, count * shifts));
  }

  /** Every item of x holds the item of b once per shift. */
  private static void repeat(Lane lane, DeviceBlock b, DeviceBlock x, int shifts) {
    int size = Math.toIntExact(b.size());
    Products.addColumn(
        lane, Transpose.NO, 1, b.reshape(size, 1), 0, x.recut(size, shifts, x.count()));
  }

  @Override
  public int[] traceInverse(Lane lane, double[] mu, DeviceBlock out) {
    if (order == 0) {
      Elements.scale(lane, 0, out);
      return new int[count * mu.length];
    }
    try (DeviceBlock diagonals = DeviceBlock.allocate(lane, order, mu.length, count)) {
      int[] outcomes = leverages(lane, Transpose.NO, null, mu, diagonals);
      if (!out.isEmpty()) {
        DeviceBlock ones = DeviceBlock.ones(lane, 1, order, count);
        DeviceBlock sums = out.reshape(1, mu.length);
        Products.gemm(lane, Transpose.NO, Transpose.NO, 1, ones, diagonals, 0, sums);
      }
      return outcomes;
    }
  }

  @Override
  public int[] logDeterminant(Lane lane, double[] mu, DeviceBlock out) {
    double[] logs = new double[count * mu.length];
    int[] outcomes =
        forEachPiece(
            lane,
            mu,
            order,
            (factors, from, shifts) -> {
              double[] some = factors.logDeterminants(lane);
              for (int item = 0; item < count; item++) {
                System.arraycopy(some, item * shifts, logs, item * mu.length + from, shifts);
              }
            });
    if (!out.isEmpty()) {
      try (DeviceBlock host = Vectors.upload(lane, logs, mu.length, 1, count)) {
        Elements.geam(lane, Transpose.NO, 1, host, 0, null, out);
      }
    }
    return outcomes;
  }

  /** z_i'(G + mu I)^-1 z_i = |L^-1 z_i|^2. */
  @Override
  public int[] leverages(Lane lane, Transpose trans, DeviceBlock z, double[] mu, DeviceBlock out) {
    int rows = out.rows();
    return forEachPiece(
        lane,
        mu,
        2L * order * rows,
        (factors, from, shifts) -> {
          DeviceBlock part = out.columns(from, shifts);
          if (part.isEmpty()) {
            return;
          }
          if (order == 0) {
            Elements.scale(lane, 0, part);
            return;
          }
          try (DeviceBlock y = DeviceBlock.allocate(lane, order, rows * shifts, count)) {
            repeatRows(lane, trans, z, y, rows, shifts);
            DeviceBlock solved = y.recut(order, rows, count * shifts);
            factors.forward(lane, solved);
            Columns.dots(lane, y, y, part.reshape(rows * shifts, 1));
          }
        });
  }

  /** Z' once per shift; without z the identity, which is the second half of every pair. */
  private void repeatRows(
      Lane lane, Transpose trans, DeviceBlock z, DeviceBlock y, int rows, int shifts) {
    if (z == null) {
      repeat(lane, pair.columns(1, 1).reshape(order, order), y, shifts);
    } else if (trans == Transpose.YES) {
      repeat(lane, z, y, shifts);
    } else {
      try (DeviceBlock turned = DeviceBlock.allocate(lane, order, rows, count)) {
        Elements.geam(lane, Transpose.YES, 1, z, 0, null, turned);
        repeat(lane, turned, y, shifts);
      }
    }
  }

  @Override
  public void close() {
    forget();
    pair.close();
  }
}
