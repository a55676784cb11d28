// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.Serializable;

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
public record TableOptions(Character delimiter, Character decimal) implements Serializable {
  /** Everything is recognised. */
  public static final TableOptions AUTO = new TableOptions(null, null);

  /**
   * Reads what {@code --delimiter} and {@code --decimal} take.
   *
   * @param delimiter one character, {@code tab} or {@code \t}; null: recognised
   * @param decimal {@code .} or {@code ,}; null: recognised
   * @return the options
   * @throws BadInputException when one cannot serve, or both are the same
   */
  public static TableOptions of(String delimiter, String decimal) {
    Character between = null;
    if (delimiter != null) {
      String one = delimiter.equals("\\t") || delimiter.equals("tab") ? "\t" : delimiter;
      if (one.length() != 1 || one.equals("\"") || Character.isLetterOrDigit(one.charAt(0))) {
        throw new BadInputException("--delimiter", delimiter, "one character, such as ; or \\t");
      }
      between = one.charAt(0);
    }
    if (decimal != null && !decimal.equals(".") && !decimal.equals(",")) {
      throw new BadInputException("--decimal", decimal, ". or ,");
    }
    Character mark = decimal == null ? null : decimal.charAt(0);
    if (mark != null && mark.equals(between)) {
      throw new BadInputException("--decimal", decimal, "another character than --delimiter");
    }
    return new TableOptions(between, mark);
  }

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

  /** Whether a character may stand between fields. */
  static boolean separates(char sign) {
    boolean control = Character.isISOControl(sign) && sign != '\t';
    return !control
        && !Character.isLetterOrDigit(sign)
        && !Character.isSurrogate(sign)
        && "\"'.+-\u2028\u2029\uFEFF".indexOf(sign) < 0;
  }
}
