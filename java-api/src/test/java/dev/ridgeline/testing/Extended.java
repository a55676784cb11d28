// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import java.math.BigInteger;

/**
 * A binary floating-point number of {@value #BITS} bits, about 115 digits, with an exponent that
 * neither overflows nor underflows here. Immutable. Every operation truncates its result to that
 * many bits; zero and sums that cancel are exact.
 */
final class Extended {
  /** Bits of a result. */
  static final int BITS = 384;

  static final Extended ZERO = new Extended(BigInteger.ZERO, 0);
  static final Extended ONE = of(1);

  private static final long FRACTION = (1L << 52) - 1;
  private static final int WORD = 62;

  /** value = mantissa 2^exponent. */
  private final BigInteger mantissa;

  private final int exponent;

  private Extended(BigInteger mantissa, int exponent) {
    this.mantissa = mantissa;
    this.exponent = exponent;
  }

  private static Extended rounded(BigInteger mantissa, int exponent) {
    int excess = mantissa.bitLength() - BITS;
    if (excess > 0) {
      return new Extended(mantissa.shiftRight(excess), exponent + excess);
    }
    return mantissa.signum() == 0 ? ZERO : new Extended(mantissa, exponent);
  }

  /**
   * A double, exactly.
   *
   * @param value finite
   */
  static Extended of(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("not finite: " + value);
    }
    if (value == 0) {
      return ZERO;
    }
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> 52) & 0x7ff;
    long digits = biased == 0 ? bits & FRACTION : (bits & FRACTION) | (FRACTION + 1);
    int zeros = Long.numberOfTrailingZeros(digits);
    long signed = value < 0 ? -(digits >> zeros) : digits >> zeros;
    return new Extended(BigInteger.valueOf(signed), Math.max(biased, 1) - 1075 + zeros);
  }

  Extended plus(Extended other) {
    if (other.isZero()) {
      return this;
    }
    if (isZero()) {
      return other;
    }
    int gap = magnitude() - other.magnitude();
    if (gap > BITS + 2) {
      return this;
    }
    if (gap < -BITS - 2) {
      return other;
    }
    int shift = exponent - other.exponent;
    return shift >= 0
        ? rounded(mantissa.shiftLeft(shift).add(other.mantissa), other.exponent)
        : rounded(mantissa.add(other.mantissa.shiftLeft(-shift)), exponent);
  }

  Extended minus(Extended other) {
    return plus(other.negated());
  }

  Extended negated() {
    return new Extended(mantissa.negate(), exponent);
  }

  Extended times(Extended other) {
    return rounded(mantissa.multiply(other.mantissa), exponent + other.exponent);
  }

  Extended dividedBy(Extended other) {
    if (other.isZero()) {
      throw new ArithmeticException("division by zero");
    }
    int shift = Math.max(0, BITS + 2 + other.mantissa.bitLength() - mantissa.bitLength());
    return rounded(
        mantissa.shiftLeft(shift).divide(other.mantissa), exponent - other.exponent - shift);
  }

  Extended squareRoot() {
    int shift = Math.max(0, 2 * BITS + 2 - mantissa.bitLength());
    shift += (exponent - shift) & 1;
    return rounded(mantissa.shiftLeft(shift).sqrt(), (exponent - shift) / 2);
  }

  Extended square() {
    return times(this);
  }

  boolean isZero() {
    return mantissa.signum() == 0;
  }

  int signum() {
    return mantissa.signum();
  }

  boolean isLess(Extended other) {
    return minus(other).signum() < 0;
  }

  /** Natural logarithm, to the digits of a double. */
  double log() {
    if (signum() <= 0) {
      return isZero() ? Double.NEGATIVE_INFINITY : Double.NaN;
    }
    int top = magnitude();
    double scaled = new Extended(mantissa, exponent - top).toDouble();
    // near 1 nothing may cancel between the two terms
    return top == 1 ? Math.log(2 * scaled) : Math.log(scaled) + top * Math.log(2);
  }

  /** The nearest double, but for a last bit; infinite or 0 beyond the range. */
  double toDouble() {
    int excess = mantissa.bitLength() - WORD;
    long digits = excess > 0 ? mantissa.shiftRight(excess).longValue() : mantissa.longValue();
    int power = exponent + Math.max(excess, 0);
    if (power > 2000) {
      return signum() * Double.POSITIVE_INFINITY;
    }
    if (power < -2000) {
      return signum() * 0.0;
    }
    return Math.scalb((double) digits, power);
  }

  /** The exponent of the leading bit, plus 1: value in [2^(m-1), 2^m). */
  private int magnitude() {
    return mantissa.bitLength() + exponent;
  }

  @Override
  public String toString() {
    return Double.toString(toDouble());
  }
}
