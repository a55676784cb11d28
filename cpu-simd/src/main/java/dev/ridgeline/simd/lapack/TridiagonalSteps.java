// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.kernel.ColumnKernel;
import dev.ridgeline.simd.kernel.RankTwoSymvKernel;

/**
 * Tridiagonal form column by column, for matrices that stay in the cache (LAPACK: {@code sytd2}).
 *
 * <pre>
 * A    n x n  lower triangle from column {@code from} on reduced; column k becomes the reflector
 * d, e        elements of T from {@code from} on
 * </pre>
 *
 * <p>The update of a step, A -= v w' + w v', is not done when v and w are known but together with
 * the product of the next step, so that the matrix passes through the registers once a step.
 */
final class TridiagonalSteps {
  private final int n;
  private final double[] a;
  private final int lda;
  private final double[] w;

  private TridiagonalSteps(int n, double[] a, int lda) {
    this.n = n;
    this.a = a;
    this.lda = lda;
    // w with zeros behind it, then y
    w = new double[2 * lda];
  }

  /**
   * Reduces the columns from {@code from} on.
   *
   * @param n order
   * @param from first column; those before are done
   * @param a as {@link LowerCopy} leaves it, and a column of zeros behind
   * @param lda leading dimension
   * @param d diagonal of T
   * @param e subdiagonal of T
   * @param tau factors of the reflectors
   */
  static void run(int n, int from, double[] a, int lda, double[] d, double[] e, double[] tau) {
    TridiagonalSteps steps = new TridiagonalSteps(n, a, lda);
    for (int k = from; k < n; k++) {
      if (k > from) {
        steps.update(k);
      }
      d[k] = a[k + k * lda];
      if (k < n - 1) {
        e[k] = steps.step(k, k > from ? k - 1 : n, tau);
      }
    }
  }

  /** Reflects column k and makes w for the update of the rest; v of the step before is a column. */
  private double step(int k, int before, double[] tau) {
    int m = n - k - 1;
    int x = k + 1 + k * lda;
    double beta = Householder.make(m, a, x, tau, k);
    int y = lda + k + 1;
    RankTwoSymvKernel.updateMultiply(
        m, a, k + 1 + (k + 1) * lda, lda, k + 1 + before * lda, w, k + 1, x, w, y);
    double half = 0.5 * tau[k] * tau[k] * ColumnKernel.dot(m, w, y, a, x);
    for (int i = 0; i < m; i++) {
      w[k + 1 + i] = tau[k] * w[y + i] - half * a[x + i];
    }
    return beta;
  }

  /** The pending update of column k, from the diagonal down. */
  private void update(int k) {
    int v = (k - 1) * lda;
    int column = k * lda;
    double vk = a[v + k];
    double wk = w[k];
    for (int i = k; i < n; i++) {
      a[column + i] -= a[v + i] * wk + w[i] * vk;
    }
  }
}
