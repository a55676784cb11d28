// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.table;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;

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
    return of(FileSystems.getDefault(), name);
  }

  /** The same in any file system. In that of Windows a pattern is no path. */
  static List<Path> of(FileSystem system, String name) {
    int first = firstOfPattern(name);
    if (first < 0 || exists(system, name)) {
      Path path = path(system, name);
      require(path);
      return List.of(path);
    }
    String separators = "/" + system.getSeparator();
    int start = first;
    while (start > 0 && separators.indexOf(name.charAt(start - 1)) < 0) {
      start--;
    }
    List<Path> found = List.of(path(system, name.substring(0, start)));
    try {
      StringTokenizer segments = new StringTokenizer(name.substring(start), separators);
      while (segments.hasMoreTokens()) {
        found = inside(found, segments.nextToken());
      }
    } catch (IOException failure) {
      throw Refusals.unreadable(name, failure);
    } catch (InvalidPathException | PatternSyntaxException wrong) {
      throw Refusals.file(name, "does not exist, and as a pattern is not understood");
    }
    List<Path> files = found.stream().filter(file -> !Files.isDirectory(file)).toList();
    if (files.isEmpty()) {
      throw Refusals.file(name, "matches no file: check the pattern and the folder");
    }
    return files;
  }

  private static boolean exists(FileSystem system, String name) {
    try {
      return Files.exists(system.getPath(name));
    } catch (InvalidPathException pattern) {
      return false;
    }
  }

  private static Path path(FileSystem system, String name) {
    try {
      return system.getPath(name);
    } catch (InvalidPathException wrong) {
      throw Refusals.file(name, "does not exist: it cannot be the name of a file");
    }
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

  /** Where the first character of a pattern stands, or -1. */
  private static int firstOfPattern(String name) {
    return IntStream.range(0, name.length())
        .filter(i -> "*?[{".indexOf(name.charAt(i)) >= 0)
        .findFirst()
        .orElse(-1);
  }

  private static List<Path> inside(List<Path> folders, String segment) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path folder : folders) {
      if (firstOfPattern(segment) < 0) {
        Path there = folder.resolve(segment);
        if (Files.exists(there)) {
          found.add(there);
        }
      } else if (Files.isDirectory(folder)) {
        found.addAll(matching(folder, segment));
      }
    }
    return found;
  }

  private static List<Path> matching(Path folder, String pattern) throws IOException {
    PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + pattern);
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        Path name = entry.getFileName();
        // As a shell has it, * does not find hidden files.
        boolean hidden = name.toString().startsWith(".") && !pattern.startsWith(".");
        if (!hidden && matcher.matches(name)) {
          found.add(folder.resolve(name));
        }
      }
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
    found.sort(null);
    return found;
  }
}
