// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

/**
 * y_i += sum_l s_l a_l[i], the one inner loop of gemm, gram and Cholesky.
 *
 * <p>Every operand is an array read at the same index i: only then can C2 prove that stores to y
 * are never loads of a later i, and vectorise. (With offsets inside one array it runs four to six
 * times slower.) Vectorising a loop without a reduction changes no bit.
 */
final class Axpy {
  private Axpy() {}

  /**
   * y += s_0 a_0 + ... + s_(depth-1) a_(depth-1) on rows {@code from .. to - 1}, four columns to
   * one pass over y. The order of the sum depends on {@code depth} only.
   *
   * @param depth number of columns of a
   * @param a columns
   * @param s factors, {@code depth} of them
   * @param y read and written; none of a's columns
   */
  static void add(int depth, double[][] a, double[] s, int from, int to, double[] y) {
    int l = 0;
    for (; l + 3 < depth; l += 4) {
      add4(from, to, a[l], a[l + 1], a[l + 2], a[l + 3], s[l], s[l + 1], s[l + 2], s[l + 3], y);
    }
    for (; l < depth; l++) {
      add1(from, to, a[l], s[l], y);
    }
  }

  private static void add4(
      int from,
      int to,
      double[] a0,
      double[] a1,
      double[] a2,
      double[] a3,
      double s0,
      double s1,
      double s2,
      double s3,
      double[] y) {
    for (int i = from; i < to; i++) {
      y[i] += a0[i] * s0 + a1[i] * s1 + a2[i] * s2 + a3[i] * s3;
    }
  }

  private static void add1(int from, int to, double[] a, double s, double[] y) {
    for (int i = from; i < to; i++) {
      y[i] += a[i] * s;
    }
  }
}
