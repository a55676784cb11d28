// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.blas;

import dev.ridgeline.simd.kernel.ColumnDistance;
import dev.ridgeline.simd.kernel.ColumnElements;
import dev.ridgeline.simd.kernel.ColumnKernel;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Workers;

/**
 * One number per column: (b_j - w)' Sigma (b_j - w), and a_j' b_j.
 *
 * <pre>
 * B      p x L           read
 * w      p x 1           read, or null
 * Sigma  p x p or p x 1  read, or null for the identity
 * out    L x 1           overwritten
 * </pre>
 *
 * <p>Rounding: {@link ColumnDistance} for the identity and a diagonal, in one pass over B. For a
 * dense Sigma E = B - w, then Sigma E by {@link Gemm} and e_j' (Sigma E)_j by {@link ColumnKernel}.
 */
public final class ColumnNorms {
  /** Columns of E in one product. */
  private static final int BLOCK = 64;

  private ColumnNorms() {}

  /**
   * Weighted squared norms.
   *
   * @param workers threads
   * @param b p x L per item
   * @param w p x 1 per item, or null for zero
   * @param sigma null, p x 1 or p x p per item
   * @param out L x 1 per item, overwritten
   */
  public static void weighted(
      Workers workers, HostBlock b, HostBlock w, HostBlock sigma, HostBlock out) {
    int p = b.rows();
    assert w == null || w.rows() == p : "length of w";
    assert sigma == null || sigma.rows() == p : "order of Sigma";
    assert out.rows() == b.columns() : "length of out";
    HostBlock center = w != null ? w : HostBlock.allocate(p, 1, 1).share(out.count());
    boolean dense = sigma != null && sigma.columns() != 1;
    if (dense) {
      dense(workers, b, center, sigma, out);
      return;
    }
    ColumnRanges.run(
        workers,
        out.count(),
        b.columns(),
        p,
        (item, from, to) -> {
          for (int j = from; j < to; j++) {
            int bj = b.at(item) + j * b.leadingDimension();
            int wAt = center.at(item);
            out.data()[out.at(item) + j] =
                sigma == null
                    ? ColumnDistance.squared(p, b.data(), bj, center.data(), wAt)
                    : ColumnDistance.weighted(
                        p, b.data(), bj, center.data(), wAt, sigma.data(), sigma.at(item));
          }
        });
  }

  /** Blocks of columns are products; over items first, inside a product second. */
  private static void dense(
      Workers workers, HostBlock b, HostBlock w, HostBlock sigma, HostBlock out) {
    int blocks = Math.ceilDiv(b.columns(), BLOCK);
    int tasks = Math.multiplyExact(blocks, out.count());
    if (tasks >= workers.parallelism()) {
      workers.run(
          tasks, task -> dense(Workers.SERIAL, b, w, sigma, out, task / blocks, task % blocks));
    } else {
      for (int task = 0; task < tasks; task++) {
        dense(workers, b, w, sigma, out, task / blocks, task % blocks);
      }
    }
  }

  private static void dense(
      Workers workers,
      HostBlock b,
      HostBlock w,
      HostBlock sigma,
      HostBlock out,
      int item,
      int block) {
    int p = b.rows();
    int from = block * BLOCK;
    int columns = Math.min(BLOCK, b.columns() - from);
    double[] e = Workspace.take(p * columns);
    double[] v = Workspace.take(p * columns);
    for (int j = 0; j < columns; j++) {
      int bj = b.at(item) + (from + j) * b.leadingDimension();
      ColumnElements.add(p, 1, b.data(), bj, -1, w.data(), w.at(item), e, j * p);
    }
    Gemm.run(
        workers,
        false,
        false,
        p,
        columns,
        p,
        1,
        sigma.data(),
        sigma.at(item),
        sigma.leadingDimension(),
        e,
        0,
        p,
        0,
        v,
        0,
        p);
    for (int j = 0; j < columns; j++) {
      out.data()[out.at(item) + from + j] = ColumnKernel.dot(p, e, j * p, v, j * p);
    }
    Workspace.give(e);
    Workspace.give(v);
  }

  /**
   * Inner products; an operand one column wide goes with every column of the other.
   *
   * @param workers threads
   * @param a m x n or m x 1 per item
   * @param b m x n or m x 1 per item
   * @param out n x 1 per item, overwritten
   */
  public static void dots(Workers workers, HostBlock a, HostBlock b, HostBlock out) {
    int m = a.rows();
    int n = out.rows();
    assert b.rows() == m : "rows of B";
    assert a.columns() == n || a.columns() == 1 : "columns of A";
    assert b.columns() == n || b.columns() == 1 : "columns of B";
    int stepA = a.columns() == n ? a.leadingDimension() : 0;
    int stepB = b.columns() == n ? b.leadingDimension() : 0;
    ColumnRanges.run(
        workers,
        out.count(),
        n,
        m,
        (item, from, to) -> {
          for (int j = from; j < to; j++) {
            out.data()[out.at(item) + j] =
                ColumnKernel.dot(
                    m, a.data(), a.at(item) + j * stepA, b.data(), b.at(item) + j * stepB);
          }
        });
  }
}
