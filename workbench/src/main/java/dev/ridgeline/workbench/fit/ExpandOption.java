// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --expand} takes.
 *
 * @param kind which features
 * @param dimension number of random features; 0 for the others
 */
record ExpandOption(Expansion.Kind kind, int dimension) {
  private static final String ACCEPTED = "none, poly2 or rff:DIM with DIM from 1 to 100000";
  private static final int MOST = 100_000;

  static ExpandOption parse(String text) {
    if (text.equals("none")) {
      return new ExpandOption(Expansion.Kind.NONE, 0);
    }
    if (text.equals("poly2")) {
      return new ExpandOption(Expansion.Kind.POLY2, 0);
    }
    if (text.startsWith("rff:")) {
      try {
        int dimension = Integer.parseInt(text.substring(4));
        if (dimension >= 1 && dimension <= MOST) {
          return new ExpandOption(Expansion.Kind.RFF, dimension);
        }
      } catch (NumberFormatException notWhole) {
        throw new IllegalArgumentException(ACCEPTED);
      }
    }
    throw new IllegalArgumentException(ACCEPTED);
  }

  /** Number of features from so many columns. */
  long size(int columns) {
    return switch (kind) {
      case NONE -> columns;
      case POLY2 -> columns + columns * (columns + 1L) / 2;
      case RFF -> dimension;
    };
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NONE -> "none";
      case POLY2 -> "poly2";
      case RFF -> "rff:" + dimension;
    };
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<ExpandOption> {
    @Override
    public ExpandOption convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException refused) {
        throw new TypeConversionException(refused.getMessage());
      }
    }
  }
}
