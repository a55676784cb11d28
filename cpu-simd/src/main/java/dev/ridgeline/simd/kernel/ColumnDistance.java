// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;

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
  private static final int P = 32;

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
        ? squaredVector(n, b, bAt, w, wAt)
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
        ? weightedVector(n, b, bAt, w, wAt, d, dAt)
        : weightedScalar(n, b, bAt, w, wAt, d, dAt);
  }

  static double squaredVector(int n, double[] b, int bAt, double[] w, int wAt) {
    double[] s = new double[P];
    int whole = n - n % P;
    for (int h = 0; h < P; h += 4 * L) {
      DoubleVector s0 = DoubleVector.zero(SPECIES);
      DoubleVector s1 = s0;
      DoubleVector s2 = s0;
      DoubleVector s3 = s0;
      // vector body: 4 of the 32 / L vectors of partial sums
      for (int i = h; i < whole; i += P) {
        DoubleVector e0 = difference(b, bAt + i, w, wAt + i);
        DoubleVector e1 = difference(b, bAt + i + L, w, wAt + i + L);
        DoubleVector e2 = difference(b, bAt + i + 2 * L, w, wAt + i + 2 * L);
        DoubleVector e3 = difference(b, bAt + i + 3 * L, w, wAt + i + 3 * L);
        s0 = FMA ? e0.fma(e0, s0) : e0.mul(e0).add(s0);
        s1 = FMA ? e1.fma(e1, s1) : e1.mul(e1).add(s1);
        s2 = FMA ? e2.fma(e2, s2) : e2.mul(e2).add(s2);
        s3 = FMA ? e3.fma(e3, s3) : e3.mul(e3).add(s3);
      }
      s0.intoArray(s, h);
      s1.intoArray(s, h + L);
      s2.intoArray(s, h + 2 * L);
      s3.intoArray(s, h + 3 * L);
    }
    // scalar tail
    for (int i = whole; i < n; i++) {
      double e = b[bAt + i] - w[wAt + i];
      s[i - whole] = Fma.of(e, e, s[i - whole]);
    }
    return ColumnKernel.fold(s);
  }

  static double squaredScalar(int n, double[] b, int bAt, double[] w, int wAt) {
    double[] s = new double[P];
    for (int i = 0; i < n; i++) {
      double e = b[bAt + i] - w[wAt + i];
      s[i % P] = Fma.of(e, e, s[i % P]);
    }
    return ColumnKernel.fold(s);
  }

  static double weightedVector(
      int n, double[] b, int bAt, double[] w, int wAt, double[] d, int dAt) {
    double[] s = new double[P];
    int whole = n - n % P;
    for (int h = 0; h < P; h += 2 * L) {
      DoubleVector s0 = DoubleVector.zero(SPECIES);
      DoubleVector s1 = s0;
      // vector body: 2 of the 32 / L vectors of partial sums
      for (int i = h; i < whole; i += P) {
        DoubleVector e0 = difference(b, bAt + i, w, wAt + i);
        DoubleVector e1 = difference(b, bAt + i + L, w, wAt + i + L);
        DoubleVector f0 = DoubleVector.fromArray(SPECIES, d, dAt + i).mul(e0);
        DoubleVector f1 = DoubleVector.fromArray(SPECIES, d, dAt + i + L).mul(e1);
        s0 = FMA ? f0.fma(e0, s0) : f0.mul(e0).add(s0);
        s1 = FMA ? f1.fma(e1, s1) : f1.mul(e1).add(s1);
      }
      s0.intoArray(s, h);
      s1.intoArray(s, h + L);
    }
    // scalar tail
    for (int i = whole; i < n; i++) {
      double e = b[bAt + i] - w[wAt + i];
      s[i - whole] = Fma.of(d[dAt + i] * e, e, s[i - whole]);
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

  private static DoubleVector difference(double[] b, int bAt, double[] w, int wAt) {
    return DoubleVector.fromArray(SPECIES, b, bAt).sub(DoubleVector.fromArray(SPECIES, w, wAt));
  }
}
