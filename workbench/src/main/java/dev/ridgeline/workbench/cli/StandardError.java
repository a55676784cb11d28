// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Standard error when the launcher filters it.
 *
 * <p>The JVM announces the incubating Vector API on its standard error before any of our code runs,
 * and no option silences that. The launcher therefore gives the JVM a filter as descriptor 2 and
 * the real standard error as another one, named by the system property {@value #DESCRIPTOR} (2
 * where nothing is to be filtered). What Java prints goes to the real one, so that a terminal stays
 * a terminal; what the JVM itself prints passes the filter.
 */
public final class StandardError {
  private static final String DESCRIPTOR = "ridgeline.stderr.descriptor";
  private static final String COLUMNS = "ridgeline.stderr.columns";

  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");

  private static StatusLine status;

  private StandardError() {}

  static void attach() {
    Integer number = Integer.getInteger(DESCRIPTOR);
    if (number == null) {
      return;
    }
    try {
      // Needs --add-opens java.base/java.io=ALL-UNNAMED: opening /dev/fd/N instead would start a
      // second file position, and fails for sockets.
      FileOutputStream real = new FileOutputStream(number == 2 ? FileDescriptor.err : open(number));
      Charset charset = System.err.charset();
      if (columns() == 0) {
        System.setErr(new PrintStream(real, true, charset));
      } else {
        status = new StatusLine(real, charset);
        System.setErr(new PrintStream(status.above(), true, charset));
      }
    } catch (ReflectiveOperationException | RuntimeException closed) {
      System.err.println("ridgeline: standard error stays filtered: " + closed);
    }
  }

  private static FileDescriptor open(int number) throws ReflectiveOperationException {
    Constructor<FileDescriptor> open = FileDescriptor.class.getDeclaredConstructor(int.class);
    open.setAccessible(true);
    return open.newInstance(number);
  }

  /**
   * The width of the terminal that standard error is, as the launcher saw it.
   *
   * @return columns, or 0 when standard error is no terminal
   */
  public static int columns() {
    return Integer.getInteger(COLUMNS, 0);
  }

  /**
   * The width of the terminal by now: people resize windows.
   *
   * @return columns, those of the start where nobody can tell
   */
  public static int columnsNow() {
    String terminal =
        "/proc/" + ProcessHandle.current().pid() + "/fd/" + Integer.getInteger(DESCRIPTOR, 2);
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File(Files.exists(Path.of(terminal)) ? terminal : "/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      Matcher size = SIZE.matcher(said);
      int now = size.matches() ? Integer.parseInt(size.group(1)) : 0;
      return now > 0 ? now : columns();
    } catch (IOException unknown) {
      return columns();
    }
  }

  /**
   * The line at the bottom of the terminal.
   *
   * @return empty when standard error is no terminal
   */
  public static Optional<StatusLine> statusLine() {
    return Optional.ofNullable(status);
  }
}
