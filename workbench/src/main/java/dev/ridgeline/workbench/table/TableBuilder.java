// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects a table row by row, in arrays of doubles: checks the names of the columns, keeps those
 * that are wanted, and refuses a table that would not fit into the heap before it fills it.
 *
 * <p>Used by one thread, for one table.
 */
public final class TableBuilder {
  private static final int FIRST_ROWS = 16;

  private final String source;
  private final HeapBudget budget;
  private final List<String> names = new ArrayList<>();
  private final int[] slots;
  private double[][] columns;
  private int rows;
  private int capacity;

  /**
   * An empty table.
   *
   * @param source the file as the user named it
   * @param header where the names stand, such as {@code line 1}
   * @param names the names of all columns of the file
   * @param wanted the columns to keep; null keeps all
   * @param budget what the table may take of the heap
   * @throws BadInputException when a name is empty or repeats, or a wanted column does not exist
   */
  public TableBuilder(
      String source, String header, List<String> names, Set<String> wanted, HeapBudget budget) {
    this.source = source;
    this.budget = budget;
    check(source, header, names);
    if (wanted != null) {
      Set<String> there = new HashSet<>(names);
      wanted.stream()
          .filter(name -> !there.contains(name))
          .sorted() // of several always the same one
          .findFirst()
          .ifPresent(
              name -> {
                throw Refusals.noColumn(source, name, names);
              });
    }
    slots = new int[names.size()];
    for (int column = 0; column < slots.length; column++) {
      boolean kept = wanted == null || wanted.contains(names.get(column));
      slots[column] = kept ? this.names.size() : -1;
      if (kept) {
        this.names.add(names.get(column));
      }
    }
    columns = new double[this.names.size()][0];
  }

  /** Refuses names that are empty or repeat. */
  static void check(String source, String header, List<String> names) {
    Map<String, Integer> seen = HashMap.newHashMap(names.size());
    for (int column = 0; column < names.size(); column++) {
      String name = names.get(column);
      if (name.isEmpty()) {
        throw Refusals.at(
            source, header + ", column " + (column + 1), "has no name: name it or remove it");
      }
      Integer before = seen.put(name, column);
      if (before != null) {
        throw Refusals.at(
            source,
            header + ":",
            "columns "
                + (before + 1)
                + " and "
                + (column + 1)
                + " are both named "
                + Refusals.name(name)
                + ": rename or remove one");
      }
    }
  }

  /**
   * The columns that are kept.
   *
   * @return their names, in the order of the file
   */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** For every column of the file its position among those kept, or -1. */
  int[] slots() {
    return slots.clone();
  }

  /**
   * Makes room for all rows, where their number is known before they are read.
   *
   * @param count number of rows
   * @throws BadInputException when there are none, or when they do not fit into the heap
   */
  public void expect(long count) {
    if (count == 0) {
      throw empty();
    }
    if (!budget.holds(count, names.size())) {
      throw budget.refusal(source, (double) count, "", names.size(), names.size());
    }
    resize((int) count);
  }

  /**
   * Adds a row.
   *
   * @param values the values of the columns that are kept, in the order of {@link #names}
   * @throws BadInputException when a value is not finite, or when the table outgrows the heap
   */
  public void add(double[] values) {
    for (int column = 0; column < values.length; column++) {
      if (!Double.isFinite(values[column])) {
        throw notFinite(rows, column, Double.toString(values[column]));
      }
    }
    if (isFull()) {
      grow(0);
    }
    append(values);
  }

  /**
   * The refusal of a value.
   *
   * @param row its row, from 0
   * @param column its column among those kept, from 0
   * @param value what stands there
   * @return the refusal, to be thrown
   */
  public BadInputException notFinite(long row, int column, String value) {
    return Refusals.value(
        source, "row " + row + " (the first is 0)", names.get(column), value, Refusals.present());
  }

  /**
   * The finished table.
   *
   * @return the rows added so far
   * @throws BadInputException when there are none
   */
  public Table build() {
    if (rows == 0) {
      throw empty();
    }
    if (capacity - rows > rows / 8) {
      resize(rows);
    }
    return Table.of(source, names, rows, columns);
  }

  /** Whether there is no room for another row. */
  boolean isFull() {
    return rows == capacity;
  }

  /**
   * Makes room for more rows.
   *
   * @param fraction how much of the file was read so far; 0 when that is not known or too little to
   *     tell its rows
   */
  void grow(double fraction) {
    // While a column moves to a longer array, both are there.
    int arrays = names.isEmpty() ? 0 : names.size() + 1;
    int most = budget.mostRows(arrays);
    double all = fraction > 0 ? rows / fraction : rows;
    // Rows at the beginning may be shorter than the others: a doubtful estimate refuses nothing.
    double surely = all * (1 - 0.2 * Math.pow(1 - fraction, 8));
    if (rows == most || surely > most) {
      double least = Math.max(all, rows + 1.0);
      String sure = fraction > 0 ? "about " : "at least ";
      throw budget.refusal(source, least, sure, names.size(), arrays);
    }
    // A step of the right length is the only one; while in doubt there are more, to ask again.
    double next = fraction > 0 && all <= most ? 1.02 * all : 1.5 * rows;
    resize((int) Math.min(most, next + FIRST_ROWS));
  }

  /** Adds a row that was checked, where there is room for it. */
  void append(double[] values) {
    for (int column = 0; column < columns.length; column++) {
      columns[column][rows] = values[column];
    }
    rows++;
  }

  /** The arrays, to be filled by a reader that calls {@link #filled} afterwards. */
  double[][] arrays() {
    return columns;
  }

  /** All expected rows are there. */
  void filled() {
    rows = capacity;
  }

  // One column after the other: no more than one is there twice.
  private void resize(int length) {
    for (int column = 0; column < columns.length; column++) {
      columns[column] = Arrays.copyOf(columns[column], length);
    }
    capacity = length;
  }

  private BadInputException empty() {
    return Refusals.file(source, "has a header and no rows");
  }
}
