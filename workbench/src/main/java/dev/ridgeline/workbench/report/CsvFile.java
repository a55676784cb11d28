// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;

/**
 * A CSV file as every command writes it: comma, a header, LF, numbers in their shortest decimals,
 * nothing where a number is undefined.
 *
 * <p>Rows are added one after the other, by one thread.
 */
public final class CsvFile {
  private final StringWriter text = new StringWriter();
  private final CsvWriter writer =
      CsvWriter.builder().lineDelimiter(LineDelimiter.LF).bufferSize(0).build(text);
  private final int columns;

  private CsvFile(List<String> header) {
    columns = header.size();
    writer.writeRecord(header);
  }

  /**
   * An empty file.
   *
   * @param header the names of the columns
   * @return the file
   */
  public static CsvFile of(String... header) {
    return new CsvFile(List.of(header));
  }

  /**
   * Adds a row.
   *
   * @param values one for every column: numbers, text, booleans; null and NaN are left empty
   * @return this file
   */
  public CsvFile row(Object... values) {
    if (values.length != columns) {
      throw new IllegalArgumentException(
          "a row needs a value for every column: columns=" + columns + ", values=" + values.length);
    }
    writer.writeRecord(Arrays.stream(values).map(CsvFile::field).toList());
    return this;
  }

  private static String field(Object value) {
    return value == null || (value instanceof Double number && number.isNaN())
        ? ""
        : value.toString();
  }

  /**
   * The file so far.
   *
   * @return its text
   */
  public String text() {
    return text.toString();
  }
}
