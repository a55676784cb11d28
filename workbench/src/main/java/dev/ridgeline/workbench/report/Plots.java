// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

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

  static XYLineAndShapeRenderer curveRenderer(Series curve, Color colour) {
    boolean joined = curve.style() != Series.Style.POINTS;
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(joined, curve.hasMarkers());
    renderer.setSeriesPaint(0, colour);
    renderer.setSeriesStroke(0, curve.style() == Series.Style.DASHED ? Look.DASHED : Look.LINE);
    renderer.setSeriesShape(0, new Ellipse2D.Double(-3, -3, 6, 6));
    renderer.setLegendLine(new Line2D.Double(-16, 0, 16, 0));
    renderer.setDrawSeriesLineAsPath(true); // dashes run on from point to point
    renderer.setSeriesVisibleInLegend(0, !curve.name().isEmpty());
    return renderer;
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
