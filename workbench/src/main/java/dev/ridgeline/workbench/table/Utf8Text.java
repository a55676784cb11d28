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
 * The text of a file, which must be UTF-8, followed by a line of {@link #END}.
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
  private long line = 1; // where the first character after those decoded stands
  private char last;
  private boolean fileEnded;
  private boolean decoded; // everything
  private boolean sealed;

  private Utf8Text(String source, InputStream file) {
    this.source = source;
    this.file = file;
  }

  /**
   * Looks at the beginning of a file.
   *
   * @param source the file as the user named it
   * @param bytes the file; closed when this is, or on failure
   * @throws BadInputException when that is no UTF-8 text
   * @throws IOException when the file cannot be read
   */
  static Utf8Text open(String source, InputStream bytes) throws IOException {
    Utf8Text text = new Utf8Text(source, bytes);
    try {
      text.begin();
    } catch (IOException | RuntimeException failure) {
      try (text) {
        throw failure;
      }
    }
    return text;
  }

  private void begin() throws IOException {
    do {
      take();
    } while (bytes.remaining() < 4 && !fileEnded);
    if (!bytes.hasRemaining()) {
      throw Refusals.file(source, "is empty: expected a header and rows");
    }
    if (startsWith(0xFF, 0xFE) || startsWith(0xFE, 0xFF)) {
      throw Refusals.file(source, "is UTF-16 text: save it as UTF-8");
    }
    if (startsWith(0x1F, 0x8B)) {
      throw Refusals.file(source, "is compressed with gzip twice: unpack it first");
    }
    if (startsWith('P', 'K', 3, 4)) {
      throw Refusals.file(source, "is a ZIP archive or a spreadsheet: save the table as CSV");
    }
    if (startsWith('P', 'A', 'R', '1')) {
      throw Refusals.file(source, "is a Parquet file: let its name end in .parquet");
    }
    if (startsWith(0x93, 'N', 'U', 'M')) {
      throw Refusals.file(source, "is a NumPy array: let its name end in .npy");
    }
    if (startsWith(0xEF, 0xBB, 0xBF)) {
      bytes.position(bytes.position() + 3);
    }
    fill();
  }

  private boolean startsWith(int... signature) {
    if (bytes.remaining() < signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if ((bytes.get(bytes.position() + i) & 0xFF) != signature[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The text that was read and not handed out, up to 64 Ki characters: all of a short file, whose
   * last line then ends in a line break.
   */
  String ahead() {
    String text = chars.toString();
    return sealed ? text.substring(0, text.length() - 1) : text;
  }

  /** About how many bytes were taken from the file and not handed out. */
  int unread() {
    return bytes.remaining() + chars.remaining();
  }

  /** Number of bytes decoded so far. */
  long position() {
    return taken - bytes.remaining();
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
    while (!decoded) {
      CoderResult result = decoder.decode(bytes, chars, fileEnded);
      if (result.isError()) {
        inspect();
        throw malformed();
      }
      if (result.isOverflow()) {
        break;
      }
      decoded = fileEnded;
      if (!fileEnded) {
        take();
      }
    }
    inspect();
    if (decoded && !sealed && chars.remaining() >= 2) {
      chars.put('\n').put(END);
      sealed = true;
    }
    chars.flip();
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
    char before = last;
    for (int i = 0; i < end; i++) {
      char c = text[i];
      if (c == END) {
        throw Refusals.at(
            source,
            "line " + line,
            "holds a null character: it is no text, or UTF-16; expected UTF-8 text");
      }
      if (c == '\n' ? before != '\r' : c == '\r') {
        line++;
      }
      before = c;
    }
    last = before;
  }

  private BadInputException malformed() {
    return new BadInputException(
        "%s, line %d, byte %d of the file:".formatted(source, line, position() + 1),
        "0x%02X".formatted(bytes.get(bytes.position())),
        "UTF-8: save the file as UTF-8 text");
  }
}
