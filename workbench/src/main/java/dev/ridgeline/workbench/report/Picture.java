// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

/** A picture that can be written as SVG and as PNG, with the same bytes whenever it is written. */
public interface Picture {
  /**
   * What the picture shows, in a few words.
   *
   * @return the title
   */
  String title();

  /**
   * The picture as an {@code <svg>} element for a page that holds several.
   *
   * @param idPrefix the start of every id inside, different for every picture of the page
   * @return the element
   */
  String svgElement(String idPrefix);

  /**
   * The picture as an SVG file.
   *
   * @return the text of the file
   */
  default String svg() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svgElement("ridgeline-") + "\n";
  }

  /**
   * The picture as a PNG file, at twice the resolution of the SVG.
   *
   * @return the bytes of the file
   */
  byte[] png();

  /**
   * Fails with a remedy when this machine has no fonts: to be called before a long computation
   * whose results are to be drawn.
   *
   * @throws dev.ridgeline.workbench.cli.RunFailedException when no picture can be drawn
   */
  static void requireFonts() {
    Canvas.requireFonts();
  }
}
