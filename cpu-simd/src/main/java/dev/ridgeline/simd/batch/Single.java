// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.batch;

import dev.ridgeline.simd.kernel.ColumnCholesky;
import dev.ridgeline.simd.kernel.ColumnSolve;
import dev.ridgeline.simd.kernel.Compiled;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.HostBlock;
import java.util.Arrays;

/**
 * One item for itself, rows and then right-hand sides in lanes: G + mu I = L L', L L' X = B, with
 * the bits it would have in a {@link Group}.
 *
 * <p>Where all items share G, the columns of all of them are solved for together.
 */
public final class Single {
  /** Columns in one pass: 32 KiB of right-hand sides at order 64, which the first cache holds. */
  static final int COLUMNS = 64;

  private Single() {}

  /**
   * (G + mu I) X = B for right-hand sides that lie in rows already.
   *
   * @param n order
   * @param g n x n, dense; lower triangle read
   * @param mu added to the diagonal
   * @param x {@link ColumnSolve#rows rows(n)} x ldx, zero in the rows that fill up, overwritten
   * @param ldx row length, a multiple of {@link ColumnSolve#WIDTH}
   * @return 0, or i when the leading minor of order i is not positive definite; x is undefined then
   */
  public static int posv(int n, double[] g, double mu, double[] x, int ldx) {
    double[] w = Workspace.take(ColumnCholesky.size(n));
    int info = factor(n, g, 0, n, mu, w);
    if (info == 0) {
      solve(n, w, x, ldx);
    }
    Workspace.give(w);
    return info;
  }

  /** Factors an item into w, and says how it went. */
  static int factor(HostBlock g, int item, double mu, double[] w) {
    return factor(g.rows(), g.data(), g.at(item), g.leadingDimension(), mu, w);
  }

  private static int factor(int n, double[] g, int at, int ldg, double mu, double[] w) {
    ColumnCholesky.pack(n, mu, g, at, ldg, w);
    if (Compiled.SINGLE.ready()) {
      ColumnCholesky.factor(n, w);
    } else {
      ColumnCholesky.factorTwin(n, w);
    }
    return ColumnCholesky.info(n, w);
  }

  /**
   * Solves for some columns.
   *
   * @param w the factor
   * @param info what {@link #factor} said
   * @param b overwritten; its columns count through all items
   * @param from first column
   * @param columns how many, at most {@link #COLUMNS}
   */
  static void solve(double[] w, int info, HostBlock b, int from, int columns) {
    int n = b.rows();
    if (info != 0) {
      for (int t = 0; t < columns; t++) {
        Group.fillNan(b, start(b, from + t), 1);
      }
      return;
    }
    int ldx = ColumnSolve.stride(columns);
    double[] x = Workspace.take(ColumnSolve.rows(n) * ldx);
    Arrays.fill(x, n * ldx, ColumnSolve.rows(n) * ldx, 0.0);
    for (int t = 0; t < columns; t++) {
      int at = start(b, from + t);
      for (int i = 0, o = t; i < n; i++, o += ldx) {
        x[o] = b.data()[at + i];
      }
    }
    solve(n, w, x, ldx);
    for (int t = 0; t < columns; t++) {
      int at = start(b, from + t);
      for (int i = 0, o = t; i < n; i++, o += ldx) {
        b.data()[at + i] = x[o];
      }
    }
    Workspace.give(x);
  }

  private static void solve(int n, double[] w, double[] x, int ldx) {
    if (Compiled.SINGLE.ready()) {
      ColumnSolve.solve(n, w, x, 0, ldx);
    } else {
      ColumnSolve.solveTwin(n, w, x, 0, ldx);
    }
  }

  private static int start(HostBlock b, int column) {
    return b.at(column / b.columns()) + column % b.columns() * b.leadingDimension();
  }
}
