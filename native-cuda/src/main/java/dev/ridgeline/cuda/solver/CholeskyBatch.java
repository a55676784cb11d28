// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.solver;

import static dev.ridgeline.cuda.binding.CudaApi.OP_N;
import static dev.ridgeline.cuda.binding.CudaApi.OP_T;

import dev.ridgeline.cuda.memory.DeviceBlock;
import dev.ridgeline.cuda.memory.Transfers;
import dev.ridgeline.cuda.plan.Batches;
import dev.ridgeline.cuda.plan.Crossovers;
import dev.ridgeline.cuda.runtime.DeviceMemory;
import dev.ridgeline.cuda.runtime.Lane;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.spi.LogProduct;
import dev.ridgeline.spi.Resource;
import dev.ridgeline.spi.Scope;

/**
 * Cholesky factors of a batch, made in the memory of the matrices: in one batched call up to some
 * order, in one call per matrix beyond. Several right-hand sides of a batch are solved by two
 * batched triangular solves, since cuSOLVER's own batched solve takes one right-hand side only.
 */
final class CholeskyBatch implements Resource {
  private final Scope owned;
  private final DeviceBlock matrices;
  private final boolean batched;
  private final DeviceMemory info;
  private DeviceMemory addresses;
  private DeviceBlock pivots;
  private int[] outcome;

  /**
   * Factors.
   *
   * @param lane of the calling thread
   * @param matrices n x n per item, flat, lower triangles; owned by this from now on
   * @param crossovers decides by the order alone, so that an item has the same bits in any batch
   */
  CholeskyBatch(Lane lane, DeviceBlock matrices, Crossovers crossovers) {
    this.matrices = matrices;
    this.batched = crossovers.isBatched(matrices.rows());
    try (Scope scope = new Scope()) {
      scope.add(matrices);
      info = scope.add(lane.allocate(4L * Math.max(1, matrices.count())));
      factor(lane, scope);
      owned = scope.release();
    }
  }

  private void factor(Lane lane, Scope scope) {
    if (matrices.isEmpty()) {
      outcome = new int[matrices.count()];
      return;
    }
    int n = matrices.rows();
    long infos = info.in(lane);
    if (batched) {
      addresses = scope.add(Vectors.addresses(lane, matrices));
      long pointers = addresses.in(lane);
      Batches.run(
          matrices.count(),
          Batches.MOST_ITEMS,
          (from, items) ->
              lane.api()
                  .potrfBatched(
                      lane.solver(), n, pointers + 8L * from, n, infos + 4L * from, items));
      return;
    }
    int elements = lane.api().potrfBufferSize(lane.solver(), n, matrices.at(lane, 0), n);
    try (DeviceMemory work = lane.allocate(8L * Math.max(1, elements))) {
      lane.api().memset(work.in(lane), 0, 8L * Math.max(1, elements), lane.stream());
      for (int item = 0; item < matrices.count(); item++) {
        lane.api()
            .potrf(
                lane.solver(),
                n,
                matrices.at(lane, item),
                n,
                work.in(lane),
                elements,
                infos + 4L * item);
      }
    }
    // cuSOLVER 12.0.4 reports the last pivot of a block of 64 one too late, or as a success where
    // it is the last of all: the diagonal, which is no longer positive there, tells
    pivots = scope.add(DeviceBlock.allocate(lane, n, 1, matrices.count()));
    Elements.diagonals(lane, matrices, pivots);
  }

  /** One number per item, read once. Waits. */
  int[] info(Lane lane) {
    if (outcome == null) {
      outcome = lane.vectors().downloadInts(info.in(lane), matrices.count());
      if (pivots != null) {
        double[] values = new double[MatrixBatch.size(pivots.rows(), 1, pivots.count())];
        Transfers.download(lane, pivots, values, 0);
        for (int item = 0; item < outcome.length; item++) {
          outcome[item] = firstBad(values, item * pivots.rows(), pivots.rows(), outcome[item]);
        }
      }
    }
    return outcome;
  }

  private static int firstBad(double[] pivots, int from, int n, int reported) {
    int good = reported == 0 ? n : reported - 1;
    for (int i = 0; i < good; i++) {
      if (!(pivots[from + i] > 0)) {
        return i + 1;
      }
    }
    return reported;
  }

  boolean isBatched() {
    return batched;
  }

  /** X = (L L')^-1 X for every item, where the columns of failed items become NaN. */
  void solve(Lane lane, DeviceBlock x) {
    if (x.isEmpty()) {
      return;
    }
    if (batched) {
      try (DeviceMemory targets = Vectors.addresses(lane, x)) {
        triangles(lane, OP_N, x, targets.in(lane));
        triangles(lane, OP_T, x, targets.in(lane));
      }
    } else {
      int n = matrices.rows();
      try (DeviceMemory refused = lane.allocate(4)) {
        for (int item = 0; item < x.count(); item++) {
          lane.api()
              .potrs(
                  lane.solver(),
                  n,
                  x.columns(),
                  matrices.at(lane, item),
                  n,
                  x.at(lane, item),
                  n,
                  refused.in(lane));
        }
      }
    }
    spoilFailed(lane, x);
  }

  /**
   * log det of every item, from the diagonals of L in their order; NaN for failed items. Waits.
   *
   * @return one number per item
   */
  double[] logDeterminants(Lane lane) {
    int n = matrices.rows();
    int[] failed = info(lane);
    double[] logs = new double[failed.length];
    if (matrices.isEmpty()) {
      return logs;
    }
    double[] diagonals = new double[MatrixBatch.size(n, 1, failed.length)];
    try (DeviceBlock column = DeviceBlock.allocate(lane, n, 1, failed.length)) {
      Elements.diagonals(lane, matrices, column);
      Transfers.download(lane, column, diagonals, 0);
    }
    for (int item = 0; item < logs.length; item++) {
      LogProduct product = new LogProduct();
      for (int k = item * n; failed[item] == 0 && k < (item + 1) * n; k++) {
        product.multiply(diagonals[k]);
      }
      logs[item] = failed[item] == 0 ? 2 * product.log() : Double.NaN;
    }
    return logs;
  }

  /** X = L^-1 X for every item of a batched factor; the columns of failed items become NaN. */
  void forward(Lane lane, DeviceBlock x) {
    if (x.isEmpty()) {
      return;
    }
    try (DeviceMemory targets = Vectors.addresses(lane, x)) {
      triangles(lane, OP_N, x, targets.in(lane));
    }
    spoilFailed(lane, x);
  }

  private void triangles(Lane lane, int op, DeviceBlock x, long targets) {
    int n = matrices.rows();
    long factors = addresses.in(lane);
    Batches.run(
        x.count(),
        Batches.MOST_ITEMS,
        (from, items) ->
            lane.api()
                .trsmBatched(
                    lane.blas(),
                    op,
                    n,
                    x.columns(),
                    factors + 8L * from,
                    n,
                    targets + 8L * from,
                    n,
                    items));
  }

  private void spoilFailed(Lane lane, DeviceBlock x) {
    int[] values = info(lane);
    for (int item = 0; item < values.length; item++) {
      if (values[item] != 0) {
        Elements.fillNan(lane, x, item);
      }
    }
  }

  @Override
  public void close() {
    owned.close();
  }
}
