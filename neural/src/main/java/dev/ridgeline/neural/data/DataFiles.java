// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Finds the files of a data set below the folder that {@code --data} names and opens them, plain or
 * compressed, with one line for whatever is missing or damaged.
 */
final class DataFiles {
  private static final int BUFFER = 1 << 16;

  private DataFiles() {}

  /**
   * The files of a data set, each by its plain name or with {@code .gz} behind it.
   *
   * @param data the folder that {@code --data} names
   * @param set which data set, for the message
   * @return one path for every file of the set, in its order
   * @throws BadInputException that lists every file that is missing and where to get them
   */
  static List<Path> find(Path data, DataSet set) {
    List<Path> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : set.files()) {
      Path plain = data.resolve(name);
      Path packed = data.resolve(name + ".gz");
      if (Files.isRegularFile(plain)) {
        found.add(plain);
      } else if (set.mayBePacked() && Files.isRegularFile(packed)) {
        found.add(packed);
      } else {
        missing.add(name + (set.mayBePacked() ? "[.gz]" : ""));
      }
    }
    if (!missing.isEmpty()) {
      throw new BadInputException(
          "--data '"
              + data
              + "' lacks "
              + String.join(", ", missing)
              + ": 'ridgeline neural fetch --data "
              + data
              + "' gets them from "
              + set.source()
              + ", or put them there by hand");
    }
    return found;
  }

  /** Opens a file, unpacking it when its name ends in {@code .gz}. */
  static InputStream open(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    try {
      InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw, BUFFER) : raw;
      return new BufferedInputStream(plain, BUFFER);
    } catch (IOException failure) {
      raw.close();
      throw failure;
    }
  }

  /**
   * A whole file of which the size is known.
   *
   * @param file which
   * @param length bytes after unpacking
   * @return the bytes
   * @throws BadInputException when the file is shorter, longer or cannot be unpacked
   */
  static byte[] readExactly(Path file, long length) {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(Math.toIntExact(length));
      if (bytes.length < length || in.read() >= 0) {
        throw new BadInputException(
            file
                + " is damaged: "
                + (bytes.length < length ? bytes.length : "more than " + length)
                + " bytes instead of "
                + length);
      }
      return bytes;
    } catch (IOException failure) {
      throw unreadable(file, failure);
    }
  }

  /** The refusal of a file that cannot be read to its end. */
  static BadInputException unreadable(Path file, IOException failure) {
    String why =
        switch (failure) {
          case EOFException cutOff -> "it is cut off";
          case ZipException notPacked -> "not a sound gzip file (" + notPacked.getMessage() + ")";
          default -> failure.getClass().getSimpleName() + ": " + failure.getMessage();
        };
    return new BadInputException(file + " cannot be read: " + why);
  }
}
