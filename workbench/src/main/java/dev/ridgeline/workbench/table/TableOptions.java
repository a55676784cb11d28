// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;

/**
 * How delimited text is read; files of other formats need no options.
 *
 * <p>Messages call the two {@code --delimiter} and {@code --decimal}.
 *
 * @param delimiter what separates the fields; null: recognised, among comma, semicolon, tab and
 *     {@code |}
 * @param decimal the decimal sign, {@code '.'} or {@code ','}; null: recognised. Where the
 *     delimiter is a comma, that is a point. Otherwise the first number with a sign decides: {@code
 *     1,5} and also {@code 1,234} (which is a little more than one, not a thousand) mean a decimal
 *     comma from there on. A later number with the other sign is refused, and so is one with both
 *     or with the same sign twice: signs between thousands are never read.
 */
public record TableOptions(Character delimiter, Character decimal) {
  /** Everything is recognised. */
  public static final TableOptions AUTO = new TableOptions(null, null);

  /**
   * Checks the characters.
   *
   * @throws BadInputException when a character cannot serve, or both are the same
   */
  public TableOptions {
    if (delimiter != null && !separates(delimiter)) {
      throw new BadInputException(
          "--delimiter",
          delimiter,
          "one character that is no letter, digit, quote, line break, '.', '+' or '-'");
    }
    if (decimal != null && decimal != '.' && decimal != ',') {
      throw new BadInputException("--decimal", decimal, "'.' or ','");
    }
    if (delimiter != null && delimiter.equals(decimal)) {
      throw new BadInputException(
          "--decimal", decimal, "a sign that differs from --delimiter, which is the same");
    }
  }

  private static boolean separates(char sign) {
    boolean control = Character.isISOControl(sign) && sign != '\t';
    return !control
        && !Character.isLetterOrDigit(sign)
        && !Character.isSurrogate(sign)
        && "\"'.+-\u2028\u2029\uFEFF".indexOf(sign) < 0;
  }
}
