// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.table.TextChunks.Chunk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The beginning of a text: what stands before the header, and the delimiter.
 *
 * @param skipped bytes before the header
 * @param line the line on which the header may stand at the earliest
 * @param delimiter between fields
 * @param notes what a person should know of that
 */
record TextStart(int skipped, long line, char delimiter, List<String> notes) {
  /** How Excel tells itself the delimiter. */
  private static final Pattern SEPARATOR =
      Pattern.compile("\"?sep=(.)\"?(\r\n|\n|\r)", Pattern.CASE_INSENSITIVE);

  private static final Pattern LINE = Pattern.compile("[^\r\n]*(\r\n|\n|\r)");

  /** Looks at the beginning of a text and refuses what is none. */
  static TextStart of(String source, Chunk chunk, TableOptions options) {
    byte[] bytes = chunk.bytes();
    int from = chunk.from();
    requireText(source, chunk);
    int mark = startsWith(chunk, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    int length = Math.min(TextChunks.BEGINNING, chunk.to() - from - mark);
    // One character for each byte, to go back from places to bytes.
    String raw = new String(bytes, from + mark, length, StandardCharsets.ISO_8859_1);
    // The last line of a file counts as whole.
    String text = chunk.whole() && length == chunk.to() - from - mark ? raw + "\n" : raw;
    int at = 0;
    long line = 1;
    Character separator = null;
    Matcher excel = SEPARATOR.matcher(text);
    if (excel.lookingAt() && TableOptions.separates(excel.group(1).charAt(0))) {
      separator = excel.group(1).charAt(0);
      at = excel.end();
      line++;
    }
    if (options.delimiter() != null) {
      separator = options.delimiter();
    }
    boolean comma = options.decimal() != null && options.decimal() == ',';
    int header = at;
    int comments = 0;
    int last = at; // the last line of comment
    long lastLine = line;
    long headerLine = line;
    Matcher lines = LINE.matcher(text).region(at, text.length());
    while (lines.lookingAt()) {
      String words = lines.group().strip();
      if (!words.isEmpty() && words.charAt(0) != '#') {
        break;
      }
      if (!words.isEmpty()) {
        comments++;
        last = header;
        lastLine = headerLine;
      }
      header = lines.end();
      headerLine++;
      lines.region(header, text.length());
    }
    boolean found = comments > 0 && lines.regionStart() < text.length() && lines.lookingAt();
    char delimiter =
        separator != null
            ? separator
            : DelimiterGuess.of(utf8(text.substring(found ? header : at)), comma);
    if (found && isRow(lines.group(), text.substring(last, header), delimiter)) {
      // as numpy.savetxt writes it: the names stand in the last of those lines
      header = last;
      headerLine = lastLine;
      comments--;
    } else if (!found) {
      header = at;
      headerLine = line;
      comments = 0;
    }
    List<String> notes =
        comments == 0
            ? List.of()
            : List.of(
                source
                    + ": "
                    + comments
                    + (comments == 1 ? " line" : " lines")
                    + " of comment (#) before the header left out.");
    return new TextStart(mark + Math.min(header, length), headerLine, delimiter, notes);
  }

  /** Whether a line is a row of numbers with as many fields as the one before it. */
  private static boolean isRow(String row, String before, char delimiter) {
    boolean number =
        Pattern.compile(Pattern.quote(String.valueOf(delimiter)))
            .splitAsStream(row.strip())
            .anyMatch(
                field ->
                    !Double.isNaN(
                        new NumberText(null).parse(field.toCharArray(), 0, field.length(), 1)));
    return number && count(row, delimiter) == count(before, delimiter);
  }

  private static long count(String line, char delimiter) {
    return line.chars().filter(c -> c == delimiter).count();
  }

  private static String utf8(String raw) {
    return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static void requireText(String source, Chunk chunk) {
    if (chunk.from() == chunk.to()) {
      throw Refusals.file(source, "is empty: expected a header and rows");
    }
    if (startsWith(chunk, 0xFF, 0xFE) || startsWith(chunk, 0xFE, 0xFF)) {
      throw Refusals.file(source, "is UTF-16 text: save it as UTF-8");
    }
    if (startsWith(chunk, 0x1F, 0x8B)) {
      throw Refusals.file(source, "is compressed with gzip twice: unpack it first");
    }
    if (startsWith(chunk, 'P', 'K', 3, 4)) {
      throw Refusals.file(source, "is a ZIP archive or a spreadsheet: save the table as CSV");
    }
    if (startsWith(chunk, 'P', 'A', 'R', '1')) {
      throw Refusals.file(source, "is a Parquet file: let its name end in .parquet");
    }
    if (startsWith(chunk, 0x93, 'N', 'U', 'M')) {
      throw Refusals.file(source, "is a NumPy array: let its name end in .npy");
    }
  }

  private static boolean startsWith(Chunk chunk, int... signature) {
    if (chunk.to() - chunk.from() < signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if ((chunk.bytes()[chunk.from() + i] & 0xFF) != signature[i]) {
        return false;
      }
    }
    return true;
  }
}
