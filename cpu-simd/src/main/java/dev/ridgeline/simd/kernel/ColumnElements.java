// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

/**
 * Element by element on columns: c = alpha a, c = alpha a + beta b, c_i = a_i b_i.
 *
 * <pre>
 * a, b, c  n elements of unit stride; c may be a or b, but does not overlap them otherwise
 * </pre>
 *
 * <p>Rounding: every product and every sum by itself, without fused operations, as the reference
 * does; so both give the same bits.
 */
public final class ColumnElements {
  private ColumnElements() {}

  /**
   * c = alpha a.
   *
   * @param n number of elements
   * @param alpha factor
   * @param a operand
   * @param aAt where it starts
   * @param c overwritten
   * @param cAt where it starts
   */
  public static void scale(int n, double alpha, double[] a, int aAt, double[] c, int cAt) {
    if (Compiled.ELEMENTS.ready()) {
      ColumnElementsVectors.scaleVector(n, alpha, a, aAt, c, cAt);
    } else {
      scaleScalar(0, n, alpha, a, aAt, c, cAt);
    }
  }

  /**
   * c = alpha a + beta b.
   *
   * @param n number of elements
   * @param alpha factor
   * @param a operand
   * @param aAt where it starts
   * @param beta factor
   * @param b operand
   * @param bAt where it starts
   * @param c overwritten
   * @param cAt where it starts
   */
  public static void add(
      int n,
      double alpha,
      double[] a,
      int aAt,
      double beta,
      double[] b,
      int bAt,
      double[] c,
      int cAt) {
    if (Compiled.ELEMENTS.ready()) {
      ColumnElementsVectors.addVector(n, alpha, a, aAt, beta, b, bAt, c, cAt);
    } else {
      addScalar(0, n, alpha, a, aAt, beta, b, bAt, c, cAt);
    }
  }

  /**
   * c_i = a_i b_i.
   *
   * @param n number of elements
   * @param a operand
   * @param aAt where it starts
   * @param b operand
   * @param bAt where it starts
   * @param c overwritten
   * @param cAt where it starts
   */
  public static void multiply(
      int n, double[] a, int aAt, double[] b, int bAt, double[] c, int cAt) {
    if (Compiled.ELEMENTS.ready()) {
      ColumnElementsVectors.multiplyVector(n, a, aAt, b, bAt, c, cAt);
    } else {
      multiplyScalar(0, n, a, aAt, b, bAt, c, cAt);
    }
  }

  static void scaleScalar(int from, int n, double alpha, double[] a, int aAt, double[] c, int cAt) {
    for (int i = from; i < n; i++) {
      c[cAt + i] = alpha * a[aAt + i];
    }
  }

  static void addScalar(
      int from,
      int n,
      double alpha,
      double[] a,
      int aAt,
      double beta,
      double[] b,
      int bAt,
      double[] c,
      int cAt) {
    for (int i = from; i < n; i++) {
      c[cAt + i] = alpha * a[aAt + i] + beta * b[bAt + i];
    }
  }

  static void multiplyScalar(
      int from, int n, double[] a, int aAt, double[] b, int bAt, double[] c, int cAt) {
    for (int i = from; i < n; i++) {
      c[cAt + i] = a[aAt + i] * b[bAt + i];
    }
  }
}
