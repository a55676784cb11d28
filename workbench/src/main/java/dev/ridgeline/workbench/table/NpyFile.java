// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads one NumPy array, once, in pieces. */
final class NpyFile {
  private static final int BUFFER = 1 << 16; // a multiple of every element's size

  private final String source;
  private final InputStream file;
  private final NpyHeader header;
  private final byte[] piece = new byte[BUFFER];
  private final ByteBuffer bytes;

  private NpyFile(String source, InputStream file, NpyHeader header) {
    this.source = source;
    this.file = file;
    this.header = header;
    bytes = ByteBuffer.wrap(piece).order(header.order()).limit(0);
  }

  static Table read(Path path, Set<String> wanted, HeapBudget budget) {
    String source = path.toString();
    try (InputStream file = Files.newInputStream(path)) {
      NpyHeader header = header(source, path, file);
      return new NpyFile(source, file, header).table(wanted, budget);
    } catch (IOException failure) {
      throw Refusals.unreadable(source, failure);
    }
  }

  static List<String> columnNames(Path path) {
    String source = path.toString();
    try (InputStream file = Files.newInputStream(path)) {
      return names(header(source, path, file));
    } catch (IOException failure) {
      throw Refusals.unreadable(source, failure);
    }
  }

  private static NpyHeader header(String source, Path path, InputStream file) throws IOException {
    NpyHeader header = NpyHeader.read(source, file);
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
    return header;
  }

  private static List<String> names(NpyHeader header) {
    return IntStream.range(0, header.columns()).mapToObj(Integer::toString).toList();
  }

  private Table table(Set<String> wanted, HeapBudget budget) throws IOException {
    if (wanted == null && !budget.holds(header.rows(), header.columns())) {
      // before there is a name for each of the columns, which may be millions
      throw budget.refusal(source, (double) header.rows(), "", header.columns(), header.columns());
    }
    TableBuilder table = new TableBuilder(source, "the header", names(header), wanted, budget);
    table.expect(header.rows());
    double[][] columns = table.arrays();
    int[] slots = table.slots();
    int rows = (int) header.rows();
    if (header.fortran()) {
      for (int slot : slots) {
        if (slot < 0) {
          skip((long) rows * header.item().bytes());
          continue;
        }
        for (int row = 0; row < rows; row++) {
          columns[slot][row] = next(table, row, slot);
        }
      }
    } else {
      for (int row = 0; row < rows; row++) {
        for (int slot : slots) {
          if (slot < 0) {
            skip(header.item().bytes());
          } else {
            columns[slot][row] = next(table, row, slot);
          }
        }
      }
    }
    table.filled();
    return table.build();
  }

  private double next(TableBuilder table, int row, int slot) throws IOException {
    if (!bytes.hasRemaining()) {
      fill();
    }
    double value = header.item().next(bytes);
    if (!Double.isFinite(value)) {
      throw table.notFinite(row, slot, Double.toString(value));
    }
    return value;
  }

  private void skip(long count) throws IOException {
    long left = count;
    while (left > bytes.remaining()) {
      left -= bytes.remaining();
      if (left >= BUFFER) { // the file can be asked to jump, which is not worth it for less
        bytes.position(bytes.limit());
        file.skipNBytes(left);
        return;
      }
      fill();
    }
    bytes.position(bytes.position() + (int) left);
  }

  // Elements do not straddle pieces: every piece but the last is full, and skipping goes by
  // elements.
  private void fill() throws IOException {
    int count = file.readNBytes(piece, 0, piece.length);
    if (count < header.item().bytes()) {
      throw Refusals.file(source, "became shorter while it was read");
    }
    bytes.position(0).limit(count - count % header.item().bytes());
  }
}
