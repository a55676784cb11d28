// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of the records of a text that begin within a range: from the first of them to the end
 * of the last one, wherever that is. Records end at line feeds outside quotes, as in {@link
 * TextChunks}.
 *
 * <p>Used by one thread.
 */
final class RecordBytes extends InputStream {
  private static final int BUFFER = 1 << 16;

  private enum Place {
    /** Where a quote opens a field. */
    BEGINNING,
    WITHIN,
    QUOTED,
    /** Behind a quote in a quoted field: another one belongs to it, anything else follows it. */
    QUOTE
  }

  private final InputStream file;
  private final long to;
  private final byte delimiter;
  private final long start;
  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int filled;
  private long position; // in the file, of the byte behind the buffer
  private long lines;
  private boolean afterReturn;
  private Place place = Place.BEGINNING;
  private boolean ended;

  private RecordBytes(InputStream file, long start, long to, byte delimiter) {
    this.file = file;
    this.start = start;
    this.position = start;
    this.to = to;
    this.delimiter = delimiter;
    this.ended = start >= to;
  }

  /**
   * Opens a range.
   *
   * @param path the file
   * @param from the first byte of the range
   * @param to the byte behind the last one
   * @param exact whether a record is known to begin at {@code from}; otherwise one is taken to
   *     begin behind the first line feed from the byte before on, which is wrong within quotes
   * @param delimiter between fields
   */
  static RecordBytes open(Path path, long from, long to, boolean exact, byte delimiter)
      throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      long start = exact ? from : behindLine(channel, from - 1);
      channel.position(start);
      return new RecordBytes(Channels.newInputStream(channel), start, to, delimiter);
    } catch (IOException | RuntimeException failure) {
      try (channel) {
        throw failure;
      }
    }
  }

  /** The byte behind the first line feed from a byte on; the length of the file where none is. */
  private static long behindLine(FileChannel channel, long from) throws IOException {
    channel.position(from);
    InputStream bytes = Channels.newInputStream(channel);
    byte[] buffer = new byte[BUFFER];
    long before = from;
    for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
      for (int i = 0; i < count; i++) {
        if (buffer[i] == '\n') {
          return before + i + 1;
        }
      }
      before += count;
    }
    return before;
  }

  /** Where the first record begins. */
  long start() {
    return start;
  }

  /** The byte behind the last record, when all is read. */
  long end() {
    return position;
  }

  /** Number of line breaks, when all is read. */
  long lines() {
    return lines;
  }

  private boolean fill() throws IOException {
    if (next < filled || ended) {
      return next < filled;
    }
    int count = file.read(buffer, 0, BUFFER);
    if (count < 0) {
      ended = true;
      return false;
    }
    next = 0;
    filled = position + count < to && isPlain(count) ? count : endOfRecords(count);
    boolean split = afterReturn && buffer[0] == '\n';
    lines += TextChunks.lines(buffer, 0, filled) - (split ? 1 : 0);
    afterReturn = buffer[filled - 1] == '\r';
    position += filled;
    return true;
  }

  /** Whether nothing is quoted, so that the last byte tells the place. */
  private boolean isPlain(int count) {
    if (place == Place.QUOTED
        || place == Place.QUOTE
        || TextChunks.holds(buffer, 0, count, (byte) '"')) {
      return false;
    }
    place = after(buffer[count - 1]);
    return true;
  }

  private Place after(byte c) {
    return c == '\n' || c == '\r' || c == delimiter ? Place.BEGINNING : Place.WITHIN;
  }

  /** How many of some bytes belong to the records. */
  private int endOfRecords(int count) {
    for (int i = 0; i < count; i++) {
      byte c = buffer[i];
      if (place == Place.QUOTED) {
        place = c == '"' ? Place.QUOTE : Place.QUOTED;
      } else if (c == '"' && (place == Place.BEGINNING || place == Place.QUOTE)) {
        place = Place.QUOTED;
      } else {
        place = after(c);
        if (c == '\n' && position + i + 1 >= to) {
          ended = true;
          return i + 1;
        }
      }
    }
    return count;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer[next++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, filled - next);
    System.arraycopy(buffer, next, target, offset, count);
    next += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
