// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Reads tables from files.
 *
 * <p>The ending of a name says how: {@code .npy} is a NumPy array, whose columns are named {@code
 * 0}, {@code 1} and so on; {@code .parquet} and {@code .pq} are Parquet files, where their reader
 * is on the class path; anything else is delimited text. Stateless.
 *
 * <p>Delimited text is UTF-8, with or without a byte order mark, and its first row names the
 * columns. Fields may be quoted as RFC 4180 has it; blank lines are skipped. Numbers are decimal
 * ({@code -1}, {@code +2.5}, {@code 1e-3}), with blanks around them if need be. Text is read over
 * in columns that are not wanted and refused in those that are, as missing and infinite values are.
 */
public final class Tables {
  private Tables() {}

  /**
   * Reads a file.
   *
   * @param file the file; messages name it as it is given
   * @param options how delimited text is read
   * @param wanted the columns to keep and check; null keeps and checks all
   * @return the table, with the wanted columns in the order of the file
   * @throws BadInputException when the file cannot be read, is no table, lacks a wanted column,
   *     holds a value in one that is no finite number, or does not fit into three fifths of the
   *     heap
   */
  public static Table read(Path file, TableOptions options, Set<String> wanted) {
    return read(file, options, wanted, HeapBudget.ofHeap());
  }

  static Table read(Path file, TableOptions options, Set<String> wanted, HeapBudget budget) {
    requireFile(file);
    if (endsWith(file, ".npy")) {
      return NpyFile.read(file, wanted, budget);
    }
    return isParquet(file)
        ? format(file).read(file, wanted, budget)
        : DelimitedText.read(file, options, wanted, budget);
  }

  /**
   * The names of the columns of a file, without reading its rows.
   *
   * @param file the file
   * @param options how delimited text is read
   * @return the names, in the order of the file
   * @throws BadInputException when the file cannot be read or has no header that is accepted
   */
  public static List<String> columnNames(Path file, TableOptions options) {
    requireFile(file);
    if (endsWith(file, ".npy")) {
      return NpyFile.columnNames(file);
    }
    return isParquet(file)
        ? format(file).columnNames(file)
        : DelimitedText.columnNames(file, options);
  }

  /**
   * One column as text, such as the names of the rows.
   *
   * @param file the file
   * @param options how delimited text is read
   * @param column its name
   * @return a text for every row, without blanks around it; numbers of other formats in decimals
   * @throws BadInputException when the file cannot be read or lacks the column
   */
  public static List<String> texts(Path file, TableOptions options, String column) {
    requireFile(file);
    if (!endsWith(file, ".npy") && !isParquet(file)) {
      return DelimitedText.texts(file, options, column);
    }
    double[] numbers = read(file, options, Set.of(column)).column(column);
    return Arrays.stream(numbers)
        .mapToObj(v -> v == Math.rint(v) ? String.format(Locale.ROOT, "%.0f", v) : "" + v)
        .toList();
  }

  private static void requireFile(Path file) {
    if (Files.isDirectory(file)) {
      throw Refusals.file(file.toString(), "is a folder: expected a file");
    }
    if (Files.notExists(file)) { // which a folder that may not be looked into does not tell
      throw Refusals.file(file.toString(), "does not exist");
    }
  }

  private static boolean isParquet(Path file) {
    return endsWith(file, ".parquet") || endsWith(file, ".pq");
  }

  // Only for a file that needs one: looking for services costs every start.
  private static TableFormat format(Path file) {
    for (TableFormat format : ServiceLoader.load(TableFormat.class)) {
      if (format.reads(file)) {
        return format;
      }
    }
    throw Refusals.file(
        file.toString(),
        "is a Parquet file, and their reader is not on the class path: run the command through"
            + " ./ridgeline, which fetches it, or save the table as CSV");
  }

  private static boolean endsWith(Path file, String ending) {
    Path name = file.getFileName();
    return name != null && name.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
