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
final class Single {
  /** Columns in one pass: 32 KiB of right-hand sides at order 64, which the first cache holds. */
  static final int COLUMNS = 64;

  private Single() {}

  /** Factors an item into w, and says how it went. */
  static int factor(HostBlock g, int item, double mu, double[] w) {
    int n = g.rows();
    ColumnCholesky.pack(n, mu, g.data(), g.at(item), g.leadingDimension(), w);
    if (Compiled.COLUMNS.ready()) {
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
    if (Compiled.COLUMNS.ready()) {
      ColumnSolve.solve(n, w, x, 0, ldx);
    } else {
      ColumnSolve.solveTwin(n, w, x, 0, ldx);
    }
    for (int t = 0; t < columns; t++) {
      int at = start(b, from + t);
      for (int i = 0, o = t; i < n; i++, o += ldx) {
        b.data()[at + i] = x[o];
      }
    }
    Workspace.give(x);
  }

  private static int start(HostBlock b, int column) {
    return b.at(column / b.columns()) + column % b.columns() * b.leadingDimension();
  }
}
