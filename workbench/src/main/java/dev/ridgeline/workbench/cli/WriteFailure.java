// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Why a file could not be written, in words. Stateless. */
public final class WriteFailure {
  private WriteFailure() {}

  /**
   * The reason without the name of the file, which may be that of a temporary one.
   *
   * @param failure what the file system said
   * @return a clause
   */
  public static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException denied -> "permission denied";
      case FileSystemException known when known.getReason() != null -> known.getReason();
      case NoSuchFileException gone -> "its folder does not exist";
      default -> String.valueOf(failure.getMessage());
    };
  }

  /**
   * The file that could not be written.
   *
   * @param failure what the file system said
   * @return its name without folders, if the file system said it
   */
  public static Optional<String> file(IOException failure) {
    return failure instanceof FileSystemException known && known.getFile() != null
        ? Optional.of(String.valueOf(Path.of(known.getFile()).getFileName()))
        : Optional.empty();
  }
}
