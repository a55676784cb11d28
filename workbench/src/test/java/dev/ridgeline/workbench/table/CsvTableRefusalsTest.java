// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message is looked at as a whole, from the name of the file on. */
class CsvTableRefusalsTest {
  private static final String FILL =
      "expected a finite number: remove the row or fill in the value";
  private static final String NUMBER =
      "expected a number such as 1.5 or 1e-3; text may stand only in columns that --features leaves"
          + " out";

  @TempDir Path folder;

  private AbstractThrowableAssert<?, ?> assertRefused(
      byte[] bytes, TableOptions options, Set<String> wanted, String message) throws IOException {
    Path file = Files.write(folder.resolve("d.csv"), bytes);
    return assertThatThrownBy(() -> Tables.read(file, options, wanted))
        .isInstanceOf(BadInputException.class)
        .hasMessage(file + message);
  }

  private void assertRefused(String text, String message) throws IOException {
    assertRefused(text.getBytes(StandardCharsets.UTF_8), TableOptions.AUTO, null, message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NA", "NaN", "nan", "null", "NULL", "?", "inf", "-inf", "Infinity", "N/A", "-"})
  void missingValues(String value) throws IOException {
    assertRefused(
        "a,b\n1,2\n3," + value + "\n",
        ", line 3, column b: '" + value + "' is not accepted: " + FILL);
  }

  @Test
  void anEmptyValue() throws IOException {
    assertRefused("a,b\n1,2\n,4\n", ", line 3, column a: '' is not accepted: " + FILL);
    assertRefused("a,b\n1,2\n3,\" \"\n", ", line 3, column b: '' is not accepted: " + FILL);
    assertRefused("a,b\n1,", ", line 2, column b: '' is not accepted: " + FILL);
  }

  @ParameterizedTest
  @CsvSource({"red", "1d", "0x10", "2024-01-31", "12%", "1 234", "1.2.3", "truely"})
  void textWhereNumbersShouldBe(String value) throws IOException {
    assertRefused(
        "a,b\n1,2\n3," + value + "\n",
        ", line 3, column b: '" + value + "' is not accepted: " + NUMBER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRUE", "False", "true"})
  void truths(String value) throws IOException {
    assertRefused(
        "a,b\n1,2\n3," + value + "\n",
        ", line 3, column b: '"
            + value
            + "' is not accepted: expected a number such as 1.5 or 1e-3: write true as 1 and false"
            + " as 0, or --exclude the column");
  }

  @Test
  void commentsBetweenRows() throws IOException {
    assertRefused(
        "a,b\n1,2\n# note\n3,4\n",
        ", line 3 begins with #: comments may stand only before the header; remove the line");
  }

  @Test
  void theFirstProblemIsTheOneThatIsSaid() throws IOException {
    byte[] both = "a,b\n1,x\n\u00e9,2\n".getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(
        both, TableOptions.AUTO, null, ", line 2, column b: 'x' is not accepted: " + NUMBER);
    byte[] many =
        ("a,b\n" + "1,2\n".repeat(300_000) + "3,x\n" + "1,2\n".repeat(300_000) + "y,1\n")
            .getBytes(StandardCharsets.UTF_8);
    assertRefused(
        many, TableOptions.AUTO, null, ", line 300002, column b: 'x' is not accepted: " + NUMBER);
  }

  @Test
  void aNumberTooLargeForADouble() throws IOException {
    assertRefused(
        "a\n-1e999\n",
        ", line 2, column a: '-1e999' is not accepted: expected a number between -1.8e308 and"
            + " 1.8e308");
  }

  @Test
  void linesAreThoseOfAnEditor() throws IOException {
    assertRefused(
        "\na,b\n\n\"1\n\",2\r\n\r\n3,x\n", ", line 7, column b: 'x' is not accepted: " + NUMBER);
    assertRefused(
        "note,b\n\"two\nlines\",2\r\n\r\n3,x\n",
        ", line 2, column note: 'two lines' is not accepted: " + NUMBER);
    assertRefused(
        "a,\"b\n\nc\"\r\n1,2\r\r3,x\n", ", line 6, column b c: 'x' is not accepted: " + NUMBER);
  }

  @Test
  void rowsOfAnotherLength() throws IOException {
    String end = ": give every row as many (--delimiter asks for another sign)";
    assertRefused(
        "a,b\n1,2\n\n3\n", ", line 4 has 1 field and the header has 2, separated by ','" + end);
    assertRefused(
        "a;b\n1,2;3\n1;2;3;4\n",
        ", line 3 has 4 fields and the header has 2, separated by ';'" + end);
    assertRefused(
        "a\tb\n1\n", ", line 2 has 1 field and the header has 2, separated by 'tab'" + end);
    assertRefused("x\n1,5\n", ", line 2 has 2 fields and the header has 1, separated by ','" + end);
  }

  @Test
  void headers() throws IOException {
    assertRefused(
        "a,b, a \n1,2,3\n", ", line 1: columns 1 and 3 are both named a: rename or remove one");
    assertRefused("\na,,c\n1,2,3\n", ", line 2, column 2 has no name: name it or remove it");
    assertRefused("a,b\n", " has a header and no rows");
    assertRefused("a,b", " has a header and no rows");
    assertRefused("a,b\n\n \n", " has a header and no rows");
    assertRefused("", " is empty: expected a header and rows");
    assertRefused("\uFEFF", " is empty: expected a header and rows");
    assertRefused("\n  \n\r\n", " is empty: expected a header and rows");
  }

  @Test
  void headersAreCheckedWhereOnlyNamesAreAskedFor() throws IOException {
    Path file = Files.writeString(folder.resolve("d.csv"), "a,a\n1,2\n");
    assertThatThrownBy(() -> Tables.columnNames(file, TableOptions.AUTO))
        .isInstanceOf(BadInputException.class)
        .hasMessage(file + ", line 1: columns 1 and 2 are both named a: rename or remove one");
  }

  @Test
  void wantedColumnsThatAreNotThere() throws IOException {
    assertRefused(
        "a,b\nx,y\n".getBytes(StandardCharsets.UTF_8),
        TableOptions.AUTO,
        Set.of("z", "y", "a"),
        " has no column y: it has a, b");
  }

  @Test
  void decimalSignsOfBothKinds() throws IOException {
    assertRefused(
        "a;b\n1;2\n1,5;2\n3;1.25\n",
        ", line 4, column b: '1.25' is not accepted: expected a decimal comma, as in line 3: write"
            + " all numbers in one style");
    assertRefused(
        "a;b\n1.5;2\n3;1,25\n",
        ", line 3, column b: '1,25' is not accepted: expected a decimal point, as in line 2: write"
            + " all numbers in one style");
    assertRefused("a;b\n1.234,5;2\n", ", line 2, column a: '1.234,5' is not accepted: " + NUMBER);
    assertRefused(
        "a;b\n1,5;2\n1,234,567;3\n",
        ", line 3, column a: '1,234,567' is not accepted: expected a number such as 1,5 or -2 or"
            + " 1e-3; text may stand only in columns that --features leaves out");
    assertRefused(
        "a,b\n\"1,5\",2\n",
        ", line 2, column a: '1,5' is not accepted: expected a decimal point (--decimal and"
            + " --delimiter ask for another)");
    assertRefused(
        "a;b\n1.5;2\n".getBytes(StandardCharsets.UTF_8),
        new TableOptions(null, ','),
        null,
        ", line 2, column a: '1.5' is not accepted: expected a decimal comma (--decimal and"
            + " --delimiter ask for another)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b\n1,2\n3,\"4\n5,6\n",
        "a,b\n1,2\n3,\"4\n5,6",
        "a,b\n1,2\n3,\"4\n5,6\"\"",
        "a,b\n1,2\n3,\"4\"5\n5,6\n",
        "a,b\n1,2\n\"3\",\"\"\"\n",
        "a,b\n1,2\n3,\""
      })
  void quotesThatDoNotMatch(String text) throws IOException {
    String message =
        ", line 3 holds a quoted field that does not end: a quote closes it and a ',' or the end of"
            + " the line follows; write a quote inside as two";
    assertRefused(text, message);
    // also where nobody would look at the field
    assertRefused(text.getBytes(StandardCharsets.UTF_8), TableOptions.AUTO, Set.of("a"), message);
  }

  @Test
  void anEndlessField() throws IOException {
    assertRefused(
        "a\n\"" + "x\n".repeat(10 << 20),
        ", line 2 holds a quoted field that does not end: a quote closes it and a ',' or the end of"
            + " the line follows; write a quote inside as two");
  }

  @Test
  void bytesThatAreNotUtf8() throws IOException {
    assertRefused(
        "a,größe\n1,2\n".getBytes(StandardCharsets.ISO_8859_1),
        TableOptions.AUTO,
        null,
        ", line 1, byte 5 of the file: '0xF6' is not accepted: expected UTF-8: save the file as"
            + " UTF-8 text");
    byte[] late = ("a\r\n" + "1\r\n".repeat(100_000) + "é").getBytes(StandardCharsets.UTF_8);
    late[late.length - 1] = '\n'; // the second byte of the letter
    assertRefused(
        late,
        TableOptions.AUTO,
        null,
        ", line 100002, byte 300004 of the file: '0xC3' is not accepted: expected UTF-8: save the"
            + " file as UTF-8 text");
    byte[] cut = {'a', '\n', '1', '\n', (byte) 0xE2, (byte) 0x82};
    assertRefused(
        cut,
        TableOptions.AUTO,
        null,
        ", line 3, byte 5 of the file: '0xE2' is not accepted: expected UTF-8: save the file as"
            + " UTF-8 text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "X-UTF-16LE-BOM", "X-UTF-32LE-BOM"})
  void utf16(String charset) throws IOException {
    assertRefused(
        "a,b\n1,2\n".getBytes(Charset.forName(charset)),
        TableOptions.AUTO,
        null,
        " is UTF-16 text: save it as UTF-8");
  }

  @Test
  void utf16WithoutAMark() throws IOException {
    assertRefused(
        "a,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE),
        TableOptions.AUTO,
        null,
        ", line 1 holds a null character: it is no text, or UTF-16; expected UTF-8 text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1f8b0800|is cut off: its gzip data end too early; copy it or pack it again",
        "1f8bffff|is damaged: its gzip data cannot be unpacked (Unsupported compression method);"
            + " copy it or pack it again",
        "504b0304|is a ZIP archive or a spreadsheet: save the table as CSV",
        "50415231|is a Parquet file: let its name end in .parquet",
        "934e554d|is a NumPy array: let its name end in .npy"
      })
  void otherFormats(String signature, String message) throws IOException {
    assertRefused(HexFormat.of().parseHex(signature), TableOptions.AUTO, null, " " + message);
  }

  @Test
  void whatIsNoReadableFile() throws IOException {
    assertThatThrownBy(() -> Tables.read(folder, TableOptions.AUTO, null))
        .isInstanceOf(BadInputException.class)
        .hasMessage(folder + " is a folder: expected a file");
    Path absent = folder.resolve("absent.csv");
    assertThatThrownBy(() -> Tables.columnNames(absent, TableOptions.AUTO))
        .isInstanceOf(BadInputException.class)
        .hasMessage(absent + " does not exist");
    Path odd = folder.resolve("two\nlines.csv");
    assertThatThrownBy(() -> Tables.read(odd, TableOptions.AUTO, null))
        .hasMessage(folder + "/two lines.csv does not exist");
  }

  @Test
  void whatMayNotBeRead() {
    // of the exception itself: whoever runs the tests may read every file
    assertThat(Refusals.unreadable("closed.csv", new AccessDeniedException("closed.csv")))
        .hasMessage("closed.csv may not be read: check its permissions");
  }

  @Test
  void messagesStayOnOneShortLine() throws IOException {
    String name = "n\n\u2028\u0085".repeat(500);
    String value = "v\r\n\t\u001b[31m".repeat(500);
    Path file =
        Files.writeString(folder.resolve("d.csv"), "\"" + name + "\",b\n\"" + value + "\",2\n");
    assertThatThrownBy(() -> Tables.read(file, TableOptions.AUTO, null))
        .satisfies(
            refused ->
                assertThat(refused.getMessage().substring(file.toString().length()))
                    .hasSizeLessThan(320)
                    .doesNotContainPattern("[\\p{Cntrl}\\x{80}-\\x{9F}\\x{2028}\\x{2029}]"));
    Path twice = Files.writeString(folder.resolve("d.csv"), "\"%1$s\",\"%1$s\"\n".formatted(name));
    assertThatThrownBy(() -> Tables.columnNames(twice, TableOptions.AUTO))
        .satisfies(
            refused ->
                assertThat(refused.getMessage().substring(file.toString().length()))
                    .hasSizeLessThan(200)
                    .doesNotContainPattern("[\\p{Cntrl}\\x{80}-\\x{9F}\\x{2028}\\x{2029}]"));
  }

  @Test
  void options() {
    assertThatThrownBy(() -> new TableOptions('x', null))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "--delimiter 'x' is not accepted: expected one character that is no letter, digit,"
                + " quote, line break, '.', '+' or '-'");
    assertThatThrownBy(() -> new TableOptions(null, ';'))
        .isInstanceOf(BadInputException.class)
        .hasMessage("--decimal ';' is not accepted: expected '.' or ','");
    assertThatThrownBy(() -> new TableOptions(',', ','))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "--decimal ',' is not accepted: expected a sign that differs from --delimiter, which is"
                + " the same");
  }
}
