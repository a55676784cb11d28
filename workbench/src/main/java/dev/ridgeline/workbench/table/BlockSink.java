// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

/** Takes the rows of a table, block after block, in the order of the file. */
@FunctionalInterface
public interface BlockSink {
  /**
   * Takes the next rows.
   *
   * @param block the rows, at least one
   * @param firstRow how many rows came before
   * @param bytesRead how many bytes of the files were read so far, this block's included
   */
  void accept(Table block, long firstRow, long bytesRead);
}
