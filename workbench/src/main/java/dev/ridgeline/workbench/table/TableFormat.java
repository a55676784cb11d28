// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A file format that another module reads, found through {@code META-INF/services}.
 *
 * <p>An implementation has a public constructor without arguments, and is used by one thread.
 */
public interface TableFormat {
  /**
   * Whether a file is of this format.
   *
   * @param file any file; only its name is looked at
   * @return whether {@link #read} is to be called for it
   */
  boolean reads(Path file);

  /**
   * Reads a file, through a {@link TableBuilder}.
   *
   * @param file an existing regular file that {@link #reads} accepts
   * @param wanted the columns to keep and check; null keeps all
   * @param budget what the table may take of the heap
   * @return the table
   * @throws BadInputException for whatever is wrong with the file
   */
  Table read(Path file, Set<String> wanted, HeapBudget budget);

  /**
   * The names of the columns, without reading the values.
   *
   * @param file an existing regular file that {@link #reads} accepts
   * @return the names, in the order of the file
   * @throws BadInputException for whatever is wrong with the file
   */
  List<String> columnNames(Path file);
}
