// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.solver;

import static dev.ridgeline.cuda.binding.CudaApi.LEFT;
import static dev.ridgeline.cuda.binding.CudaApi.OP_N;
import static dev.ridgeline.cuda.binding.CudaApi.OP_T;
import static dev.ridgeline.cuda.binding.CudaApi.RIGHT;

import dev.ridgeline.cuda.memory.DeviceBlock;
import dev.ridgeline.cuda.plan.Batches;
import dev.ridgeline.cuda.runtime.Lane;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Placement;
import dev.ridgeline.spi.Scope;

/**
 * Sums and products element by element, over cuBLAS's {@code geam} and {@code dgmm}. Those take one
 * matrix, so a batch whose items follow each other goes through as one wide matrix, and any other
 * item after item.
 */
public final class Elements {
  private Elements() {}

  /**
   * C = alpha op(A) + beta B, where an operand of one column goes to every column of C.
   *
   * @param lane of the calling thread
   * @param trans how a is read
   * @param alpha factor
   * @param a op(A) is m x n or m x 1 per item
   * @param beta factor; with 0, b is not read
   * @param b m x n or m x 1 per item, or null
   * @param c m x n per item; may be b, or a where that is not transposed
   */
  public static void geam(
      Lane lane,
      Transpose trans,
      double alpha,
      DeviceBlock a,
      double beta,
      DeviceBlock b,
      DeviceBlock c) {
    if (c.isEmpty()) {
      return;
    }
    int columnsOfA = trans == Transpose.YES ? a.rows() : a.columns();
    boolean fullA = columnsOfA == c.columns();
    boolean fullB = beta != 0 && b.columns() == c.columns();
    double kept = beta;
    if (fullA) {
      add(lane, trans, alpha, a, fullB ? beta : 0, fullB ? b : null, c);
      if (beta != 0 && !fullB) {
        Products.addColumn(lane, Transpose.NO, beta, b, 1, c);
      }
      return;
    }
    if (fullB && !b.same(c)) {
      add(lane, Transpose.NO, beta, b, 0, null, c);
      kept = 1;
    } else if (beta != 0 && !fullB) {
      Products.addColumn(lane, Transpose.NO, beta, b, 0, c);
      kept = 1;
    }
    Products.addColumn(lane, trans, alpha, a, kept, c);
  }

  private static void add(
      Lane lane,
      Transpose trans,
      double alpha,
      DeviceBlock a,
      double beta,
      DeviceBlock b,
      DeviceBlock c) {
    boolean plain = trans == Transpose.NO || c.rows() == 1 || c.columns() == 1;
    if (plain && a.batchStride() == 0 && c.count() > 1 && isMatrix(c)) {
      if (b == null || b.same(c)) {
        spread(lane, alpha, a, b == null ? 0 : beta, c);
        return;
      }
    } else if (plain && flat(a, c) && c.isFlat() && (b == null || flat(b, c)) && fits(c)) {
      one(lane, OP_N, c.rows(), c.columns() * c.count(), alpha, a, c.rows(), beta, b, c, 0);
      return;
    } else if (plain && isMatrix(a) && isMatrix(c) && (b == null || isMatrix(b))) {
      asMatrices(lane, alpha, a, beta, b, c);
      return;
    }
    for (int item = 0; item < c.count(); item++) {
      int op = plain ? OP_N : OP_T;
      int lda = plain ? c.rows() : a.rows();
      one(lane, op, c.rows(), c.columns(), alpha, a, lda, beta, b, c, item);
    }
  }

  private static boolean fits(DeviceBlock c) {
    return (long) c.columns() * c.count() <= Integer.MAX_VALUE;
  }

  /** Whether the items are the columns of one matrix, whose leading dimension is their stride. */
  private static boolean isMatrix(DeviceBlock block) {
    return block.batchStride() >= block.size()
        && block.size() > 0
        && block.batchStride() <= Integer.MAX_VALUE;
  }

  /** One matrix for all items: a column added to every column, where an item is a column. */
  private static void spread(Lane lane, double alpha, DeviceBlock a, double beta, DeviceBlock c) {
    int size = (int) c.size();
    lane.api()
        .gemm(
            lane.blas(),
            OP_N,
            OP_N,
            size,
            c.count(),
            1,
            alpha,
            a.at(lane, 0),
            size,
            0,
            lane.ones(c.count()).in(lane),
            1,
            0,
            beta,
            c.at(lane, 0),
            (int) c.batchStride(),
            0,
            1);
  }

  private static void asMatrices(
      Lane lane, double alpha, DeviceBlock a, double beta, DeviceBlock b, DeviceBlock c) {
    int ldc = (int) c.batchStride();
    lane.api()
        .geam(
            lane.blas(),
            OP_N,
            (int) c.size(),
            c.count(),
            alpha,
            a.at(lane, 0),
            (int) a.batchStride(),
            beta,
            b == null ? c.at(lane, 0) : b.at(lane, 0),
            b == null ? ldc : (int) b.batchStride(),
            c.at(lane, 0),
            ldc);
  }

  private static boolean flat(DeviceBlock operand, DeviceBlock like) {
    return operand.isFlat() && operand.count() == like.count();
  }

  private static void one(
      Lane lane,
      int op,
      int rows,
      int columns,
      double alpha,
      DeviceBlock a,
      int lda,
      double beta,
      DeviceBlock b,
      DeviceBlock c,
      int item) {
    lane.api()
        .geam(
            lane.blas(),
            op,
            rows,
            columns,
            alpha,
            a.at(lane, item),
            lda,
            beta,
            b == null ? c.at(lane, item) : b.at(lane, item),
            rows,
            c.at(lane, item),
            rows);
  }

