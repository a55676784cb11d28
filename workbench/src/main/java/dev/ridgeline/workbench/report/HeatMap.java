// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYBoxAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.PaintScale;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * A grid of values in colour, on a diverging scale with its centre at zero: blue above, vermilion
 * below, grey where undefined. Curves can be drawn over it.
 */
public final class HeatMap implements Picture {
  private static final Color UNDEFINED = new Color(0xbb, 0xbb, 0xbb);

  private final String title;
  private final String subtitle;
  private final Axis xAxis;
  private final Axis yAxis;
  private final String scaleLabel;
  private final double[] x;
  private final double[] y;
  private final double[][] values;
  private final double limit;
  private final List<Series> curves;

  private HeatMap(
      String title,
      String subtitle,
      Axis xAxis,
      Axis yAxis,
      String scaleLabel,
      double[] x,
      double[] y,
      double[][] values,
      double limit,
      List<Series> curves) {
    this.title = title;
    this.subtitle = subtitle;
    this.xAxis = xAxis;
    this.yAxis = yAxis;
    this.scaleLabel = scaleLabel;
    this.x = x;
    this.y = y;
    this.values = values;
    this.limit = limit;
    this.curves = curves;
  }

  /**
   * A heat map.
   *
   * @param title the title
   * @param xAxis the horizontal axis, linear
   * @param x the places of the columns, increasing
   * @param yAxis the vertical axis, linear
   * @param y the places of the rows, increasing
   * @param scaleLabel what the colours measure
   * @param values the values, {@code values[row][column]}, NaN where undefined
   * @return the heat map
   */
  public static HeatMap titled(
      String title,
      Axis xAxis,
      double[] x,
      Axis yAxis,
      double[] y,
      String scaleLabel,
      double[][] values) {
    requireIncreasing("x", x);
    requireIncreasing("y", y);
    if (xAxis.logarithmic() || yAxis.logarithmic()) {
      throw new IllegalArgumentException("the axes of a heat map are linear");
    }
    if (values.length != y.length || Arrays.stream(values).anyMatch(v -> v.length != x.length)) {
      throw new IllegalArgumentException(
          "values must be y.length rows of x.length: x=" + x.length + ", y=" + y.length);
    }
    double largest =
        Arrays.stream(values)
            .flatMapToDouble(DoubleStream::of)
            .filter(Double::isFinite)
            .map(Math::abs)
            .max()
            .orElse(0);
    return new HeatMap(
        title,
        "",
        xAxis,
        yAxis,
        scaleLabel,
        x.clone(),
        y.clone(),
        Arrays.stream(values).map(double[]::clone).toArray(double[][]::new),
        largest > 0 ? largest : 1,
        List.of());
  }

  private static void requireIncreasing(String name, double[] places) {
    if (places.length == 0) {
      throw new IllegalArgumentException(name + " is empty");
    }
    for (int i = 1; i < places.length; i++) {
      if (!(places[i] > places[i - 1])) {
        throw new IllegalArgumentException(
            name + " must increase: " + places[i - 1] + " before " + places[i]);
      }
    }
  }

  /**
   * The heat map with a line below the title.
   *
   * @param text the line
   * @return another heat map
   */
  public HeatMap subtitle(String text) {
    return new HeatMap(title, text, xAxis, yAxis, scaleLabel, x, y, values, limit, curves);
  }

  /**
   * The heat map with another range of colours; values beyond it take the colour of its ends.
   *
   * @param largest the magnitude at both ends of the scale
   * @return another heat map
   */
  public HeatMap limit(double largest) {
    if (!(largest > 0)) {
      throw new IllegalArgumentException("limit must be > 0: limit=" + largest);
    }
    return new HeatMap(title, subtitle, xAxis, yAxis, scaleLabel, x, y, values, largest, curves);
  }

