// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.blas.Gemm;
import dev.ridgeline.simd.blas.Symm;
import dev.ridgeline.simd.kernel.ColumnKernel;
import dev.ridgeline.simd.pack.Workspace;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;

/**
 * G = Q T Q' with T a symmetric band of width b (LAPACK: {@code sytrd_sy2sb}, lower).
 *
 * <pre>
 * G  n x n  lower triangle read; the reflectors of Q overwrite its columns below the band
 * T         element (k + i, k) at band[k (b + 1) + i], i = 0 .. b
 * </pre>
 *
 * <p>Panel by panel of b columns: QR of what lies below the band, and the two-sided update of the
 * trailing matrix A by Q_k = I - V S V', A -= V W' + W V' with W = Y - V S'(V'Y) / 2 and Y = A V S.
 * Both big products are level 3; A is never packed.
 *
 * <p>Rounding: that of {@link Gemm}, {@link Symm} and {@link ColumnKernel}, which know neither
 * widths of vectors nor threads.
 */
final class Band implements ReducedForm {
  private final int n;
  private final int b;
  private final double[] band;
  private final Reflectors q;

  /**
   * Reduces.
   *
   * @param workers threads
   * @param n order
   * @param b width of the band
   * @param g lower triangle read, overwritten by the reflectors
   * @param gAt element (0, 0)
   * @param ldg leading dimension
   */
  Band(Workers workers, int n, int b, double[] g, int gAt, int ldg) {
    this.n = n;
    this.b = b;
    band = new double[n * (b + 1)];
    int count = Math.max(0, n - b - 1);
    q = new Reflectors(n, b, b, g, gAt, ldg, count);
    int lda = LowerCopy.leadingDimension(n);
    double[] a = Workspace.take(n * lda);
    double scale = LowerCopy.scaled(n, g, gAt, ldg, a);
    double[] tau = new double[count];
    Update update = new Update(workers, n, b);
    for (int k = 0; k < n; k += b) {
      int rows = n - k - b;
      int columns = Math.max(0, q.columns(k));
      if (columns > 0) {
        int at = k + b + k * lda;
        double[] r = factorPanel(rows, columns, a, at, lda, tau, k);
        store(k, columns, r, a, lda, g, gAt, ldg);
        q.add(k, tau);
        int v = gAt + k + b + k * ldg;
        update.run(rows, columns, g, v, ldg, q.t(), k * b, a, k + b + (k + b) * lda, lda);
      } else {
        extract(k, Math.min(b, n - k), a, lda);
      }
    }
    Workspace.give(a);
    for (int i = 0; i < band.length; i++) {
      band[i] /= scale;
    }
  }

  /** Householder QR (LAPACK: {@code geqr2}) of all b columns; returns the diagonal of R. */
  private double[] factorPanel(
      int rows, int columns, double[] a, int at, int lda, double[] tau, int k) {
    double[] r = new double[columns];
    for (int j = 0; j < columns; j++) {
      int v = at + j + j * lda;
      r[j] = Householder.make(rows - j, a, v, tau, k + j);
      ColumnKernel.reflect(rows - j, a, v, tau[k + j], v + lda, lda, b - 1 - j);
    }
    return r;
  }

  /** The panel's part of the band, and its reflectors to where they stay. */
  private void store(
      int k, int columns, double[] r, double[] a, int lda, double[] g, int gAt, int ldg) {
    extract(k, b, a, lda);
    for (int j = 0; j < columns; j++) {
      band[(k + j) * (b + 1) + b] = r[j];
      int from = k + j + b;
      System.arraycopy(a, from + (k + j) * lda, g, gAt + from + (k + j) * ldg, n - from);
    }
  }

  /** Copies columns of the band; the diagonal of R, where a reflector has its 1, comes after. */
  private void extract(int k, int columns, double[] a, int lda) {
    for (int c = k; c < k + columns; c++) {
      int length = Math.min(b + 1, n - c);
      System.arraycopy(a, c + c * lda, band, c * (b + 1), length);
    }
  }

  @Override
  public Reflectors q() {
    return q;
  }

  @Override
  public ShiftedSystem shift(double[] mu, int at) {
    return new ShiftedBand(n, b, band, mu, at);
  }

  /** The two-sided update of the trailing matrix, and its working memory. */
  private static final class Update {
    private final Workers workers;
    private final int b;
    private final int height;
    private final double[] vt;
    private final double[] pt;
    private final double[] left;
    private final double[] right;
    private final double[] small;

    Update(Workers workers, int n, int b) {
      this.workers = workers;
      this.b = b;
      height = Math.ceilDiv(b, Symm.ROWS) * Symm.ROWS;
      int columns = Math.max(0, n - b) + Symm.SPARE;
      vt = new double[height * columns];
      pt = new double[height * columns];
      left = new double[2 * b * columns];
      right = new double[2 * b * columns];
      small = new double[2 * b * b];
    }

    void run(
        int m,
        int kb,
        double[] v,
        int vAt,
        int ldv,
        double[] t,
        int tAt,
        double[] a,
        int aAt,
        int lda) {
      transpose(m, kb, v, vAt, ldv);
      Symm.run(workers, m, height, vt, 0, height, a, aAt, lda, pt);
      // W' and V' one below the other
      int ld = 2 * kb;
      Gemm.run(workers, true, false, kb, m, kb, 1, t, tAt, b, pt, 0, height, 0, right, 0, ld);
      Gemm.run(
          Workers.SERIAL, false, false, kb, kb, m, 1, right, 0, ld, v, vAt, ldv, 0, small, 0, kb);
      int second = kb * kb;
      Gemm.run(
          Workers.SERIAL,
          false,
          false,
          kb,
          kb,
          kb,
          -0.5,
          small,
          0,
          kb,
          t,
          tAt,
          b,
          0,
          small,
          second,
          kb);
      Gemm.run(workers, false, true, kb, m, kb, 1, small, second, kb, v, vAt, ldv, 1, right, 0, ld);
      fill(m, kb, v, vAt, ldv);
      Gemm.runLower(workers, false, false, m, ld, 1, left, 0, m, right, 0, ld, 1, a, aAt, lda);
    }

    /** V' with its rows filled up by zeros. */
    private void transpose(int m, int kb, double[] v, int vAt, int ldv) {
      for (int i = 0; i < m; i++) {
        int at = i * height;
        for (int c = 0; c < kb; c++) {
          vt[at + c] = v[vAt + i + c * ldv];
        }
        Arrays.fill(vt, at + kb, at + height, 0);
      }
    }

    /** left = -[V W], right = [W V]'. */
    private void fill(int m, int kb, double[] v, int vAt, int ldv) {
      int ld = 2 * kb;
      for (int c = 0; c < kb; c++) {
        for (int i = 0; i < m; i++) {
          double x = v[vAt + i + c * ldv];
          left[i + c * m] = -x;
          right[kb + c + i * ld] = x;
          left[i + (kb + c) * m] = -right[c + i * ld];
        }
      }
    }
  }
}
