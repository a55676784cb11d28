// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

/** When a pivot lets a factorisation go on. */
final class Pivots {
  private Pivots() {}

  /** False for NaN and infinity too: they come from overflow or bad input, never from a matrix. */
  static boolean positive(double pivot) {
    return pivot > 0 && pivot < Double.POSITIVE_INFINITY;
  }
}
