// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One table to be read: a file, several files with the same columns, or standard input.
 *
 * <p>The ending of a name says how a file is read: {@code .npy} is a NumPy array, whose columns are
 * named {@code 0}, {@code 1} and so on; {@code .parquet} and {@code .pq} are Parquet files, where
 * their reader is on the class path; anything else is delimited text, and so is standard input,
 * both also packed with gzip.
 *
 * <p>Delimited text is UTF-8, with or without a byte order mark, and its first row names the
 * columns. Fields may be quoted as RFC 4180 has it; blank lines are skipped. Numbers are decimal
 * ({@code -1}, {@code +2.5}, {@code 1e-3}), with blanks around them if need be. Text is read over
 * in columns that are not wanted and refused in those that are, as missing and infinite values are.
 *
 * <p>Used by one thread.
 */
public final class TableSource {
  /** What stands for standard input. */
  public static final String STANDARD_INPUT = "-";

  private static final String STANDARD_INPUT_NAME = "standard input";
  private static final int LONGEST_NAME = 80;

  /** Less of a file does not tell how many rows it has. */
  private static final long TELLING_BYTES = 1 << 19;

  /** Values of the blocks that a whole table is read in. */
  private static final int BLOCK_VALUES = 1 << 18;

  /** What pandas calls an index without a name. */
  private static final Pattern INDEX = Pattern.compile("__index_level_\\d+__");

  private record Part(String source, TableFile file) {}

  private final String name;
  private final List<Path> paths;
  private final List<Part> parts;
  private final List<String> names;
  private final boolean replayable;
  private final long bytes;

  private TableSource(String name, List<Path> paths, List<Part> parts) {
    this.name = name;
    this.paths = List.copyOf(paths);
    this.parts = parts;
    names = withoutRowNames(parts.getFirst().file().names());
    replayable =
        !paths.isEmpty() && paths.stream().allMatch(file -> DelimitedFile.isReplayable(file));
    long sum = 0;
    for (Path path : paths) {
      sum += sizeOf(path.toString());
    }
    bytes = replayable ? sum : 0;
  }

  /**
   * Opens files and reads the names of their columns.
   *
   * @param files each a path, a pattern such as {@code data/*.csv}, or {@code -} for standard input
   * @param options how delimited text is read
   * @return the table
   * @throws BadInputException when a file cannot be read or is no table, when a pattern matches
   *     none, and when two have different columns
   */
  public static TableSource open(List<String> files, TableOptions options) {
    if (files.isEmpty()) {
      throw new BadInputException("a table needs at least one file");
    }
    if (files.contains(STANDARD_INPUT)) {
      if (files.size() > 1) {
        throw new BadInputException(
            "standard input (-) is a table of its own: name it once, and no file beside it");
      }
      TableFile input = new DelimitedFile(STANDARD_INPUT_NAME, null, options);
      return new TableSource(
          STANDARD_INPUT_NAME, List.of(), List.of(new Part(STANDARD_INPUT_NAME, input)));
    }
    List<Path> paths = files.stream().flatMap(file -> FileNames.of(file).stream()).toList();
    return of(name(files), paths, options);
  }

  /**
   * Opens one file, whatever its name looks like.
   *
   * @param file the file; messages name it as it is given
   * @param options how delimited text is read
   * @return the table
   * @throws BadInputException when the file cannot be read or is no table
   */
  public static TableSource of(Path file, TableOptions options) {
    return of(file.toString(), List.of(file), options);
  }

  private static TableSource of(String name, List<Path> paths, TableOptions options) {
    List<Part> parts = new ArrayList<>();
    for (Path path : paths) {
      FileNames.require(path);
      Part part = new Part(path.toString(), file(path.toString(), path, options));
      if (!parts.isEmpty()) {
        requireSameColumns(parts.getFirst(), part);
      }
      parts.add(part);
    }
    return new TableSource(name, paths, parts);
  }

  private static String name(List<String> files) {
    String all = String.join(", ", files);
    return files.size() == 1 || all.length() <= LONGEST_NAME
        ? all
        : files.getFirst() + " and " + (files.size() - 1) + " more files";
  }

