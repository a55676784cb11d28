// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.neural.data;

import dev.ridgeline.workbench.cli.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The messages of 20 Newsgroups, split by date: bodies by group, in the order of their numbers as
 * text, whatever the order in the archive.
 *
 * @param train bodies by group
 * @param test bodies by group
 */
record Messages(Map<String, List<String>> train, Map<String, List<String>> test) {
  private static final String PREFIX = "20news-bydate-";

  /** Far beyond the longest message of the set, 160 kB. */
  private static final int LONGEST_MESSAGE = 1 << 24;

  /**
   * Reads the groups that a study needs.
   *
   * @param archive the file {@code 20news-bydate.tar.gz}
   * @param groups names of groups
   * @return their messages without headers, footers and quotes
   * @throws BadInputException when the archive is damaged or lacks a group
   */
  static Messages read(Path archive, List<String> groups) {
    Map<String, TreeMap<String, String>> found = new TreeMap<>();
    for (String part : List.of("train", "test")) {
      groups.forEach(group -> found.put(PREFIX + part + "/" + group, new TreeMap<>()));
    }
    try (InputStream raw = DataFiles.open(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(raw)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name =
            entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
        int slash = name.lastIndexOf('/');
        TreeMap<String, String> group = slash < 0 ? null : found.get(name.substring(0, slash));
        if (group != null && entry.isFile()) {
          group.put(name.substring(slash + 1), MessageText.body(text(archive, entry, tar)));
        }
      }
      drain(raw);
    } catch (IOException failure) {
      throw DataFiles.unreadable(archive, failure);
    }
    return new Messages(
        part(archive, found, groups, "train"), part(archive, found, groups, "test"));
  }

  private static String text(Path archive, TarArchiveEntry entry, InputStream in)
      throws IOException {
    if (entry.getSize() > LONGEST_MESSAGE) {
      throw new BadInputException(
          archive
              + " is damaged: "
              + entry.getName()
              + " would have "
              + entry.getSize()
              + " bytes");
    }
    byte[] bytes = in.readAllBytes();
    if (bytes.length != entry.getSize()) {
      throw new BadInputException(archive + " is damaged: it is cut off in " + entry.getName());
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Reads to the very end, where the checksum of the compressed file is. */
  private static void drain(InputStream raw) throws IOException {
    raw.transferTo(OutputStream.nullOutputStream());
  }

  private static Map<String, List<String>> part(
      Path archive, Map<String, TreeMap<String, String>> found, List<String> groups, String part) {
    Map<String, List<String>> messages = new TreeMap<>();
    for (String group : groups) {
      TreeMap<String, String> numbered = found.get(PREFIX + part + "/" + group);
      if (numbered.isEmpty()) {
        throw new BadInputException(
            archive
                + " holds no message of "
                + PREFIX
                + part
                + "/"
                + group
                + ": expected the archive of 20 Newsgroups split by date, from "
                + DataSet.NEWSGROUPS.source());
      }
      messages.put(group, new ArrayList<>(numbered.values()));
    }
    return messages;
  }
}
