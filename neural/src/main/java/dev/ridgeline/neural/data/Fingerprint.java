// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells data apart by what they hold, wherever the files lie and whether they are packed. */
public final class Fingerprint {
  private static final int DIGITS = 16;

  private Fingerprint() {}

  /**
   * The fingerprint of a data set.
   *
   * @param data the folder that {@code --data} names
   * @param set which data set
   * @return the beginning of the SHA-256 of all its files, unpacked, one after the other
   * @throws dev.ridgeline.workbench.cli.BadInputException when a file is missing or damaged
   */
  public static String of(Path data, DataSet set) {
    MessageDigest digest = sha256();
    for (Path file : DataFiles.find(data, set)) {
      try (InputStream in = DataFiles.open(file)) {
        in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      } catch (IOException failure) {
        throw DataFiles.unreadable(file, failure);
      }
    }
    return "sha256:" + HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException absent) {
      throw new AssertionError("every Java platform has SHA-256", absent);
    }
  }
}
