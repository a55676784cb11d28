// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.solver;

import static dev.ridgeline.cuda.binding.CudaApi.OP_N;
import static dev.ridgeline.cuda.binding.CudaApi.OP_T;

import dev.ridgeline.cuda.memory.DeviceBlock;
import dev.ridgeline.cuda.memory.Transfers;
import dev.ridgeline.cuda.plan.Batches;
import dev.ridgeline.cuda.runtime.Lane;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Basis;
import dev.ridgeline.spi.Placement;
import dev.ridgeline.spi.Scope;
import dev.ridgeline.spi.Weighting;

/** Matrix products: plain ones, Gram matrices, and column-wise inner products. */
public final class Products {
  private Products() {}

  /**
   * C = alpha op(A) op(B) + beta C.
   *
   * @param lane of the calling thread
   * @param transA how a is read
   * @param transB how b is read
   * @param alpha factor
   * @param a op(A) is m x k per item
   * @param b op(B) is k x n per item
   * @param beta factor
   * @param c m x n per item
   */
  public static void gemm(
      Lane lane,
      Transpose transA,
      Transpose transB,
      double alpha,
      DeviceBlock a,
      DeviceBlock b,
      double beta,
      DeviceBlock c) {
    if (c.isEmpty()) {
      return;
    }
    int k = transA == Transpose.YES ? a.rows() : a.columns();
    if (k == 0) {
      Elements.scale(lane, beta, c);
      return;
    }
    Batches.run(
        c.count(),
        Batches.MOST_ITEMS,
        (from, items) ->
            lane.api()
                .gemm(
                    lane.blas(),
                    op(transA),
                    op(transB),
                    c.rows(),
                    c.columns(),
                    k,
                    alpha,
                    a.at(lane, from),
                    a.leadingDimension(),
                    a.batchStride(),
                    b.at(lane, from),
                    b.leadingDimension(),
                    b.batchStride(),
                    beta,
                    c.at(lane, from),
                    c.leadingDimension(),
                    c.batchStride(),
                    items));
  }

  /**
   * C = alpha op(v) 1' + beta C: a column added to every column.
   *
   * @param lane of the calling thread
   * @param trans how v is read
   * @param alpha factor
   * @param v op(v) is m x 1 per item
   * @param beta factor
   * @param c m x n per item
   */
  static void addColumn(
      Lane lane, Transpose trans, double alpha, DeviceBlock v, double beta, DeviceBlock c) {
    if (c.isEmpty()) {
      return;
    }
    DeviceBlock ones = DeviceBlock.ones(lane, 1, c.columns(), c.count());
    gemm(lane, trans, Transpose.NO, alpha, v, ones, beta, c);
  }

  private static int op(Transpose trans) {
    return trans == Transpose.YES ? OP_T : OP_N;
  }

  /**
   * G = Xt'Xt + beta G or Xt Xt' + beta G. The whole square is computed as a product: cuBLAS has no
   * batched {@code syrk}. Elements (i, j) and (j, i) are the same products in the same order, so
   * the triangles agree wherever the library computes all elements of a matrix alike.
   *
   * @param lane of the calling thread
   * @param trans how x is read
   * @param x op(x) is n x p per item
   * @param side which Gram matrix
   * @param weighting applied to a copy of x
   * @param beta factor
   * @param g overwritten where beta is 0
   */
  public static void gram(
      Lane lane,
      Transpose trans,
      DeviceBlock x,
      Side side,
      Weighting weighting,
      double beta,
      DeviceBlock g) {
    if (weighting.equals(Weighting.NONE) || g.isEmpty() || x.isEmpty()) {
      plainGram(lane, trans, x, side, beta, g);
      return;
    }
    try (DeviceBlock weighed = prepared(lane, trans, x, weighting, Basis.NONE, g.count())) {
      plainGram(lane, Transpose.NO, weighed, side, beta, g);
    }
  }

  private static void plainGram(
      Lane lane, Transpose trans, DeviceBlock x, Side side, double beta, DeviceBlock g) {
    if (side == Side.DUAL) {
      gemm(lane, trans, trans.flip(), 1, x, x, beta, g);
    } else {
      gemm(lane, trans.flip(), trans, 1, x, x, beta, g);
    }
  }

  /**
   * diag(sqrt(w)) (X - 1 m') diag(s) - N F in memory of its own.
   *
   * @param lane of the calling thread
   * @param trans how x is read
   * @param x op(x) is n x p per item
   * @param weighting w, m and s
   * @param basis N and F
   * @param count number of items
   * @return n x p per item, untransposed; closed by the caller
   */
  static DeviceBlock prepared(
      Lane lane, Transpose trans, DeviceBlock x, Weighting weighting, Basis basis, int count) {
    boolean transposed = trans == Transpose.YES;
    int n = transposed ? x.columns() : x.rows();
    int p = transposed ? x.rows() : x.columns();
    try (Scope scope = new Scope()) {
      DeviceBlock copy = scope.add(DeviceBlock.allocate(lane, n, p, count));
      if (copy.isEmpty()) {
        return scope.keep(copy);
      }
      Elements.geam(lane, trans, 1, x.count() == count ? x : x.share(count), 0, null, copy);
      if (weighting.columnMeans() != null) {
        subtractMeans(lane, DeviceBlock.from(weighting.columnMeans()), copy);
      }
      if (weighting.columnScales() != null) {
        DeviceBlock scales = DeviceBlock.from(weighting.columnScales());
        Elements.dgmm(lane, Placement.RIGHT, copy, scales, copy);
      }
      if (weighting.rowWeights() != null) {
        try (DeviceBlock roots = roots(lane, DeviceBlock.from(weighting.rowWeights()))) {
          DeviceBlock seen = roots.count() == count ? roots : roots.share(count);
          Elements.dgmm(lane, Placement.LEFT, copy, seen, copy);
        }
      }
      if (basis.rows() != null) {
        DeviceBlock rows = DeviceBlock.from(basis.rows());
        DeviceBlock products = DeviceBlock.from(basis.products());
        gemm(lane, Transpose.NO, Transpose.NO, -1, rows, products, 1, copy);
      }
      return scope.keep(copy);
    }
  }

  /** X - 1 m', before anything is multiplied: one product and one rounding per element. */
  private static void subtractMeans(Lane lane, DeviceBlock means, DeviceBlock x) {
    DeviceBlock ones = DeviceBlock.ones(lane, x.rows(), 1, x.count());
    gemm(lane, Transpose.NO, Transpose.YES, -1, ones, means, 1, x);
  }

  /** Square roots, once where shared: cuBLAS has none, so this vector goes to the heap and back. */
  private static DeviceBlock roots(Lane lane, DeviceBlock weights) {
    int items = weights.batchStride() == 0 ? 1 : weights.count();
    DeviceBlock read = weights.items(0, items);
    double[] values = new double[MatrixBatch.size(read.rows(), read.columns(), items)];
    Transfers.download(lane, read, values, 0);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.sqrt(values[i]);
    }
    return Vectors.upload(lane, values, read.rows(), read.columns(), items);
  }
}
