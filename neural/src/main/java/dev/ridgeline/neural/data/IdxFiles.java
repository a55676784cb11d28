// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads IDX files of unsigned bytes (Y. LeCun, "The MNIST database of handwritten digits"): two
 * zero bytes, the type, the number of dimensions, each dimension as a big-endian int, the values.
 */
final class IdxFiles {
  private static final int UNSIGNED_BYTE = 0x08;

  private IdxFiles() {}

  /**
   * Pictures and their classes.
   *
   * @param images a file of three dimensions
   * @param labels a file of one dimension
   * @param classes how many classes there are: every label is below
   * @return the pictures, one channel
   * @throws BadInputException when a file is damaged or the two do not belong together
   */
  static LabelledImages read(Path images, Path labels, int classes) {
    Array pictures = array(images, 3);
    Array names = array(labels, 1);
    int[] shape = pictures.shape;
    if (shape[0] != names.shape[0]) {
      throw new BadInputException(
          labels
              + " has "
              + names.shape[0]
              + " labels for the "
              + shape[0]
              + " pictures of "
              + images
              + ": the two do not belong together");
    }
    for (int i = 0; i < names.values.length; i++) {
      if ((names.values[i] & 0xff) >= classes) {
        throw new BadInputException(
            labels
                + " is damaged: label "
                + (i + 1)
                + " is "
                + (names.values[i] & 0xff)
                + ", and labels go from 0 to "
                + (classes - 1));
      }
    }
    return new LabelledImages(pictures.values, 1, shape[1], shape[2], names.values);
  }

  private record Array(int[] shape, byte[] values) {}

  private static Array array(Path file, int dimensions) {
    try (InputStream in = DataFiles.open(file)) {
      int headerBytes = Integer.BYTES * (1 + dimensions);
      ByteBuffer header = ByteBuffer.wrap(in.readNBytes(headerBytes));
      int expected = UNSIGNED_BYTE << 8 | dimensions;
      if (header.remaining() < headerBytes || header.getInt() != expected) {
        throw new BadInputException(
            file
                + " is damaged or another file: an IDX file of bytes in "
                + dimensions
                + (dimensions == 1 ? " dimension" : " dimensions")
                + " begins with the number "
                + expected
                + (header.remaining() == headerBytes - Integer.BYTES
                    ? ", this one with " + header.getInt(0)
                    : ", and this one has no whole header"));
      }
      int[] shape = new int[dimensions];
      long size = 1;
      for (int i = 0; i < dimensions; i++) {
        shape[i] = header.getInt();
        // a negative or absurd number in the header must not become the size of an array
        size = shape[i] <= 0 || size > Integer.MAX_VALUE ? Long.MAX_VALUE : size * shape[i];
      }
      if (size > Integer.MAX_VALUE - 8) {
        throw new BadInputException(
            file + " is damaged: its header says the shape " + Arrays.toString(shape));
      }
      byte[] values = in.readNBytes((int) size);
      if (values.length < size || in.read() >= 0) {
        throw new BadInputException(
            file
                + " is damaged: "
                + (values.length < size ? "only " + values.length : "more than " + size)
                + " values, and its header says "
                + size);
      }
      return new Array(shape, values);
    } catch (IOException failure) {
      throw DataFiles.unreadable(file, failure);
    }
  }
}
