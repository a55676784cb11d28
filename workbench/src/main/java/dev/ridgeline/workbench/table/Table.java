// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.cli.BadInputException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A table with named columns: numbers, and texts where they were asked for.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class Table {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final String source;
  private final List<String> names;
  private final Map<String, Integer> positions;
  private final int rows;
  private final double[][] columns; // each at least as long as there are rows
  private final List<TextColumn> texts;

  private Table(
      String source,
      List<String> names,
      Map<String, Integer> positions,
      int rows,
      double[][] columns,
      List<TextColumn> texts) {
    this.source = source;
    this.names = names;
    this.positions = positions;
    this.rows = rows;
    this.columns = columns;
    this.texts = texts;
  }

  /**
   * A table of arrays that become its own: they are not copied, since they may fill most of the
   * heap, and must not be changed afterwards.
   *
   * @param source where the numbers come from, for messages: the file as the user named it
   * @param names the names of the columns, each once
   * @param rows number of rows, at least 0
   * @param columns the values column by column, each array at least {@code rows} long
   * @return the table
   * @throws IllegalArgumentException when the sizes do not fit each other or a name repeats
   */
  public static Table of(String source, List<String> names, int rows, double[][] columns) {
    return of(source, names, rows, columns, List.of());
  }

  /** A table of arrays that become its own, and of columns of text beside them. */
  static Table of(
      String source, List<String> names, int rows, double[][] columns, List<TextColumn> texts) {
    if (rows < 0 || names.size() != columns.length) {
      throw new IllegalArgumentException(
          "a table needs rows >= 0 and a name for every column: rows="
              + rows
              + ", names="
              + names.size()
              + ", columns="
              + columns.length);
    }
    Map<String, Integer> positions = HashMap.newHashMap(names.size());
    for (int column = 0; column < columns.length; column++) {
      if (columns[column].length < rows) {
        throw new IllegalArgumentException(
            "every column needs a value for every row: rows="
                + rows
                + ", column "
                + column
                + " has "
                + columns[column].length);
      }
      if (positions.put(names.get(column), column) != null) {
        throw new IllegalArgumentException("two columns are named " + names.get(column));
      }
    }
    return new Table(
        source, List.copyOf(names), positions, rows, columns.clone(), List.copyOf(texts));
  }

  /**
   * Where the numbers come from.
   *
   * @return the file as the user named it
   */
  public String source() {
    return source;
  }

  /**
   * The names of the columns of numbers, in the order of the file.
   *
   * @return an immutable list
   */
  public List<String> names() {
    return names;
  }

  /**
   * Number of rows.
   *
   * @return rows
   */
  public int rows() {
    return rows;
  }

  /**
   * Whether there is a column of numbers of this name.
   *
   * @param name the name, exactly as in the file
   * @return whether {@link #column} accepts it
   */
  public boolean has(String name) {
    return positions.containsKey(name);
  }

  /**
   * The values of a column.
   *
   * @param name its name, exactly as in the file
   * @return a copy
   * @throws BadInputException when there is no such column
   */
  public double[] column(String name) {
    return Arrays.copyOf(columns[position(name)], rows);
  }

  /**
   * The place of a column of numbers.
   *
   * @param name its name, exactly as in the file
   * @return what {@link #get} takes
   * @throws BadInputException when there is no such column
   */
  public int indexOf(String name) {
    return position(name);
  }

  /**
   * A value.
   *
   * @param row from 0
   * @param column as {@link #indexOf} gives it
   * @return the number there
   */
  public double get(int row, int column) {
    return columns[column][Objects.checkIndex(row, rows)];
  }

  /**
   * The texts of a column that was read as text, as numbers.
   *
   * @param name its name, exactly as in the file
   * @return for every row the place of its text in {@link #values}; a copy
   * @throws BadInputException when no column of this name was read as text
   */
  public int[] codes(String name) {
    return Arrays.copyOf(text(name).codes(), rows);
  }

  /**
   * The different texts of a column that was read as text.
   *
   * @param name its name, exactly as in the file
   * @return the texts, without blanks around them, in the order in which they first appear here
   * @throws BadInputException when no column of this name was read as text
   */
  public List<String> values(String name) {
    return text(name).values();
  }

  /**
   * Columns as a matrix.
   *
   * @param names the columns, in the order they shall have; a name may repeat
   * @return a {@code rows x names.size()} matrix of its own, column-major
   * @throws BadInputException when a column does not exist, or when the matrix would be larger than
   *     an array can be
   */
  public Matrix features(List<String> names) {
    long size = (long) rows * names.size();
    if (size > LARGEST_ARRAY) {
      throw Refusals.file(
          source,
          "is too large for one matrix: "
              + rows
              + " rows of "
              + names.size()
              + " columns are more than "
              + LARGEST_ARRAY
              + " values; name fewer columns with --features");
    }
    double[] data = new double[(int) size];
    for (int column = 0; column < names.size(); column++) {
      System.arraycopy(columns[position(names.get(column))], 0, data, column * rows, rows);
    }
    return Matrix.ofColumnMajor(data, rows, names.size());
  }

  /**
   * Some of the rows.
   *
   * @param chosen rows from 0, in the order they shall have; a row may repeat
   * @return a table of its own
   * @throws IndexOutOfBoundsException when there is no such row
   */
  public Table select(int[] chosen) {
    double[][] selected = new double[columns.length][chosen.length];
    for (int row = 0; row < chosen.length; row++) {
      int from = Objects.checkIndex(chosen[row], rows);
      for (int column = 0; column < columns.length; column++) {
        selected[column][row] = columns[column][from];
      }
    }
    List<TextColumn> words =
        texts.stream()
            .map(
                text -> {
                  TextColumn.Builder some = new TextColumn.Builder(text.name());
                  some.add(text, chosen);
                  return some.build();
                })
            .toList();
    return new Table(source, names, positions, chosen.length, selected, words);
  }

  /** Copies rows of a column of numbers, by its place. */
  void copy(int column, int first, double[] target, int offset, int count) {
    System.arraycopy(columns[column], first, target, offset, count);
  }

  /** A column of text, by its place. */
  TextColumn text(int column) {
    return texts.get(column);
  }

  private TextColumn text(String name) {
    return texts.stream()
        .filter(text -> text.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> Refusals.noColumn(source, name, texts.stream().map(TextColumn::name).toList()));
  }

  private int position(String name) {
    Integer position = positions.get(name);
    if (position == null) {
      throw Refusals.noColumn(source, name, names);
    }
    return position;
  }
}
