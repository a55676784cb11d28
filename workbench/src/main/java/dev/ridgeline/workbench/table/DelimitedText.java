// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads one file of delimited text, once, from its beginning to its end. */
final class DelimitedText {
  /** Less of a file does not tell how many rows it has. */
  private static final long TELLING_BYTES = 1 << 20;

  private final String source;
  private final Utf8Text text;
  private final char delimiter;
  private final NumberText numbers;
  private final DelimitedRow row;

  private DelimitedText(String source, Utf8Text text, TableOptions options) {
    this.source = source;
    this.text = text;
    delimiter =
        options.delimiter() != null
            ? options.delimiter()
            : DelimiterGuess.of(
                text.ahead(), options.decimal() != null && options.decimal() == ',');
    numbers = new NumberText(decimal(options, delimiter));
    row = new DelimitedRow(numbers);
  }

  /** The decimal sign; null where the numbers will tell. */
  private static Character decimal(TableOptions options, char delimiter) {
    if (options.decimal() != null) {
      return options.decimal();
    }
    return delimiter == ',' ? Character.valueOf('.') : null;
  }

  static Table read(Path file, TableOptions options, Set<String> wanted, HeapBudget budget) {
    String source = file.toString();
    try (Utf8Text text = Utf8Text.open(file)) {
      return new DelimitedText(source, text, options).table(wanted, budget);
    } catch (IOException failure) {
      throw Refusals.unreadable(source, failure);
    }
  }

  static List<String> columnNames(Path file, TableOptions options) {
    String source = file.toString();
    try (Utf8Text text = Utf8Text.open(file)) {
      return new DelimitedText(source, text, options).header();
    } catch (IOException failure) {
      throw Refusals.unreadable(source, failure);
    }
  }

  static List<String> texts(Path file, TableOptions options, String column) {
    String source = file.toString();
    try (Utf8Text text = Utf8Text.open(file)) {
      return new DelimitedText(source, text, options).texts(column);
    } catch (IOException failure) {
      throw Refusals.unreadable(source, failure);
    }
  }

  private List<String> texts(String column) throws IOException {
    try (CsvReader<DelimitedRow> csv = parser()) {
      CloseableIterator<DelimitedRow> records = csv.iterator();
      List<String> names = header(records);
      if (!names.contains(column)) {
        throw Refusals.noColumn(source, column, names);
      }
      row.expectText(names.indexOf(column));
      List<String> texts = new ArrayList<>();
      while (next(records)) {
        check(names);
        texts.add(row.text());
      }
      return texts;
    }
  }

  private List<String> header() throws IOException {
    try (CsvReader<DelimitedRow> csv = parser()) {
      List<String> names = header(csv.iterator());
      TableBuilder.check(source, "line " + row.line(), names);
      return names;
    }
  }

  private Table table(Set<String> wanted, HeapBudget budget) throws IOException {
    try (CsvReader<DelimitedRow> csv = parser()) {
      CloseableIterator<DelimitedRow> records = csv.iterator();
      List<String> names = header(records);
      TableBuilder table = new TableBuilder(source, "line " + row.line(), names, wanted, budget);
      row.expectNumbers(table.slots(), table.names().size());
      while (next(records)) {
        check(names);
        if (table.isFull()) {
          table.grow(text.position() < TELLING_BYTES ? 0 : text.fraction());
        }
        table.append(row.values());
      }
      return table.build();
    }
  }

  private CsvReader<DelimitedRow> parser() {
    // Counts of fields are checked here, in words of our own.
    return CsvReader.builder()
        .fieldSeparator(delimiter)
        .allowExtraFields(true)
        .allowMissingFields(true)
        .build(row, text);
  }

  private List<String> header(CloseableIterator<DelimitedRow> records) {
    if (!next(records)) {
      throw Refusals.file(source, "is empty: expected a header and rows");
    }
    return row.names();
  }

  /** Goes to the next record that is not blank; false at the end of the file. */
  private boolean next(CloseableIterator<DelimitedRow> records) {
    do {
      try {
        records.next();
      } catch (UncheckedIOException failure) {
        throw Refusals.unreadable(source, failure.getCause());
      } catch (CsvParseException failure) {
        throw translate(failure);
      }
      if (row.isOpen()) {
        throw unbalanced();
      }
    } while (row.isBlank());
    return !row.isEnd();
  }

  // The parser wraps whatever is thrown while it reads.
  private RuntimeException translate(CsvParseException failure) {
    return switch (failure.getCause()) {
      case BadInputException refused -> refused;
      case CsvParseException malformed -> unbalanced();
      case Error error -> throw error;
      case null, default -> failure;
    };
  }

  private BadInputException unbalanced() {
    return Refusals.at(
        source,
        "line " + row.line(),
        "holds a quoted field that does not end: a quote closes it and a '"
            + shown(delimiter)
            + "' or the end of the line follows; write a quote inside as two");
  }

  private void check(List<String> names) {
    if (row.fields() != names.size()) {
      throw Refusals.at(
          source,
          "line " + row.line(),
          "has "
              + counted(row.fields())
              + " and the header has "
              + names.size()
              + ", separated by '"
              + shown(delimiter)
              + "': give every row as many (--delimiter asks for another sign)");
    }
    if (row.badField() >= 0) {
      throw notANumber(names.get(row.badField()), row.badText());
    }
  }

  private BadInputException notANumber(String column, String value) {
    String accepted;
    if (Refusals.isMissing(value)) {
      accepted = Refusals.present();
    } else if (numbers.isOtherStyle(value)) {
      accepted =
          numbers.decimalName()
              + (numbers.decided() == 0
                  ? " (--decimal and --delimiter ask for another)"
                  : ", as in line " + numbers.decided() + ": write all numbers in one style");
    } else if (numbers.isTooLarge(value)) {
      accepted = "a number between -1.8e308 and 1.8e308";
    } else {
      accepted = numbers.accepted() + "; text may stand only in columns that --features leaves out";
    }
    return Refusals.value(source, "line " + row.line(), column, value, accepted);
  }

  private static String counted(int fields) {
    return fields == 1 ? "1 field" : fields + " fields";
  }

  private static String shown(char delimiter) {
    return delimiter == '\t' ? "tab" : String.valueOf(delimiter);
  }
}
