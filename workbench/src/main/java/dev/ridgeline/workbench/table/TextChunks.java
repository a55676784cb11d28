// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Cuts a text into chunks, each of whole records.
 *
 * <p>A record ends at a line feed outside quotes. Used by one thread.
 */
final class TextChunks implements Closeable {
  /**
   * Bytes of a chunk: enough to be worth a task of its own, few enough to stay in cache, and fewer
   * in a small heap, of which most is for the table.
   */
  static final int SIZE = Math.clamp(Runtime.getRuntime().maxMemory() >> 9, 1 << 15, 1 << 19);

  /** Enough for some rows of a wide table. */
  static final int BEGINNING = 1 << 18;

  private static final int FIRST = 1 << 14;

  /** A longer record is left to a reader that needs not have it whole. */
  private static final int MOST =
      Math.clamp(Runtime.getRuntime().maxMemory() >> 6, 1 << 19, 1 << 24);

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = ONES << 7;

  private final TextBytes bytes;
  private final int size;
  private final int most;
  private byte[] buffer;
  private int from;
  private int filled;
  private boolean ended;
  private IOException failure; // thrown where the bytes before it end
  private byte delimiter;

  /**
   * A piece of a text.
   *
   * @param bytes holds it, and at least one byte more
   * @param from its first byte
   * @param to the byte behind its last one
   * @param read bytes of the file that were read up to its end
   * @param whole whether it ends with a record; if not, {@link #rest} goes on with it
   */
  record Chunk(byte[] bytes, int from, int to, long read, boolean whole) {}

  /** Cuts into chunks of the usual size. */
  TextChunks(TextBytes bytes) {
    this(bytes, SIZE, MOST);
  }

  /**
   * Cuts into chunks of another size.
   *
   * @param size bytes of a chunk
   * @param most bytes of a record that must fit into a chunk
   */
  TextChunks(TextBytes bytes, int size, int most) {
    this.bytes = bytes;
    this.size = size;
    this.most = most;
    buffer = new byte[FIRST];
  }

  /** Reads the beginning, of the same length whatever that of chunks is. */
  Chunk beginning() throws IOException {
    fill();
    while (!ended && filled < BEGINNING) {
      buffer = Arrays.copyOf(buffer, Math.min(4 * buffer.length, BEGINNING + 1));
      fill();
    }
    if (from == filled && failure != null) {
      throw failure;
    }
    return new Chunk(buffer, from, filled, bytes.taken(), ended && failure == null);
  }

  /**
   * Says where the rows begin.
   *
   * @param skipped bytes of the beginning that are no rows
   * @param between the delimiter
   */
  void begin(int skipped, byte between) {
    from += skipped;
    delimiter = between;
  }

  /**
   * The next chunk.
   *
   * @return the chunk, which is not whole where a record is too long; null at the end
   */
  Chunk next() throws IOException {
    int limit = Math.max(1, size);
    while (true) {
      fill();
      if (from == filled && ended && failure == null) {
        return null;
      }
      int to = Math.min(filled, from + limit);
      boolean toTheEnd = ended && failure == null && to == filled;
      int cut = toTheEnd ? filled : lastEnd(buffer, from, to, delimiter);
      if (cut >= 0) {
        return cut(cut);
      }
      if (to < filled) {
        limit *= 2;
        continue;
      }
      if (failure != null) {
        throw failure;
      }
      if (filled - from >= most) {
        return new Chunk(buffer, from, filled, bytes.taken(), false);
      }
      grow();
      limit = filled - from;
    }
  }

  private Chunk cut(int cut) {
    byte[] whole = buffer;
    int first = from;
    int left = filled - cut;
    long read = bytes.taken() - left;
    buffer = new byte[Math.max(size, left) + 1];
    System.arraycopy(whole, cut, buffer, 0, left);
    from = 0;
    filled = left;
    return new Chunk(whole, first, cut, read, true);
  }

  /**
   * The next record alone, with blank lines before it.
   *
   * @return the record, empty at the end; not whole where it is too long
   */
  Chunk first() throws IOException {
    while (true) {
      int end = end(buffer, from, filled, delimiter);
      if (end < 0 && failure != null) {
        throw failure;
      }
      if (end < 0 && ended) {
        end = filled;
      }
      if (end >= 0) {
        // A record must have something in it; the next chunk needs the byte behind this one.
        Chunk record = new Chunk(Arrays.copyOfRange(buffer, from, end + 1), 0, end - from, 0, true);
        from = end;
        return record;
      }
      if (filled - from >= most) {
        return new Chunk(buffer, from, filled, bytes.taken(), false);
      }
      grow();
    }
  }

  private void grow() {
    buffer = Arrays.copyOfRange(buffer, from, from + 2 * Math.max(size, filled - from) + 1);
    filled -= from;
    from = 0;
    fill();
  }

