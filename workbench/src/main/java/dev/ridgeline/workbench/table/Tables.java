// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** Reads single files whole: {@link TableSource} in one call; finds formats. Stateless. */
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
    return TableSource.of(file, options).read(Selection.ofNumbers(wanted), budget);
  }

  /**
   * The format of another module that a file name asks for.
   *
   * @param file any file; only its name is looked at
   * @return the format; empty where its module is not on the class path
   */
  public static Optional<TableFormat> format(Path file) {
    return ServiceLoader.load(TableFormat.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(format -> format.reads(file))
        .findFirst();
  }

  /**
   * The names of the columns of a file, without reading its rows.
   *
   * @param file the file
   * @param options how delimited text is read
   * @return the names, in the order of the file, without columns of row names
   * @throws BadInputException when the file cannot be read or has no header that is accepted
   */
  public static List<String> columnNames(Path file, TableOptions options) {
    return TableSource.of(file, options).names();
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
    Selection text = new Selection(Set.of(), Set.of(column), false);
    Table table = TableSource.of(file, options).read(text);
    List<String> values = table.values(column);
    return Arrays.stream(table.codes(column)).mapToObj(values::get).toList();
  }
}
