// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableSourceTest {
  @TempDir Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static TableSource open(String... files) {
    return TableSource.open(List.of(files), TableOptions.AUTO);
  }

  private static void assertRefused(String message, String... files) {
    assertThatThrownBy(() -> open(files)).isInstanceOf(BadInputException.class).hasMessage(message);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  private static TableSource ofInput(byte[] bytes) {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(bytes));
      return open("-");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void severalFilesAreOneTable() throws IOException {
    String first = file("a.csv", "x,y\n1,2\n3,4\n");
    String second = file("b.csv", "y;x\n6,5;5,5\n");
    TableSource source = open(first, second);
    assertThat(source.name()).startsWith(first);
    assertThat(source.names()).containsExactly("x", "y");
    assertThat(source.replayable()).isTrue();
    assertThat(source.bytes()).isEqualTo(12 + 12);
    for (int pass = 0; pass < 2; pass++) {
      Table table = source.read(Selection.ALL);
      assertThat(table.column("x")).containsExactly(1, 3, 5.5);
      assertThat(table.column("y")).containsExactly(2, 4, 6.5);
    }
  }

  @Test
  void blocksComeInOrderAndSayWhereTheyAre() throws IOException {
    String first = file("a.csv", "x\n1\n2\n3\n4\n5\n");
    String second = file("b.csv", "x\n6\n7\n");
    List<double[]> blocks = new ArrayList<>();
    List<Long> rows = new ArrayList<>();
    List<Long> bytes = new ArrayList<>();
    open(first, second)
        .forEachBlock(
            Selection.ALL,
            2,
            (block, firstRow, bytesRead) -> {
              blocks.add(block.column("x"));
              rows.add(firstRow);
              bytes.add(bytesRead);
            });
    assertThat(blocks.stream().map(Arrays::toString))
        .containsExactly("[1.0, 2.0]", "[3.0, 4.0]", "[5.0, 6.0]", "[7.0]");
    assertThat(rows).containsExactly(0L, 2L, 4L, 6L);
    assertThat(bytes).isSorted().last().isEqualTo(18L);
  }

  @Test
  void patternsFindFilesInTheOrderOfTheirNames() throws IOException {
    file("part-2.csv", "x\n2\n");
    file("part-1.csv", "x\n1\n");
    file(".part-0.csv", "x\n0\n");
    file("other.csv", "x\n9\n");
    Files.createDirectory(folder.resolve("part-3.csv"));
    TableSource source = open(folder + "/part-*.csv");
    assertThat(source.paths())
        .containsExactly(folder.resolve("part-1.csv"), folder.resolve("part-2.csv"));
    assertThat(source.read(Selection.ALL).column("x")).containsExactly(1, 2);
    assertThat(open(folder.getParent() + "/" + folder.getFileName() + "*/part-[2-9].csv").paths())
        .containsExactly(folder.resolve("part-2.csv"));
    assertThat(open(file("part-*.csv", "x\n7\n")).read(Selection.ALL).column("x"))
        .containsExactly(7);
  }

  @Test
  void filesThatAreNotThere() throws IOException {
    String there = file("a.csv", "x\n1\n");
    assertRefused(folder + "/b.csv does not exist", there, folder + "/b.csv");
    assertRefused(folder + " is a folder: expected a file", folder.toString());
    assertRefused("'' is no name of a file", "");
    assertRefused(
        folder + "/*.tsv matches no file: check the pattern and the folder", folder + "/*.tsv");
    assertRefused(
        folder + "/no/*.csv matches no file: check the pattern and the folder",
        folder + "/no/*.csv");
    assertRefused(
        folder + "/[.csv does not exist, and as a pattern is not understood", folder + "/[.csv");
    assertRefused(
        "standard input (-) is a table of its own: name it once, and no file beside it",
        "-",
        there);
  }

  @Test
  void filesOfOneTableNeedTheSameColumns() throws IOException {
    String first = file("a.csv", "x,y\n1,2\n");
    String less = file("b.csv", "x\n1\n");
    assertRefused(
        less
            + " has no column y, and "
            + first
            + " has: the files of one table need the same columns",
        first,
        less);
    assertRefused(
        first
            + " has a column y, and "
            + less
            + " has none: the files of one table need the same columns",
        less,
        first);
  }

  @Test
  void standardInputIsReadOnce() throws IOException {
    for (boolean packed : new boolean[] {false, true}) {
      String text = "x,y\n" + "1.5,2\n".repeat(50_000);
      TableSource source = ofInput(packed ? gzip(text) : text.getBytes(StandardCharsets.UTF_8));
      assertThat(source.names()).containsExactly("x", "y");
      assertThat(source.replayable()).isFalse();
      assertThat(source.bytes()).isZero();
      assertThat(source.paths()).isEmpty();
      Table table = source.read(Selection.ofNumbers(Set.of("x")));
      assertThat(table.rows()).isEqualTo(50_000);
      assertThat(table.column("x")).containsOnly(1.5);
      assertThatThrownBy(() -> source.read(Selection.ALL))
          .hasMessage("standard input can be read once only: save it as a file first");
    }
    assertThatThrownBy(
            () -> ofInput("a\n1\nx\n".getBytes(StandardCharsets.UTF_8)).read(Selection.ALL))
        .hasMessageStartingWith("standard input, line 3, column a: 'x' is not accepted: ");
    assertThatThrownBy(() -> ofInput(new byte[0]))
        .hasMessage("standard input is empty: expected a header and rows");
  }

  @Test
  void readsGzip() throws IOException {
    Path file = folder.resolve("d.csv.gz");
    byte[] packed = gzip("x\n1\n2\n");
    Files.write(file, packed);
    assertThat(open(file.toString()).read(Selection.ALL).column("x")).containsExactly(1, 2);
    byte[] more = gzip("3\n4\n");
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.writeBytes(packed);
    members.writeBytes(more);
    Files.write(file, members.toByteArray());
    assertThat(open(file.toString()).read(Selection.ALL).column("x")).containsExactly(1, 2, 3, 4);
    packed[packed.length - 6] ^= 1;
    Files.write(file, packed);
    assertThatThrownBy(() -> open(file.toString()).read(Selection.ALL))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            file
                + " is damaged: its gzip data cannot be unpacked (Corrupt GZIP trailer); copy it"
                + " or pack it again");
  }

  @ParameterizedTest
  @ValueSource(strings = {",x\n0,1.5\n1,2.5\n", "\"\",x\n\"r1\",1.5\n\"r2\",2.5\n"})
  void aFirstColumnWithoutANameHoldsTheNamesOfRows(String text) throws IOException {
    TableSource source = open(file("d.csv", text));
    assertThat(source.names()).containsExactly("x");
    assertThat(source.read(Selection.ALL).names()).containsExactly("x");
    assertThat(source.notes())
        .containsExactly(
            source.name() + ": the column without a name holds the names of rows and is left out.");
  }

  private static String group(double x) {
    return x < 0 ? "last" : "g" + (int) x / 7 % 1000;
  }

  @Test
  void blocksHaveTheSameTextsHoweverTheyAreCut() throws IOException {
    StringBuilder text = new StringBuilder("g,x\n");
    for (int row = 0; row < 100_000; row++) {
      text.append("g").append(row / 7 % 1000).append(',').append(row).append('\n');
    }
    TableSource source = open(file("a.csv", text.toString()), file("b.csv", "x,g\n-1,last\n"));
    for (int most : new int[] {7, 999, 1 << 16, 1 << 20}) {
      long[] rows = {0};
      source.forEachBlock(
          new Selection(Set.of("x"), Set.of("g"), false),
          most,
          (block, first, read) -> {
            assertThat(first).isEqualTo(rows[0]);
            double[] x = block.column("x");
            List<String> texts = Arrays.stream(x).mapToObj(TableSourceTest::group).toList();
            List<String> values = block.values("g");
            assertThat(values).containsExactlyElementsOf(new LinkedHashSet<>(texts));
            assertThat(Arrays.stream(block.codes("g")).mapToObj(values::get).toList())
                .isEqualTo(texts);
            rows[0] += x.length;
          });
      assertThat(rows[0]).isEqualTo(100_001);
    }
  }

  @Test
  void namesOfRowsCanBeAskedForWhereAllFilesHaveThem() throws IOException {
    String with = file("a.csv", ",x\nr1,1.5\n");
    String without = file("b.csv", "x\n2.5\n");
    Selection names = new Selection(Set.of("x"), Set.of(""), false);
    assertThat(open(with).read(names).values("")).containsExactly("r1");
    TableSource both = open(with, without);
    assertThat(both.read(Selection.ALL).column("x")).containsExactly(1.5, 2.5);
    assertThatThrownBy(() -> both.read(names))
        .isInstanceOf(BadInputException.class)
        .hasMessage(without + " has no column : it has x");
  }

  @Test
  void keepsTexts() throws IOException {
    TableSource source = open(file("d.csv", "g,x,h\n b ,1,é\na,2,\"1,5\"\nb,3,é\n"));
    Selection wanted = new Selection(null, Set.of("h", "g"), false);
    Table table = source.read(wanted);
    assertThat(table.names()).containsExactly("x");
    assertThat(table.values("g")).containsExactly("b", "a");
    assertThat(table.codes("g")).containsExactly(0, 1, 0);
    assertThat(table.values("h")).containsExactly("é", "1,5");
    assertThat(table.codes("h")).containsExactly(0, 1, 0);
    Table last = table.select(new int[] {1, 2, 1});
    assertThat(last.values("g")).containsExactly("a", "b");
    assertThat(last.codes("g")).containsExactly(0, 1, 0);
    List<String> seen = new ArrayList<>();
    source.forEachBlock(
        wanted, 1, (block, first, bytes) -> seen.add(block.values("g") + "" + block.codes("g")[0]));
    assertThat(seen).containsExactly("[b]0", "[a]0", "[b]0");
    assertThatThrownBy(() -> table.codes("x"))
        .isInstanceOf(BadInputException.class)
        .hasMessageEndingWith(" has no column x: it has g, h");
  }

  @Test
  void missingNumbersBecomeNanWhereThatIsAskedFor() throws IOException {
    TableSource source = open(file("d.csv", "x,y\n1,\nNA,2\nnull,NaN\n"));
    Table table = source.read(new Selection(null, Set.of(), true));
    assertThat(table.column("x")).containsExactly(1, Double.NaN, Double.NaN);
    assertThat(table.column("y")).containsExactly(Double.NaN, 2, Double.NaN);
    String infinite = file("e.csv", "x\ninf\n");
    assertThatThrownBy(() -> open(infinite).read(new Selection(null, Set.of(), true)))
        .hasMessageStartingWith(infinite + ", line 2, column x: 'inf' is not accepted: ");
    String word = file("f.csv", "x\nred\n");
    assertThatThrownBy(() -> open(word).read(new Selection(null, Set.of(), true)))
        .hasMessageStartingWith(word + ", line 2, column x: 'red' is not accepted: ");
  }

  @Test
  void aTableWithoutRowsIsRefusedHoweverItIsRead() throws IOException {
    String file = file("d.csv", "x\n");
    assertThatThrownBy(() -> open(file).forEachBlock(Selection.ALL, 10, (b, f, n) -> {}))
        .isInstanceOf(BadInputException.class)
        .hasMessage(file + " has a header and no rows");
  }
}
