// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --penalty-factor} takes for one column.
 *
 * @param column its name
 * @param factor of the penalty, at least 0
 */
record PenaltyFactor(String column, double factor) {
  /** As typed, for the parameters of a run. */
  @Override
  public String toString() {
    return column + "=" + factor;
  }

  /** Reads {@code COLUMN=FACTOR}, the name in quotes where it holds a comma. */
  static final class Converter implements ITypeConverter<PenaltyFactor> {
    @Override
    public PenaltyFactor convert(String text) {
      int sign = text.lastIndexOf('=');
      try {
        double factor = Double.parseDouble(text.substring(sign + 1));
        if (sign > 0 && factor >= 0 && factor < Double.POSITIVE_INFINITY) {
          String name = new TableArguments.ColumnName().convert(text.substring(0, sign));
          return new PenaltyFactor(name, factor);
        }
      } catch (NumberFormatException none) {
        throw new TypeConversionException("COLUMN=FACTOR with a finite factor >= 0");
      }
      throw new TypeConversionException("COLUMN=FACTOR with a finite factor >= 0");
    }
  }
}
