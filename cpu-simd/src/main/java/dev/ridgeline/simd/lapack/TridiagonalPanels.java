// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.blas.Gemm;
import dev.ridgeline.simd.kernel.ColumnKernel;
import dev.ridgeline.simd.kernel.SymvKernel;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.Workers;

/**
 * Tridiagonal form by panels, for matrices beyond the cache (LAPACK: {@code latrd}): within a panel
 * the trailing matrix is only read, and what the panel's reflectors do to it is added to each
 * product; then it is updated at once, A -= V W' + W V', in level 3.
 *
 * <pre>
 * A    n x n   lower triangle reduced; column k becomes the reflector v_k
 * W    n x nb  of the panel
 * </pre>
 */
final class TridiagonalPanels {
  /** Columns of a panel. */
  private static final int NB = 24;

  /** Parts of a large product, each long enough to be worth a hand-over to another thread. */
  private static final int STRIPS = 4;

  private static final int STRIPS_FROM = 1024;

  private final Workers workers;
  private final int n;
  private final double[] a;
  private final int lda;
  private final double[] w;
  private final double[] y;
  private final double[] parts;
  private final double[] s = new double[NB];

  private TridiagonalPanels(Workers workers, int n, double[] a, int lda, double[] w) {
    this.workers = workers;
    this.n = n;
    this.a = a;
    this.lda = lda;
    this.w = w;
    y = new double[lda];
    parts = new double[n < STRIPS_FROM ? 0 : STRIPS * lda];
  }

  /**
   * Reduces whole panels while more than {@code until} columns are left.
   *
   * @param workers threads
   * @param n order
   * @param until order that is left to others
   * @param a as {@link LowerCopy} leaves it
   * @param lda leading dimension
   * @param d diagonal of T
   * @param e subdiagonal of T
   * @param tau factors of the reflectors
   * @return the first column that is not reduced
   */
  static int run(
      Workers workers,
      int n,
      int until,
      double[] a,
      int lda,
      double[] d,
      double[] e,
      double[] tau) {
    int k = 0;
    if (n > until && n > NB) {
      double[] w = Workspace.take(NB * lda);
      double[] left = Workspace.take(2 * NB * n);
      double[] right = Workspace.take(2 * NB * n);
      TridiagonalPanels panels = new TridiagonalPanels(workers, n, a, lda, w);
      for (; n - k > until && n - k > NB; k += NB) {
        for (int i = 0; i < NB; i++) {
          panels.column(k, i, d, e, tau);
        }
        panels.update(k, left, right);
      }
      Workspace.give(right);
      Workspace.give(left);
      Workspace.give(w);
    }
    return k;
  }

  /** Column i of the panel that starts at k: v, and w = tau y - tau^2 (y'v) v / 2. */
  private void column(int k, int i, double[] d, double[] e, double[] tau) {
    int c = k + i;
    int at = c + c * lda;
    // what the panel's earlier reflectors do to this column
    subtract(k, i, c, at, a);
    d[c] = a[at];
    int m = n - c - 1;
    int v = at + 1;
    e[c] = Householder.make(m, a, v, tau, c);
    multiply(m, v + lda, v, c + 1);
    for (int l = 0; l < i; l++) {
      s[l] = -ColumnKernel.dot(m, w, c + 1 + l * lda, a, v);
    }
    ColumnKernel.addColumns(m, i, a, c + 1 + k * lda, lda, s, y, c + 1);
    for (int l = 0; l < i; l++) {
      s[l] = -ColumnKernel.dot(m, a, c + 1 + (k + l) * lda, a, v);
    }
    ColumnKernel.addColumns(m, i, w, c + 1, lda, s, y, c + 1);
    double half = 0.5 * tau[c] * tau[c] * ColumnKernel.dot(m, y, c + 1, a, v);
    int to = c + 1 + i * lda;
    for (int r = 0; r < m; r++) {
      w[to + r] = tau[c] * y[c + 1 + r] - half * a[v + r];
    }
  }

  /**
   * y = A v. A large A is cut into strips of columns of about the same area, whose parts are added
   * in order: strips depend on the order alone, so threads change no bit.
   */
  private void multiply(int m, int at, int v, int yAt) {
    if (m < STRIPS_FROM) {
      SymvKernel.multiply(m, 0, m, a, at, lda, a, v, y, yAt);
      return;
    }
    workers.run(
        STRIPS,
        strip ->
            SymvKernel.multiply(
                m, edge(m, strip), edge(m, strip + 1), a, at, lda, a, v, parts, strip * lda));
    for (int i = 0; i < m; i++) {
      double sum = parts[i];
      for (int strip = 1; strip < STRIPS; strip++) {
        sum += parts[i + strip * lda];
      }
      y[yAt + i] = sum;
    }
  }

  /**
   * First column of a strip: the triangle from there on has (STRIPS - strip) / STRIPS of the area.
   */
  private static int edge(int m, int strip) {
    if (strip == STRIPS) {
      return m;
    }
    return (int) (m * (1 - Math.sqrt((STRIPS - strip) / (double) STRIPS))) / 8 * 8;
  }

  /** Subtracts V W_c' + W V_c' from column c, rows c and below. */
  private void subtract(int k, int i, int c, int at, double[] column) {
    for (int l = 0; l < i; l++) {
      s[l] = -w[c + l * lda];
    }
    ColumnKernel.addColumns(n - c, i, a, c + k * lda, lda, s, column, at);
    for (int l = 0; l < i; l++) {
      s[l] = -a[c + (k + l) * lda];
    }
    ColumnKernel.addColumns(n - c, i, w, c, lda, s, column, at);
  }

  /** The trailing matrix. */
  private void update(int k, double[] left, double[] right) {
    int from = k + NB;
    int m = n - from;
    int depth = 2 * NB;
    for (int c = 0; c < NB; c++) {
      for (int i = 0; i < m; i++) {
        double x = a[from + i + (k + c) * lda];
        double z = w[from + i + c * lda];
        left[i + c * m] = -x;
        left[i + (NB + c) * m] = -z;
        right[c + i * depth] = z;
        right[NB + c + i * depth] = x;
      }
    }
    Gemm.runLower(
        workers,
        false,
        false,
        m,
        depth,
        1,
        left,
        0,
        m,
        right,
        0,
        depth,
        1,
        a,
        from + from * lda,
        lda);
  }
}
