// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

/**
 * The inner loops of leave-one-out over many penalties: numerators and denominators of a row, as
 * sums of factors f = mu / (d + mu) over directions. Plain loops over penalties, which the compiler
 * turns into vectors.
 */
final class FilterSums {
  private FilterSums() {}

  /** Adds four directions at once: sums go through memory a quarter as often. */
  static void addRows(
      double[] f,
      int from,
      double[] numerators,
      double[] denominators,
      int count,
      double a0,
      double a1,
      double a2,
      double a3,
      double b0,
      double b1,
      double b2,
      double b3) {
    int second = from + count;
    int third = second + count;
    int fourth = third + count;
    for (int l = 0; l < count; l++) {
      double f0 = f[from + l];
      double f1 = f[second + l];
      double f2 = f[third + l];
      double f3 = f[fourth + l];
      numerators[l] += (a0 * f0 + a1 * f1) + (a2 * f2 + a3 * f3);
      denominators[l] += (b0 * f0 + b1 * f1) + (b2 * f2 + b3 * f3);
    }
  }

  /** Adds one direction. */
  static void addRow(
      double[] f,
      int from,
      double[] numerators,
      double[] denominators,
      int count,
      double a,
      double b) {
    for (int l = 0; l < count; l++) {
      numerators[l] += a * f[from + l];
      denominators[l] += b * f[from + l];
    }
  }

  /** Adds the squares of what is left out over what is divided by. */
  static void addErrors(double[] numerators, double[] denominators, double[] losses, int count) {
    for (int l = 0; l < count; l++) {
      double error = numerators[l] / denominators[l];
      losses[l] += error * error;
    }
  }
}
