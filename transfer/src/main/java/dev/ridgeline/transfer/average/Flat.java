// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import java.util.Arrays;

/** Operations on flat arrays. */
final class Flat {
  private Flat() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** to += factor * from. */
  static void add(double factor, double[] from, double[] to) {
    add(factor, from, to, 0, to.length);
  }

  /** to += factor * from, from element {@code first} to the one before {@code end}. */
  static void add(double factor, double[] from, double[] to, int first, int end) {
    for (int i = first; i < end; i++) {
      to[i] += factor * from[i];
    }
  }

  /**
   * The least weight that stays when the smallest are dropped, as many as together weigh less than
   * something negligible; one stays always.
   */
  static double leastKept(double[] weights, double negligible) {
    double[] sorted = weights.clone();
    Arrays.sort(sorted);
    double dropped = 0;
    int first = 0;
    while (first + 1 < sorted.length && dropped + sorted[first] < negligible) {
      dropped += sorted[first++];
    }
    return sorted[first];
  }

  /** A column of a column-major array. */
  static double[] column(double[] of, int rows, int column) {
    return Arrays.copyOfRange(of, column * rows, (column + 1) * rows);
  }
}
