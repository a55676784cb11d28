// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A column of text: each row is a number into the list of different texts.
 *
 * @param name of the column
 * @param codes of every row, at least as many as there are rows
 * @param values the different texts, in the order in which they first appear
 */
record TextColumn(String name, int[] codes, List<String> values) {
  /** Collects texts, row by row or block by block. */
  static final class Builder {
    /** A string, its bytes' header, an entry of the map and one of the list. */
    private static final long OVERHEAD = 120;

    private final String name;
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<String> values = new ArrayList<>();
    private int[] codes = new int[0];
    private int rows;
    private long bytes;

    Builder(String name) {
      this.name = name;
    }

    void add(String text) {
      room(rows + 1);
      codes[rows++] = code(text);
    }

    /** Adds rows of another column, one after the other. */
    void add(TextColumn column, int first, int count) {
      add(column, IntStream.range(first, first + count), count);
    }

    /** Adds rows of another column. */
    void add(TextColumn column, int[] chosen) {
      add(column, IntStream.of(chosen), chosen.length);
    }

    // Only those texts that stand in the rows, each looked up once.
    private void add(TextColumn column, IntStream chosen, int count) {
      int[] own = new int[column.values().size()];
      Arrays.fill(own, -1);
      room(rows + count);
      chosen.forEach(
          row -> {
            int from = column.codes()[row];
            if (own[from] < 0) {
              own[from] = code(column.values().get(from));
            }
            codes[rows++] = own[from];
          });
    }

    private int code(String text) {
      Integer known = positions.putIfAbsent(text, values.size());
      if (known != null) {
        return known;
      }
      values.add(text);
      bytes += OVERHEAD + 2L * text.length();
      return values.size() - 1;
    }

    private void room(int length) {
      if (length > codes.length) {
        codes = Arrays.copyOf(codes, Math.max(length, (int) Math.min(1.5 * length, 1L << 30)));
      }
    }

    /** About how much memory the different texts take. */
    long bytes() {
      return bytes;
    }

    TextColumn build() {
      return new TextColumn(name, codes, List.copyOf(values));
    }
  }
}