  /** Whether the file is packed. */
  boolean isPacked() {
    return bytes.isPacked();
  }

  /** Bytes of the file that were read. */
  long taken() {
    return bytes.taken();
  }

  /** What follows all chunks, from the first byte of one that is not whole. */
  InputStream rest() {
    InputStream here = new ByteArrayInputStream(buffer, from, filled - from);
    InputStream there = failure == null ? bytes : failing();
    return new SequenceInputStream(here, there);
  }

  private InputStream failing() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw failure;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        throw failure;
      }
    };
  }

  private void fill() {
    while (!ended && filled < buffer.length - 1) {
      try {
        int count = bytes.read(buffer, filled, buffer.length - 1 - filled);
        ended = count < 0;
        filled += Math.max(0, count);
      } catch (IOException found) {
        failure = found;
        ended = true;
      }
    }
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }

  /** The byte behind the last line feed outside quotes; -1 when there is none. */
  static int lastEnd(byte[] text, int from, int to, byte delimiter) {
    if (!holds(text, from, to, (byte) '"')) {
      for (int i = to - 1; i >= from; i--) {
        if (text[i] == '\n') {
          return i + 1;
        }
      }
      return -1;
    }
    int last = -1;
    boolean begins = true;
    for (int i = from; i < to; i++) {
      byte c = text[i];
      if (begins && c == '"') {
        i = closing(text, i + 1, to);
        begins = false;
      } else if (c == '\n') {
        last = i + 1;
        begins = true;
      } else {
        begins = c == delimiter || c == '\r';
      }
    }
    return last;
  }

  /** The byte behind the first record that is not blank; -1 when it does not end here. */
  private int end(byte[] text, int first, int to, byte between) {
    boolean begins = true;
    boolean blank = true;
    for (int i = first; i < to; i++) {
      byte c = text[i];
      if (begins && c == '"') {
        i = closing(text, i + 1, to);
        begins = false;
        blank = false;
      } else if (c == '\n' || c == '\r') {
        begins = true;
        boolean two = c == '\r' && i + 1 < to && text[i + 1] == '\n';
        if (!blank) {
          // Whether a line feed follows is not known yet at the end of what was read.
          return c == '\r' && i + 1 == to && !ended ? -1 : i + (two ? 2 : 1);
        }
        i += two ? 1 : 0;
      } else {
        begins = c == between;
        blank &= c == ' ';
      }
    }
    return -1;
  }

  /** Number of line breaks, as an editor counts them. */
  static long lines(byte[] text, int from, int to) {
    if (!holds(text, from, to, (byte) '\r')) {
      return count(text, from, to, (byte) '\n');
    }
    long lines = 0;
    for (int i = from; i < to; i++) {
      byte c = text[i];
      if (c == '\n' || (c == '\r' && (i + 1 == to || text[i + 1] != '\n'))) {
        lines++;
      }
    }
    return lines;
  }

  /** How often a byte is among some. */
  static int count(byte[] text, int from, int to, byte wanted) {
    long pattern = ONES * (wanted & 0xFF);
    int count = 0;
    int i = from;
    for (; i + 8 <= to; i += 8) {
      long word = (long) WORDS.get(text, i) ^ pattern;
      // The upper bit of each byte that is not zero, without a carry to the next.
      long others = ((word & ~TOPS) + ~TOPS) | word;
      count += Long.bitCount(~others & TOPS);
    }
    for (; i < to; i++) {
      count += text[i] == wanted ? 1 : 0;
    }
    return count;
  }

  /** The quote that closes a field; {@code to} when there is none. */
  static int closing(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] == '"') {
        if (i + 1 == to || text[i + 1] != '"') {
          return i;
        }
        i++;
      }
    }
    return to;
  }

  /** Whether a byte is among some, eight of which are looked at in one step. */
  static boolean holds(byte[] text, int from, int to, byte wanted) {
    long pattern = ONES * (wanted & 0xFF);
    int i = from;
    for (; i + 8 <= to; i += 8) {
      long word = (long) WORDS.get(text, i) ^ pattern;
      if (((word - ONES) & ~word & TOPS) != 0) {
        return true;
      }
    }
    for (; i < to; i++) {
      if (text[i] == wanted) {
        return true;
      }
    }
    return false;
  }

  /** Whether all bytes are ASCII. */
  static boolean isAscii(byte[] text, int from, int to) {
    long all = 0;
    int i = from;
    for (; i + 8 <= to; i += 8) {
      all |= (long) WORDS.get(text, i);
    }
    for (; i < to; i++) {
      all |= text[i] < 0 ? TOPS : 0;
    }
    return (all & TOPS) == 0;
  }
}
