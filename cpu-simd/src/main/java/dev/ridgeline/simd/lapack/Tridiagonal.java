// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.config.BlockSizes;
import dev.ridgeline.simd.kernel.Compiled;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;

/**
 * G = Q T Q' with T tridiagonal (LAPACK: {@code sytrd}, lower).
 *
 * <pre>
 * G  n x n  lower triangle read; the reflectors of Q overwrite its columns below the diagonal
 * T         diagonal d (n), subdiagonal e (n - 1)
 * </pre>
 *
 * <p>Large matrices are reduced by {@link TridiagonalPanels} until the rest is small enough for
 * {@link TridiagonalSteps}; which columns go which way depends on n alone.
 */
final class Tridiagonal implements ReducedForm {
  final double[] d;
  final double[] e;
  private final Reflectors q;

  /**
   * Reduces.
   *
   * @param workers threads
   * @param n order
   * @param g lower triangle read, overwritten by the reflectors
   * @param gAt element (0, 0)
   * @param ldg leading dimension
   */
  Tridiagonal(Workers workers, int n, double[] g, int gAt, int ldg) {
    this(workers, n, g, gAt, ldg, BlockSizes.current().stepsAtMost());
  }

  /** With a given order up to which columns are reduced one by one. */
  Tridiagonal(Workers workers, int n, double[] g, int gAt, int ldg, int stepsUpTo) {
    d = new double[n];
    e = new double[Math.max(0, n - 1)];
    double[] tau = new double[e.length];
    int lda = LowerCopy.leadingDimension(n);
    // one column more: the zero vector that stands for the update before the first step
    double[] a = Workspace.take((n + 1) * lda);
    Arrays.fill(a, n * lda, (n + 1) * lda, 0);
    double scale = LowerCopy.scaled(n, g, gAt, ldg, a);
    int k = TridiagonalPanels.run(workers, n, stepsUpTo, a, lda, d, e, tau);
    TridiagonalSteps.run(n, k, a, lda, d, e, tau);
    for (k = 0; k < n - 1; k++) {
      System.arraycopy(a, k + 1 + k * lda, g, gAt + k + 1 + k * ldg, n - k - 1);
    }
    Workspace.give(a);
    for (k = 0; k < n; k++) {
      d[k] /= scale;
    }
    for (k = 0; k < e.length; k++) {
      e[k] /= scale;
    }
    q = new Reflectors(n, 1, Crossovers.REFLECTOR_BLOCK, g, gAt, ldg, e.length);
    q.addAll(tau);
  }

  /**
   * Waits for the kernels of reductions, to this form or to a band.
   *
   * @param n order
   * @param count matrices that will be reduced
   */
  static void awaitKernels(int n, int count) {
    double flops = 4.0 / 3 * n * n * n * count;
    Compiled.TILES.await(flops);
    Compiled.COLUMNS.await(flops);
  }

  @Override
  public Reflectors q() {
    return q;
  }

  @Override
  public ShiftedSystem shift(double[] mu, int at) {
    return new ShiftedTridiagonal(d, e, mu, at);
  }
}
