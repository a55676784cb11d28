// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import java.awt.Color;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
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

  static JFreeChart chart(String title, String subtitle, XYPlot plot) {
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
    if (plot.getLegendItems().getItemCount() > 1) {
      chart.addSubtitle(legend);
    }
    chart.addSubtitle(0, heading(subtitle, false));
    chart.addSubtitle(0, heading(title, true));
    return chart;
  }

  private static TextTitle heading(String text, boolean main) {
    TextTitle heading = new TextTitle(text, main ? Look.TITLE : Look.SUBTITLE);
    heading.setPaint(main ? Look.INK : Look.QUIET_INK);
    heading.setHorizontalAlignment(HorizontalAlignment.LEFT);
    heading.setTextAlignment(HorizontalAlignment.LEFT);
    heading.setVisible(!text.isEmpty());
    heading.setPadding(new RectangleInsets(0, 2, main ? 3 : 10, 2));
    return heading;
  }
}
