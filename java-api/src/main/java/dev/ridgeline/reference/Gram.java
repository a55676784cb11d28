// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.matrix.Side;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Weighting;

/**
 * G = A A' + beta G with A = Xt (dual) or A = Xt' (primal), Xt = diag(sqrt w) (X - 1 m') diag(s)
 * (BLAS: {@code syrk}).
 *
 * <pre>
 * op(x)  n x p  read
 * w      n x 1  read, or null
 * m, s   p x 1  read, or null
 * G      n x n (dual) or p x p (primal), overwritten; read when beta is not 0
 * </pre>
 *
 * <p>Panels of A are centred first and scaled afterwards. The lower triangle is summed in the order
 * of A's columns, four at a time, and then mirrored, so that both are equal bit for bit.
 */
final class Gram {
  /** Doubles in a panel of A (512 KiB). */
  private static final int PANEL = 1 << 16;

  private Gram() {}

  static void run(
      Transpose trans, HostBlock x, Side side, Weighting weighting, double beta, HostBlock g) {
    Transpose transA = side == Side.DUAL ? trans : trans.flip();
    int order = g.rows();
    int depth = transA == Transpose.NO ? x.columns() : x.rows();
    assert order == g.columns() : "G is square";
    assert order == (transA == Transpose.NO ? x.rows() : x.columns()) : "order of G";
    // a multiple of four, so that blocks do not change the order of the sums
    int block = Math.min(depth, Math.max(8, PANEL / Math.max(1, order) / 4 * 4));
    double[][] panel = new double[block][order];
    double[] s = new double[block];
    double[] y = new double[order];
    for (int item = 0; item < g.count(); item++) {
      Weights weights = new Weights(weighting, item);
      scaleLower(beta, g, item);
      for (int l = 0; l < depth; l += block) {
        int columns = Math.min(block, depth - l);
        Panel.pack(transA, x.data(), x.at(item), x.leadingDimension(), 0, order, l, columns, panel);
        for (int i = 0; i < columns; i++) {
          weights.apply(side, l + i, panel[i]);
        }
        addLower(panel, columns, s, y, g, item);
      }
      mirror(g, item);
    }
  }

  /** G = beta G below and on the diagonal; with beta = 0 what was there is not looked at. */
  private static void scaleLower(double beta, HostBlock g, int item) {
    double[] data = g.data();
    for (int j = 0; j < g.columns(); j++) {
      int start = g.at(item) + j * g.leadingDimension();
      for (int i = start + j; i < start + g.rows(); i++) {
        data[i] = beta == 0 ? 0 : beta * data[i];
      }
    }
  }

  /** G += panel panel' below and on the diagonal. */
  private static void addLower(
      double[][] panel, int columns, double[] s, double[] y, HostBlock g, int item) {
    int order = g.rows();
    for (int j = 0; j < order; j++) {
      int gj = g.at(item) + j * g.leadingDimension();
      for (int l = 0; l < columns; l++) {
        s[l] = panel[l][j];
      }
      System.arraycopy(g.data(), gj + j, y, j, order - j);
      Axpy.add(columns, panel, s, j, order, y);
      System.arraycopy(y, j, g.data(), gj + j, order - j);
    }
  }

  private static void mirror(HostBlock g, int item) {
    double[] data = g.data();
    int ldg = g.leadingDimension();
    for (int j = 0; j < g.columns(); j++) {
      for (int i = j + 1; i < g.rows(); i++) {
        data[g.at(item) + j + i * ldg] = data[g.at(item) + i + j * ldg];
      }
    }
  }
}
