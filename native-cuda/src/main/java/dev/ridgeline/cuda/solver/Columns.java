// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.solver;

import static dev.ridgeline.cuda.binding.CudaApi.OP_N;
import static dev.ridgeline.cuda.binding.CudaApi.OP_T;

import dev.ridgeline.cuda.memory.DeviceBlock;
import dev.ridgeline.cuda.plan.Batches;
import dev.ridgeline.cuda.runtime.Lane;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Placement;

/**
 * One number per column. An inner product of two columns is a product of a row and a column, so all
 * of them are one batched product, with a column to an item.
 */
public final class Columns {
  private Columns() {}

  /**
   * a_j' b_j for every column j; an operand of one column goes with every column of the other.
   *
   * @param lane of the calling thread
   * @param a m x n or m x 1 per item
   * @param b m x n or m x 1 per item
   * @param out n x 1 per item, overwritten
   */
  public static void dots(Lane lane, DeviceBlock a, DeviceBlock b, DeviceBlock out) {
    if (out.isEmpty()) {
      return;
    }
    int n = out.rows();
    if (a.rows() == 0) {
      Elements.scale(lane, 0, out);
    } else if (a.columns() != n) {
      Products.gemm(lane, Transpose.YES, Transpose.NO, 1, b, a, 0, out);
    } else if (b.columns() != n) {
      Products.gemm(lane, Transpose.YES, Transpose.NO, 1, a, b, 0, out);
    } else if (everyItemOnce(a, out) && everyItemOnce(b, out) && out.isFlat()) {
      inner(lane, a, b, out, 0, Math.multiplyExact(n, out.count()));
    } else {
      for (int item = 0; item < out.count(); item++) {
        inner(lane, a, b, out, item, n);
      }
    }
  }

  private static boolean everyItemOnce(DeviceBlock operand, DeviceBlock out) {
    return operand.isFlat() && operand.count() == out.count();
  }

  private static void inner(
      Lane lane, DeviceBlock a, DeviceBlock b, DeviceBlock out, int item, int columns) {
    int m = a.rows();
    long pointerA = a.at(lane, item);
    long pointerB = b.at(lane, item);
    long pointerOut = out.at(lane, item);
    Batches.run(
        columns,
        Batches.MOST_ITEMS,
        (from, items) ->
            lane.api()
                .gemm(
                    lane.blas(),
                    OP_T,
                    OP_N,
                    1,
                    1,
                    m,
                    1,
                    pointerA + (long) Double.BYTES * from * m,
                    m,
                    m,
                    pointerB + (long) Double.BYTES * from * m,
                    m,
                    m,
                    0,
                    pointerOut + (long) Double.BYTES * from,
                    1,
                    1,
                    items));
  }

  /**
   * (b_j - w)' Sigma (b_j - w) for every column b_j of B.
   *
   * @param lane of the calling thread
   * @param b p x L per item
   * @param w p x 1 per item; null: zero
   * @param sigma null for the identity, p x 1 for a diagonal, p x p for a dense one
   * @param out L x 1 per item, overwritten
   */
  public static void weightedNorms(
      Lane lane, DeviceBlock b, DeviceBlock w, DeviceBlock sigma, DeviceBlock out) {
    if (out.isEmpty()) {
      return;
    }
    if (w == null) {
      forms(lane, b, sigma, out);
      return;
    }
    try (DeviceBlock gap = DeviceBlock.allocate(lane, b.rows(), b.columns(), out.count())) {
      Elements.geam(lane, Transpose.NO, -1, w, 1, b, gap);
      forms(lane, gap, sigma, out);
    }
  }

  private static void forms(Lane lane, DeviceBlock d, DeviceBlock sigma, DeviceBlock out) {
    if (sigma == null || d.rows() == 0) {
      dots(lane, d, d, out);
      return;
    }
    try (DeviceBlock weighted = DeviceBlock.allocate(lane, d.rows(), d.columns(), out.count())) {
      boolean diagonal = sigma.columns() == 1;
      if (diagonal) {
        Elements.dgmm(lane, Placement.LEFT, d, sigma, weighted);
      } else {
        Products.gemm(lane, Transpose.NO, Transpose.NO, 1, sigma, d, 0, weighted);
      }
      dots(lane, d, weighted, out);
    }
  }
}
