// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import static dev.ridgeline.simd.kernel.Fma.FMA;
import static dev.ridgeline.simd.kernel.Lanes.L;
import static dev.ridgeline.simd.kernel.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Eight shifts of one symmetric band matrix at once: T + mu I = L D L' with L unit lower triangular
 * of the same width (LAPACK: {@code pbtrf}, {@code pbtrs}).
 *
 * <pre>
 * T        n x n, width b  element (k + i, k) at band[k (b + 1) + i], i = 0 .. b; zeros past the end
 * mu       8 shifts
 * factors  n + b columns   element i of column k, shift s, at (k (b + 1) + i) * 8 + s: d_k for
 *                          i = 0, l_ik otherwise; overwritten
 * x        n + b rows of 8 solutions; the rows past the end are zeros
 * </pre>
 *
 * <p>A pivot that is not positive stops nothing: what follows in its lane is meaningless, and other
 * lanes do not notice.
 *
 * <p>Rounding: lanes are independent. For every column k ascending, l_i = a_ik (1 / d_k) and a_ij =
 * fma(a_ik, -l_j, a_ij). Forward, x_(k+i) = fma(-l_ik, x_k, x_(k+i)) for k ascending; backward, x_k
 * = x_k / d_k, from which l_ik x_(k+i) are subtracted one by one, i ascending.
 */
public final class BandKernel {
  private static final int SHIFTS = ShiftedKernel.SHIFTS;

  private BandKernel() {}

  /**
   * Factors.
   *
   * @param n order
   * @param b width
   * @param band T
   * @param mu holds the shifts
   * @param muAt the first of 8
   * @param factors overwritten
   */
  public static void factor(int n, int b, double[] band, double[] mu, int muAt, double[] factors) {
    boolean vectors = Compiled.SHIFTED.ready();
    for (int k = 0; k < Math.min(b, n); k++) {
      load(b, band, k, mu, muAt, factors);
    }
    for (int k = 0; k < n; k++) {
      if (k + b < n) {
        load(b, band, k + b, mu, muAt, factors);
      }
      int below = Math.min(b, n - 1 - k);
      if (vectors) {
        eliminateVector(b, below, k, factors);
      } else {
        eliminateScalar(b, below, k, factors);
      }
    }
  }

  private static void load(int b, double[] band, int k, double[] mu, int muAt, double[] factors) {
    int at = k * (b + 1);
    for (int s = 0; s < SHIFTS; s++) {
      factors[at * SHIFTS + s] = band[at] + mu[muAt + s];
    }
    for (int i = 1; i <= b; i++) {
      Arrays.fill(factors, (at + i) * SHIFTS, (at + i + 1) * SHIFTS, band[at + i]);
    }
  }

  /** Column k and what it subtracts from the {@code below} columns after it. */
  static void eliminateVector(int b, int below, int k, double[] f) {
    int column = k * (b + 1) * SHIFTS;
    for (int h = 0; h < SHIFTS; h += L) {
      DoubleVector reciprocal =
          DoubleVector.broadcast(SPECIES, 1).div(DoubleVector.fromArray(SPECIES, f, column + h));
      int target = column + h;
      for (int j = 1; j <= below; j++) {
        target += (b + 1) * SHIFTS;
        DoubleVector a =
            DoubleVector.fromArray(SPECIES, f, column + j * SHIFTS + h)
                .mul(reciprocal)
                .lanewise(VectorOperators.NEG);
        int from = column + j * SHIFTS + h;
        int end = (below - j) * SHIFTS;
        for (int i = 0; i <= end; i += SHIFTS) {
          DoubleVector x = DoubleVector.fromArray(SPECIES, f, from + i);
          DoubleVector t = DoubleVector.fromArray(SPECIES, f, target + i);
          t = FMA ? x.fma(a, t) : x.mul(a).add(t);
          t.intoArray(f, target + i);
        }
      }
      for (int i = 1; i <= below; i++) {
        int at = column + i * SHIFTS + h;
        DoubleVector.fromArray(SPECIES, f, at).mul(reciprocal).intoArray(f, at);
      }
    }
  }

  static void eliminateScalar(int b, int below, int k, double[] f) {
    int column = k * (b + 1) * SHIFTS;
    for (int s = 0; s < SHIFTS; s++) {
      double reciprocal = 1 / f[column + s];
      for (int j = 1; j <= below; j++) {
        int target = column + j * (b + 1) * SHIFTS + s;
        double a = -(f[column + j * SHIFTS + s] * reciprocal);
        for (int i = j; i <= below; i++) {
          int at = target + (i - j) * SHIFTS;
          f[at] = Fma.of(f[column + i * SHIFTS + s], a, f[at]);
        }
      }
      for (int i = 1; i <= below; i++) {
        f[column + i * SHIFTS + s] *= reciprocal;
      }
    }
  }

