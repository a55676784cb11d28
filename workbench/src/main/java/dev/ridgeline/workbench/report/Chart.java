// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.Marker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/**
 * A line chart: curves with bands, theory dashed, guide lines with labels.
 *
 * <p>Start with {@link #titled}; every further call gives another chart.
 *
 * @param title the title
 * @param subtitle a line below it, empty for none
 * @param xAxis the horizontal axis
 * @param yAxis the vertical axis
 * @param series the curves, the first one drawn first
 * @param guides horizontal and vertical lines
 */
public record Chart(
    String title, String subtitle, Axis xAxis, Axis yAxis, List<Series> series, List<Guide> guides)
    implements Picture {

  /** Copies the lists. */
  public Chart {
    series = List.copyOf(series);
    guides = List.copyOf(guides);
  }

  /**
   * A line across the picture, or a strip.
   *
   * @param horizontal whether it runs across, at a value of the vertical axis
   * @param at the value
   * @param to the other edge of a strip; {@code at} of a line
   * @param label a few words beside it, empty for none
   */
  public record Guide(boolean horizontal, double at, double to, String label) {
    private boolean isStrip() {
      return to > at;
    }
  }

  /**
   * An empty chart.
   *
   * @param title the title
   * @param xAxis the horizontal axis
   * @param yAxis the vertical axis
   * @return the chart
   */
  public static Chart titled(String title, Axis xAxis, Axis yAxis) {
    return new Chart(title, "", xAxis, yAxis, List.of(), List.of());
  }

  /**
   * The chart with a line below the title.
   *
   * @param text the line
   * @return another chart
   */
  public Chart subtitle(String text) {
    return new Chart(title, text, xAxis, yAxis, series, guides);
  }

  /**
   * The chart with one more curve.
   *
   * @param curve the curve
   * @return another chart
   */
  public Chart with(Series curve) {
    List<Series> more = Stream.concat(series.stream(), Stream.of(curve)).toList();
    return new Chart(title, subtitle, xAxis, yAxis, more, guides);
  }

  /**
   * The chart with a horizontal guide line.
   *
   * @param y where
   * @param label a few words, empty for none
   * @return another chart
   */
  public Chart horizontal(double y, String label) {
    return with(new Guide(true, y, y, label));
  }

  /**
   * The chart with a vertical guide line.
   *
   * @param x where
   * @param label a few words, empty for none
   * @return another chart
   */
  public Chart vertical(double x, String label) {
    return with(new Guide(false, x, x, label));
  }

  /**
   * The chart with a strip from one abscissa to another.
   *
   * @param low its left edge
   * @param high its right edge
   * @return another chart
   */
  public Chart strip(double low, double high) {
    return with(new Guide(false, low, high, ""));
  }

  private Chart with(Guide guide) {
    List<Guide> more = Stream.concat(guides.stream(), Stream.of(guide)).toList();
    return new Chart(title, subtitle, xAxis, yAxis, series, more);
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
    ValueAxis horizontal =
        Axes.make(xAxis, Stream.concat(xs(), guideValues(false)).mapToDouble(v -> v));
    ValueAxis vertical =
        Axes.make(yAxis, Stream.concat(ys(), guideValues(true)).mapToDouble(v -> v));
    XYPlot plot = Plots.plot(horizontal, vertical);
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    int dataset = 0;
    List<Series> curves = series.stream().map(Series::sorted).toList();
    for (int i = 0; i < curves.size(); i++) {
      if (curves.get(i).hasBand()) {
        addBand(plot, dataset, curves.get(i), i, vertical.getLowerBound());
        dataset += 2;
      }
    }
    for (int i = 0; i < curves.size(); i++) {
      addCurve(plot, dataset++, curves.get(i), i);
    }
    GuideLabels labels = new GuideLabels(horizontal, vertical, curves);
    guides.forEach(guide -> addGuide(plot, guide, labels.place(guide)));
    return Plots.chart(title, subtitle, plot, series.size() > 1);
  }

  private Stream<Double> xs() {
    return series.stream().flatMap(s -> IntStream.range(0, s.size()).mapToObj(s::x));
  }

  private Stream<Double> ys() {
    return series.stream()
        .flatMap(
            s ->
                IntStream.range(0, s.size())
                    .boxed()
                    .flatMap(
                        i ->
                            s.hasBand()
                                ? Stream.of(s.y(i), s.low(i), s.high(i))
                                : Stream.of(s.y(i))));
  }

  private Stream<Double> guideValues(boolean horizontal) {
    return guides.stream()
        .filter(guide -> guide.horizontal() == horizontal)
        .flatMap(guide -> Stream.of(guide.at(), guide.to()));
  }

  /**
   * A band interrupted by NaN becomes several, since the renderer joins whatever it gets; where it
   * has one point only, it is a bar. Takes two datasets.
   */
  private void addBand(XYPlot plot, int dataset, Series curve, int position, double floor) {
    List<YIntervalSeries> pieces = new ArrayList<>();
    YIntervalSeries piece = null;
    for (int i = 0; i < curve.size(); i++) {
      boolean drawn =
          xAxis.shows(curve.x(i)) && Double.isFinite(curve.low(i)) && yAxis.shows(curve.high(i));
      if (!drawn) {
        piece = null;
        continue;
      }
      if (piece == null) {
        piece = new YIntervalSeries(pieces.size(), false, true);
        pieces.add(piece);
      }
      // On a logarithmic axis a band that reaches zero ends at the frame.
      double low = yAxis.shows(curve.low(i)) ? curve.low(i) : floor;
      piece.add(curve.x(i), curve.high(i), low, curve.high(i));
    }
    Color colour = Look.colour(curve.colourAt(position));
    DeviationRenderer areas = new DeviationRenderer(false, false);
    areas.setAlpha(0.2f);
    areas.setDefaultFillPaint(colour);
    addPieces(plot, dataset, pieces.stream().filter(p -> p.getItemCount() > 1), areas);
    addPieces(
        plot,
        dataset + 1,
        pieces.stream().filter(p -> p.getItemCount() == 1),
        Plots.barRenderer(colour));
  }

  private static void addPieces(
      XYPlot plot, int dataset, Stream<YIntervalSeries> pieces, AbstractXYItemRenderer renderer) {
    YIntervalSeriesCollection together = new YIntervalSeriesCollection();
    pieces.forEach(together::addSeries);
    renderer.setDefaultSeriesVisibleInLegend(false);
    // Otherwise the renderer takes fills of its own choice.
    renderer.setAutoPopulateSeriesFillPaint(false);
    plot.setDataset(dataset, together);
    plot.setRenderer(dataset, renderer);
  }

  private void addCurve(XYPlot plot, int dataset, Series curve, int position) {
    XYSeries points = new XYSeries(curve.name(), false, true);
    for (int i = 0; i < curve.size(); i++) {
      if (xAxis.shows(curve.x(i))) {
        points.add(curve.x(i), yAxis.shows(curve.y(i)) ? curve.y(i) : Double.NaN);
      }
    }
    int index = curve.colourAt(position);
    Plots.addCurve(plot, dataset, curve, points, index, Look.colour(index));
  }

  private static void addGuide(XYPlot plot, Guide guide, GuideLabels.Place place) {
    Marker marker =
        guide.isStrip()
            ? new IntervalMarker(guide.at(), guide.to(), Look.GRID)
            : new ValueMarker(guide.at(), Look.QUIET_INK, Look.GUIDE);
    marker.setAlpha(1f);
    marker.setLabel(guide.label());
    marker.setLabelFont(Look.TICK);
    marker.setLabelPaint(Look.QUIET_INK);
    marker.setLabelBackgroundColor(new Color(0, 0, 0, 0));
    marker.setLabelAnchor(place.anchor());
    marker.setLabelTextAnchor(place.text());
    marker.setLabelOffset(GuideLabels.offset(guide));
    if (guide.horizontal()) {
      plot.addRangeMarker(marker, Layer.BACKGROUND);
    } else {
      plot.addDomainMarker(marker, Layer.BACKGROUND);
    }
  }
}
