// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;

/**
 * Standard error when the launcher filters it.
 *
 * <p>The JVM announces the incubating Vector API on its standard error before any of our code runs,
 * and no option silences that. The launcher therefore gives the JVM a filter as descriptor 2 and
 * the real standard error as another one, named by the system property {@value #DESCRIPTOR}. What
 * Java prints goes to the real one, so that a terminal stays a terminal; what the JVM itself prints
 * passes the filter.
 */
public final class StandardError {
  private static final String DESCRIPTOR = "ridgeline.stderr.descriptor";
  private static final String COLUMNS = "ridgeline.stderr.columns";

  private StandardError() {}

  static void attach() {
    Integer number = Integer.getInteger(DESCRIPTOR);
    if (number == null) {
      return;
    }
    try {
      // Needs --add-opens java.base/java.io=ALL-UNNAMED: opening /dev/fd/N instead would start a
      // second file position, and fails for sockets.
      Constructor<FileDescriptor> open = FileDescriptor.class.getDeclaredConstructor(int.class);
      open.setAccessible(true);
      FileOutputStream real = new FileOutputStream(open.newInstance(number));
      System.setErr(new PrintStream(real, true, System.err.charset()));
    } catch (ReflectiveOperationException | RuntimeException closed) {
      System.err.println("ridgeline: standard error stays filtered: " + closed);
    }
  }

  /**
   * The width of the terminal that standard error is, as the launcher saw it.
   *
   * @return columns, or 0 when standard error is no terminal
   */
  public static int columns() {
    return Integer.getInteger(COLUMNS, 0);
  }
}
