// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import dev.ridgeline.workbench.table.TextChunks.Chunk;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads chunks of plain rows from bytes to doubles, and gives up on any other chunk: {@link
 * RecordReader} then reads or refuses it. What this reads, that reads to the same bits.
 *
 * <p>Immutable, and safe for use by many threads.
 */
final class ChunkParser {
  private static final int UTF8_BUFFER = 1 << 13;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final List<String> names;
  private final BlockRequest request;
  private final byte delimiter;
  private final int[] numberSlots;
  private final int[] textSlots;

  /**
   * A parser of the rows of a file.
   *
   * @param names all columns
   * @param request those that are kept
   * @param delimiter between fields, an ASCII character
   */
  ChunkParser(List<String> names, BlockRequest request, byte delimiter) {
    this.names = names;
    this.request = request;
    this.delimiter = delimiter;
    numberSlots = DelimitedRow.slots(names, request.numbers());
    textSlots = DelimitedRow.slots(names, request.texts());
  }

  /**
   * The rows of a chunk.
   *
   * @param rows number of rows
   * @param columns the numbers
   * @param texts the texts
   * @param marked whether a number has a decimal mark
   * @param grouped whether every number that has one looks as if it were one between thousands
   */
  record Rows(
      int rows, double[][] columns, List<TextColumn> texts, boolean marked, boolean grouped) {}

  /**
   * Reads a chunk.
   *
   * @param chunk the chunk
   * @param mark the decimal mark; 0: not known yet, and a chunk that has one is given up
   * @return its rows; null when this is no plain chunk
   */
  Rows parse(Chunk chunk, char mark) {
    byte[] bytes = chunk.bytes();
    if (TextChunks.holds(bytes, chunk.from(), chunk.to(), (byte) 0)
        || (!TextChunks.isAscii(bytes, chunk.from(), chunk.to()) && !isUtf8(chunk))) {
      return null;
    }
    return new Pass(chunk, (byte) mark).rows();
  }

