// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * One curve of a {@link Chart}: points joined by a line, with a band around it if asked for.
 *
 * <p>A {@link Chart} draws the points in order of x, whatever the order given. Points with a NaN
 * interrupt the curve; a point alone between two of them is marked.
 */
public final class Series {
  /** How the points are drawn. */
  enum Style {
    LINE,
    DASHED,
    POINTS
  }

  private final String name;
  private final double[] x;
  private final double[] y;
  private final double[] low;
  private final double[] high;
  private final Style style;
  private final boolean markers;
  private final int colour;

  private Series(
      String name,
      double[] x,
      double[] y,
      double[] low,
      double[] high,
      Style style,
      boolean markers,
      int colour) {
    this.name = name;
    this.x = x;
    this.y = y;
    this.low = low;
    this.high = high;
    this.style = style;
    this.markers = markers;
    this.colour = colour;
  }

  private static Series of(String name, double[] x, double[] y, Style style) {
    requireLength("y", x, y);
    return new Series(name, x.clone(), y.clone(), new double[0], new double[0], style, false, -1);
  }

  private static void requireLength(String what, double[] x, double[] other) {
    if (other.length != x.length) {
      throw new IllegalArgumentException(
          what + " must have the length of x: x=" + x.length + ", " + what + "=" + other.length);
    }
  }

  /**
   * A solid line.
   *
   * @param name the name in the legend, empty to stay out of it
   * @param x the abscissas
   * @param y the ordinates
   * @return the series
   */
  public static Series line(String name, double[] x, double[] y) {
    return of(name, x, y, Style.LINE);
  }

  /**
   * A dashed line, for what theory says.
   *
   * @param name the name in the legend, empty to stay out of it
   * @param x the abscissas
   * @param y the ordinates
   * @return the series
   */
  public static Series theory(String name, double[] x, double[] y) {
    return of(name, x, y, Style.DASHED);
  }

  /**
   * Points without a line.
   *
   * @param name the name in the legend, empty to stay out of it
   * @param x the abscissas
   * @param y the ordinates
   * @return the series
   */
  public static Series points(String name, double[] x, double[] y) {
    return new Series(
        name, x.clone(), y.clone(), new double[0], new double[0], Style.POINTS, true, -1);
  }

  /**
   * The series with a translucent band.
   *
   * @param bandLow the lower edge, at every point
   * @param bandHigh the upper edge, at every point
   * @return another series
   */
  public Series band(double[] bandLow, double[] bandHigh) {
    requireLength("low", x, bandLow);
    requireLength("high", x, bandHigh);
    return new Series(name, x, y, bandLow.clone(), bandHigh.clone(), style, markers, colour);
  }

  /**
   * The series with a dot at every point.
   *
   * @return another series
   */
  public Series markers() {
    return new Series(name, x, y, low, high, style, true, colour);
  }

  /**
   * The series in a given colour, so that a curve and its theory can share one. Without this call a
   * series takes the colour of its position in the chart.
   *
   * @param index the colour, from 0; beyond the palette it starts again
   * @return another series
   */
  public Series colour(int index) {
    return new Series(name, x, y, low, high, style, markers, index);
  }

  /** The series with its points in order of x, those of equal x as they were given. */
  Series sorted() {
    int[] order =
        IntStream.range(0, x.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> x[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new Series(
        name,
        pick(x, order),
        pick(y, order),
        hasBand() ? pick(low, order) : low,
        hasBand() ? pick(high, order) : high,
        style,
        markers,
        colour);
  }

  private static double[] pick(double[] values, int[] order) {
    return Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
  }

  String name() {
    return name;
  }

  Style style() {
    return style;
  }

  boolean hasMarkers() {
    return markers;
  }

  boolean hasBand() {
    return low.length > 0;
  }

  int size() {
    return x.length;
  }

  double x(int i) {
    return x[i];
  }

  double y(int i) {
    return y[i];
  }

  double low(int i) {
    return low[i];
  }

  double high(int i) {
    return high[i];
  }

  int colourAt(int position) {
    return colour < 0 ? position : colour;
  }
}
