// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableMemoryTest {
  private static final int ROWS = 200_000;

  @TempDir Path folder;

  /** Four columns and, in the last row, what would be refused if it were read. */
  private Path file() throws IOException {
    Path file = folder.resolve("d.csv");
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      writer.write("a,b,c,d\n");
      for (int row = 1; row < ROWS; row++) {
        writer.write("1.25,2.25,3.25,4.25\n");
      }
      writer.write("last,last,last,5.25\n");
    }
    return file;
  }

  @ParameterizedTest
  @CsvSource({"1048576, '1\\.0 MiB'", "4194304, '4\\.0 MiB'", "7700000, '7\\.3 MiB'"})
  void refusesEarlyWhatWillNotFit(long bytes, String there) throws IOException {
    Path file = file();
    assertThatThrownBy(() -> Tables.read(file, TableOptions.AUTO, null, new HeapBudget(bytes)))
        .isInstanceOf(BadInputException.class)
        .message()
        .matches(
            Pattern.quote(file.toString())
                + " needs (about 7\\.[3-9] MiB|at least 1\\.0 MiB) of memory to read (about"
                + " (19|20)\\d|at least 26),\\d{3} rows of 4 columns, and there are "
                + there
                + ": name fewer columns with --features, or"
                + " allow a bigger heap with JDK_JAVA_OPTIONS=-Xmx1g");
  }

  @Test
  void fewerColumnsFit() throws IOException {
    Table table = Tables.read(file(), TableOptions.AUTO, Set.of("d"), new HeapBudget(4 << 20));
    assertThat(table.rows()).isEqualTo(ROWS);
    assertThat(table.column("d")).startsWith(4.25).endsWith(5.25);
  }

  @Test
  void refusesAtTheLastRowThatFitsWhereNothingCanBeForeseen() throws IOException {
    Path file = Files.writeString(folder.resolve("d.csv"), "a,b\n" + "1,2\n".repeat(101));
    // two columns, and a third while one moves to a longer array
    HeapBudget exact = new HeapBudget(101 * 24);
    assertThat(Tables.read(file, TableOptions.AUTO, null, exact).rows()).isEqualTo(101);
    assertThatThrownBy(
            () -> Tables.read(file, TableOptions.AUTO, null, new HeapBudget(101 * 24 - 1)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            file
                + " needs at least 2,424 bytes of memory to read at least 101 rows of 2 columns,"
                + " and there are 2,423 bytes: name fewer columns with --features, or allow a"
                + " bigger heap with JDK_JAVA_OPTIONS=-Xmx1g");
  }

  @Test
  void refusesAnArrayBeforeReadingIt() throws IOException {
    String dictionary = "{'descr': '|i1', 'fortran_order': False, 'shape': (4000, 3), }\n";
    byte[] header = new byte[10 + dictionary.length()];
    ByteBuffer.wrap(header)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .put((byte) dictionary.length())
        .put((byte) 0)
        .put(dictionary.getBytes(StandardCharsets.US_ASCII));
    byte[] whole = Arrays.copyOf(header, header.length + 12_000);
    Path file = Files.write(folder.resolve("d.npy"), whole);
    assertThat(Tables.read(file, TableOptions.AUTO, null, new HeapBudget(96_000)).rows())
        .isEqualTo(4000);
    assertThat(Tables.read(file, TableOptions.AUTO, Set.of("1"), new HeapBudget(32_000)).rows())
        .isEqualTo(4000);
    assertThatThrownBy(() -> Tables.read(file, TableOptions.AUTO, null, new HeapBudget(95_999)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            file
                + " needs 96,000 bytes of memory to read 4,000 rows of 3 columns, and there are"
                + " 95,999 bytes: name fewer columns with --features, or allow a bigger heap with"
                + " JDK_JAVA_OPTIONS=-Xmx1g");
    assertThatThrownBy(
            () -> Tables.read(file, TableOptions.AUTO, Set.of("1"), new HeapBudget(31_999)))
        .isInstanceOf(BadInputException.class)
        .message()
        .startsWith(file + " needs 32,000 bytes of memory to read 4,000 rows of 1 column, and");
  }

  @Test
  void saysHowLargeAHeapWouldDo() {
    HeapBudget budget = new HeapBudget(3L << 30);
    assertThat(budget.refusal("big.csv", 1e9, "about ", 2, 2).getMessage())
        .isEqualTo(
            "big.csv needs about 14.9 GiB of memory to read about 1,000,000,000 rows of 2 columns,"
                + " and there are 3.0 GiB: name fewer columns with --features, or allow a bigger"
                + " heap with JDK_JAVA_OPTIONS=-Xmx25g");
    assertThat(new HeapBudget(1L << 50).refusal("long.csv", 3e9, "", 1, 1).getMessage())
        .isEqualTo(
            "long.csv has 3,000,000,000 rows, and a table holds 2,147,483,639: split the file");
    assertThat(HeapBudget.ofHeap().bytes())
        .isBetween(Runtime.getRuntime().maxMemory() / 2, Runtime.getRuntime().maxMemory() * 2 / 3);
  }
}
