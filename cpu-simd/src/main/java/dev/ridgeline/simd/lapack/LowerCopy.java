// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.kernel.SymvKernel;
import java.util.Arrays;

/**
 * W = s G, the lower triangle of a symmetric matrix in working memory that the kernels can run
 * over.
 *
 * <pre>
 * G  n x n  lower triangle read
 * W  n x n  lower triangle copied, zero above and below, leading dimension of its own
 * s         the power of two that brings the largest element to 1 up to 2
 * </pre>
 *
 * <p>A power of two changes no bit, and squares and products of the elements stay within range. The
 * leading dimension leaves room for vectors that run past the last row, and keeps clear of powers
 * of two, whose columns would fall upon the same sets of the cache.
 */
final class LowerCopy {
  private static final long MAGNITUDE = Long.MAX_VALUE;

  private LowerCopy() {}

  /**
   * The leading dimension of W.
   *
   * @param n order
   * @return at least n + {@link SymvKernel#PAD}
   */
  static int leadingDimension(int n) {
    int ld = (n + SymvKernel.PAD + 7) / 8 * 8;
    return ld % 64 == 0 ? ld + 8 : ld;
  }

  /**
   * Copies and scales.
   *
   * @param n order
   * @param g holds G
   * @param gAt its element (0, 0)
   * @param ldg its leading dimension
   * @param w overwritten from 0 on, n columns of {@link #leadingDimension}
   * @return s
   */
  static double scaled(int n, double[] g, int gAt, int ldg, double[] w) {
    double scale = toOne(largest(n, g, gAt, ldg));
    int ld = leadingDimension(n);
    for (int j = 0; j < n; j++) {
      Arrays.fill(w, j * ld, j * ld + j, 0);
      int shift = gAt + j * ldg - j * ld;
      for (int i = j * ld + j; i < j * ld + n; i++) {
        w[i] = scale * g[i + shift];
      }
      Arrays.fill(w, j * ld + n, (j + 1) * ld, 0);
    }
    return scale;
  }

  /** As numbers without sign compare as their bits do, NaN above infinity; four chains at once. */
  private static double largest(int n, double[] g, int gAt, int ldg) {
    long m0 = 0;
    long m1 = 0;
    long m2 = 0;
    long m3 = 0;
    for (int j = 0; j < n; j++) {
      int i = gAt + j * ldg + j;
      int end = gAt + j * ldg + n;
      for (; i + 3 < end; i += 4) {
        m0 = Math.max(m0, Double.doubleToRawLongBits(g[i]) & MAGNITUDE);
        m1 = Math.max(m1, Double.doubleToRawLongBits(g[i + 1]) & MAGNITUDE);
        m2 = Math.max(m2, Double.doubleToRawLongBits(g[i + 2]) & MAGNITUDE);
        m3 = Math.max(m3, Double.doubleToRawLongBits(g[i + 3]) & MAGNITUDE);
      }
      for (; i < end; i++) {
        m0 = Math.max(m0, Double.doubleToRawLongBits(g[i]) & MAGNITUDE);
      }
    }
    return Double.longBitsToDouble(Math.max(Math.max(m0, m1), Math.max(m2, m3)));
  }

  /** 1 when max is 0, an infinity or NaN. */
  static double toOne(double max) {
    boolean ordinary = max > 0 && max < Double.POSITIVE_INFINITY;
    return ordinary ? Math.scalb(1.0, -Math.getExponent(max)) : 1;
  }
}
