// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("data.csv"), text);
  }

  private Table read(String text) throws IOException {
    return read(text, TableOptions.AUTO);
  }

  private Table read(String text, TableOptions options) throws IOException {
    return Tables.read(file(text), options, null);
  }

  private static void assertIsSmallTable(Table table) {
    assertThat(table.names()).containsExactly("a", "b");
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.column("a")).containsExactly(1.5, 1e-3);
    assertThat(table.column("b")).containsExactly(-2, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b\n1.5,-2\n1e-3,+3\n",
        "a,b\n1.5,-2\n1e-3,+3",
        "a,b\r\n1.5,-2\r\n1e-3,+3\r\n",
        "a,b\r1.5,-2\r1e-3,+3\r",
        "\uFEFFa,b\n1.5,-2\n1e-3,+3\n",
        "\n\na,b\n\n1.5,-2\n  \n1e-3,+3\n\n\n",
        " a , b \n 1.5 ,\t-2\n1e-3,+3\n",
        "\"a\",\"b\"\n\"1.5\",\"-2\"\n\" 1e-3\",\"+3\"\n",
        "\"a\",\"b\"\n\"1.5\",\"-2\"\n1e-3,\"+3\"",
        "a;b\n1.5;-2\n1e-3;+3\n",
        "a;b\n1,5;-2\n1e-3;+3\n",
        "a\tb\n1.5\t-2\n1e-3\t+3\n",
        "a|b\n1,5|-2\n0,001|+3\n",
        "sep=;\na;b\n1,5;-2\n1e-3;+3\n",
        "\uFEFFsep=;\r\n\r\na;b\r\n1,5;-2\r\n1e-3;+3\r\n",
        "\"sep=\t\"\na\tb\n1,5\t-2\n1e-3\t+3\n",
        "# made, by; hand\n\n#\na,b\n1.5,-2\n1e-3,+3\n",
        "sep=,\n# one\na,b\n1.5,-2\n1e-3,+3\n"
      })
  void readsWhatIsMeantToBeTheSame(String text) throws IOException {
    assertIsSmallTable(read(text));
  }

  @Test
  void readsWhatIsAskedFor() throws IOException {
    assertIsSmallTable(read("a:b\n1.5:-2\n1e-3:+3\n", new TableOptions(':', null)));
    assertIsSmallTable(read("a b\n1,5 -2\n1e-3 +3\n", new TableOptions(' ', ',')));
    assertIsSmallTable(read("a;b\n1.5;-2\n1e-3;+3\n", new TableOptions(null, '.')));
    assertIsSmallTable(read("a;b\n1,5;-2\n1e-3;+3\n", new TableOptions(null, ',')));
    assertThat(read("x\n1,5\n", new TableOptions(null, ',')).column("x")).containsExactly(1.5);
  }

  @Test
  void decimalCommasInQuotesAreReadWhereTheyAreAskedFor() throws IOException {
    assertIsSmallTable(read("a,b\n\"1,5\",-2\n\"0,001\",+3\n", new TableOptions(null, ',')));
  }

  @Test
  void numpyWritesNamesBehindAHash() throws IOException {
    Table table = read("# by numpy\n# a,b\n1.5,-2\n3,4\n");
    assertThat(table.names()).containsExactly("# a", "b");
    assertThat(table.column("b")).containsExactly(-2, 4);
  }

  @Test
  void saysHowManyLinesOfCommentItLeftOut() throws IOException {
    Path file = file("# one\n# two\na,b\n1,2\n");
    assertThat(TableSource.of(file, TableOptions.AUTO).notes())
        .containsExactly(file + ": 2 lines of comment (#) before the header left out.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "a\\tb\\n1,234\\t1\\n12,345\\t2\\n!1,234 in line 2 is read as 1.234!,",
        "a;b\\n7;1.000\\n8;2.500\\n!1.000 in line 2 is read as 1.000!."
      })
  void warnsWhereTheSignMayStandBetweenThousands(String text, String words, String sign)
      throws IOException {
    String rows = text.translateEscapes();
    TableSource source = TableSource.of(file(rows), TableOptions.AUTO);
    assertThat(source.notes()).isEmpty();
    source.read(Selection.ALL);
    assertThat(source.notes())
        .containsExactly(
            source.name()
                + ": "
                + words
                + ", and every number with such a sign has three digits behind it. Say --decimal "
                + sign
                + " if that is right; where the sign separates thousands, write the numbers"
                + " without.");
    TableSource told = TableSource.of(file(rows), new TableOptions(null, sign.charAt(0)));
    told.read(Selection.ALL);
    assertThat(told.notes()).isEmpty();
    for (String other : new String[] {"0,5", "1,23", "0,123", "1234,567", "1,234e1"}) {
      String delimiter = rows.substring(1, 2);
      String last = other.replace(',', sign.charAt(0)) + delimiter + "1\n";
      TableSource clear = TableSource.of(file(rows + last), TableOptions.AUTO);
      clear.read(Selection.ALL);
      assertThat(clear.notes()).as(other).isEmpty();
    }
  }

  @Test
  void decimalCommaIsRecognisedFromTheFirstNumberThatHasOne() throws IOException {
    assertThat(read("a;b\n12;7\n1,234;8\n").column("a")).containsExactly(12, 1.234);
  }

  @Test
  void signsWithinNamesAndQuotesDoNotSeparate() throws IOException {
    Table table = read("\"x;y\";\"say \"\"hi; you\"\"\";\"two\nlines\"\n1,5;2;3\n4;5;6\n");
    assertThat(table.names()).containsExactly("x;y", "say \"hi; you\"", "two\nlines");
    assertThat(table.column("x;y")).containsExactly(1.5, 4);
    assertThat(read("Preis, netto;Menge\n1,5;2\n2;3,5\n").column("Menge")).containsExactly(2, 3.5);
    assertThat(read("a|b,c\n1,2\n3,4\n").names()).containsExactly("a|b", "c");
  }

  @Test
  void keepsAndChecksOnlyWhatIsWanted() throws IOException {
    Path file = file("id,x,note,y\nA1,1,\"free, text\",2\nB2,3,,4\n");
    Table table = Tables.read(file, TableOptions.AUTO, Set.of("y", "x"));
    assertThat(table.names()).containsExactly("x", "y");
    assertThat(table.column("x")).containsExactly(1, 3);
    assertThat(table.column("y")).containsExactly(2, 4);
    assertThat(table.has("id")).isFalse();
    assertThat(Tables.read(file, TableOptions.AUTO, Set.of()).rows()).isEqualTo(2);
  }

  @Test
  void carriageReturnsInQuotesEndNoRow() throws IOException {
    Path file = file("x,note\n1,\"a\rb\"\n2,c\n3,\"\r\"\n");
    assertThat(Tables.read(file, TableOptions.AUTO, Set.of("x")).column("x"))
        .containsExactly(1, 2, 3);
    assertThat(Tables.texts(file, TableOptions.AUTO, "note")).containsExactly("a\rb", "c", "");
    assertThat(Tables.read(file("x\n\"\r1\"\n2\n"), TableOptions.AUTO, null).column("x"))
        .containsExactly(1, 2);
  }

  @Test
  void twoQuotesInANumberDoNotEndIt() throws IOException {
    TableSource source = TableSource.of(file("x,y\n\"1\"\"2\",3\n"), TableOptions.AUTO);
    Selection both = new Selection(Set.of("x"), Set.of("x"), false);
    assertThatThrownBy(() -> source.read(both))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(", line 2, column x: '1\"2' is not accepted: ");
  }

  @Test
  void decimalSignsInOtherColumnsDoNotCount() throws IOException {
    Path file = file("version;x\n1.2;1,5\n1.3;2,5\n");
    assertThat(Tables.read(file, TableOptions.AUTO, Set.of("x")).column("x"))
        .containsExactly(1.5, 2.5);
  }

  @Test
  void namesOfColumnsNeedNoRows() throws IOException {
    assertThat(Tables.columnNames(file("a;b,c;d\n"), TableOptions.AUTO))
        .containsExactly("a", "b,c", "d");
    assertThat(Tables.columnNames(file("a,b\n1,2,3\nx\n"), TableOptions.AUTO))
        .containsExactly("a", "b");
    assertThat(Tables.columnNames(file("größe"), TableOptions.AUTO)).containsExactly("größe");
  }

  @Test
  void readsAPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(made.waitFor()).isZero();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    Files.writeString(pipe, "a,b\n" + "1,2\n".repeat(5000));
                  } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                  }
                });
    assertThat(Tables.read(pipe, TableOptions.AUTO, null).rows()).isEqualTo(5000);
    writer.join();
  }

  @Test
  void textOfAnyLengthIsReadOverBuffers() throws IOException {
    // Characters of 1 to 4 bytes, which fall on the edges of the buffers sooner or later.
    StringBuilder text = new StringBuilder("note,x\n");
    for (int i = 0; i < 30_000; i++) {
      text.append("aé€😀".repeat(i % 5)).append(',').append(i).append('\n');
    }
    Path file = file(text.toString());
    assertThat(Files.size(file)).isGreaterThan(4 * 65536);
    double[] x = Tables.read(file, TableOptions.AUTO, Set.of("x")).column("x");
    assertThat(x).hasSize(30_000);
    for (int i = 0; i < x.length; i++) {
      assertThat(x[i]).isEqualTo(i);
    }
  }

  @Test
  void readsAWideTable() throws IOException {
    int columns = 20_000;
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < columns; column++) {
        text.append(column == 0 ? "" : ";").append(row == 0 ? "name " : "0,").append(column);
      }
      text.append('\n');
    }
    Table table = read(text.toString());
    assertThat(table.names()).hasSize(columns).endsWith("name 19999");
    assertThat(table.column("name 19999")).containsExactly(0.19999, 0.19999, 0.19999);
  }

  @Test
  void readsBackTheBitsThatWereWritten() throws IOException {
    long seed = TestSeed.get(0xc57);
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < 20; trial++) {
      int rows = random.nextInt(1, 300);
      double[][] columns = new double[random.nextInt(1, 8)][rows];
      char delimiter = ",;\t|".charAt(random.nextInt(4));
      boolean comma = delimiter != ',' && random.nextBoolean();
      String end = random.nextBoolean() ? "\n" : "\r\n";
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < columns.length; column++) {
        text.append(column == 0 ? "" : delimiter).append("\"x ").append(column).append('"');
      }
      for (int row = 0; row < rows; row++) {
        text.append(end);
        for (int column = 0; column < columns.length; column++) {
          double value = random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-300, 300));
          columns[column][row] = value;
          String written = Double.toString(value);
          String quote = random.nextInt(5) == 0 ? "\"" : "";
          text.append(column == 0 ? "" : delimiter)
              .append(quote)
              .append(comma ? written.replace('.', ',') : written)
              .append(quote);
        }
      }
      // A single column has no delimiter to be recognised by.
      Table table =
          read(text.toString(), new TableOptions(columns.length == 1 ? delimiter : null, null));
      for (int column = 0; column < columns.length; column++) {
        assertThat(table.column("x " + column))
            .as("trial %d, -Dtests.seed=%d", trial, seed)
            .isEqualTo(columns[column]);
      }
    }
  }
}
