// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.blas.Trsm;
import dev.ridgeline.simd.kernel.Compiled;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Info;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;

/**
 * Cholesky factors of a batch, one after the other in {@link Potrf}'s storage. Items are shared out
 * to threads where there are enough of them; otherwise each is factored by all threads.
 */
public final class BlockedFactor implements Factor {
  private final Workers workers;
  private final int order;
  private final int storage;
  private final int[] info;
  private final double[] inverses;
  private double[][] factors;

  /**
   * Factors G + mu I.
   *
   * @param workers threads
   * @param g lower triangles, read
   * @param mu shift
   */
  public BlockedFactor(Workers workers, HostBlock g, double mu) {
    this.workers = workers;
    this.order = g.rows();
    this.storage = Potrf.storage(order);
    this.info = new int[g.count()];
    this.inverses = new double[g.count() * order];
    this.factors = new double[g.count()][];
    Compiled.TILES.await(1.0 / 3 * order * order * order * g.count());
    forItems(
        (item, inner) -> {
          double[] l = load(g, item, mu);
          factors[item] = l;
          info[item] = Potrf.run(inner, order, l, 0, inverses, item * order);
        });
  }

  private double[] load(HostBlock g, int item, double mu) {
    int ldl = Potrf.leadingDimension(order);
    double[] l = Workspace.take(storage);
    for (int j = 0; j < order; j++) {
      int from = g.at(item) + j * g.leadingDimension();
      System.arraycopy(g.data(), from + j, l, j + j * ldl, order - j);
      l[j + j * ldl] += mu;
    }
    return l;
  }

  @FunctionalInterface
  private interface OnItem {
    void run(int item, Workers inner);
  }

  private void forItems(OnItem body) {
    if (info.length >= workers.parallelism()) {
      workers.run(info.length, item -> body.run(item, Workers.SERIAL));
    } else {
      for (int item = 0; item < info.length; item++) {
        body.run(item, workers);
      }
    }
  }

  @Override
  public int order() {
    return order;
  }

  @Override
  public int count() {
    return info.length;
  }

  @Override
  public Info info() {
    return info::clone;
  }

  @Override
  public void solve(Block block) {
    if (factors == null) {
      throw new IllegalStateException("factor is closed");
    }
    HostBlock b = HostBlock.from(block);
    assert b.rows() == order && b.count() == info.length : "shape of B";
    forItems(
        (item, inner) -> {
          if (info[item] != 0) {
            for (int j = 0; j < b.columns(); j++) {
              int from = b.at(item) + j * b.leadingDimension();
              Arrays.fill(b.data(), from, from + order, Double.NaN);
            }
            return;
          }
          int ldl = Potrf.leadingDimension(order);
          new Trsm(order, factors[item], 0, ldl, inverses, item * order)
              .solve(inner, b.columns(), b.data(), b.at(item), b.leadingDimension());
        });
  }

  @Override
  public void close() {
    for (double[] factor : factors == null ? new double[0][] : factors) {
      Workspace.give(factor);
    }
    factors = null;
  }
}
