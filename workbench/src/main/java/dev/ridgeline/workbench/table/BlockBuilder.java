// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;

/**
 * Collects rows and hands them on in blocks.
 *
 * <p>Used by one thread, for one pass over one file.
 */
public final class BlockBuilder {
  private final String source;
  private final BlockRequest request;
  private final BlockSink sink;
  private final OpenBlock open;
  private long before;

  /**
   * An empty block.
   *
   * @param source the file as the user named it
   * @param request the columns, and the rows of a block
   * @param sink gets the blocks
   */
  public BlockBuilder(String source, BlockRequest request, BlockSink sink) {
    this.source = source;
    this.request = request;
    this.sink = sink;
    open = new OpenBlock(source, request);
  }

  /**
   * Adds a row and hands on a block that is full with it.
   *
   * @param values the columns of numbers; NaN where a number is missing
   * @param words the columns of text
   * @param bytesRead bytes of the file read so far
   * @throws BadInputException when a value is not finite, unless missing ones are asked for
   */
  public void add(double[] values, String[] words, long bytesRead) {
    for (int column = 0; column < values.length; column++) {
      double value = values[column];
      if (!Double.isFinite(value) && !(request.missing() && Double.isNaN(value))) {
        throw notFinite(before + open.rows(), column, Double.toString(value));
      }
    }
    append(values, words, bytesRead);
  }

  /** Adds a row that was checked. */
  void append(double[] values, String[] words, long bytesRead) {
    open.add(values, words);
    if (open.isFull()) {
      finish(bytesRead);
    }
  }

  /**
   * Hands on the rows that are left.
   *
   * @param bytesRead bytes of the file read so far
   */
  public void finish(long bytesRead) {
    if (open.rows() == 0) {
      return;
    }
    Table block = open.take();
    long first = before;
    before += block.rows();
    sink.accept(block, first, bytesRead);
  }

  /**
   * The refusal of a value.
   *
   * @param row its row, from 0
   * @param column its place among the columns of numbers
   * @param value what stands there
   * @return the refusal, to be thrown
   */
  public BadInputException notFinite(long row, int column, String value) {
    return Refusals.notFinite(source, row, request.numbers().get(column), value);
  }
}
