// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Block;
import dev.ridgeline.spi.Factor;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Info;

/**
 * G + mu I = L L' column by column, and L L' X = B (LAPACK: {@code potrf}, {@code potrs}, lower).
 *
 * <pre>
 * G  n x n     lower triangle read
 * L  n x n     own memory: columns[item][j][i] = L_ij, i &gt;= j
 * B  n x nrhs  overwritten by X
 * </pre>
 *
 * <p>Left-looking: column j of G loses the earlier columns of L in their order, four at a time.
 */
final class CholeskyFactor implements Factor {
  private final int order;
  private final int[] info;
  private double[][][] columns;

  CholeskyFactor(HostBlock g, double mu) {
    assert g.rows() == g.columns() : "G is square";
    order = g.rows();
    info = new int[g.count()];
    columns = new double[g.count()][order][order];
    double[] s = new double[order];
    for (int item = 0; item < info.length; item++) {
      info[item] = factor(g, item, mu, columns[item], s);
    }
  }

  private static int factor(HostBlock g, int item, double mu, double[][] l, double[] s) {
    int n = g.rows();
    for (int j = 0; j < n; j++) {
      double[] lj = l[j];
      int gj = g.at(item) + j * g.leadingDimension();
      System.arraycopy(g.data(), gj + j, lj, j, n - j);
      lj[j] += mu;
      for (int k = 0; k < j; k++) {
        s[k] = -l[k][j];
      }
      Axpy.add(j, l, s, j, n, lj);
      if (!Pivots.positive(lj[j])) {
        return j + 1;
      }
      double root = Math.sqrt(lj[j]);
      lj[j] = root;
      for (int i = j + 1; i < n; i++) {
        lj[i] /= root;
      }
    }
    return 0;
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
    if (columns == null) {
      throw new IllegalStateException("factor is closed");
    }
    HostBlock b = HostBlock.from(block);
    assert b.rows() == order && b.count() == info.length : "shape of B";
    FourColumns x = new FourColumns(order);
    for (int item = 0; item < info.length; item++) {
      for (int t = 0; t < b.columns(); t += FourColumns.WIDTH) {
        x.load(Transpose.NO, b, item, t);
        if (info[item] == 0) {
          solve(columns[item], x);
        } else {
          x.fill(Double.NaN);
        }
        x.store(Math.min(FourColumns.WIDTH, b.columns() - t), b, item, t);
      }
    }
  }

  private static void solve(double[][] l, FourColumns x) {
    int n = l.length;
    for (int j = 0; j < n; j++) {
      x.divide(j, l[j][j]);
      x.subtract(l[j], x.x0[j], x.x1[j], x.x2[j], x.x3[j], j + 1, n);
    }
    for (int j = n - 1; j >= 0; j--) {
      x.subtract(j, x.dots(l[j], j + 1, n));
      x.divide(j, l[j][j]);
    }
  }

  @Override
  public void close() {
    columns = null;
  }
}
