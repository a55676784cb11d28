// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the beginning of a NumPy file says about the array that follows: format versions 1.0, 2.0
 * and 3.0.
 *
 * @param item the kind of its elements
 * @param order their byte order
 * @param fortran whether the array lies column by column
 * @param rows number of rows
 * @param columns number of columns; 1 for an array of one dimension
 * @param offset number of bytes before the array
 */
record NpyHeader(
    NpyItem item, ByteOrder order, boolean fortran, long rows, int columns, long offset) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** NumPy's own limit is far lower; a length beyond this is damage. */
  private static final int LONGEST = 1 << 20;

  // A dictionary as Python writes it; a list instead of a string describes records.
  private static final Pattern RECORDS = Pattern.compile("['\"]descr['\"]\\s*:\\s*\\[");
  private static final String TYPE = "'[^'\"]*'|\"[^'\"]*\"";
  private static final String FORTRAN = "True|False";
  private static final String SHAPE = "\\([\\d,\\sL]*\\)";
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*(?:'(\\w+)'|\"(\\w+)\")\\s*:\\s*(%s|%s|%s)\\s*(,|(?=}))"
              .formatted(TYPE, FORTRAN, SHAPE));
  private static final Pattern END = Pattern.compile("\\s*}\\s*");

  private static final String DAMAGED =
      "is damaged: its header does not describe an array; write it again with numpy.save";

  /**
   * Reads the header and leaves the stream at the array.
   *
   * @throws IOException when the file cannot be read
   */
  static NpyHeader read(String source, InputStream file) throws IOException {
    byte[] start = file.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2 || !startsWithMagic(start)) {
      throw Refusals.file(source, "is no NumPy array: expected a file written by numpy.save");
    }
    int major = start[MAGIC.length];
    if (major < 1 || major > 3 || start[MAGIC.length + 1] != 0) {
      throw Refusals.file(
          source,
          "has format version "
              + (major & 0xFF)
              + "."
              + (start[MAGIC.length + 1] & 0xFF)
              + ": expected 1.0, 2.0 or 3.0; write it again with numpy.save");
    }
    byte[] count = file.readNBytes(major == 1 ? 2 : 4);
    if (count.length < (major == 1 ? 2 : 4)) {
      throw Refusals.file(source, DAMAGED);
    }
    ByteBuffer little = ByteBuffer.wrap(count).order(ByteOrder.LITTLE_ENDIAN);
    int length = major == 1 ? Short.toUnsignedInt(little.getShort()) : little.getInt();
    byte[] text = length < 0 || length > LONGEST ? new byte[0] : file.readNBytes(length);
    if (text.length != length) {
      throw Refusals.file(source, DAMAGED);
    }
    return parse(
        source,
        new String(text, major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1),
        (long) start.length + count.length + length);
  }

  private static boolean startsWithMagic(byte[] start) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (start[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  private static NpyHeader parse(String source, String text, long offset) {
    if (RECORDS.matcher(text).find()) {
      throw Refusals.file(
          source, "holds records: expected an array of numbers; save their columns as one array");
    }
    Map<String, String> entries = entries(text, source);
    String type = value(entries, "descr", TYPE, source);
    type = type.substring(1, type.length() - 1);
    NpyItem item = NpyItem.of(type);
    if (item == null) {
      throw Refusals.file(
          source,
          "holds elements of type "
              + Refusals.name(type)
              + ": expected one of "
              + NpyItem.list()
              + "; save array.astype('float64')");
    }
    boolean fortran = value(entries, "fortran_order", FORTRAN, source).equals("True");
    String shape = value(entries, "shape", SHAPE, source).replaceAll("[()L\\s]", "");
    String[] sizes = shape.isEmpty() ? new String[0] : shape.split(",", -1);
    int dimensions = sizes.length;
    if (dimensions > 0 && sizes[dimensions - 1].isEmpty()) {
      dimensions--; // a comma after the last one
    }
    if (dimensions < 1 || dimensions > 2) {
      throw Refusals.file(
          source,
          "has "
              + dimensions
              + " dimensions: expected one, or two for rows and columns; save array.reshape(rows,"
              + " -1)");
    }
    try {
      long rows = Long.parseLong(sizes[0]);
      int columns = dimensions == 1 ? 1 : Integer.parseInt(sizes[1]);
      if (rows == 0 || columns == 0) {
        throw Refusals.file(
            source,
            "has " + rows + " rows and " + columns + " columns: expected at least one of each");
      }
      if (Math.multiplyExact(rows, columns) > Long.MAX_VALUE / 8 - offset) {
        throw Refusals.file(source, DAMAGED); // nor could a file be so long
      }
      return new NpyHeader(item, NpyItem.order(type), fortran, rows, columns, offset);
    } catch (NumberFormatException | ArithmeticException wrong) {
      throw Refusals.file(source, DAMAGED);
    }
  }

  /** The entries of the dictionary, between which nothing else may stand. */
  private static Map<String, String> entries(String text, String source) {
    Map<String, String> entries = new HashMap<>();
    Matcher entry = ENTRY.matcher(text);
    int at = text.indexOf('{') + 1;
    if (at == 0 || !text.substring(0, at - 1).isBlank()) {
      throw Refusals.file(source, DAMAGED);
    }
    while (entry.region(at, text.length()).lookingAt()) {
      String key = entry.group(1) == null ? entry.group(2) : entry.group(1);
      if (entries.put(key, entry.group(3)) != null) {
        throw Refusals.file(source, DAMAGED);
      }
      at = entry.end();
    }
    if (entries.size() != 3 || !END.matcher(text).region(at, text.length()).matches()) {
      throw Refusals.file(source, DAMAGED);
    }
    return entries;
  }

  private static String value(
      Map<String, String> entries, String key, String pattern, String source) {
    String value = entries.get(key);
    if (value == null || !value.matches(pattern)) {
      throw Refusals.file(source, DAMAGED);
    }
    return value;
  }

  /** Number of bytes of the whole file. */
  long fileSize() {
    return offset + rows * columns * item.bytes();
  }
}