  /** Opens a file, which messages of text and arrays call as they are told. */
  static TableFile file(String source, Path path, TableOptions options) {
    if (endsWith(path, ".npy")) {
      return new NpyFile(source, path);
    }
    return endsWith(path, ".parquet") || endsWith(path, ".pq")
        ? format(path).open(path)
        : new DelimitedFile(source, path, options);
  }

  // Only for a file that needs one: looking for services costs every start.
  private static TableFormat format(Path file) {
    return Tables.format(file)
        .orElseThrow(
            () ->
                Refusals.file(
                    file.toString(),
                    "is a Parquet file, and their reader is not on the class path: run the command"
                        + " through ./ridgeline, which fetches it, or save the table as CSV"));
  }

  private static boolean endsWith(Path file, String ending) {
    Path name = file.getFileName();
    return name != null && name.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  private static void requireSameColumns(Part first, Part other) {
    List<String> expected = withoutRowNames(first.file().names());
    List<String> found = withoutRowNames(other.file().names());
    Set<String> there = new HashSet<>(found);
    for (String column : expected) {
      if (!there.contains(column)) {
        throw Refusals.file(
            other.source(),
            "has no column "
                + Refusals.name(column)
                + ", and "
                + first.source()
                + " has: the files of one table need the same columns");
      }
    }
    there.removeAll(expected);
    for (String column : found) {
      if (there.contains(column)) {
        throw Refusals.file(
            other.source(),
            "has a column "
                + Refusals.name(column)
                + ", and "
                + first.source()
                + " has none: the files of one table need the same columns");
      }
    }
  }

  private static boolean isRowNames(String column) {
    return column.isEmpty() || INDEX.matcher(column).matches();
  }

  private static List<String> withoutRowNames(List<String> names) {
    return names.stream().anyMatch(TableSource::isRowNames)
        ? names.stream().filter(column -> !isRowNames(column)).toList()
        : names;
  }

  /**
   * Where the table comes from, for messages.
   *
   * @return the files as the user named them
   */
  public String name() {
    return name;
  }

  /**
   * The files.
   *
   * @return their paths; none for standard input
   */
  public List<Path> paths() {
    return paths;
  }

  /**
   * The columns, without those of row names (a first one without a name, and pandas' index).
   *
   * @return their names, in the order of the first file
   */
  public List<String> names() {
    return names;
  }

  /**
   * Sentences for a person about how the table was read.
   *
   * @return the sentences; some are known only after reading
   */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (String column : parts.getFirst().file().names()) {
      if (isRowNames(column)) {
        notes.add(
            name
                + ": the column "
                + (column.isEmpty() ? "without a name" : column)
                + " holds the names of rows and is left out.");
      }
    }
    parts.forEach(part -> notes.addAll(part.file().notes()));
    return notes;
  }

  /**
   * Whether the rows can be read more than once.
   *
   * @return false for standard input and pipes
   */
  public boolean replayable() {
    return replayable;
  }

  /**
   * Size of the files.
   *
   * @return bytes on disk; 0 when that is not known
   */
  public long bytes() {
    return bytes;
  }

  /**
   * Reads the whole table.
   *
   * @param wanted the columns to keep
   * @return the table, columns in the order of the first file
   * @throws BadInputException when a wanted column does not exist, when a row is refused, when
   *     there is none, or when the table does not fit into three fifths of the heap
   */
  public Table read(Selection wanted) {
    return read(wanted, HeapBudget.ofHeap());
  }

  /**
   * Reads the whole table into memory of a given size.
   *
   * @param wanted the columns to keep
   * @param budget what the table may take of the heap
   * @return the table, columns in the order of the first file
   * @throws BadInputException as {@link #read(Selection)} does
   */
  public Table read(Selection wanted, HeapBudget budget) {
    long rows = rows();
    if (rows >= 0 && wanted.numbers() == null && !budget.holds(rows, names.size())) {
      // before the columns, which may be millions, are looked at one by one
      throw budget.refusal(name, (double) rows, "", names.size(), names.size());
    }
    BlockRequest request = request(wanted, 1);
    int columns = Math.max(1, request.numbers().size() + request.texts().size());
    TableBuilder table = new TableBuilder(name, request, budget);
    if (rows > 0) {
      table.expect(rows);
    }
    each(
        request(wanted, Math.max(1, BLOCK_VALUES / columns)),
        (block, first, read) -> table.add(block, fraction(read)));
    return table.build();
  }

