// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;
import java.util.Arrays;
import java.util.List;

/**
 * Collects the blocks of a table and refuses one that would not fit into the heap before it fills
 * it.
 *
 * <p>Used by one thread, for one table.
 */
final class TableBuilder {
  private static final int FIRST_ROWS = 16;

  private final String source;
  private final HeapBudget budget;
  private final List<String> names;
  private final double[][] columns;
  private final TextColumn.Builder[] texts;
  private int rows;
  private int capacity;

  /**
   * An empty table.
   *
   * @param source the file as the user named it
   * @param request its columns
   * @param budget what the table may take of the heap
   */
  TableBuilder(String source, BlockRequest request, HeapBudget budget) {
    this.source = source;
    this.budget = budget;
    names = request.numbers();
    columns = new double[names.size()][0];
    texts =
        request.texts().stream().map(TextColumn.Builder::new).toArray(TextColumn.Builder[]::new);
  }

  /**
   * Makes room for all rows, where their number is known before they are read.
   *
   * @throws BadInputException when they do not fit into the heap
   */
  void expect(long count) {
    int arrays = names.size() + texts.length;
    if (!budget.holds(count, arrays)) {
      throw budget.refusal(source, (double) count, "", arrays, arrays);
    }
    resize((int) count);
  }

  /**
   * Adds rows.
   *
   * @param fraction how much of all rows there are with these; 0 when that is not known or too
   *     little to tell
   * @throws BadInputException when the table outgrows the heap
   */
  void add(Table block, double fraction) {
    long all = (long) rows + block.rows();
    if (all > capacity) {
      grow(all, fraction);
    }
    for (int column = 0; column < columns.length; column++) {
      block.copy(column, 0, columns[column], rows, block.rows());
    }
    long bytes = 0;
    for (int column = 0; column < texts.length; column++) {
      texts[column].add(block.text(column), 0, block.rows());
      bytes += texts[column].bytes();
    }
    rows = (int) all;
    if (bytes > budget.bytes() - 8L * rows * (names.size() + texts.length)) {
      throw Refusals.file(
          source,
          "has more different texts than memory holds (row "
              + rows
              + "): keep fewer columns as text, or allow a bigger heap with"
              + " JDK_JAVA_OPTIONS=-Xmx..g");
    }
  }

  private void grow(long needed, double fraction) {
    // While a column moves to a longer array, both are there.
    int kept = names.size() + texts.length;
    int arrays = kept == 0 ? 0 : kept + 1;
    int most = budget.mostRows(arrays);
    double all = fraction > 0 ? needed / fraction : needed;
    // Rows at the beginning may be shorter than the others: a doubtful estimate refuses nothing.
    double surely = all * (1 - 0.2 * Math.pow(1 - fraction, 8));
    if (needed > most || surely > most) {
      String sure = fraction > 0 ? "about " : "at least ";
      throw budget.refusal(source, Math.max(all, (double) needed), sure, kept, arrays);
    }
    // A step of the right length is the only one; while in doubt there are more, to ask again.
    double next = fraction > 0 && all <= most ? 1.02 * all : 1.5 * needed;
    resize((int) Math.min(most, next + FIRST_ROWS));
  }

  /**
   * The finished table.
   *
   * @throws BadInputException when it has no rows
   */
  Table build() {
    if (rows == 0) {
      throw Refusals.empty(source);
    }
    if (capacity - rows > rows / 8) {
      resize(rows);
    }
    return Table.of(
        source, names, rows, columns, Arrays.stream(texts).map(TextColumn.Builder::build).toList());
  }

  // One column after the other: no more than one is there twice.
  private void resize(int length) {
    for (int column = 0; column < columns.length; column++) {
      columns[column] = Arrays.copyOf(columns[column], length);
    }
    capacity = length;
  }
}