  private static boolean isUtf8(Chunk chunk) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(chunk.bytes(), chunk.from(), chunk.to() - chunk.from());
    CharBuffer chars = CharBuffer.allocate(UTF8_BUFFER);
    CoderResult result;
    do {
      result = decoder.decode(bytes, chars.clear(), true);
    } while (result.isOverflow());
    return result.isUnderflow();
  }

  /** Whether eight bytes are digits. */
  private static boolean isDigits(long word) {
    long upper = 0xF0F0F0F0F0F0F0F0L;
    // A digit has the upper half 3, also after six is added to its lower half.
    return ((word & upper) | (((word + 0x0606060606060606L) & upper) >>> 4)) == 0x3333333333333333L;
  }

  /** The value of eight digits, of which the first is in the lowest byte: pairs, fours, all. */
  private static long value(long word) {
    long pairs = ((word & 0x0F0F0F0F0F0F0F0FL) * 2561) >>> 8;
    long fours = ((pairs & 0x00FF00FF00FF00FFL) * 6_553_601) >>> 16;
    return ((fours & 0x0000FFFF0000FFFFL) * 42_949_672_960_001L) >>> 32;
  }

  /** One pass over a chunk. */
  private final class Pass {
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final byte mark;
    private final double[][] columns;
    private final List<TextCodes> texts = new ArrayList<>();
    private double value;
    private boolean marked;
    private boolean grouped = true;
    private int rows;

    Pass(Chunk chunk, byte mark) {
      bytes = chunk.bytes();
      from = chunk.from();
      to = chunk.to();
      this.mark = mark;
      int lines = TextChunks.count(bytes, from, to, (byte) '\n') + 1;
      // No row has fewer bytes than a delimiter or line feed a field.
      int most = Math.min(lines, (to - from) / names.size() + 1);
      columns = new double[request.numbers().size()][most];
      for (String text : request.texts()) {
        texts.add(new TextCodes(text, bytes, most));
      }
    }

    Rows rows() {
      bytes[to] = '\n'; // nothing else looks at the byte behind a chunk
      int at = from;
      while (at < to) {
        int blank = lineEnd(at);
        if (blank > 0) {
          at = blank;
          continue;
        }
        at = row(at);
        if (at < 0) {
          return null;
        }
        rows++;
      }
      return new Rows(
          rows, columns, texts.stream().map(TextCodes::build).toList(), marked, grouped);
    }

    /** The byte behind the line end at a place; -1 when there is none. */
    private int lineEnd(int at) {
      if (bytes[at] == '\n') {
        return at + 1;
      }
      return bytes[at] == '\r' && at < to && bytes[at + 1] == '\n' ? at + 2 : -1;
    }

    /** Reads a row and tells where the next one begins; -1: not a plain one. */
    private int row(int begin) {
      int at = begin;
      int last = numberSlots.length - 1;
      for (int field = 0; field <= last; field++) {
        at = field(at, field);
        if (at < 0) {
          return -1;
        }
        if (field < last) {
          if (bytes[at] != delimiter) {
            return -1;
          }
          at++;
        }
      }
      // A blank line is none, and a row of one blank field looks the same.
      return last == 0 && isBlank(begin, at) ? -1 : lineEnd(at);
    }

    private boolean isBlank(int begin, int end) {
      for (int i = begin; i < end; i++) {
        byte c = bytes[i];
        // the two bytes of a no-break space
        if (c != ' ' && c != '\t' && c != (byte) 0xC2 && c != (byte) 0xA0) {
          return false;
        }
      }
      return true;
    }

    /** Reads a field and tells where it ends, at its delimiter or line end; -1: not a plain one. */
    private int field(int begin, int field) {
      boolean quoted = bytes[begin] == '"';
      int at = quoted ? begin + 1 : begin;
      int slot = numberSlots[field];
      if (slot < 0) {
        return text(at, quoted, textSlots[field]);
      }
      int end = number(at, quoted);
      if (end < 0 && request.missing()) {
        end = missing(at, quoted);
      }
      if (end < 0) {
        return -1;
      }
      columns[slot][rows] = value;
      int next = quoted ? end + 1 : end;
      // Two quotes in a number do not end it.
      boolean both = textSlots[field] >= 0;
      return both && text(at, quoted, textSlots[field]) != next ? -1 : next;
    }

    private int text(int begin, boolean quoted, int slot) {
      int end = quoted ? TextChunks.closing(bytes, begin, to) : end(begin);
      if (end == to && quoted) {
        return -1;
      }
      if (slot >= 0) {
        texts.get(slot).add(begin, end, quoted);
      }
      return quoted ? end + 1 : end;
    }

    /** Where a field without quotes ends. */
    private int end(int begin) {
      int at = begin;
      while (bytes[at] != delimiter && bytes[at] != '\n' && bytes[at] != '\r') {
        at++;
      }
      return at;
    }

    private int missing(int begin, boolean quoted) {
      int end = quoted ? TextChunks.closing(bytes, begin, to) : end(begin);
      String text = new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
      value = Double.NaN;
      return (quoted && end == to) || !Refusals.isMissing(text) ? -1 : end;
    }

    /**
     * Reads a number and tells where its field ends, at the quote if it has one; -1: it is none.
     */
    private int number(int start, boolean quoted) {
      int at = start;
      while (isBlank(at, quoted)) {
        at++;
      }
      int begin = at;
      byte c = bytes[at];
      boolean negative = c == '-';
      if (negative || c == '+') {
        c = bytes[++at];
      }
      int first = at;
      long digits = 0;
      while (c >= '0' && c <= '9') {
        digits = 10 * digits + (c - '0');
        c = bytes[++at];
      }
      int count = at - first;
      int decimals = 0;
      if ((c == '.' || c == ',') && (quoted || c != delimiter)) {
        if (c != mark) {
          return -1;
        }
        int whole = count;
        int behind = ++at;
        while (at + 8 <= bytes.length) {
          long word = (long) WORDS.get(bytes, at);
          if (!isDigits(word)) {
            break;
          }
          digits = 100_000_000 * digits + value(word);
          at += 8;
        }
        c = bytes[at];
        while (c >= '0' && c <= '9') {
          digits = 10 * digits + (c - '0');
          c = bytes[++at];
        }
        decimals = at - behind;
        count += decimals;
        marked = true;
        grouped &= NumberText.looksGrouped(whole, decimals, bytes[first]) && c != 'e' && c != 'E';
      }
      if (count == 0) {
        return -1;
      }
      int power = -decimals;
      if (c == 'e' || c == 'E') {
        c = bytes[++at];
        boolean small = c == '-';
        if (small || c == '+') {
          c = bytes[++at];
        }
        int exponent = 0;
        int behind = at;
        while (c >= '0' && c <= '9') {
          exponent = 10 * exponent + (c - '0');
          c = bytes[++at];
        }
        if (at == behind || at - behind > 6) {
          return -1;
        }
        power += small ? -exponent : exponent;
      }
      value =
          count <= NearestDouble.MOST_DIGITS
                  || significant(first, count) <= NearestDouble.MOST_DIGITS
              ? NearestDouble.of(digits, power)
              : Double.NaN;
      if (Double.isNaN(value)) {
        value = parse(begin, at);
        if (Double.isInfinite(value)) {
          return -1;
        }
      } else if (negative) {
        value = -value;
      }
      while (isBlank(at, quoted)) {
        at++;
      }
      c = bytes[at];
      boolean ends = quoted ? c == '"' && at < to : c == delimiter || c == '\n' || c == '\r';
      return ends ? at : -1;
    }

    /** How many of some digits, among which the decimal mark may stand, are no leading zeros. */
    private int significant(int first, int count) {
      int left = count;
      for (int at = first; bytes[at] == '0' || bytes[at] == mark; at++) {
        left -= bytes[at] == '0' ? 1 : 0;
      }
      return left;
    }

    private boolean isBlank(int at, boolean quoted) {
      byte c = bytes[at];
      return (c == ' ' || c == '\t') && (quoted || c != delimiter);
    }

    private double parse(int begin, int end) {
      if (mark != ',') {
        return JavaDoubleParser.parseDouble(bytes, begin, end - begin);
      }
      byte[] point = new byte[end - begin];
      for (int i = 0; i < point.length; i++) {
        byte c = bytes[begin + i];
        point[i] = c == ',' ? (byte) '.' : c;
      }
      return JavaDoubleParser.parseDouble(point);
    }
  }
}
