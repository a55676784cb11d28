// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import java.awt.font.FontRenderContext;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/**
 * Finds the places of the labels of guide lines: where no curve and no other label runs through
 * them, or as few as can be. Used by one thread, once per picture.
 */
final class GuideLabels {
  /** Where the plot lies in a picture with title, subtitle, axes and legend, within a few units. */
  static final Rectangle2D PLOT = new Rectangle2D.Double(68, 65, 626, 351);

  private static final RectangleInsets OFF_HORIZONTAL = new RectangleInsets(3, 4, 3, 4);
  private static final RectangleInsets OFF_VERTICAL = new RectangleInsets(4, 4, 4, 4);

  /** Air that a label keeps from a curve. */
  private static final double AIR = 3;

  /** The first free one is taken. */
  private static final List<Place> BESIDE_HORIZONTAL =
      List.of(
          new Place(RectangleAnchor.TOP_RIGHT, TextAnchor.BOTTOM_RIGHT),
          new Place(RectangleAnchor.BOTTOM_RIGHT, TextAnchor.TOP_RIGHT),
          new Place(RectangleAnchor.TOP_LEFT, TextAnchor.BOTTOM_LEFT),
          new Place(RectangleAnchor.BOTTOM_LEFT, TextAnchor.TOP_LEFT),
          new Place(RectangleAnchor.TOP, TextAnchor.BOTTOM_CENTER),
          new Place(RectangleAnchor.BOTTOM, TextAnchor.TOP_CENTER));

  private static final List<Place> BESIDE_VERTICAL =
      List.of(
          new Place(RectangleAnchor.TOP_RIGHT, TextAnchor.TOP_LEFT),
          new Place(RectangleAnchor.TOP_LEFT, TextAnchor.TOP_RIGHT),
          new Place(RectangleAnchor.BOTTOM_RIGHT, TextAnchor.BOTTOM_LEFT),
          new Place(RectangleAnchor.BOTTOM_LEFT, TextAnchor.BOTTOM_RIGHT));

  /**
   * A place beside a line.
   *
   * @param anchor the point of the line that the text hangs on
   * @param text the corner of the text that lies there
   */
  record Place(RectangleAnchor anchor, TextAnchor text) {}

  private final ValueAxis horizontal;
  private final ValueAxis vertical;
  private final List<Line2D> lines = new ArrayList<>();
  private final List<Rectangle2D> taken = new ArrayList<>();

  GuideLabels(ValueAxis horizontal, ValueAxis vertical, List<Series> curves) {
    this.horizontal = horizontal;
    this.vertical = vertical;
    for (Series curve : curves) {
      for (int i = 0; i < curve.size(); i++) {
        boolean joined = curve.style() != Series.Style.POINTS && i + 1 < curve.size();
        addLine(curve, i, joined ? i + 1 : i);
      }
    }
  }

  /** A line to an undefined point is none, and a picture shows no part of it. */
  private void addLine(Series curve, int from, int to) {
    Line2D line =
        new Line2D.Double(x(curve.x(from)), y(curve.y(from)), x(curve.x(to)), y(curve.y(to)));
    if (Double.isFinite(line.getX1() + line.getY1() + line.getX2() + line.getY2())) {
      lines.add(line);
    }
  }

  private double x(double value) {
    return horizontal.valueToJava2D(value, PLOT, RectangleEdge.BOTTOM);
  }

  private double y(double value) {
    return vertical.valueToJava2D(value, PLOT, RectangleEdge.LEFT);
  }

  /** How far the label of a guide keeps from its line and from the frame. */
  static RectangleInsets offset(Chart.Guide guide) {
    return guide.horizontal() ? OFF_HORIZONTAL : OFF_VERTICAL;
  }

  /** The best place for the label of a guide, which is taken from then on. */
  Place place(Chart.Guide guide) {
    List<Place> places = guide.horizontal() ? BESIDE_HORIZONTAL : BESIDE_VERTICAL;
    if (guide.label().isEmpty()) {
      return places.getFirst();
    }
    Place best = null;
    Rectangle2D box = null;
    long fewest = Long.MAX_VALUE;
    for (Place place : places) {
      Rectangle2D here = box(guide, place);
      long crossed = crossed(here);
      if (crossed < fewest) {
        fewest = crossed;
        best = place;
        box = here;
      }
    }
    taken.add(box);
    return best;
  }

  /** What runs through a box; another label or the frame is worse than any number of curves. */
  private long crossed(Rectangle2D box) {
    long through = lines.stream().filter(line -> line.intersects(box)).count();
    long labels = taken.stream().filter(box::intersects).count();
    return through + (labels + (PLOT.contains(box) ? 0 : 1)) * (lines.size() + 1L);
  }

  Rectangle2D box(Chart.Guide guide, Place place) {
    Rectangle2D text =
        Look.TICK.getStringBounds(guide.label(), new FontRenderContext(null, true, true));
    double width = text.getWidth() + 2 * AIR;
    double height = text.getHeight();
    String corner = place.text().toString();
    boolean below = corner.contains("TOP");
    double left;
    double top;
    if (guide.horizontal()) {
      double room = PLOT.getWidth() - width;
      double share = corner.contains("RIGHT") ? 1 : corner.contains("CENTER") ? 0.5 : 0;
      left = PLOT.getX() + share * room;
      top = y(guide.at()) + (below ? AIR : -AIR - height);
    } else {
      left = x(guide.at()) + (corner.contains("LEFT") ? AIR : -AIR - width);
      top = below ? PLOT.getY() + AIR : PLOT.getMaxY() - AIR - height;
    }
    return new Rectangle2D.Double(left, top, width, height);
  }
}
