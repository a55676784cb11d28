// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.table.Selection;
import dev.ridgeline.workbench.table.Table;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the columns of a table become numbers. A column of numbers is itself, its missing values
 * filled where the model keeps what with; a categorical one becomes a column of 0 and 1 for every
 * level but the first in the order of the alphabet, named {@code COLUMN=LEVEL}. Immutable.
 *
 * @param levels of every categorical column, the one left out first
 * @param fills for every column of numbers what stands for a missing value; empty: nothing may
 */
record Encoding(Map<String, List<String>> levels, Map<String, Double> fills)
    implements Serializable {
  /** Columns as they are. */
  static final Encoding NONE = new Encoding(Map.of(), Map.of());

  /** More levels are names or numbers, not categories. */
  private static final int MOST_LEVELS = 1000;

  /**
   * The encoding that a table asks for.
   *
   * @param table that a model is trained from
   * @param inputs its columns that features are made of
   * @param categorical those of text
   * @param fill whether missing numbers are the means of the others
   */
  static Encoding of(Table table, List<String> inputs, Set<String> categorical, boolean fill) {
    Map<String, List<String>> levels = new LinkedHashMap<>();
    Map<String, Double> fills = new LinkedHashMap<>();
    for (String column : inputs) {
      if (categorical.contains(column)) {
        List<String> own = List.copyOf(new TreeSet<>(table.values(column)));
        if (own.size() > MOST_LEVELS) {
          throw new BadInputException(
              "--categorical", column, "at most " + MOST_LEVELS + " levels: it has " + own.size());
        }
        levels.put(column, own);
      } else if (fill) {
        fills.put(column, mean(table, column));
      }
    }
    return new Encoding(levels, fills);
  }

  private static double mean(Table table, String column) {
    double sum = 0;
    int count = 0;
    for (double value : table.column(column)) {
      if (!Double.isNaN(value)) {
        sum += value;
        count++;
      }
    }
    if (count == 0) {
      throw new BadInputException(
          table.source() + " column " + column, "no value", "one at least: --exclude it");
    }
    return sum / count;
  }

  /** Whether columns are numbers as they stand. */
  boolean isIdentity() {
    return levels.isEmpty() && fills.isEmpty();
  }

  /** What a reader keeps of a table that a model is applied to. */
  Selection selection(List<String> inputs) {
    Set<String> numbers = new LinkedHashSet<>(inputs);
    numbers.removeAll(levels.keySet());
    return new Selection(numbers, levels.keySet(), !fills.isEmpty());
  }

  /** Names of the columns of numbers that these columns become. */
  List<String> names(List<String> inputs) {
    if (levels.isEmpty()) {
      return inputs;
    }
    List<String> names = new ArrayList<>();
    for (String column : inputs) {
      List<String> own = levels.get(column);
      if (own == null) {
        names.add(column);
      } else {
        own.stream().skip(1).forEach(level -> names.add(column + "=" + level));
      }
    }
    return names;
  }

  /**
   * The columns as numbers.
   *
   * @throws BadInputException when a value is missing that nothing stands for, or a level is new
   */
  Matrix apply(Table table, List<String> inputs) {
    if (isIdentity()) {
      return table.features(inputs);
    }
    int n = table.rows();
    int p = names(inputs).size();
    double[] data = new double[MatrixBatch.size(n, p, 1)];
    int at = 0;
    for (String column : inputs) {
      List<String> own = levels.get(column);
      if (own == null) {
        number(table, column, data, at * n);
        at++;
      } else {
        level(table, column, own, data, at * n);
        at += own.size() - 1;
      }
    }
    return Matrix.ofColumnMajor(data, n, p);
  }

  private void number(Table table, String column, double[] data, int at) {
    Double fill = fills.get(column);
    double[] values = table.column(column);
    for (int i = 0; i < values.length; i++) {
      boolean none = Double.isNaN(values[i]);
      if (none && fill == null) {
        throw new BadInputException(
            table.source() + " data row " + (i + 1) + " column " + column,
            "no value",
            "a number: the model has nothing to fill it with");
      }
      data[at + i] = none ? fill : values[i];
    }
  }

  private static void level(
      Table table, String column, List<String> levels, double[] data, int at) {
    Map<String, Integer> places = new HashMap<>();
    for (int level = 0; level < levels.size(); level++) {
      places.put(levels.get(level), level);
    }
    List<String> values = table.values(column);
    int[] codes = table.codes(column);
    for (int i = 0; i < codes.length; i++) {
      Integer place = places.get(values.get(codes[i]));
      if (place == null) {
        throw new BadInputException(
            table.source() + " data row " + (i + 1) + " column " + column,
            values.get(codes[i]),
            "a level that the model was trained on: " + TableArguments.brief(levels));
      }
      if (place > 0) {
        data[at + (place - 1) * codes.length + i] = 1;
      }
    }
  }

  /** Writes what {@link #read} needs. */
  void write(ObjectNode to) {
    if (!levels.isEmpty()) {
      ObjectNode encoded = to.putObject("encoded");
      levels.forEach((column, own) -> own.forEach(encoded.withArray(column)::add));
    }
    if (!fills.isEmpty()) {
      ObjectNode filled = to.putObject("filled");
      fills.forEach(filled::put);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when a column is no input, or has no level or number
   */
  static Encoding read(JsonNode from, List<String> inputs) {
    Map<String, List<String>> levels = new LinkedHashMap<>();
    Map<String, Double> fills = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> column : from.path("encoded").properties()) {
      List<String> own = new ArrayList<>();
      column.getValue().forEach(level -> own.add(level.asText()));
      if (own.isEmpty() || Set.copyOf(own).size() < own.size()) {
        throw new IllegalArgumentException(
            "encoded needs different levels for column " + column.getKey());
      }
      levels.put(column.getKey(), List.copyOf(own));
    }
    for (Map.Entry<String, JsonNode> column : from.path("filled").properties()) {
      if (!Double.isFinite(column.getValue().asDouble(Double.NaN))) {
        throw new IllegalArgumentException("filled needs a number for column " + column.getKey());
      }
      fills.put(column.getKey(), column.getValue().asDouble());
    }
    for (Map<String, ?> map : List.of(levels, fills)) {
      for (String column : map.keySet()) {
        if (!inputs.contains(column)) {
          throw new IllegalArgumentException("column " + column + " is not among its inputs");
        }
      }
    }
    return new Encoding(levels, fills);
  }
}
