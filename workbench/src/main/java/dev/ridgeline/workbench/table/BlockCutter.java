// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.util.Arrays;
import java.util.List;

/**
 * Makes blocks of one length of blocks of any length, so that sums over blocks do not depend on how
 * files are read.
 *
 * <p>Used by one thread, for one pass.
 */
final class BlockCutter implements BlockSink {
  private static final int FIRST_ROWS = 16;

  private final String source;
  private final BlockRequest request;
  private final BlockSink sink;
  private double[][] numbers;
  private TextColumn.Builder[] texts;
  private int rows;
  private long before;
  private long bytesBefore;

  BlockCutter(String source, BlockRequest request, BlockSink sink) {
    this.source = source;
    this.request = request;
    this.sink = sink;
    clear();
  }

  private void clear() {
    numbers = new double[request.numbers().size()][0];
    texts =
        request.texts().stream().map(TextColumn.Builder::new).toArray(TextColumn.Builder[]::new);
    rows = 0;
  }

  @Override
  public void accept(Table block, long firstRow, long bytesRead) {
    int most = request.mostRows();
    if (rows == 0 && block.rows() == most) {
      before += most;
      bytesBefore = bytesRead;
      sink.accept(block, before - most, bytesRead);
      return;
    }
    for (int first = 0; first < block.rows(); ) {
      int count = Math.min(most - rows, block.rows() - first);
      add(block, first, count);
      first += count;
      if (rows == most) {
        // Bytes of the rows so far, were all of the block as long.
        finish(bytesBefore + (bytesRead - bytesBefore) * first / block.rows());
      }
    }
    bytesBefore = bytesRead;
  }

  private void add(Table block, int first, int count) {
    int needed = rows + count;
    for (int column = 0; column < numbers.length; column++) {
      if (needed > numbers[column].length) {
        long length = Math.max(needed, Math.max(FIRST_ROWS, 2L * numbers[column].length));
        numbers[column] =
            Arrays.copyOf(numbers[column], (int) Math.min(request.mostRows(), length));
      }
      block.copy(column, first, numbers[column], rows, count);
    }
    for (int column = 0; column < texts.length; column++) {
      texts[column].add(block.text(column), first, count);
    }
    rows = needed;
  }

  /** Hands on the rows that are left. */
  void finish(long bytesRead) {
    if (rows == 0) {
      return;
    }
    List<TextColumn> words = Arrays.stream(texts).map(TextColumn.Builder::build).toList();
    Table block = Table.of(source, request.numbers(), rows, numbers, words);
    before += rows;
    long first = before - rows;
    clear();
    sink.accept(block, first, bytesRead);
  }
}
