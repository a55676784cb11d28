// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.HostBlock;
import java.util.Arrays;

/**
 * G = Q T Q' with T tridiagonal and Q = H_0 H_1 ... H_(n-2), H_k = I - tau_k v_k v_k' (LAPACK:
 * {@code sytd2}, lower).
 *
 * <pre>
 * G  n x n  lower triangle read; v_k overwrites column k below the diagonal, its leading 1 included
 * T  diagonal d (n), subdiagonal e (n - 1)
 * </pre>
 *
 * <p>G is scaled by a power of two first and T scaled back, so that entries of any size do not
 * overflow in between; with ordinary entries that changes no bit.
 */
final class Tridiagonal {
  /** Below this a column of a matrix with largest entry 1 to 2 counts as 0. */
  private static final double NEGLIGIBLE = 0x1p-900;

  final double[] d;
  final double[] e;
  private final double[] tau;
  private final HostBlock v;
  private final int item;

  /**
   * Reduces one item.
   *
   * @param work n columns of n, overwritten
   */
  Tridiagonal(HostBlock g, int item, double[][] work) {
    int n = g.rows();
    d = new double[n];
    e = new double[Math.max(0, n - 1)];
    tau = new double[e.length];
    v = g;
    this.item = item;
    double scale = load(work);
    double[] w = new double[n];
    for (int k = 0; k < n - 1; k++) {
      double[] vk = work[k];
      reflector(vk, k);
      if (tau[k] != 0) {
        symv(work, vk, k + 1, w);
        rankTwoUpdate(work, vk, k, w);
      }
      System.arraycopy(vk, k + 1, v.data(), column(k) + k + 1, n - k - 1);
    }
    for (int k = 0; k < n; k++) {
      d[k] = work[k][k] / scale;
    }
    for (int k = 0; k < e.length; k++) {
      e[k] /= scale;
    }
  }

  int order() {
    return d.length;
  }

  private int column(int k) {
    return v.at(item) + k * v.leadingDimension();
  }

  /** Copies and scales the lower triangle; returns the power of two by which it is scaled. */
  private double load(double[][] work) {
    int n = order();
    double max = 0;
    for (int j = 0; j < n; j++) {
      System.arraycopy(v.data(), column(j) + j, work[j], j, n - j);
      max = Math.max(max, largest(work[j], j, n));
    }
    double scale = Scale.toOne(max);
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        work[j][i] *= scale;
      }
    }
    return scale;
  }

  private static double largest(double[] x, int from, int to) {
    double max = 0;
    for (int i = from; i < to; i++) {
      max = Math.max(max, Math.abs(x[i]));
    }
    return max;
  }

  /**
   * H_k maps the column below the diagonal to (e_k, 0, ..., 0)'. The column becomes v_k (LAPACK:
   * {@code larfg}); tau_k = 0 stands for H_k = I.
   */
  private void reflector(double[] x, int k) {
    int n = x.length;
    double alpha = x[k + 1];
    double norm = norm(x, k + 2, n);
    x[k + 1] = 1;
    if (norm <= NEGLIGIBLE) {
      Arrays.fill(x, k + 2, n, 0);
      e[k] = alpha;
      return;
    }
    double beta = -Math.copySign(Math.hypot(alpha, norm), alpha);
    tau[k] = (beta - alpha) / beta;
    e[k] = beta;
    double pivot = alpha - beta;
    for (int i = k + 2; i < n; i++) {
      x[i] /= pivot;
    }
  }

  /** Euclidean norm; scaled, because entries far below the largest must not vanish when squared. */
  private static double norm(double[] x, int from, int to) {
    double max = largest(x, from, to);
    double scale = Scale.toOne(max);
    double sum = 0;
    for (int i = from; i < to; i++) {
      double y = x[i] * scale;
      sum += y * y;
    }
    return Math.sqrt(sum) / scale;
  }

  /**
   * w = A v on rows {@code from ..} with A symmetric, its lower triangle read (BLAS: {@code symv}).
   * Every column is read once: it is added to w below the diagonal, and its product with v is w's
   * own element.
   */
  private static void symv(double[][] a, double[] v, int from, double[] w) {
    int n = v.length;
    Arrays.fill(w, from, n, 0);
    int j = from;
    for (; j + 3 < n; j += 4) {
      for (int c = j; c < j + 4; c++) {
        w[c] += a[c][c] * v[c];
        for (int i = c + 1; i < j + 4; i++) {
          w[i] += a[c][i] * v[c];
          w[c] += a[c][i] * v[i];
        }
      }
      fourColumns(a[j], a[j + 1], a[j + 2], a[j + 3], v, j, w);
    }
    for (; j < n; j++) {
      w[j] += a[j][j] * v[j];
      for (int i = j + 1; i < n; i++) {
        w[i] += a[j][i] * v[j];
        w[j] += a[j][i] * v[i];
      }
    }
  }

  /** The part of {@link #symv} below a 4 x 4 diagonal block. */
  private static void fourColumns(
      double[] a0, double[] a1, double[] a2, double[] a3, double[] v, int j, double[] w) {
    double v0 = v[j];
    double v1 = v[j + 1];
    double v2 = v[j + 2];
    double v3 = v[j + 3];
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (int i = j + 4; i < v.length; i++) {
      double vi = v[i];
      s0 += a0[i] * vi;
      s1 += a1[i] * vi;
      s2 += a2[i] * vi;
      s3 += a3[i] * vi;
      w[i] += a0[i] * v0 + a1[i] * v1 + a2[i] * v2 + a3[i] * v3;
    }
    w[j] += s0;
    w[j + 1] += s1;
    w[j + 2] += s2;
    w[j + 3] += s3;
  }

  /** H A H = A - v u' - u v' with u = tau w - (tau^2 w'v / 2) v (BLAS: {@code syr2}). */
  private void rankTwoUpdate(double[][] a, double[] v, int k, double[] w) {
    int n = v.length;
    double half = 0.5 * tau[k] * tau[k] * Dot.of(w, k + 1, v, k + 1, n - k - 1);
    for (int i = k + 1; i < n; i++) {
      w[i] = tau[k] * w[i] - half * v[i];
    }
    for (int j = k + 1; j < n; j++) {
      subtract(v, w[j], w, v[j], j, n, a[j]);
    }
  }

  private static void subtract(
      double[] x, double s, double[] y, double t, int from, int to, double[] a) {
    for (int i = from; i < to; i++) {
      a[i] -= x[i] * s + y[i] * t;
    }
  }

  /**
   * Q x_t or Q' x_t (LAPACK: {@code ormtr}).
   *
   * @param trans YES for Q'
   * @param x overwritten
   * @param work n elements, overwritten
   */
  void applyQ(Transpose trans, FourColumns x, double[] work) {
    int n = order();
    for (int step = 0; step < e.length; step++) {
      int k = trans == Transpose.YES ? step : e.length - 1 - step;
      if (tau[k] != 0) {
        System.arraycopy(v.data(), column(k) + k + 1, work, k + 1, n - k - 1);
        x.reflect(tau[k], work, k + 1, n);
      }
    }
  }
}
