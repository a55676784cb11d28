// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.util.Arrays;
import java.util.List;

/** The rows of a block that is not full yet, in arrays that grow with them. */
final class OpenBlock {
  private static final int FIRST_ROWS = 16;

  private final String source;
  private final BlockRequest request;
  private double[][] numbers;
  private TextColumn.Builder[] texts;
  private int rows;

  OpenBlock(String source, BlockRequest request) {
    this.source = source;
    this.request = request;
    clear();
  }

  private void clear() {
    numbers = new double[request.numbers().size()][0];
    texts =
        request.texts().stream().map(TextColumn.Builder::new).toArray(TextColumn.Builder[]::new);
    rows = 0;
  }

  int rows() {
    return rows;
  }

  boolean isFull() {
    return rows == request.mostRows();
  }

  /** Adds a row, for which there is room. */
  void add(double[] values, String[] words) {
    reserve(rows + 1);
    for (int column = 0; column < numbers.length; column++) {
      numbers[column][rows] = values[column];
    }
    for (int column = 0; column < texts.length; column++) {
      texts[column].add(words[column]);
    }
    rows++;
  }

  /** Adds rows of a table, for which there is room. */
  void add(Table block, int first, int count) {
    reserve(rows + count);
    for (int column = 0; column < numbers.length; column++) {
      block.copy(column, first, numbers[column], rows, count);
    }
    for (int column = 0; column < texts.length; column++) {
      texts[column].add(block.text(column), first, count);
    }
    rows += count;
  }

  private void reserve(int needed) {
    if (numbers.length == 0 || needed <= numbers[0].length) {
      return;
    }
    long length = Math.max(needed, Math.max(FIRST_ROWS, 2L * numbers[0].length));
    for (int column = 0; column < numbers.length; column++) {
      numbers[column] = Arrays.copyOf(numbers[column], (int) Math.min(request.mostRows(), length));
    }
  }

  /** The rows as a table; the block is empty again. */
  Table take() {
    List<TextColumn> words = Arrays.stream(texts).map(TextColumn.Builder::build).toList();
    Table block = Table.of(source, request.numbers(), rows, numbers, words);
    clear();
    return block;
  }
}
