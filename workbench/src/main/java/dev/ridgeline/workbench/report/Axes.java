// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import dev.ridgeline.workbench.cli.Grid;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;

/** Makes the chart library's axes from ours. */
final class Axes {
  private static final double MARGIN = 0.04;

  /** An axis from the least double to the largest would have a length that is none. */
  private static final double LARGEST = Double.MAX_VALUE / 4;

  private Axes() {}

  /** The axis, fitted to the values that it can show. */
  static ValueAxis make(Axis axis, DoubleStream values) {
    Range range = fit(axis, values.filter(axis::shows).toArray());
    ValueAxis made;
    if (axis.logarithmic()) {
      made =
          axis.ticks().isEmpty()
              ? new ReadableLogAxis(axis.label())
              : new DataLogAxis(axis.label(), axis.ticks());
      made.setMinorTickMarksVisible(true);
      made.setMinorTickMarkOutsideLength(2);
    } else {
      NumberAxis linear = new NumberAxis(axis.label());
      linear.setAutoRangeIncludesZero(false);
      NumberFormat format = NumberFormat.getNumberInstance(Locale.ROOT);
      format.setMaximumFractionDigits(10);
      format.setGroupingUsed(false);
      linear.setNumberFormatOverride(format);
      linear.setTickUnit(new NumberTickUnit(tickStep(range.getLength())));
      made = linear;
    }
    made.setRange(range);
    made.setLabelFont(Look.AXIS);
    made.setLabelPaint(Look.INK);
    made.setTickLabelFont(Look.TICK);
    made.setTickLabelPaint(Look.INK);
    made.setAxisLinePaint(Look.QUIET_INK);
    made.setTickMarkPaint(Look.QUIET_INK);
    return made;
  }

  /** 1, 2 or 5 times a power of ten, so that at most eleven ticks are labelled. */
  private static double tickStep(double length) {
    double least = length / 11;
    double decade = Math.pow(10, Math.floor(Math.log10(least)));
    return DoubleStream.of(1, 2, 5)
        .map(digit -> digit * decade)
        .filter(s -> s >= least)
        .findFirst()
        .orElse(10 * decade);
  }

  private static Range fit(Axis axis, double[] values) {
    double low = DoubleStream.of(values).min().orElse(axis.logarithmic() ? 0.1 : 0);
    double high = DoubleStream.of(values).max().orElse(1);
    double padLow;
    double padHigh;
    if (axis.logarithmic()) {
      // by logarithms: the ratio of two doubles may be none
      double decades = Math.max(MARGIN * (Math.log10(high) - Math.log10(low)), 0);
      double factor = high > low ? Math.pow(10, decades) : 2.0;
      padLow = Math.max(low / factor, Double.MIN_VALUE);
      padHigh = Math.min(high * factor, Double.MAX_VALUE);
    } else {
      double pad = high > low ? MARGIN * high - MARGIN * low : Math.max(0.5, 0.1 * Math.abs(high));
      padLow = Math.max(low - pad, -LARGEST);
      padHigh = Math.min(high + pad, LARGEST);
    }
    return new Range(
        Double.isNaN(axis.low()) ? padLow : axis.low(),
        Double.isNaN(axis.high()) ? padHigh : axis.high());
  }

  /** A logarithmic axis with ticks at the data; a label that would touch another is left out. */
  private static final class DataLogAxis extends LogAxis {
    private static final long serialVersionUID = 1L;
    private static final double ROOM = 10;

    private final double[] places;

    DataLogAxis(String label, List<Double> places) {
      super(label);
      this.places = places.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public List<ValueTick> refreshTicks(
        Graphics2D g2, AxisState state, Rectangle2D dataArea, RectangleEdge edge) {
      boolean horizontal = RectangleEdge.isTopOrBottom(edge);
      TextAnchor anchor = horizontal ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT;
      FontMetrics metrics = g2.getFontMetrics(getTickLabelFont());
      List<ValueTick> ticks = new ArrayList<>();
      double free = Double.POSITIVE_INFINITY;
      // from the last one down: the end of the data always has its number
      for (int i = places.length - 1; i >= 0; i--) {
        String text = Grid.spelling(places[i]);
        double at = valueToJava2D(places[i], dataArea, edge);
        double along = horizontal ? at : dataArea.getMaxY() - at + dataArea.getMinY();
        double half = (horizontal ? metrics.stringWidth(text) : metrics.getHeight()) / 2.0;
        boolean labelled = along + half <= free;
        free = labelled ? along - half - ROOM : free;
        ticks.add(
            new NumberTick(
                labelled ? TickType.MAJOR : TickType.MINOR,
                places[i],
                labelled ? text : "",
                anchor,
                TextAnchor.CENTER,
                0.0));
      }
      return ticks;
    }
  }

  /**
   * A logarithmic axis with plain decimal labels: at 1, 2 and 5 where there is room, or decades.
   */
  private static final class ReadableLogAxis extends LogAxis {
    private static final long serialVersionUID = 1L;
    private static final double ROOM_FOR_1_2_5 = 2.2;
    private static final double ROOM_FOR_TENTHS = 0.35;
    private static final int MOST_DECADES_LABELLED = 9;

    ReadableLogAxis(String label) {
      super(label);
    }

    @Override
    public List<ValueTick> refreshTicks(
        Graphics2D g2, AxisState state, Rectangle2D dataArea, RectangleEdge edge) {
      boolean horizontal = RectangleEdge.isTopOrBottom(edge);
      TextAnchor anchor = horizontal ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT;
      int first = (int) Math.floor(Math.log10(getRange().getLowerBound()));
      int last = (int) Math.ceil(Math.log10(getRange().getUpperBound()));
      double decades =
          Math.log10(getRange().getUpperBound()) - Math.log10(getRange().getLowerBound());
      int every = Math.max(1, (last - first + MOST_DECADES_LABELLED) / MOST_DECADES_LABELLED);
      int parts = decades < ROOM_FOR_TENTHS ? 10 : 1;
      List<ValueTick> ticks = new ArrayList<>();
      for (int decade = first; decade <= last; decade++) {
        for (int digit = parts; digit < 10 * parts; digit++) {
          BigDecimal value =
              BigDecimal.valueOf(digit).scaleByPowerOfTen(decade - (parts == 10 ? 1 : 0));
          if (!getRange().contains(value.doubleValue())) {
            continue;
          }
          boolean labelled =
              parts == 10
                  ? digit % (digit < 30 ? 2 : 5) == 0
                  : decades < ROOM_FOR_1_2_5
                      ? digit == 1 || digit == 2 || digit == 5 || decades < 0.7
                      : digit == 1 && Math.floorMod(decade, every) == 0;
          ticks.add(
              new NumberTick(
                  labelled ? TickType.MAJOR : TickType.MINOR,
                  value.doubleValue(),
                  labelled ? label(value, decade) : "",
                  anchor,
                  TextAnchor.CENTER,
                  0.0));
        }
      }
      return ticks;
    }

    private static String label(BigDecimal value, int decade) {
      return decade < -4 || decade > 5
          ? value.movePointLeft(decade).stripTrailingZeros().toPlainString() + "e" + decade
          : value.stripTrailingZeros().toPlainString();
    }
  }
}
