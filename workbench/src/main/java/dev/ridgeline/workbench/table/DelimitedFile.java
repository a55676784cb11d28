// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file of delimited text, or standard input. */
final class DelimitedFile implements TableFile {
  private final String source;
  private final Path file;
  private final TableOptions options;
  private final List<String> names;
  private List<String> notes;
  private DelimitedText once; // what can be read only once, open at its first row

  /**
   * Opens a text and reads its header.
   *
   * @param source what messages call it
   * @param file the file; null is standard input
   */
  DelimitedFile(String source, Path file, TableOptions options) {
    this.source = source;
    this.file = file;
    this.options = options;
    DelimitedText text = DelimitedText.open(source, file, options);
    names = text.names();
    notes = text.notes();
    if (isReplayable(file)) {
      text.close();
    } else {
      once = text;
    }
  }

  /** Whether a file gives the same rows again, as a pipe does not. */
  static boolean isReplayable(Path file) {
    return file != null && Files.isRegularFile(file);
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public long rows() {
    return -1;
  }

  @Override
  public void read(BlockRequest request, BlockSink sink) {
    if (once == null && !isReplayable(file)) {
      throw Refusals.file(source, "can be read once only: save it as a file first");
    }
    try (DelimitedText text = once == null ? DelimitedText.open(source, file, options) : once) {
      once = null;
      text.read(request, sink);
      notes = text.notes();
    }
  }

  @Override
  public List<String> notes() {
    return notes;
  }
}
