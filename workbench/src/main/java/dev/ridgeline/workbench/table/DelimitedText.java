// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One pass over delimited text: its header, then its rows.
 *
 * <p>Used by one thread.
 */
final class DelimitedText implements AutoCloseable {
  private final String source;
  private final TextBytes bytes;
  private final char delimiter;
  private final NumberText numbers;
  private final Utf8Text text;
  private final DelimitedRow row;
  private final CsvReader<DelimitedRow> csv;
  private final CloseableIterator<DelimitedRow> records;
  private final List<String> names;

  private DelimitedText(String source, TextBytes bytes, Utf8Text text, TableOptions options) {
    this.source = source;
    this.bytes = bytes;
    this.text = text;

    delimiter =
        options.delimiter() != null
            ? options.delimiter()
            : DelimiterGuess.of(
                text.ahead(), options.decimal() != null && options.decimal() == ',');
    numbers = new NumberText(decimal(options, delimiter));
    row = new DelimitedRow(numbers);
    // Counts of fields are checked here, in words of our own.
    csv =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .build(row, text);
    records = csv.iterator();
    if (!next()) {
      throw Refusals.file(source, "is empty: expected a header and rows");
    }
    names = row.names();
    Refusals.names(source, "line " + row.line(), names);
  }

  /**
   * Opens a text and reads its header.
   *
   * @param source what messages call it
   * @param file the file; null is standard input
   * @throws BadInputException when it cannot be read or has no header that is accepted
   */
  static DelimitedText open(String source, Path file, TableOptions options) {
    try {
      TextBytes bytes = TextBytes.open(file);
      Utf8Text text = Utf8Text.open(source, bytes);
      try {
        return new DelimitedText(source, bytes, text, options);
      } catch (RuntimeException refused) {
        try (text) {
          throw refused;
        }
      }
    } catch (IOException failure) {
      throw Refusals.unreadable(source, failure);
    }
  }

  /** The decimal sign; null where the numbers will tell. */
  private static Character decimal(TableOptions options, char delimiter) {
    if (options.decimal() != null) {
      return options.decimal();
    }
    return delimiter == ',' ? Character.valueOf('.') : null;
  }

  /** All columns, in the order of the file. */
  List<String> names() {
    return names;
  }

  /** Reads the rows, once. */
  void read(BlockRequest request, BlockSink sink) {
    BlockBuilder block = new BlockBuilder(source, request, sink);
    row.expect(names, request);
    while (next()) {
      check(names);
      block.append(row.values(), row.texts(), bytesRead());
    }
    block.finish(bytesRead());
  }

  private long bytesRead() {
    return Math.max(0, bytes.taken() - text.unread());
  }

  @Override
  public void close() {
    try {
      csv.close();
    } catch (IOException failure) {
      throw Refusals.unreadable(source, failure);
    }
  }

  /** Goes to the next record that is not blank; false at the end of the file. */
  private boolean next() {
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
    if (Refusals.isMissingOrInfinite(value)) {
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
