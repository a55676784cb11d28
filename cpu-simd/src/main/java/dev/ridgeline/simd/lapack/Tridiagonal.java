// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.kernel.ColumnKernel;
import dev.ridgeline.simd.kernel.SymvKernel;
import dev.ridgeline.simd.pack.Workspace;
import java.util.Arrays;

/**
 * G = Q T Q' with T tridiagonal (LAPACK: {@code sytrd}, lower).
 *
 * <pre>
 * G  n x n  lower triangle read; the reflectors of Q overwrite its columns below the diagonal
 * T         diagonal d (n), subdiagonal e (n - 1)
 * </pre>
 *
 * <p>The update of a step, A -= v w' + w v', is not done when v and w are known but together with
 * the product of the next step, so that the matrix passes through the registers once a step.
 *
 * <p>Rounding: that of {@link SymvKernel} and {@link ColumnKernel}, which know no width of a
 * vector.
 */
final class Tridiagonal implements ReducedForm {
  final int n;
  final double[] d;
  final double[] e;
  private final Reflectors q;

  /**
   * Reduces.
   *
   * @param n order
   * @param g lower triangle read, overwritten by the reflectors
   * @param gAt element (0, 0)
   * @param ldg leading dimension
   */
  Tridiagonal(int n, double[] g, int gAt, int ldg) {
    this.n = n;
    d = new double[n];
    e = new double[Math.max(0, n - 1)];
    double[] tau = new double[e.length];
    int lda = LowerCopy.leadingDimension(n);
    // one column more: the zero vector that stands for the update before the first step
    double[] a = Workspace.take((n + 1) * lda);
    Arrays.fill(a, n * lda, (n + 1) * lda, 0);
    double[] w = new double[2 * lda];
    double scale = LowerCopy.scaled(n, g, gAt, ldg, a);
    for (int k = 0; k < n - 1; k++) {
      step(k, a, lda, tau, w);
      System.arraycopy(a, k + 1 + k * lda, g, gAt + k + 1 + k * ldg, n - k - 1);
    }
    if (n > 0) {
      update(n - 1, a, lda, w);
      d[n - 1] = a[n - 1 + (n - 1) * lda];
    }
    Workspace.give(a);
    for (int k = 0; k < n; k++) {
      d[k] /= scale;
    }
    for (int k = 0; k < e.length; k++) {
      e[k] /= scale;
    }
    q = new Reflectors(n, 1, Crossovers.REFLECTOR_BLOCK, g, gAt, ldg, e.length);
    q.addAll(tau);
  }

  @Override
  public Reflectors q() {
    return q;
  }

  @Override
  public ShiftedSystem shift(double[] mu, int at) {
    return new ShiftedTridiagonal(d, e, mu, at);
  }

  /** Brings column k up to date, reflects it, and makes w for the update of the rest. */
  private void step(int k, double[] a, int lda, double[] tau, double[] w) {
    int m = n - k - 1;
    update(k, a, lda, w);
    d[k] = a[k + k * lda];
    int x = k + 1 + k * lda;
    e[k] = Householder.make(m, a, x, tau, k);
    int v = k == 0 ? n * lda + 1 : k + 1 + (k - 1) * lda;
    int y = lda + k + 1;
    SymvKernel.updateMultiply(m, a, k + 1 + (k + 1) * lda, lda, v, w, k + 1, x, w, y);
    double half = 0.5 * tau[k] * tau[k] * ColumnKernel.dot(m, w, y, a, x);
    for (int i = 0; i < m; i++) {
      w[k + 1 + i] = tau[k] * w[y + i] - half * a[x + i];
    }
  }

  /** The pending update of column k, from the diagonal down. */
  private void update(int k, double[] a, int lda, double[] w) {
    if (k == 0) {
      return;
    }
    int v = (k - 1) * lda;
    int column = k * lda;
    double vk = a[v + k];
    double wk = w[k];
    for (int i = k; i < n; i++) {
      a[column + i] -= a[v + i] * wk + w[i] * vk;
    }
  }
}
