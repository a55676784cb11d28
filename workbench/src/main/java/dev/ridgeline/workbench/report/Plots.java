// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import java.awt.Color;
import java.awt.geom.Line2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The frame that all pictures share: plot area, title, legend below the data. */
final class Plots {
  private Plots() {}

  static XYPlot plot(ValueAxis horizontal, ValueAxis vertical) {
    XYPlot plot = new XYPlot(null, horizontal, vertical, null);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlinePaint(Look.QUIET_INK);
    plot.setOutlineStroke(Look.HAIR);
    plot.setDomainGridlinePaint(Look.GRID);
    plot.setDomainGridlineStroke(Look.HAIR);
    plot.setRangeGridlinePaint(Look.GRID);
    plot.setRangeGridlineStroke(Look.HAIR);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    return plot;
  }

  static JFreeChart chart(String title, String subtitle, XYPlot plot, boolean legended) {
    JFreeChart chart = new JFreeChart(null, Look.TITLE, plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(12, 10, 10, 18));
    LegendTitle legend = new LegendTitle(plot);
    legend.setPosition(RectangleEdge.BOTTOM);
    legend.setItemFont(Look.LEGEND);
    legend.setItemPaint(Look.INK);
    legend.setFrame(BlockBorder.NONE);
    legend.setBackgroundPaint(Color.WHITE);
    legend.setMargin(new RectangleInsets(6, 0, 0, 0));
    legend.setItemLabelPadding(new RectangleInsets(2, 4, 2, 14));
    if (legended) {
      chart.addSubtitle(legend);
    }
    chart.addSubtitle(0, heading(subtitle, false, true));
    chart.addSubtitle(0, heading(title, true, subtitle.isEmpty()));
    return chart;
  }

  /**
   * Adds a curve.
   *
   * @param points the points, with NaN where the curve is interrupted
   * @param index the colour that the curve has in a chart, which settles line and marker too
   * @param colour the colour that it has here
   */
  static void addCurve(
      XYPlot plot, int dataset, Series curve, XYSeries points, int index, Color colour) {
    plot.setDataset(dataset, new XYSeriesCollection(points));
    boolean joined = curve.style() != Series.Style.POINTS;
    XYLineAndShapeRenderer renderer = new CurveRenderer(joined, curve.hasMarkers(), points);
    renderer.setSeriesPaint(0, colour);
    renderer.setSeriesStroke(
        0, curve.style() == Series.Style.DASHED ? Look.dashed(index) : Look.line(index));
    renderer.setSeriesShape(0, Look.marker(index));
    renderer.setLegendLine(new Line2D.Double(-16, 0, 16, 0));
    renderer.setDrawSeriesLineAsPath(true); // dashes run on from point to point
    renderer.setSeriesVisibleInLegend(0, !curve.name().isEmpty());
    plot.setRenderer(dataset, renderer);
  }

  /** Draws the band at a point that has no neighbour to draw an area to. */
  static XYErrorRenderer barRenderer(Color colour) {
    XYErrorRenderer renderer = new XYErrorRenderer();
    renderer.setDrawXError(false);
    renderer.setDefaultShapesVisible(false);
    renderer.setErrorPaint(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 128));
    renderer.setErrorStroke(Look.BAR);
    return renderer;
  }

  /** Marks a point that no line leads to, which would not be seen otherwise. */
  private static final class CurveRenderer extends XYLineAndShapeRenderer {
    private static final long serialVersionUID = 1L;

    private final XYSeries points;

    CurveRenderer(boolean lines, boolean markers, XYSeries points) {
      super(lines, markers);
      this.points = points;
    }

    @Override
    public boolean getItemShapeVisible(int series, int item) {
      return super.getItemShapeVisible(series, item)
          || (drawn(item) && !drawn(item - 1) && !drawn(item + 1));
    }

    private boolean drawn(int item) {
      return item >= 0
          && item < points.getItemCount()
          && Double.isFinite(points.getX(item).doubleValue())
          && Double.isFinite(points.getY(item).doubleValue());
    }
  }

  private static TextTitle heading(String text, boolean main, boolean last) {
    TextTitle heading = new TextTitle(text, main ? Look.TITLE : Look.SUBTITLE);
    heading.setPaint(main ? Look.INK : Look.QUIET_INK);
    heading.setHorizontalAlignment(HorizontalAlignment.LEFT);
    heading.setTextAlignment(HorizontalAlignment.LEFT);
    heading.setVisible(!text.isEmpty());
    heading.setPadding(new RectangleInsets(0, 2, main && !last ? 3 : 10, 2));
    return heading;
  }
}