  /**
   * Solves (T + mu I) x = c for 8 shifts.
   *
   * @param n order
   * @param b width
   * @param factors of {@link #factor}
   * @param c right-hand side, n elements, the same for all shifts
   * @param cAt its first element
   * @param x overwritten
   */
  public static void solve(int n, int b, double[] factors, double[] c, int cAt, double[] x) {
    for (int k = 0; k < n; k++) {
      Arrays.fill(x, k * SHIFTS, (k + 1) * SHIFTS, c[cAt + k]);
    }
    boolean vectors = Compiled.SHIFTED.ready();
    for (int k = 0; k < n; k++) {
      int below = Math.min(b, n - 1 - k);
      if (vectors) {
        forwardVector(b, below, k, factors, x);
      } else {
        forwardScalar(b, below, k, factors, x);
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      int below = Math.min(b, n - 1 - k);
      if (vectors) {
        backwardVector(b, below, k, factors, x);
      } else {
        backwardScalar(b, below, k, factors, x);
      }
    }
  }

  static void forwardVector(int b, int below, int k, double[] f, double[] x) {
    int column = k * (b + 1) * SHIFTS;
    int end = (k + below) * SHIFTS;
    for (int h = 0; h < SHIFTS; h += L) {
      DoubleVector xk =
          DoubleVector.fromArray(SPECIES, x, k * SHIFTS + h).lanewise(VectorOperators.NEG);
      int shift = column - k * SHIFTS;
      for (int at = (k + 1) * SHIFTS + h; at < end + SHIFTS; at += SHIFTS) {
        DoubleVector l = DoubleVector.fromArray(SPECIES, f, shift + at);
        DoubleVector t = DoubleVector.fromArray(SPECIES, x, at);
        t = FMA ? l.fma(xk, t) : l.mul(xk).add(t);
        t.intoArray(x, at);
      }
    }
  }

  static void forwardScalar(int b, int below, int k, double[] f, double[] x) {
    int column = k * (b + 1) * SHIFTS;
    for (int i = 1; i <= below; i++) {
      for (int s = 0; s < SHIFTS; s++) {
        int at = (k + i) * SHIFTS + s;
        x[at] = Fma.of(f[column + i * SHIFTS + s], -x[k * SHIFTS + s], x[at]);
      }
    }
  }

  static void backwardVector(int b, int below, int k, double[] f, double[] x) {
    int column = k * (b + 1) * SHIFTS;
    int shift = k * SHIFTS;
    int end = (below + 1) * SHIFTS;
    for (int h = 0; h < SHIFTS; h += L) {
      DoubleVector sum =
          DoubleVector.fromArray(SPECIES, x, shift + h)
              .div(DoubleVector.fromArray(SPECIES, f, column + h))
              .lanewise(VectorOperators.NEG);
      for (int i = SHIFTS + h; i < end; i += SHIFTS) {
        DoubleVector l = DoubleVector.fromArray(SPECIES, f, column + i);
        DoubleVector y = DoubleVector.fromArray(SPECIES, x, shift + i);
        sum = FMA ? l.fma(y, sum) : l.mul(y).add(sum);
      }
      sum.lanewise(VectorOperators.NEG).intoArray(x, shift + h);
    }
  }

  static void backwardScalar(int b, int below, int k, double[] f, double[] x) {
    int column = k * (b + 1) * SHIFTS;
    for (int s = 0; s < SHIFTS; s++) {
      double sum = -(x[k * SHIFTS + s] / f[column + s]);
      for (int i = 1; i <= below; i++) {
        sum = Fma.of(f[column + i * SHIFTS + s], x[(k + i) * SHIFTS + s], sum);
      }
      x[k * SHIFTS + s] = -sum;
    }
  }

  /**
   * The first pivot of a shift that is not positive.
   *
   * @param n order
   * @param b width
   * @param factors of {@link #factor}
   * @param shift 0 to 7
   * @return 0, or i when pivot i fails
   */
  public static int info(int n, int b, double[] factors, int shift) {
    for (int k = 0; k < n; k++) {
      double pivot = factors[k * (b + 1) * SHIFTS + shift];
      if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
        return k + 1;
      }
    }
    return 0;
  }
}
