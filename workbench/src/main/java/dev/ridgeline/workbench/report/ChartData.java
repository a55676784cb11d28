// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import java.util.function.IntToDoubleFunction;

/**
 * The numbers of a chart as JSON for the script of a page, which draws them again so that they
 * answer to pointer and keyboard: the same numbers, in the same order, as in the still picture.
 */
final class ChartData {
  private final StringBuilder json = new StringBuilder();

  private ChartData() {}

  static String of(Chart chart) {
    return new ChartData().write(chart);
  }

  private String write(Chart chart) {
    json.append("{\"title\":").append(text(chart.title()));
    axis("x", chart.xAxis());
    axis("y", chart.yAxis());
    json.append(",\"series\":[");
    for (int i = 0; i < chart.series().size(); i++) {
      json.append(i == 0 ? "" : ",");
      series(chart.series().get(i).sorted(), i);
    }
    json.append("],\"guides\":[");
    for (int i = 0; i < chart.guides().size(); i++) {
      Chart.Guide guide = chart.guides().get(i);
      json.append(i == 0 ? "" : ",")
          .append("{\"horizontal\":")
          .append(guide.horizontal())
          .append(",\"at\":")
          .append(number(guide.at()))
          .append(",\"to\":")
          .append(number(guide.to()))
          .append(",\"label\":")
          .append(text(guide.label()))
          .append('}');
    }
    return json.append("]}").toString();
  }

  private void axis(String name, Axis axis) {
    json.append(",\"")
        .append(name)
        .append("\":{\"label\":")
        .append(text(axis.label()))
        .append(",\"log\":")
        .append(axis.logarithmic())
        .append('}');
  }

  private void series(Series series, int position) {
    json.append("{\"name\":")
        .append(text(series.name()))
        .append(",\"style\":\"")
        .append(
            switch (series.style()) {
              case LINE -> "line";
              case DASHED -> "theory";
              case POINTS -> "points";
            })
        .append("\",\"markers\":")
        .append(series.hasMarkers())
        .append(",\"colour\":\"")
        .append("#%06x".formatted(Look.colour(series.colourAt(position)).getRGB() & 0xffffff))
        .append('"');
    numbers("x", series.size(), series::x);
    numbers("y", series.size(), series::y);
    if (series.hasBand()) {
      numbers("low", series.size(), series::low);
      numbers("high", series.size(), series::high);
    }
    json.append('}');
  }

  private void numbers(String name, int count, IntToDoubleFunction values) {
    json.append(",\"").append(name).append("\":[");
    for (int i = 0; i < count; i++) {
      json.append(i == 0 ? "" : ",").append(number(values.applyAsDouble(i)));
    }
    json.append(']');
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "null";
  }

  /** As JSON has it, and so that no text ends the element that holds it. */
  private static String text(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
