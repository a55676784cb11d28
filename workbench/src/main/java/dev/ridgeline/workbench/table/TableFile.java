// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;
import java.util.List;

/**
 * One opened file of rows and named columns.
 *
 * <p>Used by one thread.
 */
public interface TableFile {
  /**
   * All columns.
   *
   * @return their names, each once, in the order of the file
   */
  List<String> names();

  /**
   * Number of rows, where it is known before they are read.
   *
   * @return rows, or -1
   */
  long rows();

  /**
   * Reads the rows from the first to the last.
   *
   * @param request what to keep
   * @param sink gets the rows; none where the file has none
   * @throws BadInputException for a row that is refused
   */
  void read(BlockRequest request, BlockSink sink);

  /**
   * Sentences for a person about how the file was read.
   *
   * @return the sentences; of some files there are more after reading
   */
  default List<String> notes() {
    return List.of();
  }
}
