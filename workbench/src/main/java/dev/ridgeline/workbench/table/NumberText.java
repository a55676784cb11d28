// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.util.Locale;

/**
 * Decimal numbers as text, read from where they stand; finds out which decimal sign they have.
 *
 * <p>Used by one thread, for one file.
 */
final class NumberText {
  /** 10^i is a double up to here, and so is every whole number up to 2^53. */
  private static final int EXACT_POWER = 22;

  private static final long EXACT_WHOLE = 1L << 53;
  private static final int EXACT_DIGITS = 18; // fit a long
  private static final int HUGE_EXPONENT = 100_000; // any more digits make no difference

  private static final double SPLITTER = (1 << 27) + 1;
  private static final double DOUBTFUL = 0x1p-30; // far above the errors of a quotient's correction

  private static final double[] POWERS = new double[EXACT_POWER + 1];

  static {
    for (int i = 0; i <= EXACT_POWER; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  private static final char UNKNOWN = 0;

  private char decimal;
  private long decided; // the line

  /**
   * A reader of numbers.
   *
   * @param decimal the sign; null: that of the first number that has one
   */
  NumberText(Character decimal) {
    this.decimal = decimal == null ? UNKNOWN : decimal;
  }

  /**
   * The number, correctly rounded: sign, digits with a decimal sign among, before or behind them,
   * exponent, and blanks around all that.
   *
   * @param text holds the number
   * @param offset where it begins
   * @param length number of its characters
   * @param line where it stands in the file
   * @return the number; infinite when it is too large; NaN when this is none
   */
  double parse(char[] text, int offset, int length, long line) {
    int i = offset;
    int end = offset + length;
    while (i < end && isBlank(text[i])) {
      i++;
    }
    while (end > i && isBlank(text[end - 1])) {
      end--;
    }
    final int begin = i;
    boolean negative = i < end && text[i] == '-';
    if (i < end && (negative || text[i] == '+')) {
      i++;
    }

    long digits = 0;
    int significant = 0;
    int scale = 0;
    int read = 0;
    char sign = UNKNOWN;
    for (; i < end; i++) {
      char c = text[i];
      if (isDigit(c)) {
        read++;
        if (significant < EXACT_DIGITS) {
          digits = 10 * digits + (c - '0');
          scale -= sign == UNKNOWN ? 0 : 1;
        }
        significant += digits == 0 ? 0 : 1;
      } else if (sign == UNKNOWN && isDecimal(c)) {
        sign = c;
      } else {
        break;
      }
    }
    if (read == 0) {
      return Double.NaN;
    }
    int exponent = 0;
    if (i < end && (text[i] == 'e' || text[i] == 'E')) {
      i++;
      boolean small = i < end && text[i] == '-';
      if (i < end && (small || text[i] == '+')) {
        i++;
      }
      if (i == end) {
        return Double.NaN;
      }
      for (; i < end && isDigit(text[i]); i++) {
        exponent = Math.min(HUGE_EXPONENT, 10 * exponent + (text[i] - '0'));
      }
      exponent = small ? -exponent : exponent;
    }
    if (i < end) {
      return Double.NaN;
    }
    if (sign != UNKNOWN && decimal == UNKNOWN) {
      decimal = sign;
      decided = line;
    }

    int power = exponent + scale;
    double value = Double.NaN;
    if (significant <= EXACT_DIGITS && Math.abs(power) <= EXACT_POWER) {
      if (digits <= EXACT_WHOLE) {
        // Both operands are exact, so the one rounding is that of the result.
        value = power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
      } else if (power < 0) {
        value = quotient(digits, POWERS[-power]);
      }
    }
    if (Double.isNaN(value)) {
      return Double.parseDouble(new String(text, begin, end - begin).replace(',', '.'));
    }
    return negative ? -value : value;
  }

  /**
   * The double nearest to a whole number beyond 2^53 over a power of ten; NaN where that is nearly
   * a tie. Most numbers that a program wrote in full are of this kind.
   *
   * <p>A first quotient is corrected by what is left of the whole number, for which its product
   * with the divisor is split into two doubles (Dekker 1971).
   */
  private static double quotient(long whole, double divisor) {
    double high = (double) whole;
    double low = (double) (whole - (long) high);
    double first = high / divisor;
    double product = first * divisor;
    double left = (high - product) + (low - productError(first, divisor, product));
    double correction = left / divisor;
    double value = first + correction;
    double off = (first - value) + correction;
    double half = 0.5 * (value - Math.nextDown(value));
    return Math.abs(off) > (1 - DOUBTFUL) * half ? Double.NaN : value;
  }

  /** By how much a product exceeds its rounded value. */
  private static double productError(double a, double b, double product) {
    double aHigh = high(a);
    double bHigh = high(b);
    double aLow = a - aHigh;
    double bLow = b - bHigh;
    return aLow * bLow - (((product - aHigh * bHigh) - aLow * bHigh) - aHigh * bLow);
  }

  /** The upper half of the bits. */
  private static double high(double value) {
    double shifted = SPLITTER * value;
    return shifted - (shifted - value);
  }

  /** A number as text: whole ones without a point. */
  static String format(double value) {
    return value == Math.rint(value) && !Double.isInfinite(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }

  /** Whether a text would be a number with the other decimal sign. */
  boolean isOtherStyle(String text) {
    char other = decimal == ',' ? '.' : ',';
    return decimal != UNKNOWN
        && text.indexOf(other) >= 0
        && text.indexOf(decimal) < 0
        && !Double.isNaN(new NumberText(other).parse(text.toCharArray(), 0, text.length(), 0));
  }

  /** Whether a text is a number beyond those that a double can be. */
  boolean isTooLarge(String text) {
    return Double.isInfinite(parse(text.toCharArray(), 0, text.length(), decided));
  }

  /** What is accepted, with an example in the style of the file. */
  String accepted() {
    return decimal == ',' ? "a number such as 1,5 or -2 or 1e-3" : "a number such as 1.5 or 1e-3";
  }

  /** The line whose number decided the decimal sign; 0 when nothing did. */
  long decided() {
    return decided;
  }

  /** The decimal sign in words. */
  String decimalName() {
    return decimal == ',' ? "a decimal comma" : "a decimal point";
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\u00A0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean isDecimal(char c) {
    return decimal == UNKNOWN ? c == '.' || c == ',' : c == decimal;
  }
}
