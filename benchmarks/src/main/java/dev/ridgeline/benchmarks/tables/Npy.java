// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.tables;

import dev.ridgeline.matrix.Matrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the peers' generator writes: 2-D arrays of little-endian doubles in C order. */
final class Npy {
  private static final Pattern HEADER =
      Pattern.compile("'descr': '<f8', 'fortran_order': False, 'shape': \\((\\d+), (\\d+)\\)");
  private static final int PREFIX = 10;

  private Npy() {}

  /**
   * Reads a file.
   *
   * @param file version 1 of the format
   * @return the rows, on the heap
   * @throws IOException when it cannot be read or holds something else
   */
  static Matrix read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer start = buffer(channel, PREFIX);
      ByteBuffer header = buffer(channel, Short.toUnsignedInt(start.getShort(PREFIX - 2)));
      Matcher text = HEADER.matcher(StandardCharsets.ISO_8859_1.decode(header));
      if (!text.find()) {
        throw new IOException(file + " is not a 2-D array of doubles in C order");
      }
      int rows = Integer.parseInt(text.group(1));
      int columns = Integer.parseInt(text.group(2));
      double[] data = new double[Math.multiplyExact(rows, columns)];
      for (int i = 0; i < rows; i++) {
        buffer(channel, columns * Double.BYTES).asDoubleBuffer().get(data, i * columns, columns);
      }
      return Matrix.ofRowMajor(data, rows, columns);
    }
  }

  private static ByteBuffer buffer(FileChannel channel, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException("the file ends early");
      }
    }
    return bytes.flip();
  }
}