  /** C = beta C, where beta = 0 clears whatever was there. */
  static void scale(Lane lane, double beta, DeviceBlock c) {
    if (beta == 0) {
      for (int item = 0; item < c.count(); item++) {
        lane.api().memset(c.at(lane, item), 0, Double.BYTES * c.size(), lane.stream());
      }
    } else if (beta != 1) {
      add(lane, Transpose.NO, beta, c, 0, null, c);
    }
  }

  /**
   * Fills an item with NaN.
   *
   * @param lane of the calling thread
   * @param c the block
   * @param item from 0
   */
  static void fillNan(Lane lane, DeviceBlock c, int item) {
    // all bits set is a NaN
    lane.api().memset(c.at(lane, item), 0xff, Double.BYTES * c.size(), lane.stream());
  }

  /**
   * Adds mu to the diagonals.
   *
   * @param lane of the calling thread
   * @param mu shift
   * @param g square, changed in place
   */
  public static void shiftDiagonal(Lane lane, double mu, DeviceBlock g) {
    if (g.isEmpty()) {
      return;
    }
    int n = g.rows();
    if (n < g.count() && isMatrix(g)) {
      // the k-th diagonal elements of all items lie one item apart: a call each
      long ones = lane.ones(g.count()).in(lane);
      for (int k = 0; k < n; k++) {
        long first = g.at(lane, 0) + (long) Double.BYTES * k * (n + 1);
        lane.api().axpy(lane.blas(), g.count(), mu, ones, 1, first, (int) g.batchStride());
      }
      return;
    }
    long ones = lane.ones(n).in(lane);
    for (int item = 0; item < g.count(); item++) {
      lane.api().axpy(lane.blas(), n, mu, ones, 1, g.at(lane, item), n + 1);
    }
  }

  /**
   * The identity.
   *
   * @param lane of the calling thread
   * @param n order
   * @return one matrix of the caller's
   */
  static DeviceBlock identity(Lane lane, int n) {
    try (Scope scope = new Scope()) {
      DeviceBlock identity = scope.add(DeviceBlock.allocate(lane, n, n, 1));
      scale(lane, 0, identity);
      shiftDiagonal(lane, 1, identity);
      return scope.keep(identity);
    }
  }

  /**
   * Copies diagonals: each is a row whose columns lie n + 1 apart, and all items are one product
   * with 1.
   *
   * @param lane of the calling thread
   * @param g n x n per item, not empty
   * @param d n x 1 per item, overwritten
   */
  static void diagonals(Lane lane, DeviceBlock g, DeviceBlock d) {
    int n = g.rows();
    long one = lane.ones(1).in(lane);
    Batches.run(
        g.count(),
        Batches.MOST_ITEMS,
        (from, items) ->
            lane.api()
                .gemm(
                    lane.blas(),
                    OP_N,
                    OP_N,
                    1,
                    n,
                    1,
                    1,
                    one,
                    1,
                    0,
                    g.at(lane, from),
                    n + 1,
                    g.batchStride(),
                    0,
                    d.at(lane, from),
                    1,
                    d.batchStride(),
                    items));
  }

  /**
   * C = diag(d) A or A diag(d).
   *
   * @param lane of the calling thread
   * @param placement side of the diagonal matrix
   * @param a m x n per item
   * @param d one column per item
   * @param c m x n per item; may be a
   */
  public static void dgmm(
      Lane lane, Placement placement, DeviceBlock a, DeviceBlock d, DeviceBlock c) {
    if (c.isEmpty()) {
      return;
    }
    int side = placement == Placement.LEFT ? LEFT : RIGHT;
    // side by side, items share a diagonal on the left, and have their own on the right
    boolean shareable = side == LEFT ? d.batchStride() == 0 || d.count() == 1 : flat(d, c);
    boolean together = shareable && flat(a, c) && c.isFlat() && fits(c);
    int calls = together ? 1 : c.count();
    int columns = together ? c.columns() * c.count() : c.columns();
    for (int item = 0; item < calls; item++) {
      lane.api()
          .dgmm(
              lane.blas(),
              side,
              c.rows(),
              columns,
              a.at(lane, item),
              c.rows(),
              d.at(lane, item),
              1,
              c.at(lane, item),
              c.rows());
    }
  }

  /**
   * C_ij = A_ij B_ij: the product of a diagonal matrix and a column.
   *
   * @param lane of the calling thread
   * @param a m x n per item
   * @param b m x n per item
   * @param c m x n per item; may be a or b
   */
  public static void hadamard(Lane lane, DeviceBlock a, DeviceBlock b, DeviceBlock c) {
    if (c.isEmpty()) {
      return;
    }
    if (b.overlaps(c)) {
      // the diagonal must not be the result: the other operand may
      if (!a.overlaps(c)) {
        hadamard(lane, b, a, c);
        return;
      }
      try (DeviceBlock copy = DeviceBlock.allocate(lane, b.rows(), b.columns(), b.count())) {
        add(lane, Transpose.NO, 1, b, 0, null, copy);
        hadamard(lane, a, copy, c);
      }
      return;
    }
    long all = c.size() * c.count();
    if (flat(a, c) && flat(b, c) && c.isFlat() && all <= Integer.MAX_VALUE) {
      multiply(lane, (int) all, a, b, c, 0);
      return;
    }
    for (int item = 0; item < c.count(); item++) {
      multiply(lane, Math.toIntExact(c.size()), a, b, c, item);
    }
  }

  private static void multiply(
      Lane lane, int length, DeviceBlock a, DeviceBlock b, DeviceBlock c, int item) {
    lane.api()
        .dgmm(
            lane.blas(),
            LEFT,
            length,
            1,
            a.at(lane, item),
            length,
            b.at(lane, item),
            1,
            c.at(lane, item),
            length);
  }
}
