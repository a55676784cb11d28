// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import dev.ridgeline.workbench.table.TextChunks.Chunk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;

/**
 * One pass over delimited text: its header, then its rows.
 *
 * <p>Chunks of rows are read by all threads of the common pool and handed on in their order. A
 * chunk that is not plain is read record by record, which also finds the words for a refusal; so
 * what is read does not depend on threads or chunks. Used by one thread.
 */
final class DelimitedText implements AutoCloseable {
  /** Memory for the rows of a chunk, of the shortest numbers, in times its bytes. */
  private static final long GROWTH = 5;

  private final String source;
  private final TextChunks chunks;
  private final char delimiter;
  private final List<String> startNotes;
  private final NumberText numbers;
  private final List<String> names;
  private final RecordReader whole; // reads all, where chunks cannot be told; or null
  private long line;
  private long offset;

  private DelimitedText(String source, TextChunks chunks, TableOptions options, boolean inChunks)
      throws IOException {
    this.source = source;
    this.chunks = chunks;
    Chunk beginning = chunks.beginning();
    TextStart start = TextStart.of(source, beginning, options);
    delimiter = start.delimiter();
    startNotes = start.notes();
    numbers = new NumberText(decimal(options, delimiter));
    line = start.line();
    offset = start.skipped();
    chunks.begin(start.skipped(), (byte) delimiter);
    List<String> found = null;
    boolean cut = inChunks && delimiter < 0x80;
    while (found == null && cut) {
      Chunk record = chunks.first();
      cut = record.whole();
      if (cut) {
        if (record.from() == record.to()) {
          throw Refusals.file(source, "is empty: expected a header and rows");
        }
        try (RecordReader reader = reader(record)) {
          found = reader.header();
        }
        pass(record);
      }
    }
    whole = cut ? null : reader(chunks.rest());
    names = cut ? found : whole.header();
    if (names == null) {
      throw Refusals.file(source, "is empty: expected a header and rows");
    }
  }

  /** Rows of a text whose header is known. */
  private DelimitedText(
      String source,
      TextChunks chunks,
      List<String> names,
      char delimiter,
      char decimal,
      long line,
      long offset) {
    this.source = source;
    this.chunks = chunks;
    this.names = names;
    this.delimiter = delimiter;
    this.numbers = new NumberText(decimal);
    this.line = line;
    this.offset = offset;
    startNotes = List.of();
    whole = null;
    chunks.begin(0, (byte) delimiter);
  }

  /**
   * Opens rows in the middle of a text that can be cut.
   *
   * @param source what messages call it
   * @param rows from the beginning of a record
   * @param names of the columns
   * @param delimiter between fields
   * @param decimal the decimal sign
   * @param line on which the rows begin
   */
  static DelimitedText ofRows(
      String source, RecordBytes rows, List<String> names, char delimiter, char decimal, long line)
      throws IOException {
    TextChunks chunks = new TextChunks(new TextBytes(rows));
    return new DelimitedText(source, chunks, names, delimiter, decimal, line, rows.start());
  }

  /**
   * Opens a text and reads its header.
   *
   * @param source what messages call it
   * @param file the file; null is standard input
   */
  static DelimitedText open(String source, Path file, TableOptions options) {
    try {
      return open(source, new TextChunks(TextBytes.open(file)), options, true);
    } catch (IOException failure) {
      throw Refusals.unreadable(source, failure);
    }
  }

  /**
   * Reads the header of a text.
   *
   * @param chunks the text; closed on failure
   * @param inChunks false: every record is read on its own, which is slow
   */
  static DelimitedText open(
      String source, TextChunks chunks, TableOptions options, boolean inChunks) {
    try {
      return new DelimitedText(source, chunks, options, inChunks);
    } catch (IOException failure) {
      try (chunks) {
        throw Refusals.unreadable(source, failure);
      } catch (IOException alsoAtTheEnd) {
        throw Refusals.unreadable(source, failure);
      }
    } catch (RuntimeException refused) {
      try (chunks) {
        throw refused;
      } catch (IOException alsoAtTheEnd) {
        throw refused;
      }
    }
  }

  /** The decimal sign; null where the numbers will tell. */
  private static Character decimal(TableOptions options, char delimiter) {
    if (options.decimal() != null) {
      return options.decimal();
    }
    return delimiter == ',' ? Character.valueOf('.') : null;
  }

  /** All columns, in the order of the file. */
  List<String> names() {
    return names;
  }

  char delimiter() {
    return delimiter;
  }

  /** The decimal sign; null: none is known. */
  Character decimal() {
    char sign = numbers.decimal();
    return sign == NumberText.UNKNOWN ? null : Character.valueOf(sign);
  }

  /** Whether bytes of the file are bytes of its rows, which can be told apart. */
  boolean canBeCut() {
    return whole == null && !chunks.isPacked();
  }

  /** The line on which the next row may stand at the earliest. */
  long line() {
    return line;
  }

