// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.preprocess;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.cli.BadInputException;
import java.io.Serializable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A change of each row by itself, whose columns are a curve in their order: a spectrum over its
 * wavelengths. No row depends on another, so rows held out are not looked at. Immutable.
 */
public sealed interface Preprocessing extends Serializable
    permits Unchanged, StandardNormalVariate, SavitzkyGolay {
  /** What {@code --preprocess} takes, for messages and help. */
  String ACCEPTED =
      "none, snv, or sg:WINDOW,ORDER,DERIVATIVE with WINDOW odd from 3 to 999, ORDER below WINDOW"
          + " and up to 9, DERIVATIVE up to ORDER";

  /** Rows stay as they are. */
  Preprocessing NONE = new Unchanged();

  /**
   * Reads what {@code toString} gives.
   *
   * @param text {@code none}, {@code snv} or {@code sg:WINDOW,ORDER,DERIVATIVE}
   * @return the preprocessing
   * @throws IllegalArgumentException when it is something else; the message is {@link #ACCEPTED}
   */
  static Preprocessing parse(String text) {
    return switch (text) {
      case "none" -> NONE;
      case "snv" -> new StandardNormalVariate();
      default -> SavitzkyGolay.parse(text);
    };
  }

  /**
   * Checks the number of columns.
   *
   * @param columns of the tables it is meant for
   * @throws BadInputException when they are too few for it
   */
  void requireColumns(int columns);

  /**
   * Changes every row.
   *
   * @param source where the rows come from, for messages
   * @param x n x p
   * @return n x p; x itself where nothing changes
   * @throws BadInputException when there are too few columns, or a row cannot be changed
   */
  Matrix apply(String source, Matrix x);

  /** Reads {@code --preprocess}. */
  final class Converter implements ITypeConverter<Preprocessing> {
    /** Made by picocli. */
    public Converter() {}

    @Override
    public Preprocessing convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException refused) {
        throw new TypeConversionException(refused.getMessage());
      }
    }
  }
}
