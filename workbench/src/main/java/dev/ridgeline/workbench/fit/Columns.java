// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.Sample;
import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.table.HeapBudget;
import dev.ridgeline.workbench.table.Selection;
import dev.ridgeline.workbench.table.Table;
import dev.ridgeline.workbench.table.TableSource;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the columns of tables mean, and tables read by that.
 *
 * @param responses to predict
 * @param inputs that features are made of
 * @param weights of the rows; null: none
 * @param groups labels of rows that belong together; null: none
 * @param keys columns of text that split the table into groups
 * @param categorical inputs of text
 * @param missing what becomes of cells without a value
 * @param arguments that named them; null on machines of a cluster
 */
record Columns(
    List<String> responses,
    List<String> inputs,
    String weights,
    String groups,
    List<String> keys,
    Set<String> categorical,
    Missing missing,
    TableArguments arguments)
    implements Serializable {
  /** With fewer rows there is nothing to leave out. */
  private static final int LEAST_ROWS = 3;

  /** Numbers beyond this have squares, and squares of squares, near the end of the range. */
  static final double LARGEST = 1e70;

  /** Arrays of the size of the features that a fit holds at once, at most. */
  private static final int COPIES = 5;

  /** The same meaning with other inputs, those of a model, which fills what it can. */
  Columns withInputs(List<String> others, Encoding encoding) {
    return new Columns(
        responses,
        others,
        weights,
        groups,
        keys,
        encoding.levels().keySet(),
        encoding.fills().isEmpty() ? missing : Missing.MEAN,
        arguments);
  }

  /** The same meaning for other machines, which read rows and ask for nothing else. */
  Columns sent() {
    return new Columns(responses, inputs, weights, groups, keys, categorical, missing, null);
  }

  /** All columns of numbers. */
  Set<String> numbers() {
    Set<String> numbers = new LinkedHashSet<>(inputs);
    numbers.removeAll(categorical);
    numbers.addAll(responses);
    if (weights != null) {
      numbers.add(weights);
    }
    return numbers;
  }

  private Set<String> texts() {
    Set<String> texts = new LinkedHashSet<>(keys);
    texts.addAll(categorical);
    if (groups != null) {
      texts.add(groups);
    }
    return texts;
  }

  /** What a reader keeps. */
  Selection selection() {
    return new Selection(numbers(), texts(), missing != Missing.REFUSE);
  }

  /** Refuses a table without the columns of the first one, or with others. */
  void requireIn(TableSource table, TableSource first, boolean strict) {
    Set<String> names = new LinkedHashSet<>(table.names());
    Set<String> needed = new LinkedHashSet<>(numbers());
    needed.addAll(texts());
    for (String name : needed) {
      if (!names.contains(name)) {
        throw new BadInputException(
            table.name() + " column",
            name,
            inputs.contains(name)
                ? "the columns of "
                    + first.name()
                    + ": it is missing; name common ones with --features"
                : "it to be there: "
                    + (responses.contains(name)
                        ? "--response"
                        : name.equals(weights) ? "--weights" : "--groups")
                    + " names it");
      }
    }
    for (String name : names) {
      if (strict && !needed.contains(name) && !arguments.mayStay(name)) {
        throw new BadInputException(
            table.name() + " column",
            name,
            "the columns of "
                + first.name()
                + ", which has no such; name common ones with --features, or --exclude it");
      }
    }
  }

  /**
   * Reads a table that has the same columns as the first one, in any order.
   *
   * @param strict whether a column that nothing needs is refused, unless --features named those to
   *     take
   * @param notes gets what a person should know of it
   */
  Table read(TableSource source, TableSource first, boolean strict, List<String> notes) {
    requireIn(source, first, strict);
    Table table = withoutMissing(source.read(selection(), budget()), notes);
    notes.addAll(source.notes());
    requireSizes(table);
    return table;
  }

  /** What a table may take: three fifths of the heap, or less where --memory says so. */
  private HeapBudget budget() {
    return new HeapBudget(Math.min(HeapBudget.ofHeap().bytes(), arguments.memory()));
  }

  private Table withoutMissing(Table table, List<String> notes) {
    if (missing == Missing.DROP_ROWS) {
      Table kept = complete(table);
      if (kept.rows() == 0) {
        throw new BadInputException(
            table.source(), "no row without a missing value", "some: --missing mean fills them");
      }
      if (kept.rows() < table.rows()) {
        notes.add(dropped(table.source(), table.rows() - kept.rows(), table.rows()));
      }
      return kept;
    }
    requireTexts(table, 0);
    if (missing == Missing.MEAN) {
      int filled = 0;
      Set<String> columns = new LinkedHashSet<>();
      for (String column : numbers()) {
        double[] values = table.column(column);
        for (int i = 0; i < values.length; i++) {
          if (Double.isNaN(values[i])) {
            requireInput(table, column, i);
            columns.add(column);
            filled++;
          }
        }
      }
      if (filled > 0) {
        notes.add(
            "%s: %,d missing values of %s are filled with the means of their columns"
                .formatted(table.source(), filled, TableArguments.brief(new ArrayList<>(columns))));
      }
    }
    return table;
  }

  /** The rows that lack nothing, which may be none. */
  Table complete(Table table) {
    boolean[] lacks = new boolean[table.rows()];
    numbers().forEach(column -> markMissing(table.column(column), lacks));
    texts().forEach(column -> markMissing(table, column, lacks));
    int[] kept = IntStream.range(0, lacks.length).filter(i -> !lacks[i]).toArray();
    return kept.length == lacks.length ? table : table.select(kept);
  }

  /** Says how many rows were left out. */
  static String dropped(String source, long without, long rows) {
    return "%s: %,d of %,d rows lack a value and are left out".formatted(source, without, rows);
  }

  private void requireInput(Table table, String column, int row) {
    if (!inputs.contains(column)) {
      throw new BadInputException(
          table.source() + " data row " + (row + 1) + " column " + column,
          "no value",
          "one: means fill features alone; --missing drop-rows leaves such rows out");
    }
  }

  private static void markMissing(double[] values, boolean[] lacks) {
    for (int i = 0; i < values.length; i++) {
      lacks[i] |= Double.isNaN(values[i]);
    }
  }

  private static void markMissing(Table table, String column, boolean[] lacks) {
    List<String> values = table.values(column);
    int[] codes = table.codes(column);
    for (int i = 0; i < codes.length; i++) {
      lacks[i] |= values.get(codes[i]).isEmpty();
    }
  }

  /** Refuses empty texts, of rows behind others. */
  void requireTexts(Table table, long rowsBefore) {
    for (String column : texts()) {
      int none = table.values(column).indexOf("");
      int[] codes = none < 0 ? new int[0] : table.codes(column);
      for (int i = 0; i < codes.length; i++) {
        if (codes[i] == none) {
          throw new BadInputException(
              table.source() + " data row " + (rowsBefore + i + 1) + " column " + column,
              "no text",
              "one: --missing drop-rows leaves such rows out");
        }
      }
    }
  }

  /** Refuses values whose squares leave the range of doubles, and weights below 0. */
  void requireSizes(Table table) {
    requireSizes(table, 0);
  }

  /** The same for rows behind others. */
  void requireSizes(Table table, long rowsBefore) {
    for (String name : numbers()) {
      double[] values = table.column(name);
      boolean weight = name.equals(weights);
      for (int i = 0; i < values.length; i++) {
        if (Math.abs(values[i]) > LARGEST || (weight && values[i] < 0)) {
          throw new BadInputException(
              table.source() + " data row " + (rowsBefore + i + 1) + " column " + name,
              values[i],
              weight ? "a weight from 0 to " + LARGEST : "a number up to " + LARGEST + " in size");
        }
      }
    }
  }

  /** Refuses a table that no model can be fitted on. */
  void requireRows(Table table) {
    requireRows(table.source(), weighing(table));
  }

  /** Refuses too few rows. */
  void requireRows(String source, long count) {
    if (count < LEAST_ROWS) {
      String rows = count + (count == 1 ? " row" : " rows");
      throw new BadInputException(
          source,
          weights == null ? rows : rows + " of weight above 0",
          LEAST_ROWS + " rows or more");
    }
  }

  /** Refuses responses that are all the same: nothing tells one model from another. */
  void requireVariation(Table table) {
    for (String response : responses) {
      double[] y = table.column(response);
      double[] v = weights == null ? null : table.column(weights);
      double first = Double.NaN;
      boolean varies = false;
      for (int i = 0; i < y.length; i++) {
        if (v == null || v[i] > 0) {
          first = Double.isNaN(first) ? y[i] : first;
          varies |= y[i] != first;
        }
      }
      if (!varies) {
        throw constant(table.source(), response, first);
      }
    }
  }

  static BadInputException constant(String source, String response, double value) {
    return new BadInputException(
        source + " column " + response, value, "a response that is not constant");
  }

  /** The sample that a table holds. */
  Sample sample(Table table, Expansion expansion) {
    requireMemory(table.source(), table.rows(), expansion.size(inputs), arguments.memory());
    Sample sample = block(table, expansion);
    return groups == null ? sample : sample.withGroups(table.codes(groups));
  }

  /** The sample that a block of a table holds, without its groups. */
  Sample block(Table table, Expansion expansion) {
    Sample sample = Sample.of(expansion.apply(table, inputs), table.features(responses));
    if (weights == null) {
      return sample;
    }
    double[] v = table.column(weights);
    if (weighing(table) == 0) {
      throw new BadInputException(
          table.source() + " column " + weights,
          "0 in " + v.length + " rows on end",
          "a weight above 0 among them; leave rows of weight 0 out");
    }
    return sample.withWeights(v);
  }

  /** Number of rows of weight above 0. */
  int weighing(Table table) {
    return weights == null
        ? table.rows()
        : (int) Arrays.stream(table.column(weights)).filter(v -> v > 0).count();
  }

  /** A fit holds features, tiles of prepared ones, Gram matrices and what lies between them. */
  static double memoryOfFit(double rows, double features) {
    return 8.0 * rows * features * COPIES + 16.0 * Math.pow(Math.min(rows, features), 2);
  }

  static void requireMemory(String source, long rows, long features, long there) {
    if (rows * features > Integer.MAX_VALUE - 8) {
      throw new BadInputException(
          source,
          rows + " rows of " + features + " features",
          "at most " + (Integer.MAX_VALUE - 8) + " numbers: fewer features or rows");
    }
    requireMemory(
        source,
        rows + " rows of " + features + " features",
        memoryOfFit((double) rows, (double) features),
        there);
  }

  /** Refuses what takes more bytes than there are. */
  static void requireMemory(String source, String what, double needed, long there) {
    if (needed > there) {
      throw new BadInputException(
          source,
          what,
          "what fits into memory: a fit takes about "
              + WorkMemory.size(needed)
              + " and there are "
              + WorkMemory.size((double) there)
              + "; fewer features or rows, or "
              + WorkMemory.remedy(needed, there));
    }
  }
}
