// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.util.Locale;
import java.util.Optional;

/**
 * Decimal numbers as text, read from where they stand; finds out which decimal sign they have.
 *
 * <p>Used by one thread, for one file.
 */
final class NumberText {
  private static final int MOST_DIGITS = NearestDouble.MOST_DIGITS;
  private static final int HUGE_EXPONENT = 100_000; // any more digits make no difference

  /** No decimal sign is known yet. */
  static final char UNKNOWN = 0;

  private static final int LONGEST_EXAMPLE = 40;

  private char decimal;
  private long decided; // the line
  private String example = "";
  private boolean grouped = true;

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

    final int first = i;
    long digits = 0;
    int significant = 0;
    int scale = 0;
    int read = 0;
    int before = 0;
    char sign = UNKNOWN;
    for (; i < end; i++) {
      char c = text[i];
      if (isDigit(c)) {
        read++;
        if (significant < MOST_DIGITS) {
          digits = 10 * digits + (c - '0');
          scale -= sign == UNKNOWN ? 0 : 1;
        }
        significant += digits == 0 ? 0 : 1;
      } else if (sign == UNKNOWN && isDecimal(c)) {
        sign = c;
        before = read;
      } else {
        break;
      }
    }
    if (read == 0) {
      return Double.NaN;
    }
    final int mantissaEnd = i;
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
      example = new String(text, begin, Math.min(LONGEST_EXAMPLE, end - begin));
    }

    if (sign != UNKNOWN) {
      boolean plain = i == mantissaEnd;
      grouped &= plain && looksGrouped(before, read - before, text[first]);
    }

    double value =
        significant <= MOST_DIGITS ? NearestDouble.of(digits, exponent + scale) : Double.NaN;
    if (Double.isNaN(value)) {
      return parse(text, begin, end, sign);
    }
    return negative ? -value : value;
  }

  // The library takes more than is accepted here; the scan above let only decimals through.
  private static double parse(char[] text, int begin, int end, char sign) {
    if (sign != ',') {
      return JavaDoubleParser.parseDouble(text, begin, end - begin);
    }
    return JavaDoubleParser.parseDouble(new String(text, begin, end - begin).replace(',', '.'));
  }

  /** Whether a sign may be one between thousands: one to three digits before it, three behind. */
  static boolean looksGrouped(int before, int behind, int firstDigit) {
    return behind == 3 && before >= 1 && before <= 3 && firstDigit != '0';
  }

  /** Takes in what another reader found in later rows. */
  void saw(boolean marks, boolean allGrouped) {
    grouped &= !marks || allGrouped;
  }

  /**
   * A warning where the sign was recognised and every number that has one could mean thousands.
   *
   * @param source the file
   */
  Optional<String> warning(String source) {
    if (decided == 0 || !grouped) {
      return Optional.empty();
    }
    String number = example.replace(',', '.');
    return Optional.of(
        source
            + ": "
            + example
            + " in line "
            + decided
            + " is read as "
            + number
            + ", and every number with such a sign has three digits behind it. Say --decimal "
            + decimal
            + " if that is right; where the sign separates thousands, write the numbers without.");
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

  /** The decimal sign, or {@link #UNKNOWN}. */
  char decimal() {
    return decimal;
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