  /** Where the next row begins in the text. */
  long offset() {
    return offset;
  }

  /** What a person should know of how the text was read. */
  List<String> notes() {
    List<String> notes = new ArrayList<>(startNotes);
    numbers.warning(source).ifPresent(notes::add);
    return notes;
  }

  /** Reads the rows, once. */
  void read(BlockRequest request, BlockSink sink) {
    if (whole != null) {
      whole.read(names, request, (block, first, none) -> sink.accept(block, first, chunks.taken()));
      return;
    }
    new Pass(request, sink).read();
  }

  private RecordReader reader(Chunk chunk) {
    return reader(new ByteArrayInputStream(chunk.bytes(), chunk.from(), chunk.to() - chunk.from()));
  }

  private RecordReader reader(InputStream piece) {
    return new RecordReader(source, delimiter, numbers, piece, line, offset);
  }

  /** Goes on behind a chunk. */
  private void pass(Chunk chunk) {
    line += TextChunks.lines(chunk.bytes(), chunk.from(), chunk.to());
    offset += chunk.to() - chunk.from();
  }

  @Override
  public void close() {
    try (chunks) {
      if (whole != null) {
        whole.close();
      }
    } catch (IOException failure) {
      throw Refusals.unreadable(source, failure);
    }
  }

  /** One pass over the rows. */
  private final class Pass {
    private final ChunkParser parser;
    private final BlockRequest request;
    private final BlockSink sink;
    private final ArrayDeque<Task> tasks = new ArrayDeque<>();
    private Chunk unfinished; // a record longer than a chunk may be
    private IOException failure; // behind all tasks
    private boolean ended;
    private long rows;

    Pass(BlockRequest request, BlockSink sink) {
      this.request = request;
      this.sink = sink;
      parser = new ChunkParser(names, request, (byte) delimiter);
    }

    void read() {
      int most = mostTasks();
      while (true) {
        while (!ended && tasks.size() < most) {
          next();
        }
        Task first = tasks.peek();
        if (first == null) {
          break;
        }
        first.run();
        // While another thread has it, this one takes what nobody has.
        for (Task task : tasks) {
          if (first.isDone()) {
            break;
          }
          task.run();
        }
        tasks.remove();
        accept(first);
      }
      if (failure != null) {
        throw Refusals.unreadable(source, failure);
      }
      if (unfinished != null) {
        try (RecordReader reader = reader(chunks.rest())) {
          hand(reader, chunks.taken());
        }
      }
    }

    private int mostTasks() {
      long memory = Runtime.getRuntime().maxMemory() / 8 / (GROWTH * TextChunks.SIZE);
      return Math.clamp(memory, 2, 2 * ForkJoinPool.getCommonPoolParallelism() + 3);
    }

    private void next() {
      Chunk chunk = null;
      try {
        chunk = chunks.next();
      } catch (IOException found) {
        failure = found;
      }
      ended = chunk == null || !chunk.whole();
      if (chunk == null) {
        return;
      }
      if (ended) {
        unfinished = chunk;
        return;
      }
      Task task = new Task(parser, chunk, numbers.decimal());
      // The first one is for this thread, and of a short text the only one.
      if (!tasks.isEmpty()) {
        ForkJoinPool.commonPool().execute(task);
      }
      tasks.add(task);
    }

    private void accept(Task task) {
      Chunk chunk = task.chunk;
      ChunkParser.Rows found = task.rows();
      if (found == null && task.mark != numbers.decimal()) {
        found = parser.parse(chunk, numbers.decimal()); // now that the sign is known
      }
      if (found == null) {
        try (RecordReader reader = reader(chunk)) {
          hand(reader, chunk.read());
        }
      } else if (found.rows() > 0) {
        numbers.saw(found.marked(), found.grouped());
        Table block =
            Table.of(source, request.numbers(), found.rows(), found.columns(), found.texts());
        sink.accept(block, rows, chunk.read());
        rows += found.rows();
      }
      pass(chunk);
    }

    private void hand(RecordReader reader, long read) {
      long before = rows;
      reader.read(
          names,
          request,
          (block, first, none) -> {
            sink.accept(block, before + first, read);
            rows = before + first + block.rows();
          });
    }
  }

  /** A chunk that is being read; the first thread that runs this reads it. */
  private static final class Task extends FutureTask<ChunkParser.Rows> {
    private final Chunk chunk;
    private final char mark;

    Task(ChunkParser parser, Chunk chunk, char mark) {
      super(() -> parser.parse(chunk, mark));
      this.chunk = chunk;
      this.mark = mark;
    }

    ChunkParser.Rows rows() {
      try {
        return get();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while a table was read", stopped);
      } catch (ExecutionException failure) {
        if (failure.getCause() instanceof Error error) {
          throw error;
        }
        throw new IllegalStateException("a chunk of a table could not be read", failure);
      }
    }
  }
}
