// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

/**
 * Squared distance of two columns, (b - w)' diag(d) (b - w), in one pass.
 *
 * <pre>
 * b, w, d  n elements of unit stride, read; w may be absent in {@link #squared}
 * </pre>
 *
 * <p>Rounding: e_i = b_i - w_i, rounded; without weights the products e_i e_i, with them (d_i e_i)
 * e_i, the bracket rounded, are summed as {@link ColumnKernel} sums: fused into 32 partial sums
 * that are then folded.
 */
public final class ColumnDistance {
  /** Partial sums. */
  static final int P = 32;

  private ColumnDistance() {}

  /**
   * |b - w|^2.
   *
   * @param n number of elements
   * @param b first column
   * @param bAt where it starts
   * @param w second column
   * @param wAt where it starts
   * @return the squared distance
   */
  public static double squared(int n, double[] b, int bAt, double[] w, int wAt) {
    return Compiled.ELEMENTS.ready()
        ? ColumnDistanceVectors.squaredVector(n, b, bAt, w, wAt)
        : squaredScalar(n, b, bAt, w, wAt);
  }

  /**
   * (b - w)' diag(d) (b - w).
   *
   * @param n number of elements
   * @param b first column
   * @param bAt where it starts
   * @param w second column
   * @param wAt where it starts
   * @param d weights
   * @param dAt where they start
   * @return the weighted squared distance
   */
  public static double weighted(
      int n, double[] b, int bAt, double[] w, int wAt, double[] d, int dAt) {
    return Compiled.ELEMENTS.ready()
        ? ColumnDistanceVectors.weightedVector(n, b, bAt, w, wAt, d, dAt)
        : weightedScalar(n, b, bAt, w, wAt, d, dAt);
  }

  static double squaredScalar(int n, double[] b, int bAt, double[] w, int wAt) {
    double[] s = new double[P];
    for (int i = 0; i < n; i++) {
      double e = b[bAt + i] - w[wAt + i];
      s[i % P] = Fma.of(e, e, s[i % P]);
    }
    return ColumnKernel.fold(s);
  }

  static double weightedScalar(
      int n, double[] b, int bAt, double[] w, int wAt, double[] d, int dAt) {
    double[] s = new double[P];
    for (int i = 0; i < n; i++) {
      double e = b[bAt + i] - w[wAt + i];
      s[i % P] = Fma.of(d[dAt + i] * e, e, s[i % P]);
    }
    return ColumnKernel.fold(s);
  }
}
