// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Polygon;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Colours, fonts and strokes that all pictures share. */
final class Look {
  /** Width and height of a picture, in SVG units. */
  static final int WIDTH = 720;

  static final int HEIGHT = 500;

  static {
    Fonts.install();
  }

  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
  static final Font SUBTITLE = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
  static final Font AXIS = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  static final Font TICK = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Font LEGEND = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  static final Color INK = new Color(0x22, 0x22, 0x22);
  static final Color QUIET_INK = new Color(0x55, 0x55, 0x55);
  static final Color GRID = new Color(0xe2, 0xe2, 0xe2);

  private static final BasicStroke LINE = round(2.2f);
  private static final BasicStroke DASHED = dashes(7f, 4f);
  static final BasicStroke GUIDE =
      new BasicStroke(
          1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {2f, 3f}, 0f);
  static final BasicStroke BAR = round(1.4f);
  static final BasicStroke HAIR = round(0.8f);

  /**
   * Okabe and Ito's palette, told apart with every common kind of colour vision, its light colours
   * darkened to a contrast of 3 to 1 with light and dark pages.
   */
  private static final List<Color> PALETTE =
      List.of(
          new Color(0x00, 0x72, 0xb2),
          new Color(0xd5, 0x5e, 0x00),
          new Color(0x00, 0x9e, 0x73),
          new Color(0xb0, 0x55, 0x8a),
          new Color(0xa8, 0x6f, 0x00),
          new Color(0x4a, 0x94, 0xc4),
          INK,
          new Color(0x7a, 0x7a, 0x00));

  /** What tells curves apart when the palette starts again: the first of each comes with it. */
  private static final List<Shape> MARKERS =
      List.of(
          new Ellipse2D.Double(-3, -3, 6, 6),
          new Rectangle2D.Double(-3, -3, 6, 6),
          polygon(new int[] {-4, 4, 0}, new int[] {3, 3, -4}),
          polygon(new int[] {-4, 0, 4, 0}, new int[] {0, -4, 0, 4}));

  private static final List<BasicStroke> LINES =
      List.of(LINE, dashes(12f, 3f, 2f, 3f), dashes(2f, 3f), dashes(16f, 5f));

  private static final List<BasicStroke> DASHES =
      List.of(DASHED, dashes(3f, 4f), dashes(7f, 3f, 2f, 3f, 2f, 3f), dashes(14f, 8f));

  private Look() {}

  static Color colour(int index) {
    return PALETTE.get(Math.floorMod(index, PALETTE.size()));
  }

  static Shape marker(int index) {
    return MARKERS.get(lap(index) % MARKERS.size());
  }

  static BasicStroke line(int index) {
    return LINES.get(lap(index) % LINES.size());
  }

  static BasicStroke dashed(int index) {
    return DASHES.get(lap(index) % DASHES.size());
  }

  /** How often the palette was used up before this colour. */
  private static int lap(int index) {
    return Math.max(0, index) / PALETTE.size();
  }

  private static Polygon polygon(int[] xs, int[] ys) {
    return new Polygon(xs, ys, xs.length);
  }

  private static BasicStroke dashes(float... lengths) {
    return new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, lengths, 0f);
  }

  private static BasicStroke round(float width) {
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }
}
