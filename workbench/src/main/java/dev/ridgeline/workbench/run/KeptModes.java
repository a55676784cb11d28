// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ridgeline.transfer.model.OutputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The modes of result files that {@code --overwrite} removes before it computes, for those that
 * take their places.
 *
 * @param file where they are kept until the run is finished
 */
record KeptModes(Path file) {
  /** Adds the modes of some files; those of a removal that was cut short stay. */
  void keep(List<Path> files) throws IOException {
    Map<String, String> modes = read();
    for (Path replaced : files) {
      OutputFile.mode(replaced)
          .ifPresent(
              mode ->
                  modes.put(
                      replaced.getFileName().toString(), PosixFilePermissions.toString(mode)));
    }
    if (!modes.isEmpty()) {
      OutputFile.write(file, Json.MAPPER.writeValueAsBytes(modes));
    }
  }

  /** The mode that the earlier file of this name had. */
  Optional<Set<PosixFilePermission>> of(String name) throws IOException {
    try {
      return Optional.ofNullable(read().get(name)).map(PosixFilePermissions::fromString);
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  /** Nothing where the file is damaged: a mode is no reason to lose results. */
  private Map<String, String> read() throws IOException {
    Map<String, String> modes = new TreeMap<>();
    if (Files.isRegularFile(file)) {
      try {
        Json.MAPPER
            .readTree(Files.readAllBytes(file))
            .properties()
            .forEach(entry -> modes.put(entry.getKey(), entry.getValue().asText()));
      } catch (JsonProcessingException damaged) {
        modes.clear();
      }
    }
    return modes;
  }
}
