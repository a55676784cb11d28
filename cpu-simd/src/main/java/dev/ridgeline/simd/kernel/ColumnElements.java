// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;

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
      scaleVector(n, alpha, a, aAt, c, cAt);
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
      addVector(n, alpha, a, aAt, beta, b, bAt, c, cAt);
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
      multiplyVector(n, a, aAt, b, bAt, c, cAt);
    } else {
      multiplyScalar(0, n, a, aAt, b, bAt, c, cAt);
    }
  }

  static void scaleVector(int n, double alpha, double[] a, int aAt, double[] c, int cAt) {
    int whole = n - n % L;
    for (int i = 0; i < whole; i += L) {
      DoubleVector.fromArray(SPECIES, a, aAt + i).mul(alpha).intoArray(c, cAt + i);
    }
    scaleScalar(whole, n, alpha, a, aAt, c, cAt);
  }

  static void scaleScalar(int from, int n, double alpha, double[] a, int aAt, double[] c, int cAt) {
    for (int i = from; i < n; i++) {
      c[cAt + i] = alpha * a[aAt + i];
    }
  }

  static void addVector(
      int n,
      double alpha,
      double[] a,
      int aAt,
      double beta,
      double[] b,
      int bAt,
      double[] c,
      int cAt) {
    int whole = n - n % L;
    for (int i = 0; i < whole; i += L) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, a, aAt + i).mul(alpha);
      DoubleVector y = DoubleVector.fromArray(SPECIES, b, bAt + i).mul(beta);
      x.add(y).intoArray(c, cAt + i);
    }
    addScalar(whole, n, alpha, a, aAt, beta, b, bAt, c, cAt);
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

  static void multiplyVector(int n, double[] a, int aAt, double[] b, int bAt, double[] c, int cAt) {
    int whole = n - n % L;
    for (int i = 0; i < whole; i += L) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, a, aAt + i);
      x.mul(DoubleVector.fromArray(SPECIES, b, bAt + i)).intoArray(c, cAt + i);
    }
    multiplyScalar(whole, n, a, aAt, b, bAt, c, cAt);
  }

  static void multiplyScalar(
      int from, int n, double[] a, int aAt, double[] b, int bAt, double[] c, int cAt) {
    for (int i = from; i < n; i++) {
      c[cAt + i] = a[aAt + i] * b[bAt + i];
    }
  }
}
