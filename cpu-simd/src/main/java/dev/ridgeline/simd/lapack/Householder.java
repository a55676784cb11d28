// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.lapack;

import dev.ridgeline.simd.kernel.ColumnKernel;
import java.util.Arrays;

/**
 * One reflector H = I - tau v v' with H x = (beta, 0, ..., 0)' and v_0 = 1 (LAPACK: {@code larfg}).
 *
 * <pre>
 * x  n >= 1  read, overwritten by v, the 1 included
 * </pre>
 *
 * <p>The matrix x comes from has a largest element of about 1; x may be much smaller, and is scaled
 * where its squares would vanish.
 */
final class Householder {
  /** Below this a column of a matrix with largest element 1 to 2 counts as 0. */
  private static final double NEGLIGIBLE = 0x1p-900;

  /** Sums of squares from here on have lost nothing to underflow. */
  private static final double SAFE = 0x1p-700;

  private Householder() {}

  /**
   * Makes the reflector.
   *
   * @param n elements of x
   * @param x overwritten by v
   * @param at first element
   * @param tau factor, written to {@code tau[k]}; 0 stands for H = I
   * @param k where
   * @return beta
   */
  static double make(int n, double[] x, int at, double[] tau, int k) {
    double alpha = x[at];
    double squares = ColumnKernel.dot(n - 1, x, at + 1, x, at + 1);
    double length;
    if (squares >= SAFE) {
      length = Math.sqrt(squares + alpha * alpha);
    } else {
      double norm = smallNorm(n - 1, x, at + 1);
      if (norm <= NEGLIGIBLE) {
        Arrays.fill(x, at + 1, at + n, 0);
        x[at] = 1;
        tau[k] = 0;
        return alpha;
      }
      length = Math.hypot(alpha, norm);
    }
    double beta = -Math.copySign(length, alpha);
    tau[k] = (beta - alpha) / beta;
    double factor = 1 / (alpha - beta);
    for (int i = at + 1; i < at + n; i++) {
      x[i] *= factor;
    }
    x[at] = 1;
    return beta;
  }

  private static double smallNorm(int n, double[] x, int at) {
    double max = 0;
    for (int i = at; i < at + n; i++) {
      max = Math.max(max, Math.abs(x[i]));
    }
    double scale = LowerCopy.toOne(max);
    double sum = 0;
    for (int i = at; i < at + n; i++) {
      double y = x[i] * scale;
      sum += y * y;
    }
    return Math.sqrt(sum) / scale;
  }
}
