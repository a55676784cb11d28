// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.spectral;

/** Argument checks of the filters. */
final class Checks {
  private Checks() {}

  static double square(double square) {
    if (!(square >= 0.0 && Double.isFinite(square))) {
      throw new IllegalArgumentException("square must be finite and >= 0: square=" + square);
    }
    return square;
  }

  static int rows(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("rows must be >= 1: rows=" + rows);
    }
    return rows;
  }

  /** Not negative; infinity is a limit that the filters know. */
  static double notNegative(String name, double value) {
    if (!(value >= 0.0)) {
      throw new IllegalArgumentException(name + " must be >= 0: " + name + "=" + value);
    }
    return value;
  }

  static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite: " + name + "=" + value);
    }
    return value;
  }

  static void sameLength(String name, double[] values, int expected) {
    if (values.length != expected) {
      throw new IllegalArgumentException(
          name
              + " must have one entry per direction: entries="
              + values.length
              + ", directions="
              + expected);
    }
  }
}
