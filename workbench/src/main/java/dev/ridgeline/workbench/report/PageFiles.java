// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What every page holds: style and script, resources beside this class, and uPlot, which draws
 * figures that answer, from its WebJar. Read once.
 */
final class PageFiles {
  private static final String UPLOT = "uplot/";

  static final String STYLE = text("report.css");
  static final String SCRIPT = text("report.js");
  static final String PLOT_STYLE = text(UPLOT + "uPlot.min.css") + "\n";

  private PageFiles() {}

  /** The library with its licence, as an element. */
  static String plotScript() {
    String code = text(UPLOT + "uPlot.iife.min.js");
    return "<script>\n/* uPlot 1.6.30\n\n"
        + text(UPLOT + "LICENSE")
        + "*/\n"
        + code.substring(code.indexOf("*/") + 2).strip() // its first comment is an address
        + "\n</script>\n";
  }

  private static String text(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
