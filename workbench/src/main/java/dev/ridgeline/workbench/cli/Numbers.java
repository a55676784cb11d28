// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters for the numbers that options take, each refusing what makes no sense. */
public final class Numbers {
  private Numbers() {}

  /** A whole number of at least one. */
  public static final class Count implements ITypeConverter<Integer> {
    /** Made by picocli. */
    public Count() {}

    @Override
    public Integer convert(String text) {
      return (int) whole(text, 1, Integer.MAX_VALUE, "a whole number >= 1");
    }
  }

  /** Any whole number that fits 64 bits. */
  public static final class Whole implements ITypeConverter<Long> {
    /** Made by picocli. */
    public Whole() {}

    @Override
    public Long convert(String text) {
      return whole(text, Long.MIN_VALUE, Long.MAX_VALUE, "a whole number");
    }
  }

  /** A finite number above zero. */
  public static final class Positive implements ITypeConverter<Double> {
    /** Made by picocli. */
    public Positive() {}

    @Override
    public Double convert(String text) {
      return finite(text, Double.MIN_VALUE, "a finite number > 0");
    }
  }

  /** A finite number of at least zero. */
  public static final class NonNegative implements ITypeConverter<Double> {
    /** Made by picocli. */
    public NonNegative() {}

    @Override
    public Double convert(String text) {
      return finite(text, 0.0, "a finite number >= 0");
    }
  }

  private static long whole(String text, long least, long most, String accepted) {
    try {
      long value = Long.parseLong(text.strip());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException notWhole) {
      throw new TypeConversionException(accepted);
    }
    throw new TypeConversionException(accepted);
  }

  private static double finite(String text, double least, String accepted) {
    double value = GridSyntax.finite(text, accepted);
    if (value < least) {
      throw new TypeConversionException(accepted);
    }
    return value + 0.0; // -0 reads as 0, so that equal parameters are written equally
  }
}