  private double fraction(long read) {
    return read < TELLING_BYTES || bytes == 0 ? 0 : Math.min(1, (double) read / bytes);
  }

  /** Number of rows; -1 when that is not known. */
  private long rows() {
    long rows = 0;
    for (Part part : parts) {
      if (part.file().rows() < 0) {
        return -1;
      }
      rows += part.file().rows();
    }
    return rows;
  }

  /**
   * Reads the table once, in memory that does not grow with its rows.
   *
   * @param wanted the columns to keep
   * @param mostRows rows of a block, at least 1; the last one may have fewer
   * @param sink gets the rows in their order; columns of a block are in the order of the first file
   * @throws BadInputException when a wanted column does not exist, when a row is refused, and when
   *     there is none
   */
  public void forEachBlock(Selection wanted, int mostRows, BlockSink sink) {
    BlockRequest request = request(wanted, mostRows);
    BlockCutter cutter = new BlockCutter(name, request, sink);
    each(request, cutter);
    cutter.finish(bytes);
  }

  /**
   * Cuts the table, which is {@link #replayable}, into parts that other machines read.
   *
   * @param wanted the columns to keep
   * @param options how delimited text is read, as it was opened
   * @param mostRows rows of a block, at least 1
   * @param partBytes bytes of a part, about
   * @return the parts of all files
   * @throws BadInputException when a wanted column does not exist or there are no rows
   */
  public TableParts cut(Selection wanted, TableOptions options, int mostRows, long partBytes) {
    return new TableParts(this, options, request(wanted, mostRows), partBytes);
  }

  /** Hands on the rows in blocks of any length, of which only the columns are the same. */
  private void each(BlockRequest request, BlockSink sink) {
    long rows = 0;
    long before = 0;
    for (Part part : parts) {
      if (parts.size() > 1) {
        requireColumns(part, request);
      }
      long firstRow = rows;
      long firstByte = before;
      long[] count = {0};
      part.file()
          .read(
              request,
              (block, first, read) -> {
                count[0] = first + block.rows();
                sink.accept(block, firstRow + first, firstByte + read);
              });
      rows += count[0];
      before += sizeOf(part.source());
    }
    if (rows == 0) {
      throw Refusals.empty(name);
    }
  }

  /** Refuses a file that lacks a column of row names which the first one has and somebody wants. */
  private static void requireColumns(Part part, BlockRequest request) {
    Set<String> there = new HashSet<>(part.file().names());
    Stream.concat(request.numbers().stream(), request.texts().stream())
        .filter(column -> !there.contains(column))
        .findFirst()
        .ifPresent(
            column -> {
              throw Refusals.noColumn(part.source(), column, part.file().names());
            });
  }

  /** In bytes; 0 for what is no regular file, such as standard input, whose name may be no path. */
  private static long sizeOf(String source) {
    File file = new File(source);
    return file.isFile() ? file.length() : 0;
  }

  /** The columns that are wanted, in the order of the first file. */
  private BlockRequest request(Selection wanted, int mostRows) {
    List<String> all = parts.getFirst().file().names();
    Set<String> asked = new HashSet<>(wanted.texts());
    if (wanted.numbers() != null) {
      asked.addAll(wanted.numbers());
    }
    Set<String> there = asked.isEmpty() ? Set.of() : new HashSet<>(all);
    asked.stream()
        .filter(column -> !there.contains(column))
        .sorted() // of several always the same one
        .findFirst()
        .ifPresent(
            column -> {
              throw Refusals.noColumn(name, column, names);
            });
    List<String> numbers =
        wanted.numbers() == null
            ? names.stream().filter(column -> !wanted.texts().contains(column)).toList()
            : all.stream().filter(wanted.numbers()::contains).toList();
    List<String> texts = all.stream().filter(wanted.texts()::contains).toList();
    return new BlockRequest(numbers, texts, wanted.missing(), mostRows);
  }
}
