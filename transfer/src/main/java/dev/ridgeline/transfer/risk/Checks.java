// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

/** Argument checks; each message names the value and what is accepted. */
final class Checks {
  private Checks() {}

  static int atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be >= " + least + ": " + name + "=" + value);
    }
    return value;
  }

  static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite: " + name + "=" + value);
    }
    return value;
  }

  static double notNegative(String name, double value) {
    if (!(value >= 0.0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be finite and >= 0: " + name + "=" + value);
    }
    return value;
  }

  static double positive(String name, double value) {
    if (!(value > 0.0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be finite and > 0: " + name + "=" + value);
    }
    return value;
  }

  /** A penalty may be infinite: the limit in which the fit does not move. */
  static double penalty(String name, double value) {
    if (!(value >= 0.0)) {
      throw new IllegalArgumentException(
          name + " must be >= 0 (infinity is accepted): " + name + "=" + value);
    }
    return value;
  }

  static void dimension(String name, int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          name + " must have dimension " + expected + ": dimension=" + actual);
    }
  }
}
