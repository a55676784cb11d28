// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged NumPy arrays: refused in one line, or read to the numbers that a decoder of a few lines
 * finds as well.
 */
class NpyFuzzTest {
  private static final String[] TOKENS = {
    "'descr'",
    "'<f8'",
    "'>f8'",
    "'|i1'",
    "'<f2'",
    "'<u8'",
    "'|O'",
    "True",
    "False",
    "'shape': ",
    "(3, 2)",
    "(2,)",
    "()",
    "(1, 2, 3)",
    ", ",
    "}",
    "{",
    "L",
    "99999999999",
    "-1",
    "'",
    "\"",
    "\n",
    "[",
    "garbage"
  };

  /** What NumPy writes, in any order of keys and with blanks between. */
  private static final Pattern WRITTEN =
      Pattern.compile("\\{[^{}]*'descr': '([<>|=]?)(\\w\\d)'[^{}]*\\}\\s*");

  private static final Pattern SHAPE = Pattern.compile("'shape': \\((\\d+)L?, ?(?:(\\d+)L?,?)?\\)");

  @TempDir Path folder;

  @Test
  @Timeout(1800)
  void readsOrRefusesDamagedArrays() throws IOException {
    long seed = TestSeed.get(0x9f22);
    int accepted = 0;
    int count = Mutations.count(20);
    Path file = folder.resolve("d.npy");
    for (int trial = 0; trial < count; trial++) {
      SplittableRandom random = new SplittableRandom(seed + trial);
      byte[] bytes = Mutations.of(array(random), TOKENS, random);
      Files.write(file, bytes);
      String what = "trial " + trial + ", -Dtests.seed=" + (seed + trial);
      try {
        Table table = TableSource.of(file, TableOptions.AUTO).read(Selection.ALL);
        accepted++;
        judge(table, bytes, what);
      } catch (BadInputException refused) {
        assertThat(refused.getMessage()).as(what).startsWith(file.toString()).doesNotContain("\n");
      }
    }
    assertThat(accepted).as("of %d, -Dtests.seed=%d", count, seed).isGreaterThan(count / 5);
  }

  private static void judge(Table table, byte[] bytes, String what) {
    int start = bytes[6] == 1 ? 10 : 12;
    int length = (bytes[8] & 0xFF) | (bytes[9] & 0xFF) << 8;
    String header = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    Matcher written = WRITTEN.matcher(header.strip());
    Matcher shape = SHAPE.matcher(header);
    if (!written.matches() || !shape.find()) {
      return; // Python would take it, with quotes or blanks that NumPy does not write
    }
    boolean fortran = header.contains("'fortran_order': True");
    int rows = Integer.parseInt(shape.group(1));
    int columns = shape.group(2) == null ? 1 : Integer.parseInt(shape.group(2));
    assertThat(table.rows()).as(what).isEqualTo(rows);
    assertThat(table.names()).as(what).hasSize(columns);
    ByteBuffer data =
        ByteBuffer.wrap(Arrays.copyOfRange(bytes, start + length, bytes.length))
            .order(written.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int size = written.group(2).charAt(1) - '0';
    for (int column = 0; column < columns; column++) {
      double[] values = table.column(String.valueOf(column));
      for (int row = 0; row < rows; row++) {
        int place = fortran ? column * rows + row : row * columns + column;
        double expected = value(data, written.group(2), place * size);
        assertThat(values[row]).as(what).isEqualTo(expected);
      }
    }
  }

  private static double value(ByteBuffer data, String type, int at) {
    return switch (type) {
      case "f8" -> data.getDouble(at);
      case "f4" -> data.getFloat(at);
      case "f2" -> Float.float16ToFloat(data.getShort(at));
      case "i8" -> data.getLong(at);
      case "i4" -> data.getInt(at);
      case "i2" -> data.getShort(at);
      case "i1" -> data.get(at);
      case "u8" -> Double.parseDouble(Long.toUnsignedString(data.getLong(at)));
      case "u4" -> data.getInt(at) & 0xFFFFFFFFL;
      case "u2" -> data.getShort(at) & 0xFFFF;
      case "u1" -> data.get(at) & 0xFF;
      case "b1" -> data.get(at) == 0 ? 0 : 1;
      default -> throw new AssertionError(type);
    };
  }

  private static byte[] array(SplittableRandom random) {
    String[] types = {"<f8", ">f8", "<f4", "<f2", "<i8", ">i4", "<i2", "|i1", "<u8", "|u1", "|b1"};
    String type = types[random.nextInt(types.length)];
    int rows = random.nextInt(1, 6);
    int columns = random.nextInt(1, 4);
    boolean vector = random.nextInt(5) == 0;
    String dictionary =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%d,%s), }"
            .formatted(
                type, random.nextBoolean() ? "True" : "False", rows, vector ? "" : " " + columns);
    int version = random.nextInt(5) == 0 ? 2 : 1;
    int start = version == 1 ? 10 : 12;
    int length = (start + dictionary.length() + 64) / 64 * 64 - start;
    ByteBuffer bytes =
        ByteBuffer.allocate(start + length + rows * (vector ? 1 : columns) * (type.charAt(2) - '0'))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      bytes.putShort((short) length);
    } else {
      bytes.putInt(length);
    }
    byte[] header = new byte[length];
    Arrays.fill(header, (byte) ' ');
    header[length - 1] = '\n';
    System.arraycopy(
        dictionary.getBytes(StandardCharsets.US_ASCII), 0, header, 0, dictionary.length());
    bytes.put(header);
    while (bytes.hasRemaining()) {
      bytes.put((byte) random.nextInt(0x30, 0x40)); // no NaN among them
    }
    return bytes.array();
  }
}
