// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The SHA-256 that a file must have.
 *
 * @param sha256 in lower case
 * @param ofContent whether it is that of the unpacked content, since a file that was packed anew
 *     has other bytes and the same content
 */
record Checksum(String sha256, boolean ofContent) {
  private static final int BYTES = 32;

  /** Refuses what can never be the checksum of a file, before a download is compared with it. */
  Checksum {
    if (HexFormat.of().parseHex(sha256).length != BYTES) {
      throw new IllegalArgumentException("a SHA-256 has 64 digits: " + sha256);
    }
  }

  /**
   * Whether a file is the published one.
   *
   * @param file which
   * @return false also when it cannot be unpacked
   * @throws IOException when it cannot be read
   */
  boolean fits(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (!ofContent) {
        return sha256.equals(digest(in));
      }
      try (InputStream content = new GZIPInputStream(in)) {
        return sha256.equals(digest(content));
      } catch (ZipException | EOFException notPacked) {
        return false;
      }
    }
  }

  private static String digest(InputStream in) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException absent) {
      throw new AssertionError("every Java platform has SHA-256", absent);
    }
  }

  @Override
  public String toString() {
    return "sha256:" + sha256 + (ofContent ? " (unpacked)" : "");
  }
}
