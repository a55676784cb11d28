// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;
import java.nio.file.Path;

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
}
