// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

/** Inner products; C2 keeps sums in order, so four of them run side by side. */
final class Dot {
  private Dot() {}

  /**
   * Sum of a_i b_i: (s_0 + s_1) + (s_2 + s_3) over the residues of i modulo 4, then the last n
   * modulo 4 products in their order.
   *
   * @param aAt index of a_0
   * @param bAt index of b_0
   */
  static double of(double[] a, int aAt, double[] b, int bAt, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += a[aAt + i] * b[bAt + i];
      s1 += a[aAt + i + 1] * b[bAt + i + 1];
      s2 += a[aAt + i + 2] * b[bAt + i + 2];
      s3 += a[aAt + i + 3] * b[bAt + i + 3];
    }
    double sum = (s0 + s1) + (s2 + s3);
    for (; i < n; i++) {
      sum += a[aAt + i] * b[bAt + i];
    }
    return sum;
  }
}
