// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Numbers as a grid or an option writes them. */
final class GridSyntax {
  /** Java alone would also read {@code 1d}, {@code 0x1p3} and {@code NaN}. */
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private GridSyntax() {}

  /** The finite number that the text is, or a refusal that says what is accepted. */
  static double finite(String text, String accepted) {
    String trimmed = text.strip();
    if (!DECIMAL.matcher(trimmed).matches()) {
      throw new TypeConversionException(accepted);
    }
    double value = Double.parseDouble(trimmed);
    if (!Double.isFinite(value)) {
      throw new TypeConversionException(accepted);
    }
    return value;
  }
}
