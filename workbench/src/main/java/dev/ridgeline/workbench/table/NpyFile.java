// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/** A NumPy array in a file, mapped into memory: only the parts that are wanted are read. */
final class NpyFile implements TableFile {
  /** A multiple of every element's size, so that none lies in two segments. */
  private static final int SEGMENT_BITS = 30;

  private final String source;
  private final Path path;
  private final NpyHeader header;

  /** Opens a file and checks that its length is that of its array. */
  NpyFile(String source, Path path) {
    this.path = path;
    this.source = source;
    try (InputStream file = Files.newInputStream(path)) {
      header = NpyHeader.read(source, file);
      long size = Files.size(path);
      if (size != header.fileSize()) {
        throw Refusals.file(
            source,
            "is "
                + (size < header.fileSize() ? "cut off: " : "longer than its array: ")
                + size
                + " bytes, and "
                + header.rows()
                + " rows of "
                + header.columns()
                + " columns make "
                + header.fileSize()
                + "; write it again with numpy.save");
      }
    } catch (IOException failure) {
      throw Refusals.unreadable(source, failure);
    }
  }

  @Override
  public List<String> names() {
    return new Names(header.columns());
  }

  /** The names 0, 1, .., which may be millions. */
  private static final class Names extends AbstractList<String> implements RandomAccess {
    private final int size;

    Names(int size) {
      this.size = size;
    }

    @Override
    public String get(int index) {
      return Integer.toString(index);
    }

    @Override
    public int size() {
      return size;
    }
  }

  @Override
  public long rows() {
    return header.rows();
  }

  @Override
  public void read(BlockRequest request, BlockSink sink) {
    read(request, 0, header.rows(), sink);
  }

  /** Bytes of a row. */
  long bytesOfRow() {
    return header.columns() * (long) header.item().bytes();
  }

  /** Reads the rows from one to another, the last one excluded. */
  void read(BlockRequest request, long from, long to, BlockSink sink) {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      if (file.size() < header.fileSize()) {
        throw Refusals.file(source, "became shorter while it was read");
      }
      new Pass(segments(file), request, sink).read(from, to);
    } catch (IOException failure) {
      throw Refusals.unreadable(source, failure);
    } catch (InternalError fault) { // how the JVM tells that a mapped file lost its end
      throw Refusals.file(source, "became shorter while it was read");
    }
  }

  private ByteBuffer[] segments(FileChannel file) throws IOException {
    long size = header.fileSize() - header.offset();
    ByteBuffer[] segments = new ByteBuffer[(int) (((size - 1) >> SEGMENT_BITS) + 1)];
    for (int i = 0; i < segments.length; i++) {
      long first = (long) i << SEGMENT_BITS;
      long length = Math.min(1L << SEGMENT_BITS, size - first);
      segments[i] =
          file.map(MapMode.READ_ONLY, header.offset() + first, length).order(header.order());
    }
    return segments;
  }

  /** One pass over the array. */
  private final class Pass {
    private final ByteBuffer[] segments;
    private final BlockRequest request;
    private final BlockSink sink;
    private final int[] numbers;
    private final int[] texts;
    private final int size = header.item().bytes();

    Pass(ByteBuffer[] segments, BlockRequest request, BlockSink sink) {
      this.segments = segments;
      this.request = request;
      this.sink = sink;
      numbers = request.numbers().stream().mapToInt(Integer::parseInt).toArray();
      texts = request.texts().stream().mapToInt(Integer::parseInt).toArray();
    }

    void read(long from, long to) {
      for (long row = from; row < to; row += request.mostRows()) {
        int count = (int) Math.min(request.mostRows(), to - row);
        double[][] columns = new double[numbers.length][count];
        if (header.fortran()) {
          for (int column = 0; column < columns.length; column++) {
            for (int i = 0; i < count; i++) {
              columns[column][i] = number(row + i, column);
            }
          }
        } else {
          for (int i = 0; i < count; i++) {
            for (int column = 0; column < columns.length; column++) {
              columns[column][i] = number(row + i, column);
            }
          }
        }
        TextColumn.Builder[] words =
            request.texts().stream()
                .map(TextColumn.Builder::new)
                .toArray(TextColumn.Builder[]::new);
        for (int column = 0; column < words.length; column++) {
          for (int i = 0; i < count; i++) {
            words[column].add(NumberText.format(value(row + i, texts[column])));
          }
        }
        Table block =
            Table.of(
                source,
                request.numbers(),
                count,
                columns,
                Arrays.stream(words).map(TextColumn.Builder::build).toList());
        sink.accept(block, row - from, header.offset() + (row + count) * header.columns() * size);
      }
    }

    private double number(long row, int column) {
      double value = value(row, numbers[column]);
      if (!Double.isFinite(value) && !(request.missing() && Double.isNaN(value))) {
        throw Refusals.notFinite(
            source, row, request.numbers().get(column), Double.toString(value));
      }
      return value;
    }

    private double value(long row, int column) {
      long index =
          header.fortran() ? column * header.rows() + row : row * header.columns() + column;
      long at = index * size;
      return header
          .item()
          .at(segments[(int) (at >> SEGMENT_BITS)], (int) (at & ((1L << SEGMENT_BITS) - 1)));
    }
  }
}
