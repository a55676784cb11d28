// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

/** Cholesky factors of one small matrix on the host, column-major, lower triangle. */
final class SmallCholesky {
  private SmallCholesky() {}

  /** A = L L' in place; false when a pivot is not positive to rounding. */
  static boolean factor(double[] a, int n) {
    for (int j = 0; j < n; j++) {
      double pivot = a[j + j * n];
      double before = pivot;
      for (int k = 0; k < j; k++) {
        pivot -= a[j + k * n] * a[j + k * n];
      }
      if (!(pivot > n * Rounding.EPS * Math.abs(before))) {
        return false;
      }
      double root = Math.sqrt(pivot);
      a[j + j * n] = root;
      for (int i = j + 1; i < n; i++) {
        double value = a[i + j * n];
        for (int k = 0; k < j; k++) {
          value -= a[i + k * n] * a[j + k * n];
        }
        a[i + j * n] = value / root;
      }
    }
    return true;
  }

  /** b = (L L')^-1 b. */
  static void solve(double[] l, int n, double[] b) {
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        b[i] -= l[i + k * n] * b[k];
      }
      b[i] /= l[i + i * n];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        b[i] -= l[k + i * n] * b[k];
      }
      b[i] /= l[i + i * n];
    }
  }
}
