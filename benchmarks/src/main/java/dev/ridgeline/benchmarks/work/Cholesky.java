// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.work;

/** The textbook factorisation, in plain loops that share no code with anything measured. */
final class Cholesky {
  private Cholesky() {}

  /** diag(G^-1) = squared column norms of L^-1, where G = L L'; n^3 / 2 in all. */
  static double[] inverseDiagonal(double[] g, int n) {
    // row-major L, so that the inner products run along memory
    double[] l = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = g[i + j * n];
        for (int k = 0; k < j; k++) {
          sum -= l[i * n + k] * l[j * n + k];
        }
        l[i * n + j] = i == j ? Math.sqrt(sum) : sum / l[j * n + j];
      }
    }
    double[] diagonal = new double[n];
    double[] column = new double[n];
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        double sum = i == j ? 1 : 0;
        for (int k = j; k < i; k++) {
          sum -= l[i * n + k] * column[k];
        }
        column[i] = sum / l[i * n + i];
        diagonal[j] += column[i] * column[i];
      }
    }
    return diagonal;
  }
}
