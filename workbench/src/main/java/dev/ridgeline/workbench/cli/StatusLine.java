// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The last line of a terminal, which says how far a command is. Whatever else is written to the
 * terminal goes above it, in whole lines. Safe for use by many threads.
 */
public final class StatusLine {
  private static final byte[] ERASE = "\r\u001b[K".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream terminal;
  private final Charset charset;

  /** Columns of what is shown; 0 for nothing. */
  private int shown;

  /** Whether a line of somebody else's is not complete yet. */
  private boolean open;

  StatusLine(OutputStream terminal, Charset charset) {
    this.terminal = terminal;
    this.charset = charset;
  }

  /**
   * Shows a text in place of the one shown before.
   *
   * @param text one line, which is cut where it does not fit
   * @param columns width of the terminal by now
   */
  public synchronized void show(String text, int columns) {
    if (open) {
      return;
    }
    String fitting = text.substring(0, Math.min(text.length(), Math.max(columns - 1, 0)));
    try {
      // a terminal that has become narrower may have broken the old text: that stays as it is
      terminal.write(shown >= columns ? "\n".getBytes(charset) : ERASE);
      terminal.write(fitting.getBytes(charset));
      terminal.flush();
      shown = fitting.length();
    } catch (IOException closed) {
      shown = 0; // nobody is looking
    }
  }

  /** Removes what is shown. */
  public synchronized void clear() {
    try {
      erase();
      terminal.flush();
    } catch (IOException closed) {
      shown = 0; // nobody is looking
    }
  }

  private void erase() throws IOException {
    if (shown > 0) {
      terminal.write(ERASE);
      shown = 0;
    }
  }

  /** The terminal for all others. */
  OutputStream above() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        writeAbove(bytes, offset, length);
      }

      @Override
      public void flush() throws IOException {
        terminal.flush();
      }
    };
  }

  private synchronized void writeAbove(byte[] bytes, int offset, int length) throws IOException {
    if (length > 0) {
      erase();
      terminal.write(bytes, offset, length);
      open = bytes[offset + length - 1] != '\n';
    }
  }
}
