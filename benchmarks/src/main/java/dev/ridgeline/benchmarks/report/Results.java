// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.ridgeline.benchmarks.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The file of one run.
 *
 * @param mode quick, full or gate
 * @param date ISO 8601, UTC
 * @param machine where
 * @param figures of JMH; empty for the gate
 * @param verdicts of the gate; empty for the others
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Results(
    String mode, String date, Machine machine, List<Figure> figures, List<Verdict> verdicts) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .addMixIn(Verdict.class, VerdictJson.class);

  /** {@code pass} follows from the rest; it is in the file for people, and ignored when read. */
  @JsonIgnoreProperties(value = "pass", allowGetters = true)
  private interface VerdictJson {}

  /**
   * Reads a file.
   *
   * @param file as {@link #write} left it
   * @return the run
   * @throws IOException when it cannot be read
   */
  public static Results read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), Results.class);
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @param file in a folder that is made if missing
   * @throws IOException when it cannot be written
   */
  public void write(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Files.createDirectories(target.getParent());
    Path whole = Files.createTempFile(target.getParent(), "results", ".tmp");
    Files.writeString(whole, JSON.writeValueAsString(this) + "\n");
    Files.move(whole, target, StandardCopyOption.REPLACE_EXISTING);
  }
}
