// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.internal;

/** Argument checks; each message names the value and what is accepted. */
public final class Checks {
  private Checks() {}

  /**
   * Requires a number of at least a bound.
   *
   * @param name of the argument
   * @param value its value
   * @param least smallest value accepted
   * @return value
   */
  public static int atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be >= " + least + ": " + name + "=" + value);
    }
    return value;
  }

  /**
   * Requires a finite number.
   *
   * @param name of the argument
   * @param value its value
   * @return value
   */
  public static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be finite: " + name + "=" + value);
    }
    return value;
  }

  /**
   * Requires a finite number of at least 0.
   *
   * @param name of the argument
   * @param value its value
   * @return value
   */
  public static double notNegative(String name, double value) {
    if (!(value >= 0.0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be finite and >= 0: " + name + "=" + value);
    }
    return value;
  }

  /**
   * Requires a number of at least 0, or infinity: a penalty or a time may be infinite, the limit in
   * which a fit does not move or no longer moves.
   *
   * @param name of the argument
   * @param value its value
   * @return value
   */
  public static double notNegativeOrInfinite(String name, double value) {
    if (!(value >= 0.0)) {
      throw new IllegalArgumentException(
          name + " must be >= 0 (infinity is accepted): " + name + "=" + value);
    }
    return value;
  }

  /**
   * Requires a finite number above 0.
   *
   * @param name of the argument
   * @param value its value
   * @return value
   */
  public static double positive(String name, double value) {
    if (!(value > 0.0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " must be finite and > 0: " + name + "=" + value);
    }
    return value;
  }

  /**
   * Requires two dimensions to agree.
   *
   * @param name of the argument
   * @param actual its dimension
   * @param expected dimension
   */
  public static void dimension(String name, int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          name + " must have dimension " + expected + ": dimension=" + actual);
    }
  }

  /**
   * Requires one entry per direction of a spectrum.
   *
   * @param name of the argument
   * @param values the entries
   * @param directions number of directions
   */
  public static void onePerDirection(String name, double[] values, int directions) {
    if (values.length != directions) {
      throw new IllegalArgumentException(
          name
              + " must have one entry per direction: entries="
              + values.length
              + ", directions="
              + directions);
    }
  }
}
