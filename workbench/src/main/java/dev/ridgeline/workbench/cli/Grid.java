// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import dev.ridgeline.LambdaGrid;
import dev.ridgeline.LambdaScale;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A list of numbers as every option of the command writes it: a number, {@code a,b,c}, {@code
 * START:END:COUNT} (evenly spaced) or {@code logspace:START:END:COUNT}.
 *
 * <p>Immutable, safe for use by many threads.
 */
public final class Grid {
  /** The greatest number of points: enough for any study, small enough to hold and to draw. */
  public static final int MAX_POINTS = 1_000_000;

  private static final String LOG_PREFIX = "logspace:";
  private static final String ACCEPTED =
      "a number, a list a,b,c, START:END:COUNT or logspace:START:END:COUNT, all finite";

  private final double[] values;
  private final String text;

  private Grid(double[] values, String text) {
    this.values = values;
    this.text = text;
  }

  /**
   * Reads a grid.
   *
   * @param text the grid as typed
   * @return the grid
   * @throws TypeConversionException whose message says what is accepted
   */
  public static Grid parse(String text) {
    if (text.startsWith(LOG_PREFIX)) {
      return range(text.substring(LOG_PREFIX.length()), true);
    }
    return text.contains(":") ? range(text, false) : list(text);
  }

  /**
   * Evenly spaced values: the doubles nearest to the decimals, so that a step of 0.05 from 0.5 has
   * 0.85 where sums of doubles have 0.8500000000000001. A single one is {@code START}.
   *
   * @param start the first value
   * @param end the last value
   * @param count how many
   * @return the values
   */
  static double[] linear(double start, double end, int count) {
    double[] values = new double[count];
    BigDecimal from = BigDecimal.valueOf(start);
    BigDecimal length = BigDecimal.valueOf(end).subtract(from, MathContext.DECIMAL128);
    for (int i = 1; i < count - 1; i++) {
      BigDecimal share = length.multiply(BigDecimal.valueOf(i));
      values[i] =
          from.add(
                  share.divide(BigDecimal.valueOf(count - 1L), MathContext.DECIMAL128),
                  MathContext.DECIMAL128)
              .doubleValue();
    }
    values[count - 1] = end;
    values[0] = start;
    return values;
  }

  /**
   * A number as people write it: 500 and not 500.0, with all its digits.
   *
   * @param value any double
   * @return text that {@link #parse} reads as the same double, if it is finite
   */
  public static String spelling(double value) {
    String text = Double.toString(value);
    return text.replaceFirst("\\.0(?=$|E)", "").replaceFirst("^-0$", "0");
  }

  private static Grid list(String text) {
    double[] values =
        Arrays.stream(text.split(",", -1))
            .mapToDouble(part -> GridSyntax.finite(part, ACCEPTED) + 0.0)
            .toArray();
    return new Grid(
        values, Arrays.stream(values).mapToObj(Grid::spelling).collect(Collectors.joining(",")));
  }

  private static Grid range(String text, boolean logarithmic) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3) {
      throw new TypeConversionException(ACCEPTED);
    }
    double start = GridSyntax.finite(parts[0], ACCEPTED) + 0.0;
    double end = GridSyntax.finite(parts[1], ACCEPTED) + 0.0;
    int count = count(parts[2]);
    if (start > end) {
      throw new TypeConversionException("START <= END");
    }
    if (logarithmic && start <= 0) {
      throw new TypeConversionException("START > 0 in logspace:START:END:COUNT");
    }
    if (!Double.isFinite(end - start)) {
      throw new TypeConversionException("END - START finite");
    }
    return new Grid(
        logarithmic
            ? LambdaGrid.logSpaced(LambdaScale.SUM, start, end, count).values()
            : linear(start, end, count),
        (logarithmic ? LOG_PREFIX : "") + spelling(start) + ":" + spelling(end) + ":" + count);
  }

  private static int count(String text) {
    String accepted = "COUNT a whole number from 1 to " + MAX_POINTS;
    try {
      int count = Integer.parseInt(text.strip());
      if (count >= 1 && count <= MAX_POINTS) {
        return count;
      }
    } catch (NumberFormatException notWhole) {
      throw new TypeConversionException(accepted);
    }
    throw new TypeConversionException(accepted);
  }

  /**
   * The number of points.
   *
   * @return at least one
   */
  public int size() {
    return values.length;
  }

  /**
   * One point.
   *
   * @param index from 0
   * @return its value
   */
  public double get(int index) {
    return values[index];
  }

  /**
   * The points, in the order given.
   *
   * @return a copy
   */
  public double[] values() {
    return values.clone();
  }

  /**
   * The grid, when every point passes a test.
   *
   * @param option the option as typed, for the message
   * @param least the least value accepted
   * @return this grid
   */
  public Grid requireAtLeast(String option, double least) {
    return refuse(option, i -> values[i] < least, "every value >= " + spelling(least));
  }

  /**
   * The grid, when every point is above a bound.
   *
   * @param option the option as typed, for the message
   * @param bound the value that every point must exceed
   * @return this grid
   */
  public Grid requireAbove(String option, double bound) {
    return refuse(option, i -> values[i] <= bound, "every value > " + spelling(bound));
  }

  /**
   * The points as counts, when each is a whole number of at least one.
   *
   * @param option the option as typed, for the message
   * @return the counts
   */
  public int[] requireCounts(String option) {
    refuse(
        option,
        i -> values[i] < 1 || values[i] > Integer.MAX_VALUE || values[i] != Math.rint(values[i]),
        "whole numbers >= 1");
    return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
  }

  private Grid refuse(String option, IntPredicate bad, String accepted) {
    IntStream.range(0, values.length)
        .filter(bad)
        .findFirst()
        .ifPresent(
            i -> {
              throw new BadInputException(
                  option, text, accepted + " (one is " + spelling(values[i]) + ")");
            });
    return this;
  }

  /** The grid in one canonical spelling, so that equal grids written differently compare equal. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Grid grid && Arrays.equals(values, grid.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  /** Reads a grid option. */
  public static class Converter implements ITypeConverter<Grid> {
    /** Made by picocli. */
    public Converter() {}

    @Override
    public Grid convert(String text) {
      return parse(text);
    }
  }

  /** Reads a grid of penalties: every value at least zero. */
  public static final class Penalties implements ITypeConverter<Grid> {
    /** Made by picocli. */
    public Penalties() {}

    @Override
    public Grid convert(String text) {
      Grid grid = parse(text);
      if (Arrays.stream(grid.values).anyMatch(value -> value < 0)) {
        throw new TypeConversionException("penalties >= 0");
      }
      return grid;
    }
  }
}
