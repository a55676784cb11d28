// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** Finds the files that a user named: by a path, or by a pattern with {@code * ? [..] {..}}. */
final class FileNames {
  private FileNames() {}

  /**
   * The files of one name.
   *
   * @return the file of exactly this name, where there is one, or else all that match, in the order
   *     of their names
   */
  static List<Path> of(String name) {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException wrong) {
      throw Refusals.file(name, "does not exist: it cannot be the name of a file");
    }
    if (!isPattern(name) || Files.exists(path)) {
      require(path);
      return List.of(path);
    }
    List<Path> found = new ArrayList<>();
    found.add(path.isAbsolute() ? path.getRoot() : null);
    try {
      for (Path segment : path) {
        found = inside(found, segment.toString());
      }
    } catch (IOException failure) {
      throw Refusals.unreadable(name, failure);
    } catch (PatternSyntaxException wrong) {
      throw Refusals.file(name, "does not exist, and as a pattern is not understood");
    }
    List<Path> files = found.stream().filter(file -> !Files.isDirectory(file)).toList();
    if (files.isEmpty()) {
      throw Refusals.file(name, "matches no file: check the pattern and the folder");
    }
    return files;
  }

  /** Refuses what is no file. */
  static void require(Path file) {
    if (file.toString().isEmpty()) { // which Java takes for the folder one is in
      throw Refusals.file("''", "is no name of a file");
    }
    if (Files.isDirectory(file)) {
      throw Refusals.file(file.toString(), "is a folder: expected a file");
    }
    if (Files.notExists(file)) { // which a folder that may not be looked into does not tell
      throw Refusals.file(file.toString(), "does not exist");
    }
  }

  private static boolean isPattern(String name) {
    return name.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  private static List<Path> inside(List<Path> folders, String segment) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path folder : folders) {
      if (!isPattern(segment)) {
        Path there = folder == null ? Path.of(segment) : folder.resolve(segment);
        if (Files.exists(there)) {
          found.add(there);
        }
      } else if (folder == null || Files.isDirectory(folder)) {
        found.addAll(matching(folder, segment));
      }
    }
    return found;
  }

  private static List<Path> matching(Path folder, String pattern) throws IOException {
    Path in = folder == null ? Path.of("") : folder;
    PathMatcher matcher = in.getFileSystem().getPathMatcher("glob:" + pattern);
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(in)) {
      for (Path entry : entries) {
        Path name = entry.getFileName();
        // As a shell has it, * does not find hidden files.
        boolean hidden = name.toString().startsWith(".") && !pattern.startsWith(".");
        if (!hidden && matcher.matches(name)) {
          found.add(in.resolve(name));
        }
      }
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
    found.sort(null);
    return found;
  }
}
