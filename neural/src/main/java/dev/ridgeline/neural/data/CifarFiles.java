// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the binary form of CIFAR-10 (A. Krizhevsky, 2009): records of one label byte and 3072
 * pixels, the planes red, green, blue one after the other, each row by row.
 */
final class CifarFiles {
  private static final int CHANNELS = 3;
  private static final int SIDE = 32;
  private static final int PIXELS = CHANNELS * SIDE * SIDE;
  private static final int RECORD = 1 + PIXELS;
  private static final int CLASSES = 10;

  private CifarFiles() {}

  /**
   * The pictures of several files, one after the other.
   *
   * @param files batches, in order
   * @return the pictures, three channels
   * @throws BadInputException when a file is damaged
   */
  static LabelledImages read(List<Path> files) {
    List<byte[]> batches = new ArrayList<>();
    int count = 0;
    for (Path file : files) {
      byte[] batch = records(file);
      batches.add(batch);
      count += batch.length / RECORD;
    }
    byte[] pixels = new byte[Math.multiplyExact(count, PIXELS)];
    byte[] labels = new byte[count];
    int next = 0;
    for (byte[] batch : batches) {
      for (int at = 0; at < batch.length; at += RECORD) {
        labels[next] = batch[at];
        System.arraycopy(batch, at + 1, pixels, next * PIXELS, PIXELS);
        next++;
      }
    }
    return new LabelledImages(pixels, CHANNELS, SIDE, SIDE, labels);
  }

  private static byte[] records(Path file) {
    byte[] bytes;
    try (InputStream in = DataFiles.open(file)) {
      bytes = in.readAllBytes();
    } catch (IOException failure) {
      throw DataFiles.unreadable(file, failure);
    }
    if (bytes.length == 0 || bytes.length % RECORD != 0) {
      throw new BadInputException(
          file
              + " is damaged: "
              + bytes.length
              + " bytes are no whole number of records of "
              + RECORD
              + " (the published file has 30730000)");
    }
    for (int at = 0; at < bytes.length; at += RECORD) {
      if ((bytes[at] & 0xff) >= CLASSES) {
        throw new BadInputException(
            file
                + " is damaged: the label of record "
                + (at / RECORD + 1)
                + " is "
                + (bytes[at] & 0xff)
                + ", and labels go from 0 to 9");
      }
    }
    return bytes;
  }
}
