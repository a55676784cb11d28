// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of a text file or of standard input, unpacked where they are gzip.
 *
 * <p>Used by one thread.
 */
final class TextBytes extends InputStream {
  private static final int BUFFER = 1 << 16;

  private final Counted packed;
  private final InputStream bytes;

  /**
   * Unpacks bytes where they are gzip.
   *
   * @throws IOException when they cannot be read, or begin as gzip and are none
   */
  TextBytes(InputStream file) throws IOException {
    packed = new Counted(file);
    bytes = packed.isGzip() ? new GZIPInputStream(packed, BUFFER) : packed;
  }

  /**
   * Opens a file; null is standard input.
   *
   * @throws IOException when it cannot be read, or begins as gzip and is none
   */
  static TextBytes open(Path file) throws IOException {
    InputStream stream = file == null ? System.in : Files.newInputStream(file);
    try {
      return new TextBytes(stream);
    } catch (IOException | RuntimeException failure) {
      try (stream) {
        throw failure;
      }
    }
  }

  /** Whether the file is packed. */
  boolean isPacked() {
    return bytes != packed;
  }

  /** Number of bytes taken from the file, as they are there. */
  long taken() {
    return packed.taken;
  }

  @Override
  public int read() throws IOException {
    return bytes.read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return bytes.read(target, offset, length);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }

  /**
   * A buffer over a file that says truly whether there is more: {@link GZIPInputStream} asks that
   * between the members of a file, and of a pipe a stream often does not know.
   */
  private static final class Counted extends InputStream {
    private final InputStream file;
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int end;
    private long taken;

    Counted(InputStream file) {
      this.file = file;
    }

    boolean isGzip() throws IOException {
      while (end < 2) {
        int count = file.read(buffer, end, buffer.length - end);
        if (count < 0) {
          return false;
        }
        end += count;
      }
      return buffer[0] == 0x1F && buffer[1] == (byte) 0x8B;
    }

    private boolean fill() throws IOException {
      if (next == end) {
        next = 0;
        end = Math.max(0, file.read(buffer, 0, buffer.length));
      }
      return end > 0;
    }

    @Override
    public int available() throws IOException {
      return fill() ? end - next : 0;
    }

    @Override
    public int read() throws IOException {
      if (!fill()) {
        return -1;
      }
      taken++;
      return buffer[next++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int count;
      if (next == end && length >= BUFFER) {
        count = file.read(target, offset, length);
        if (count < 0) {
          return -1;
        }
      } else {
        if (!fill()) {
          return -1;
        }
        count = Math.min(length, end - next);
        System.arraycopy(buffer, next, target, offset, count);
        next += count;
      }
      taken += count;
      return count;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
