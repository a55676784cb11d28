// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Species.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * The vector bodies of {@link ColumnElements}, apart so that its twins run without the Vector API.
 */
final class ColumnElementsVectors {
  private ColumnElementsVectors() {}

  static void scaleVector(int n, double alpha, double[] a, int aAt, double[] c, int cAt) {
    int whole = n - n % L;
    for (int i = 0; i < whole; i += L) {
      DoubleVector.fromArray(SPECIES, a, aAt + i).mul(alpha).intoArray(c, cAt + i);
    }
    ColumnElements.scaleScalar(whole, n, alpha, a, aAt, c, cAt);
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
    ColumnElements.addScalar(whole, n, alpha, a, aAt, beta, b, bAt, c, cAt);
  }

  static void multiplyVector(int n, double[] a, int aAt, double[] b, int bAt, double[] c, int cAt) {
    int whole = n - n % L;
    for (int i = 0; i < whole; i += L) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, a, aAt + i);
      x.mul(DoubleVector.fromArray(SPECIES, b, bAt + i)).intoArray(c, cAt + i);
    }
    ColumnElements.multiplyScalar(whole, n, a, aAt, b, bAt, c, cAt);
  }
}
