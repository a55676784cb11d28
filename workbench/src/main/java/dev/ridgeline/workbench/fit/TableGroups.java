// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.fit;

import dev.ridgeline.GroupedRows;
import dev.ridgeline.RowsByGroup;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.workbench.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The groups of a table, in the order of their first rows. Rows stay where they are: a group's are
 * copied when it is fitted.
 */
final class TableGroups implements GroupedRows {
  private final Table table;
  private final List<String> keys;
  private final RowsByGroup order;
  private final int[] features; // places of the columns; null where features are made
  private final Matrix made;
  private final int[] responses;
  private final int weights; // -1: none

  private TableGroups(Table table, Columns columns, RowsByGroup order, Matrix made) {
    this.table = table;
    this.keys = columns.keys();
    this.order = order;
    this.made = made;
    this.features =
        made != null ? null : columns.inputs().stream().mapToInt(table::indexOf).toArray();
    this.responses = columns.responses().stream().mapToInt(table::indexOf).toArray();
    this.weights = columns.weights() == null ? -1 : table.indexOf(columns.weights());
  }

  static TableGroups of(Table table, Columns columns, Expansion expansion) {
    int[] codes = table.codes(columns.keys().getFirst());
    int groups = table.values(columns.keys().getFirst()).size();
    for (String key : columns.keys().subList(1, columns.keys().size())) {
      groups = split(codes, table.codes(key));
    }
    Matrix made = expansion.isIdentity() ? null : expansion.apply(table, columns.inputs());
    return new TableGroups(table, columns, RowsByGroup.of(codes, groups), made);
  }

  /** Splits groups by another column; numbers follow the first rows. */
  private static int split(int[] codes, int[] by) {
    Map<Long, Integer> numbers = new HashMap<>();
    for (int row = 0; row < codes.length; row++) {
      long pair = ((long) codes[row] << 32) | by[row];
      Integer known = numbers.putIfAbsent(pair, numbers.size());
      codes[row] = known == null ? numbers.size() - 1 : known;
    }
    return numbers.size();
  }

  GroupNames names() {
    List<String[]> texts = new ArrayList<>();
    for (String key : keys) {
      int[] codes = table.codes(key);
      List<String> values = table.values(key);
      String[] own = new String[groups()];
      Arrays.setAll(own, group -> values.get(codes[order.rows()[order.starts()[group]]]));
      texts.add(own);
    }
    return new GroupNames(keys, texts, table.rows());
  }

  /** Rows of the largest group. */
  int largest() {
    return IntStream.range(0, groups()).map(this::rows).max().orElse(0);
  }

  @Override
  public int groups() {
    return order.starts().length - 1;
  }

  @Override
  public int features() {
    return made == null ? features.length : made.columns();
  }

  @Override
  public int responses() {
    return responses.length;
  }

  @Override
  public int rows(int group) {
    return order.count(group);
  }

  @Override
  public void read(int group, double[] x, double[] y, double[] v) {
    int from = order.starts()[group];
    int n = rows(group);
    int[] rows = order.rows();
    for (int j = 0; j < features(); j++) {
      for (int i = 0; i < n; i++) {
        int row = rows[from + i];
        x[j * n + i] = made == null ? table.get(row, features[j]) : made.get(row, j);
      }
    }
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < responses.length; r++) {
        y[r * n + i] = table.get(rows[from + i], responses[r]);
      }
      v[i] = weights < 0 ? 1 : table.get(rows[from + i], weights);
    }
  }
}
