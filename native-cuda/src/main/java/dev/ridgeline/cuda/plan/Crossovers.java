// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.cuda.plan;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Where one way becomes quicker than another. They depend on the order of the matrices alone, so
 * that an item is computed the same way in any batch. The defaults were measured on an H100; the
 * probe measures its device and writes a file that the backend reads.
 *
 * @param batchedUpTo orders up to which batched Cholesky beats one call per matrix
 * @param spectrumInFactors how many factors of a batch take as long as one spectrum
 * @param spectraBatchedUpTo orders up to which the batched eigensolver beats one call per matrix
 */
public record Crossovers(int batchedUpTo, int spectrumInFactors, int spectraBatchedUpTo) {
  /**
   * From an H100 with CUDA 13.0: up to 1024, the largest order tried, 50 at once beat one call per
   * matrix, five times for factors and four times for spectra; one spectrum of order 256 takes as
   * long as 181 to 225 factors of a batch, in three runs.
   */
  public static final Crossovers DEFAULT = new Crossovers(1024, 180, 1024);

  private static final String BATCHED = "batchedUpTo";
  private static final String SPECTRUM = "spectrumInFactors";
  private static final String SPECTRA = "spectraBatchedUpTo";

  /** Checks ranges. */
  public Crossovers {
    if (batchedUpTo < 0 || spectrumInFactors < 0 || spectraBatchedUpTo < 0) {
      throw new IllegalArgumentException(
          "crossovers must be >= 0: batchedUpTo="
              + batchedUpTo
              + ", spectrumInFactors="
              + spectrumInFactors
              + ", spectraBatchedUpTo="
              + spectraBatchedUpTo);
    }
  }

  /**
   * Whether matrices of an order are factored in batches.
   *
   * @param n order
   * @return false: one call per matrix
   */
  public boolean isBatched(int n) {
    return n <= batchedUpTo;
  }

  /**
   * Whether a reduction becomes a spectrum; otherwise all shifted matrices are built by one product
   * and factored in one batch. Beyond the batched orders every shift would be a call of its own,
   * and a spectrum pays for itself within a few.
   *
   * @param n order
   * @param shifts asked for at once
   * @return true for a spectrum
   */
  public boolean isSpectrum(int n, int shifts) {
    return !isBatched(n) || shifts >= spectrumInFactors;
  }

  /**
   * Reads a file of the probe.
   *
   * @param file properties with the names of the components; those missing keep their default
   * @return the crossovers
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when a value is no whole number &gt;= 0
   */
  public static Crossovers read(Path file) throws IOException {
    Properties values = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      values.load(in);
    }
    return new Crossovers(
        number(file, values, BATCHED, DEFAULT.batchedUpTo),
        number(file, values, SPECTRUM, DEFAULT.spectrumInFactors),
        number(file, values, SPECTRA, DEFAULT.spectraBatchedUpTo));
  }

  private static int number(Path file, Properties values, String name, int otherwise) {
    String text = values.getProperty(name);
    if (text == null) {
      return otherwise;
    }
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(
          file + ": " + name + " must be a whole number, not '" + text + "'", wrong);
    }
  }

  /**
   * Writes a file that {@link #read} reads.
   *
   * @param file overwritten
   * @param measuredOn the device, for people
   * @throws IOException when it cannot be written
   */
  public void write(Path file, String measuredOn) throws IOException {
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write("# crossovers of the cuda backend, measured on " + measuredOn + "\n");
      out.write(BATCHED + "=" + batchedUpTo + "\n");
      out.write(SPECTRUM + "=" + spectrumInFactors + "\n");
      out.write(SPECTRA + "=" + spectraBatchedUpTo + "\n");
    }
  }
}
