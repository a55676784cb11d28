// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file format that another module reads and writes, found through {@code META-INF/services}.
 *
 * <p>An implementation has a public constructor without arguments, and is used by one thread.
 */
public interface TableFormat {
  /**
   * Whether a file is of this format.
   *
   * @param file any file; only its name is looked at
   * @return whether {@link #open} is to be called for it
   */
  boolean reads(Path file);

  /**
   * Opens a file and reads what its columns are.
   *
   * @param file an existing regular file that {@link #reads} accepts
   * @return the file; it may be read many times and need not be closed
   * @throws BadInputException for whatever is wrong with it
   */
  TableFile open(Path file);

  /**
   * Writes a table of text and numbers.
   *
   * @param names of the columns, all different
   * @param types of the columns: {@code String.class}, {@code Long.class} or {@code Double.class}
   * @param csv the rows, below a header that is read over: UTF-8, fields apart by commas, quoted
   *     where they need it; an empty field holds nothing
   * @param file a file that does not exist
   */
  void write(List<String> names, List<Class<?>> types, Path csv, Path file);
}