  /**
   * The heat map with a curve over it, in black, dashed if the series is a theory.
   *
   * @param curve the curve
   * @return another heat map
   */
  public HeatMap with(Series curve) {
    List<Series> more = Stream.concat(curves.stream(), Stream.of(curve)).toList();
    return new HeatMap(title, subtitle, xAxis, yAxis, scaleLabel, x, y, values, limit, more);
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String svgElement(String idPrefix) {
    return Canvas.svg(draw(), idPrefix);
  }

  @Override
  public byte[] png() {
    return Canvas.png(draw());
  }

  private JFreeChart draw() {
    Canvas.requireFonts();
    double[] columnEdges = edges(x);
    double[] rowEdges = edges(y);
    ValueAxis horizontal = Axes.make(exactly(xAxis, columnEdges), DoubleStream.empty());
    ValueAxis vertical = Axes.make(exactly(yAxis, rowEdges), DoubleStream.empty());
    XYPlot plot = Plots.plot(horizontal, vertical);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    PaintScale scale = new Diverging(limit);
    XYLineAndShapeRenderer cells = new XYLineAndShapeRenderer(false, false);
    for (int row = 0; row < y.length; row++) {
      for (int column = 0; column < x.length; column++) {
        cells.addAnnotation(
            cell(
                columnEdges[column],
                rowEdges[row],
                columnEdges[column + 1],
                rowEdges[row + 1],
                (Color) scale.getPaint(values[row][column])),
            Layer.BACKGROUND);
      }
    }
    plot.setRenderer(0, cells);
    plot.setDataset(0, new XYSeriesCollection());
    for (int i = 0; i < curves.size(); i++) {
      addCurve(plot, i + 1, curves.get(i));
    }
    JFreeChart chart = Plots.chart(title, subtitle, plot, !curves.isEmpty());
    chart.addSubtitle(colourBar(scale));
    return chart;
  }

  private static Axis exactly(Axis axis, double[] edges) {
    return axis.between(edges[0], edges[edges.length - 1]);
  }

  /** Borders half-way between neighbouring places. */
  private static double[] edges(double[] places) {
    int n = places.length;
    double[] edges = new double[n + 1];
    for (int i = 1; i < n; i++) {
      edges[i] = 0.5 * (places[i - 1] + places[i]);
    }
    double firstHalf = n > 1 ? edges[1] - places[0] : 0.5;
    double lastHalf = n > 1 ? places[n - 1] - edges[n - 1] : 0.5;
    edges[0] = places[0] - firstHalf;
    edges[n] = places[n - 1] + lastHalf;
    return edges;
  }

  /** The outline in the colour of the cell closes the seams that viewers leave between cells. */
  private static XYBoxAnnotation cell(
      double left, double bottom, double right, double top, Color colour) {
    return new XYBoxAnnotation(left, bottom, right, top, new BasicStroke(0.7f), colour, colour);
  }

  private static void addCurve(XYPlot plot, int dataset, Series curve) {
    XYSeries points = new XYSeries(curve.name(), false, true);
    for (int i = 0; i < curve.size(); i++) {
      points.add(curve.x(i), curve.y(i));
    }
    Plots.addCurve(plot, dataset, curve, points, 0, Color.BLACK);
  }

  private PaintScaleLegend colourBar(PaintScale scale) {
    Axis axis = Axis.linear(scaleLabel).between(-limit, limit);
    PaintScaleLegend bar = new PaintScaleLegend(scale, Axes.make(axis, DoubleStream.empty()));
    bar.setPosition(RectangleEdge.RIGHT);
    bar.setAxisLocation(AxisLocation.BOTTOM_OR_RIGHT);
    bar.setStripWidth(14);
    bar.setSubdivisionCount(200);
    bar.setStripOutlineVisible(false);
    bar.setFrame(BlockBorder.NONE);
    bar.setMargin(new RectangleInsets(4, 14, 42, 0));
    return bar;
  }

  /** Blue for positive values, vermilion for negative ones, white at zero. */
  private record Diverging(double limit) implements PaintScale {
    @Override
    public double getLowerBound() {
      return -limit;
    }

    @Override
    public double getUpperBound() {
      return limit;
    }

    @Override
    public Color getPaint(double value) {
      if (Double.isNaN(value)) {
        return UNDEFINED;
      }
      Color end = Look.colour(value < 0 ? 1 : 0);
      double share = Math.min(1, Math.abs(value) / limit);
      return new Color(
          blend(end.getRed(), share), blend(end.getGreen(), share), blend(end.getBlue(), share));
    }

    private static int blend(int end, double share) {
      return (int) Math.round(255 + share * (end - 255));
    }
  }
}
