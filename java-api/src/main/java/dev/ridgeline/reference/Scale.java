// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.reference;

/** Powers of two, which scale without rounding. */
final class Scale {
  private Scale() {}

  /**
   * Brings {@code max} to [1, 2); 1 when it is 0, an infinity or NaN. A subnormal maximum comes as
   * near as a double can go.
   */
  static double toOne(double max) {
    boolean ordinary = max > 0 && max < Double.POSITIVE_INFINITY;
    return ordinary ? Math.scalb(1.0, -Math.getExponent(max)) : 1;
  }
}
