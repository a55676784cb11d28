// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * The text of bytes, which must be UTF-8, followed by a line of {@link #END}.
 *
 * <p>The last line is how an open quote is noticed: within quotes it becomes part of a field.
 */
final class Utf8Text extends Reader {
  /** No text file holds this character: {@link #fill} refuses it. */
  static final char END = '\0';

  private static final int BUFFER = 1 << 16;

  private final String source;
  private final InputStream file;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
  private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
  private long taken; // bytes, from the file
  private final long offset;
  private long line; // where the first character after those decoded stands
  private char last;
  private int inspected; // of the characters in the buffer
  private BadInputException problem; // thrown when all before it was handed out
  private IOException failure; // likewise
  private boolean fileEnded;
  private boolean decoded; // everything
  private boolean sealed;

  /**
   * Text from somewhere within a file.
   *
   * @param source the file as the user named it
   * @param file the bytes
   * @param line the line of the file on which they begin
   * @param offset how many bytes of the file come before
   */
  Utf8Text(String source, InputStream file, long line, long offset) {
    this.source = source;
    this.file = file;
    this.line = line;
    this.offset = offset;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (!chars.hasRemaining()) {
      fill();
    }
    if (!chars.hasRemaining()) {
      return -1;
    }
    int count = Math.min(length, chars.remaining());
    chars.get(target, offset, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void fill() throws IOException {
    chars.clear();
    inspected = 0;
    while (!decoded && problem == null && failure == null) {
      CoderResult result = decoder.decode(bytes, chars, fileEnded);
      if (result.isOverflow()) {
        break;
      }
      if (result.isError()) {
        inspect();
        problem = problem == null ? malformed() : problem;
        break;
      }
      decoded = fileEnded;
      if (!fileEnded) {
        tryToTake();
      }
    }
    inspect();
    // The rows before a problem come first: one of them may be refused for what it holds.
    if (problem != null && chars.position() == 0) {
      throw problem;
    }
    if (failure != null && chars.position() == 0) {
      throw failure;
    }
    if (decoded && problem == null && !sealed && chars.remaining() >= 2) {
      chars.put('\n').put(END);
      sealed = true;
    }
    chars.flip();
  }

  private void tryToTake() {
    try {
      take();
    } catch (IOException found) {
      failure = found;
    }
  }

  private void take() throws IOException {
    bytes.compact();
    int count = file.read(bytes.array(), bytes.position(), bytes.remaining());
    fileEnded = count < 0;
    if (count > 0) {
      taken += count;
      bytes.position(bytes.position() + count);
    }
    bytes.flip();
  }

  // Counts the lines of what was decoded and looks for what no text holds.
  private void inspect() {
    char[] text = chars.array();
    int end = chars.position();
    for (int i = inspected; i < end; i++) {
      char c = text[i];
      if (c == END) {
        problem =
            Refusals.at(
                source,
                "line " + line,
                "holds a null character: it is no text, or UTF-16; expected UTF-8 text");
        chars.position(i);
        return;
      }
      if (c == '\n' ? last != '\r' : c == '\r') {
        line++;
      }
      last = c;
    }
    inspected = end;
  }

  private BadInputException malformed() {
    return new BadInputException(
        "%s, line %d, byte %d of the file:"
            .formatted(source, line, offset + taken - bytes.remaining() + 1),
        "0x%02X".formatted(bytes.get(bytes.position())),
        "UTF-8: save the file as UTF-8 text");
  }
}
