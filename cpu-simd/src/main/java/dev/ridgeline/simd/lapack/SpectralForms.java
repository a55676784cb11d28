// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.blas.Gemm;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.HostBlock;
import dev.ridgeline.spi.Workers;

/**
 * Quadratic forms z'(G + mu I)^-1 z of many rows where the order is small: T is decomposed to its
 * eigenvectors once, and the forms of all shifts are one product, of the squares of the rotated
 * rows and of 1 / (d_k + mu_j).
 *
 * <p>Solving with a tridiagonal T for every row and shift takes about as many operations, one
 * waiting for the other; a product takes the fastest kernel, which the Gram matrix has compiled
 * before. All terms are of one sign, so nothing cancels.
 */
final class SpectralForms {
  /** Larger orders spend more on the eigenvectors and on rotating rows than they save. */
  private static final int LARGEST = 64;

  /** Fewer rows for a column do not repay the eigenvectors. */
  private static final int ROWS = 8;

  private final int n;
  private final double[] values;
  private final double[] basis; // Q S, n x n

  private SpectralForms(int n, double[] values, double[] basis) {
    this.n = n;
    this.values = values;
    this.basis = basis;
  }

  /** Whether rows are enough; depends on the shape alone. */
  static boolean isWorth(int rows, int n) {
    return n <= LARGEST && rows >= ROWS * n;
  }

  /**
   * Decomposes.
   *
   * @param workers threads
   * @param t the reduction
   * @param n its order
   * @return null where the iteration fails
   */
  static SpectralForms of(Workers workers, Tridiagonal t, int n) {
    double[] d = t.d.clone();
    double[] q = Workspace.take(n * n);
    t.q().form(workers, q, n);
    try (Sweeps sweeps = new Sweeps(workers, n, q)) {
      Workspace.give(q);
      if (ImplicitQr.run(d, t.e.clone(), sweeps) != 0) {
        return null;
      }
      sweeps.finish();
      double[] basis = new double[n * n];
      for (int k = 0; k < n; k++) {
        sweeps.column(k, basis, k * n);
      }
      return new SpectralForms(n, d, basis);
    }
  }

  /** 1 / (d_k + mu_j), n x shifts; null where one is not positive. */
  double[] weights(double[] mu) {
    double[] weights = new double[n * mu.length];
    for (int j = 0; j < mu.length; j++) {
      for (int k = 0; k < n; k++) {
        double shifted = values[k] + mu[j];
        if (!(shifted > 0)) {
          return null;
        }
        weights[k + j * n] = 1 / shifted;
      }
    }
    return weights;
  }

  /**
   * The forms of some rows.
   *
   * @param rows count x n, column-major with leading dimension count; overwritten
   * @param count number of rows
   * @param weights as {@link #weights} gave them
   * @param shifts number of shifts
   * @param out rows by shifts
   * @param at where the first goes
   */
  void run(double[] rows, int count, double[] weights, int shifts, HostBlock out, int at) {
    double[] rotated = Workspace.take(count * n);
    product(count, n, n, rows, basis, rotated, 0, count);
    for (int i = 0; i < count * n; i++) {
      rotated[i] *= rotated[i];
    }
    product(count, shifts, n, rotated, weights, out.data(), at, out.leadingDimension());
    Workspace.give(rotated);
  }

  private static void product(
      int rows, int columns, int inner, double[] a, double[] b, double[] c, int cAt, int ldc) {
    Gemm.run(
        Workers.SERIAL,
        false,
        false,
        rows,
        columns,
        inner,
        1,
        a,
        0,
        rows,
        b,
        0,
        inner,
        0,
        c,
        cAt,
        ldc);
  }
}
