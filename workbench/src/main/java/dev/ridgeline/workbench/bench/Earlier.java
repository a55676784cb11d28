// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The times of another run of {@code bench}. */
final class Earlier {
  private Earlier() {}

  /**
   * Reads bench.csv of a folder.
   *
   * @param folder of a finished run
   * @return seconds by {@link Measurement#key}
   */
  static Map<String, Double> read(Path folder) {
    Path file = folder.resolve("bench.csv");
    Map<String, Double> seconds = new LinkedHashMap<>();
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("--compare", folder, "a folder of bench, with its bench.csv");
    }
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : rows) {
        String key =
            String.join(
                "|",
                row.getField("backend"),
                row.getField("work"),
                row.getField("size"),
                row.getField("threads"));
        seconds.put(key, Double.valueOf(row.getField("seconds")));
      }
    } catch (IOException | UncheckedIOException failure) {
      throw new BadInputException(file + " cannot be read: " + failure.getMessage());
    } catch (RuntimeException other) { // a column is missing, or no number
      throw new BadInputException("--compare", file, "bench.csv as bench writes it");
    }
    return seconds;
  }
}
