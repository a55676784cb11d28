// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.fetch;

import dev.ridgeline.transfer.model.OutputFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Takes the files that are known out of an archive; whatever else it holds stays inside. */
final class Unpack {
  private Unpack() {}

  /**
   * Unpacks files.
   *
   * @param archive a tar file, compressed
   * @param folder where they go
   * @param names paths inside the archive, and below the folder
   * @throws IOException when the archive cannot be read or lacks one of them
   */
  static void files(Path archive, Path folder, List<String> names) throws IOException {
    Set<String> open = new HashSet<>(names);
    try (InputStream raw = Files.newInputStream(archive);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(raw)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        // only names of the list lead to a file, so none can lead out of the folder
        if (entry.isFile() && open.remove(entry.getName())) {
          Path target = folder.resolve(entry.getName());
          Files.createDirectories(target.getParent());
          OutputFile.write(target, tar::transferTo);
        }
      }
    }
    if (!open.isEmpty()) {
      throw new IOException("the archive lacks " + String.join(", ", open));
    }
  }
}
