// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import dev.ridgeline.workbench.cli.RunFailedException;
import dev.ridgeline.workbench.cli.WriteFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Gives the JVM DejaVu Sans as its only font, so that pictures have the same bytes on every machine
 * and are drawn where no font is installed. The JDK reads the file that the property names when
 * text is first measured, in place of asking fontconfig; in a program that has measured text
 * before, its own fonts stay.
 */
final class Fonts {
  private static final String PROPERTY = "sun.awt.fontconfig";
  private static final String[] FAMILIES = {
    "sansserif", "serif", "monospaced", "dialog", "dialoginput"
  };

  private Fonts() {}

  /** Writes font and configuration into a scratch folder that goes with the JVM. */
  static void install() {
    if (System.getProperty(PROPERTY) != null) {
      return;
    }
    try {
      Path folder = Files.createTempDirectory("ridgeline-font");
      folder.toFile().deleteOnExit();
      Path plain = copy("DejaVuSans.ttf", folder);
      Path bold = copy("DejaVuSans-Bold.ttf", folder);
      StringBuilder text = new StringBuilder("version=1\nsequence.allfonts=latin-1\n");
      for (String family : FAMILIES) {
        for (String style : new String[] {"plain", "bold", "italic", "bolditalic"}) {
          text.append(family).append('.').append(style).append(".latin-1=DejaVu Sans");
          text.append(style.startsWith("bold") ? " Bold\n" : "\n");
        }
      }
      text.append("filename.DejaVu_Sans=").append(escaped(plain)).append('\n');
      text.append("filename.DejaVu_Sans_Bold=").append(escaped(bold)).append('\n');
      Path configuration = folder.resolve("fontconfig.properties");
      configuration.toFile().deleteOnExit();
      Files.writeString(configuration, text, StandardCharsets.ISO_8859_1);
      System.setProperty(PROPERTY, configuration.toString());
    } catch (IOException failed) {
      throw new RunFailedException(
          "pictures need a folder for temporary files, and "
              + System.getProperty("java.io.tmpdir")
              + " cannot be written ("
              + WriteFailure.reason(failed)
              + "): name another by JDK_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER, or use --no-report",
          failed);
    }
  }

  private static Path copy(String name, Path folder) throws IOException {
    Path file = folder.resolve(name);
    file.toFile().deleteOnExit();
    try (InputStream font = Fonts.class.getResourceAsStream("font/" + name)) {
      Files.copy(Objects.requireNonNull(font, name), file);
    }
    return file;
  }

  /** As a value of a properties file. */
  private static String escaped(Path file) {
    StringBuilder value = new StringBuilder();
    file.toString()
        .chars()
        .forEach(
            c -> {
              if (c == '\\') {
                value.append("\\\\");
              } else if (c < 0x80) {
                value.append((char) c);
              } else {
                value.append(String.format("\\u%04x", c));
              }
            });
    return value.toString();
  }
}
