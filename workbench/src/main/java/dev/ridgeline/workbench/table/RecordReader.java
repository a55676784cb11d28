// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Reads records of delimited text one by one, and says of each that is refused where it stands and
 * why.
 *
 * <p>Used by one thread, for one piece of a file.
 */
final class RecordReader implements AutoCloseable {
  private final String source;
  private final char delimiter;
  private final NumberText numbers;
  private final DelimitedRow row;
  private final CsvReader<DelimitedRow> csv;
  private final CloseableIterator<DelimitedRow> records;

  /**
   * Opens a piece.
   *
   * @param source the file as the user named it
   * @param delimiter between fields
   * @param numbers how the numbers of the file are read
   * @param piece from the first byte of a record on
   * @param line the line of the file on which the piece begins
   * @param offset how many bytes of the file come before it
   */
  RecordReader(
      String source,
      char delimiter,
      NumberText numbers,
      InputStream piece,
      long line,
      long offset) {
    this.source = source;
    this.delimiter = delimiter;
    this.numbers = numbers;
    row = new DelimitedRow(numbers, line - 1);
    // Counts of fields are checked here, in words of our own.
    csv =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(row, new Utf8Text(source, piece, line, offset));
    records = csv.iterator();
  }

  /** The names in the next record; null at the end. */
  List<String> header() {
    if (!next()) {
      return null;
    }
    List<String> names = row.names();
    Refusals.names(source, "line " + row.line(), names);
    return names;
  }

  /** Reads the rows to the end. */
  void read(List<String> names, BlockRequest request, BlockSink sink) {
    BlockBuilder block = new BlockBuilder(source, request, sink);
    row.expect(names, request);
    while (next()) {
      check(names);
      block.append(row.values(), row.texts(), 0);
    }
    block.finish(0);
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
      case null -> unbalanced();
      case Error error -> throw error;
      default -> failure;
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
    if (row.fields() != names.size() && row.isComment()) {
      throw Refusals.at(
          source,
          "line " + row.line(),
          "begins with #: comments may stand only before the header; remove the line");
    }
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
    } else if (isTruth(value)) {
      accepted = numbers.accepted() + ": write true as 1 and false as 0, or --exclude the column";
    } else if (numbers.isTooLarge(value)) {
      accepted = "a number between -1.8e308 and 1.8e308";
    } else {
      accepted = numbers.accepted() + "; text may stand only in columns that --features leaves out";
    }
    return Refusals.value(source, "line " + row.line(), column, value, accepted);
  }

  private static boolean isTruth(String text) {
    String bare = text.strip();
    return bare.equalsIgnoreCase("true") || bare.equalsIgnoreCase("false");
  }

  private static String counted(int fields) {
    return fields == 1 ? "1 field" : fields + " fields";
  }

  private static String shown(char delimiter) {
    return delimiter == '\t' ? "tab" : String.valueOf(delimiter);
  }
}
