// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.math.BigInteger;

/**
 * The double nearest to some digits times a power of ten, by the algorithm of Eisel and Lemire
 * ("Number parsing at a gigabyte per second", 2021): one or two products of 64 bits with powers of
 * five of 128 bits. Stateless.
 */
final class NearestDouble {
  /** 19 digits fit 64 bits without a sign. */
  static final int MOST_DIGITS = 19;

  private static final int LEAST_POWER = -80;
  private static final int MOST_POWER = 60;

  /** 10^i is a double up to here, and so is every whole number up to 2^53. */
  private static final int EXACT_POWER = 22;

  private static final long EXACT_WHOLE = 1L << 53;

  private static final int BITS = 52;
  private static final int BIAS = 1023;

  private static final double[] POWERS = new double[EXACT_POWER + 1];
  private static final long[] HIGH = new long[MOST_POWER - LEAST_POWER + 1];
  private static final long[] LOW = new long[HIGH.length];

  static {
    for (int i = 0; i <= EXACT_POWER; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
    BigInteger five = BigInteger.valueOf(5);
    for (int q = LEAST_POWER; q <= MOST_POWER; q++) {
      BigInteger power = five.pow(Math.abs(q));
      if (q < 0) {
        // Of a reciprocal that may be that of an exact quotient all bits are rounded up, of a
        // smaller one those beyond what is kept.
        int bits = q >= -27 ? power.bitLength() + 127 : 2 * power.bitLength() + 128;
        power = BigInteger.ONE.shiftLeft(bits).divide(power).add(BigInteger.ONE);
      }
      int shift = 128 - power.bitLength();
      BigInteger top = shift >= 0 ? power.shiftLeft(shift) : power.shiftRight(-shift);
      HIGH[q - LEAST_POWER] = top.shiftRight(64).longValue();
      LOW[q - LEAST_POWER] = top.longValue();
    }
  }

  private NearestDouble() {}

  /**
   * The double nearest to {@code digits * 10^power}, of two the even one.
   *
   * @param digits a whole number without a sign
   * @param power the power of ten
   * @return the double; NaN where it takes more to find it, which is rare
   */
  static double of(long digits, int power) {
    if (digits >= 0 && digits <= EXACT_WHOLE && Math.abs(power) <= EXACT_POWER) {
      // Both operands are exact, so the one rounding is that of the result.
      return power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
    }
    if (digits == 0) {
      return 0;
    }
    if (power < LEAST_POWER || power > MOST_POWER) {
      return Double.NaN;
    }
    int zeros = Long.numberOfLeadingZeros(digits);
    long whole = digits << zeros;
    long factor = HIGH[power - LEAST_POWER];
    long high = Math.unsignedMultiplyHigh(whole, factor);
    long low = whole * factor;
    if ((high & 0x1FF) == 0x1FF) { // what was left out of the factor may carry
      long more = Math.unsignedMultiplyHigh(whole, LOW[power - LEAST_POWER]);
      low += more;
      high += Long.compareUnsigned(low, more) < 0 ? 1 : 0;
      if (low == -1 && (power < -27 || power > 55)) {
        return Double.NaN;
      }
    }
    int upper = (int) (high >>> 63);
    int shift = upper + 64 - BITS - 3;
    long mantissa = high >>> shift;
    // Halfway between two doubles, which the product can be only for these powers.
    boolean small = low == 0 || low == 1;
    if (small && power >= -4 && power <= 23 && (mantissa & 3) == 1 && mantissa << shift == high) {
      mantissa &= ~1L;
    }
    mantissa = (mantissa + (mantissa & 1)) >>> 1;
    // floor(log2(10^power)) + 63, as an integer product
    int exponent = (int) (((152_170L + 65_536) * power) >> 16) + 63 + upper - zeros;
    if (mantissa >= 2L << BITS) {
      mantissa = 1L << BITS;
      exponent++;
    }
    // Normal for all powers of the table: the least number is 1e-80.
    return Double.longBitsToDouble(
        ((long) (exponent + BIAS) << BITS) | (mantissa & ((1L << BITS) - 1)));
  }
}
