// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of files, cut into parts that other machines read where the files are, with the parser
 * and the refusals of {@link TableSource}. Text is cut anywhere and read from one record to
 * another, arrays are cut between rows. Packed text, text of which the first rows do not tell the
 * decimal sign, and files of other formats are a part each.
 *
 * <p>Where a record begins in the middle of a text is a guess, which quoted line breaks may spoil:
 * a part is right when it begins where the one before it ended. Goes over to other machines by Java
 * serialisation; immutable.
 */
public final class TableParts implements Serializable {
  private static final long serialVersionUID = 1;

  private enum Kind {
    TEXT,
    ARRAY,
    WHOLE
  }

  /**
   * A file.
   *
   * @param source what messages call it
   * @param path where it is on every machine
   * @param kind how it is cut
   * @param names of the columns, of text alone
   * @param options how its text is read
   */
  private record Input(
      String source, String path, Kind kind, List<String> names, TableOptions options)
      implements Serializable {}

  /**
   * Some rows of a file that follow each other.
   *
   * @param file from 0
   * @param from the first byte of text, or row of an array
   * @param to the byte or row behind the last one; records of text may end later
   * @param exact whether a record is known to begin at {@code from}
   * @param line of the file on which the part begins, for messages; of no meaning unless exact
   */
  public record Part(int file, long from, long to, boolean exact, long line)
      implements Serializable {
    /**
     * The same part with what those before it have told.
     *
     * @param start where it begins
     * @param startLine on which line
     * @return the part
     */
    public Part at(long start, long startLine) {
      return new Part(file, start, Math.max(start, to), true, startLine);
    }
  }

  /**
   * What a reader of a part has found.
   *
   * @param start where its first record begins
   * @param end where the next part begins
   * @param lines how many it has
   * @param notes sentences for a person
   */
  public record Found(long start, long end, long lines, List<String> notes)
      implements Serializable {
    /** Copies the notes. */
    public Found {
      notes = List.copyOf(notes);
    }
  }

  /** Columns, and the rows of a block. */
  private final BlockRequest request;

  /** The files. */
  private final ArrayList<Input> inputs = new ArrayList<>();

  /** Of all files, in the order of the rows. */
  private final ArrayList<Part> parts = new ArrayList<>();

  /** Ends a look at the first rows. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;

    Enough() {
      super(null, null, false, false);
    }
  }

  /**
   * Cuts files.
   *
   * @param source the table, of files that can be read again
   * @param options how its text is read
   * @param request columns, and the rows of a block
   * @param bytes of a part, about
   */
  TableParts(TableSource source, TableOptions options, BlockRequest request, long bytes) {
    this.request = request;
    for (Path path : source.paths()) {
      String name = path.toString();
      TableFile file = TableSource.file(name, path, options);
      if (file instanceof NpyFile array) {
        add(name, path, Kind.ARRAY, List.of(), options);
        cut(0, array.rows(), Math.max(1, bytes / Math.max(1, array.bytesOfRow())), 0);
      } else if (!(file instanceof DelimitedFile) || !cutText(name, path, options, bytes)) {
        add(name, path, Kind.WHOLE, List.of(), options);
        cut(0, 1, 1, 1);
      }
    }
    if (parts.isEmpty()) {
      throw Refusals.empty(source.name());
    }
  }

  private void add(String source, Path path, Kind kind, List<String> names, TableOptions options) {
    String where = path.toAbsolutePath().normalize().toString();
    inputs.add(new Input(source, where, kind, names, options));
  }

  /** Whether it could: a text is not cut whose decimal sign no part can know. */
  private boolean cutText(String name, Path path, TableOptions options, long bytes) {
    try (DelimitedText text = DelimitedText.open(name, path, options)) {
      long line = text.line();
      long offset = text.offset();
      if (!text.canBeCut() || !tellsDecimal(text)) {
        return false;
      }
      TableOptions known = new TableOptions(text.delimiter(), text.decimal());
      add(name, path, Kind.TEXT, List.copyOf(text.names()), known);
      cut(offset, Files.size(path), Math.max(1, bytes), line);
      return true;
    } catch (IOException failure) {
      throw Refusals.unreadable(name, failure);
    }
  }

  /**
   * Whether the decimal sign is known before the rows are, or from the first of them for certain.
   */
  private boolean tellsDecimal(DelimitedText text) {
    if (text.decimal() == null) {
      try {
        text.read(
            request,
            (block, first, read) -> {
              throw new Enough();
            });
      } catch (Enough looked) {
        return text.decimal() != null && text.notes().isEmpty();
      }
    }
    return text.decimal() != null;
  }

  private void cut(long from, long to, long length, long line) {
    int file = inputs.size() - 1;
    for (long at = from; at < to; at += length) {
      boolean exact = at == from || inputs.get(file).kind() != Kind.TEXT;
      parts.add(new Part(file, at, Math.min(to, at + length), exact, line));
    }
  }

  /**
   * The parts of all files.
   *
   * @return in the order of the rows
   */
  public List<Part> parts() {
    return List.copyOf(parts);
  }

  /**
   * Names a part for messages.
   *
   * @param part of this table
   * @return its file and where it begins
   */
  public String name(Part part) {
    return inputs.get(part.file()).source() + " from " + part.from();
  }

  /**
   * Reads a part.
   *
   * @param part of this table
   * @param sink gets the rows; the first has number 0
   * @return where the part begins and ends
   * @throws BadInputException for a row that is refused, and when the file is not on this machine
   */
  public Found read(Part part, BlockSink sink) {
    Input input = inputs.get(part.file());
    Path path = Path.of(input.path());
    if (!Files.isRegularFile(path)) {
      throw Refusals.file(
          input.source(),
          "is not at "
              + input.path()
              + " on "
              + host()
              + ": every machine of the cluster needs the files, under the same name");
    }
    BlockCutter cutter = new BlockCutter(input.source(), request, sink);
    Found found =
        switch (input.kind()) {
          case TEXT -> readText(input, path, part, cutter);
          case ARRAY -> {
            new NpyFile(input.source(), path).read(request, part.from(), part.to(), cutter);
            yield new Found(part.from(), part.to(), 0, List.of());
          }
          case WHOLE -> {
            TableFile file = TableSource.file(input.source(), path, input.options());
            file.read(request, cutter);
            yield new Found(part.from(), part.to(), 0, file.notes());
          }
        };
    cutter.finish(0);
    return found;
  }

  private Found readText(Input input, Path path, Part part, BlockSink sink) {
    char delimiter = input.options().delimiter();
    char decimal = input.options().decimal();
    try (RecordBytes bytes =
            RecordBytes.open(path, part.from(), part.to(), part.exact(), (byte) delimiter);
        DelimitedText text =
            DelimitedText.ofRows(
                input.source(), bytes, input.names(), delimiter, decimal, part.line())) {
      text.read(request, sink);
      return new Found(bytes.start(), bytes.end(), bytes.lines(), List.of());
    } catch (IOException failure) {
      throw Refusals.unreadable(input.source(), failure);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "a machine without a name";
    }
  }

  @Override
  public String toString() {
    return "TableParts[" + inputs.size() + " files, " + parts.size() + " parts]";
  }
}
