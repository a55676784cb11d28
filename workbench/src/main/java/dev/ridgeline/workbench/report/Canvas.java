// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import dev.ridgeline.workbench.cli.RunFailedException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.text.TextUtils;
import org.jfree.svg.PreserveAspectRatio;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;

/** Draws a finished chart as SVG or PNG. */
final class Canvas {
  private static final int PNG_SCALE = 2;

  static {
    // Otherwise rotated text, such as the label of a vertical axis, becomes outlines in SVG.
    TextUtils.setUseDrawRotatedStringWorkaround(false);
  }

  private Canvas() {}

  private static final Pattern STYLE = Pattern.compile("style='([^']*)'");

  private static final Pattern LINE =
      Pattern.compile("<line x1='([^']*)' y1='([^']*)' x2='([^']*)' y2='([^']*)'([^>]*)/>");

  static String svg(JFreeChart chart, String idPrefix) {
    SVGGraphics2D graphics = new SVGGraphics2D(Look.WIDTH, Look.HEIGHT);
    graphics.setDefsKeyPrefix(idPrefix); // the default holds the time
    graphics.setGeomDoubleConverter(Canvas::hundredths);
    graphics.setTransformDoubleConverter(Double::toString);
    chart.draw(graphics, new Rectangle2D.Double(0, 0, Look.WIDTH, Look.HEIGHT));
    return shared(
        graphics.getSVGElement(
            null,
            true,
            new ViewBox(0, 0, Look.WIDTH, Look.HEIGHT),
            PreserveAspectRatio.XMID_YMID,
            null),
        idPrefix);
  }

  /**
   * The same picture with each style said once, as a class: elements repeat their whole style,
   * which is most of a picture's bytes.
   */
  private static String shared(String svg, String idPrefix) {
    Map<String, String> classes = new LinkedHashMap<>();
    Matcher styles = STYLE.matcher(svg);
    String body =
        styles.replaceAll(
            found -> {
              String style = found.group(1).replace(" ", "");
              String name = classes.computeIfAbsent(style, s -> idPrefix + "s" + classes.size());
              return Matcher.quoteReplacement("class='" + name + "'");
            });
    StringBuilder sheet = new StringBuilder("<style>");
    classes.forEach(
        (style, name) -> sheet.append('.').append(name).append('{').append(style).append('}'));
    int start = body.indexOf('>') + 1;
    return body.substring(0, start)
        + sheet.append("</style>")
        + withLinesJoined(body.substring(start));
  }

  /** Lines of one look that follow each other, such as grids and ticks, as one path. */
  private static String withLinesJoined(String svg) {
    StringBuilder joined = new StringBuilder();
    Matcher lines = LINE.matcher(svg);
    String look = null; // of the path that is open
    int at = 0;
    while (lines.find()) {
      if (look != null && (lines.start() > at || !lines.group(5).equals(look))) {
        joined.append("'").append(look).append("/>");
        look = null;
      }
      joined.append(svg, at, lines.start());
      if (look == null) {
        look = lines.group(5);
        joined.append("<path d='");
      }
      joined.append('M').append(lines.group(1)).append(' ').append(lines.group(2));
      joined.append('L').append(lines.group(3)).append(' ').append(lines.group(4));
      at = lines.end();
    }
    if (look != null) {
      joined.append("'").append(look).append("/>");
    }
    return joined.append(svg.substring(at)).toString();
  }

  /** Finer than any screen, and a third of the bytes of all digits. */
  private static String hundredths(double coordinate) {
    return Double.toString(Math.rint(coordinate * 100) / 100);
  }

  static byte[] png(JFreeChart chart) {
    BufferedImage image =
        new BufferedImage(
            PNG_SCALE * Look.WIDTH, PNG_SCALE * Look.HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.scale(PNG_SCALE, PNG_SCALE);
      graphics.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      chart.draw(graphics, new Rectangle2D.Double(0, 0, Look.WIDTH, Look.HEIGHT));
    } finally {
      graphics.dispose();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(image, "png", bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * Fails with a remedy where the {@linkplain Fonts font} cannot be unpacked, or Java lacks the
   * native libraries that read it.
   */
  static void requireFonts() {
    Fonts.install();
    try {
      new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)
          .createGraphics()
          .getFontMetrics(Look.TITLE)
          .stringWidth("x");
    } catch (RuntimeException | Error noFonts) {
      throw new RunFailedException(
          "pictures need the libraries that draw text, and this Java runtime lacks them ("
              + noFonts
              + "): use a whole JDK, for example Temurin 25",
          noFonts);
    }
  }
}
