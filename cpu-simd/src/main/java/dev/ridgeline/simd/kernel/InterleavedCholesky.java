// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Lanes.L;

/**
 * G + mu I = L L' for the eight matrices of an {@link Interleaved} group, one lane each.
 *
 * <pre>
 * w  Interleaved.factorSize(n)  in: -(G + mu I); out: -L below the diagonal, 1 / L_jj on it
 * </pre>
 *
 * <p>Rounding: n_ij starts as -(G + mu I)_ij; for k = 0 .. j - 1 in this order, n_ij = fma(m_ik,
 * m_jk, n_ij), where m_ik = -L_ik; then r_j = 1 / sqrt(-n_jj) and m_ij = n_ij r_j for i &gt; j.
 * Keeping -L makes every later step, the solves too, one fused multiply-add without a change of
 * sign, which would be an instruction of its own. A pivot that is not positive and finite leaves an
 * r_j that is not either. Nothing is tested here, since lanes never meet: {@link Interleaved#info}
 * looks at the diagonal afterwards.
 *
 * <p>The work of a tile is cut into methods of at most fifty vector operations: beyond that C2
 * stops inlining (NodeCountInliningCutoff), and what it does not inline it boxes.
 */
public final class InterleavedCholesky {
  static final int G = Interleaved.WIDTH;
  static final int COLUMN = Interleaved.COLUMN;

  private InterleavedCholesky() {}

  /**
   * Factors a group, eight lanes at a time or as many as the machine has.
   *
   * @param n order
   * @param w the group
   */
  public static void factor(int n, double[] w) {
    int panels = Interleaved.panels(n);
    for (int lane = 0; lane < G; lane += L) {
      for (int j = 0; j < panels; j++) {
        int depth = Interleaved.ROWS * j;
        int b = Interleaved.panel(j) + lane;
        InterleavedCholeskyVectors.update(depth, w, b, b);
        InterleavedCholeskyVectors.pivots(w, b + depth * COLUMN);
        for (int i = j + 1; i < panels; i++) {
          int a = Interleaved.panel(i) + lane;
          InterleavedCholeskyVectors.update(depth, w, a, b);
          InterleavedCholeskyVectors.divide(w, a + depth * COLUMN, b + depth * COLUMN);
        }
      }
    }
    Interleaved.neutralRows(n, w);
  }

  /**
   * The scalar twin of {@link #factor}.
   *
   * @param n order
   * @param w the group
   */
  public static void factorTwin(int n, double[] w) {
    int rows = Interleaved.panels(n) * Interleaved.ROWS;
    for (int j = 0; j < rows; j++) {
      int mj = Interleaved.row(j);
      for (int i = j; i < rows; i++) {
        int mi = Interleaved.row(i);
        for (int lane = 0; lane < G; lane += 4) {
          chains(j, w, mi + lane, mj + lane, i == j);
        }
      }
    }
    Interleaved.neutralRows(n, w);
  }

  /** Element (i, j) of four matrices: four chains side by side hide the latency of one. */
  private static void chains(int j, double[] w, int mi, int mj, boolean pivot) {
    int at = mi + j * COLUMN;
    double s0 = w[at];
    double s1 = w[at + 1];
    double s2 = w[at + 2];
    double s3 = w[at + 3];
    for (int k = 0, o = 0; k < j; k++, o += COLUMN) {
      s0 = Fma.of(w[mi + o], w[mj + o], s0);
      s1 = Fma.of(w[mi + o + 1], w[mj + o + 1], s1);
      s2 = Fma.of(w[mi + o + 2], w[mj + o + 2], s2);
      s3 = Fma.of(w[mi + o + 3], w[mj + o + 3], s3);
    }
    int r = mj + j * COLUMN;
    w[at] = pivot ? 1 / Math.sqrt(-s0) : s0 * w[r];
    w[at + 1] = pivot ? 1 / Math.sqrt(-s1) : s1 * w[r + 1];
    w[at + 2] = pivot ? 1 / Math.sqrt(-s2) : s2 * w[r + 2];
    w[at + 3] = pivot ? 1 / Math.sqrt(-s3) : s3 * w[r + 3];
  }
}
