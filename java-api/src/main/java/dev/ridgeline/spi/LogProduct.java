// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.spi;

/**
 * The logarithm of a product of positive numbers, which itself may lie far beyond the range of a
 * double: determinants are made of such products. Exponents are added as whole numbers and the
 * mantissas multiplied, so one logarithm serves all factors, and the rounding error is that of the
 * product, at most 2^-53 per factor, and not of a sum of logarithms.
 *
 * <p>The order of the factors decides the bits, and nothing else: {@link StrictMath#log} is the
 * same everywhere. Belongs to one thread at a time.
 */
public final class LogProduct {
  private static final double LN_2 = 0.6931471805599453;
  private static final long MANTISSA = 0x000f_ffff_ffff_ffffL;
  private static final long ONE = 0x3ff0_0000_0000_0000L;
  private static final int SUBNORMAL_SHIFT = 54;

  private double mantissa = 1;
  private long exponent;

  /** The empty product, 1. */
  public LogProduct() {}

  /**
   * Multiplies.
   *
   * @param factor positive and finite
   */
  public void multiply(double factor) {
    double x = factor;
    if (x < Double.MIN_NORMAL) {
      x *= 0x1p54;
      exponent -= SUBNORMAL_SHIFT;
    }
    exponent += Math.getExponent(x);
    mantissa *= Double.longBitsToDouble((Double.doubleToRawLongBits(x) & MANTISSA) | ONE);
    if (mantissa >= 2) {
      mantissa *= 0.5;
      exponent++;
    }
  }

  /**
   * The logarithm of the product so far.
   *
   * @return the natural logarithm; 0 for the empty product
   */
  public double log() {
    return exponent * LN_2 + StrictMath.log(mantissa);
  }
}
