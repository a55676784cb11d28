// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTableTest {
  @TempDir Path folder;

  /** A file that NumPy 2.4 wrote. */
  private Path numpy(String name) throws IOException {
    try (InputStream resource = NpyTableTest.class.getResourceAsStream(name + ".npy")) {
      return Files.write(folder.resolve("d.npy"), resource.readAllBytes());
    }
  }

  private Path npy(byte[] values, String dictionary) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.writeBytes(new byte[] {(byte) dictionary.length(), (byte) (dictionary.length() >> 8)});
    file.writeBytes(dictionary.getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(values);
    return Files.write(folder.resolve("d.npy"), file.toByteArray());
  }

  private static String dictionary(String type, boolean fortran, String shape) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }%n"
        .formatted(type, fortran ? "True" : "False", shape);
  }

  private static Table read(Path file) {
    return Tables.read(file, TableOptions.AUTO, null);
  }

  private void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessage(file + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"f8", "f8-version-3"})
  void readsDoubles(String name) throws IOException {
    Table table = read(numpy(name));
    assertThat(table.names()).containsExactly("0", "1", "2");
    assertThat(table.column("0")).containsExactly(1.5, 4.0);
    assertThat(table.column("1")).containsExactly(-2.25, 5e-300);
    assertThat(table.column("2")).containsExactly(0.1, 6e300);
  }

  @Test
  void readsWhatElseNumpyWrites() throws IOException {
    Table table = read(numpy("f4-fortran"));
    assertThat(table.column("0")).containsExactly(1.5, 4.0);
    assertThat(table.column("1")).containsExactly(-2.25, 0);
    table = read(numpy("i2-big-endian"));
    assertThat(table.column("0")).containsExactly(-300, 3);
    assertThat(table.column("1")).containsExactly(2, 32767);
    table = read(numpy("i8-version-2"));
    assertThat(table.column("0")).containsExactly(-5);
    assertThat(table.column("1")).containsExactly(1L << 40);
    table = read(numpy("u4-vector"));
    assertThat(table.names()).containsExactly("0");
    assertThat(table.column("0")).containsExactly(0, 1, 4294967295.0);
    assertThat(read(numpy("b1")).column("1")).containsExactly(0, 1);
  }

  @Test
  void namesOfColumnsNeedNoValues() throws IOException {
    assertThat(Tables.columnNames(numpy("f8"), TableOptions.AUTO)).containsExactly("0", "1", "2");
  }

  @Test
  void keepsAndChecksOnlyWhatIsWanted() throws IOException {
    for (boolean fortran : new boolean[] {false, true}) {
      int rows = 30_000; // more than a buffer, for skipping both within it and beyond
      ByteBuffer bytes = ByteBuffer.allocate(3 * rows * 8).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < 3 * rows; i++) {
        int column = fortran ? i / rows : i % 3;
        int row = fortran ? i % rows : i / 3;
        bytes.putDouble(column == 1 ? Double.NaN : 10.0 * row + column);
      }
      Path file = npy(bytes.array(), dictionary("<f8", fortran, "(30000, 3)"));
      Table table = Tables.read(file, TableOptions.AUTO, Set.of("2"));
      assertThat(table.names()).containsExactly("2");
      double[] column = table.column("2");
      assertThat(column).hasSize(rows);
      for (int row = 0; row < rows; row++) {
        assertThat(column[row]).isEqualTo(10.0 * row + 2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"})
  void readsEveryTypeInEveryOrder(String type) throws IOException {
    long seed = TestSeed.get(0x9b7);
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < 20; trial++) {
      boolean fortran = random.nextBoolean();
      boolean big = random.nextBoolean();
      int rows = random.nextInt(1, 500);
      int columns = random.nextInt(1, 60);
      int size = type.charAt(1) - '0';
      ByteBuffer bytes =
          ByteBuffer.allocate(rows * columns * size)
              .order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      double[][] expected = new double[columns][rows];
      for (int i = 0; i < rows * columns; i++) {
        int row = fortran ? i % rows : i / columns;
        int column = fortran ? i / rows : i % columns;
        expected[column][row] = put(bytes, type, random);
      }
      String shape = "(%d, %d)".formatted(rows, columns);
      String order = size == 1 ? "|" : big ? ">" : "<";
      Table table = read(npy(bytes.array(), dictionary(order + type, fortran, shape)));
      for (int column = 0; column < columns; column++) {
        assertThat(table.column(String.valueOf(column)))
            .as("trial %d, -Dtests.seed=%d", trial, seed)
            .isEqualTo(expected[column]);
      }
    }
  }

  /** Puts a random value and tells what it is. */
  private static double put(ByteBuffer bytes, String type, SplittableRandom random) {
    long value = random.nextLong();
    switch (type) {
      case "f2" -> {
        float number = (float) random.nextDouble(-60_000, 60_000);
        short half = Float.floatToFloat16(number);
        bytes.putShort(half);
        return Float.float16ToFloat(half);
      }
      case "u8" -> {
        bytes.putLong(value);
        return new BigDecimal(Long.toUnsignedString(value)).doubleValue();
      }
      case "f4" -> {
        float number = (float) random.nextDouble(-1e30, 1e30);
        bytes.putFloat(number);
        return number;
      }
      case "f8" -> {
        double number = random.nextDouble(-1e300, 1e300);
        bytes.putDouble(number);
        return number;
      }
      case "i1", "u1" -> bytes.put((byte) value);
      case "i2", "u2" -> bytes.putShort((short) value);
      case "i4", "u4" -> bytes.putInt((int) value);
      case "i8" -> bytes.putLong(value);
      case "b1" -> {
        bytes.put((byte) (value & 1));
        return value & 1;
      }
      default -> throw new AssertionError(type);
    }
    int bits = 8 * (type.charAt(1) - '0');
    long shifted = value << (64 - bits);
    return type.startsWith("u") ? shifted >>> (64 - bits) : shifted >> (64 - bits);
  }

  @ParameterizedTest
  @CsvSource({"false, NaN", "true, Infinity", "false, -Infinity"})
  void refusesWhatIsNotFinite(boolean fortran, String value) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putDouble(8 * (fortran ? 4 : 3), Double.parseDouble(value));
    assertRefused(
        npy(bytes.array(), dictionary("<f8", fortran, "(3, 2)")),
        ", row 1 (the first is 0), column 1: '"
            + value
            + "' is not accepted: expected a finite number: remove the row or fill in the value");
  }

  @Test
  void refusesAFileOfAnotherLength() throws IOException {
    Path file = npy(new byte[47], dictionary("<f8", false, "(3, 2)"));
    long size = Files.size(file);
    assertRefused(
        file,
        " is cut off: %d bytes, and 3 rows of 2 columns make %d; write it again with numpy.save"
            .formatted(size, size + 1));
    assertRefused(
        npy(new byte[49], dictionary("<f8", false, "(3, 2)")),
        " is longer than its array: %d bytes, and 3 rows of 2 columns make %d; write it again with"
                .formatted(size + 2, size + 1)
            + " numpy.save");
  }

  @Test
  void refusesWhatIsNoArray() throws IOException {
    String notNumpy = " is no NumPy array: expected a file written by numpy.save";
    assertRefused(Files.writeString(folder.resolve("d.npy"), "a,b\n1,2\n"), notNumpy);
    assertRefused(Files.writeString(folder.resolve("d.npy"), ""), notNumpy);
    byte[] future = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 4, 0, 1, 0, '{'};
    assertRefused(
        Files.write(folder.resolve("d.npy"), future),
        " has format version 4.0: expected 1.0, 2.0 or 3.0; write it again with numpy.save");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'descr': '<f8', 'fortran_order': False}",
        "{'descr': '<f8', 'shape': (1, 1)}",
        "{'fortran_order': False, 'shape': (1, 1)}",
        "{'descr': '<f8', 'fortran_order': 0, 'shape': (1, 1)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-1, 1)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 99999999999)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999999999999999, 1)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (9000000000000000000, 4)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (, 4)}",
        "{'descr': '<f8', garbage 'fortran_order': False, 'shape': (1, 1)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), 'more': True}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), 'shape': (1, 1)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1)} {",
        "x{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1)}",
        "{'descr': '<f8' 'fortran_order': False, 'shape': (1, 1)}",
        "{'descr': True, 'fortran_order': False, 'shape': (1, 1)}"
      })
  void refusesADamagedHeader(String dictionary) throws IOException {
    String damaged =
        " is damaged: its header does not describe an array; write it again with numpy.save";
    assertRefused(npy(new byte[8], dictionary), damaged);
  }

  @Test
  void refusesACutHeader() throws IOException {
    byte[] whole = Files.readAllBytes(numpy("f8"));
    for (int length : new int[] {8, 9, 10, 50, 127}) {
      assertRefused(
          Files.write(folder.resolve("d.npy"), Arrays.copyOf(whole, length)),
          " is damaged: its header does not describe an array; write it again with numpy.save");
    }
    byte[] huge = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, 0x7f};
    assertRefused(
        Files.write(folder.resolve("d.npy"), huge),
        " is damaged: its header does not describe an array; write it again with numpy.save");
  }

  @Test
  void refusesOtherShapesAndTypes() throws IOException {
    String numbers =
        ": expected one of f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, b1; save"
            + " array.astype('float64')";
    String shapes =
        " dimensions: expected one, or two for rows and columns; save array.reshape(rows, -1)";
    assertRefused(numpy("object"), " holds elements of type |O" + numbers);
    assertRefused(numpy("text"), " holds elements of type <U2" + numbers);
    assertRefused(
        numpy("records"),
        " holds records: expected an array of numbers; save their columns as one array");
    assertRefused(numpy("cube"), " has 3" + shapes);
    assertRefused(numpy("scalar"), " has 0" + shapes);
    assertRefused(
        npy(new byte[0], dictionary("<f8", false, "(0, 3)")),
        " has 0 rows and 3 columns: expected at least one of each");
  }

  @Test
  void refusesWantedColumnsThatAreNotThere() throws IOException {
    Path file = numpy("f8");
    assertThatThrownBy(() -> Tables.read(file, TableOptions.AUTO, Set.of("3")))
        .isInstanceOf(BadInputException.class)
        .hasMessage(file + " has no column 3: it has 0, 1, 2");
  }
}
