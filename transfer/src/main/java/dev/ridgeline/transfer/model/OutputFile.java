// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.model;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Writes files that appear complete or not at all, whoever else writes or reads them.
 *
 * <p>The content goes to a temporary file beside the target, whose name is drawn at random and
 * which is created exclusively, is put on disk, and is renamed into place. A file that is replaced
 * keeps its POSIX mode. A symbolic link is followed: the file that it leads to is replaced. What is
 * no regular file, such as a device or a FIFO, is written to and never replaced.
 *
 * <p>Stateless and safe for use by many threads.
 */
public final class OutputFile {
  private static final int MOST_LINKS = 40;

  /** Names below these are descriptors that somebody opened, not places in a folder. */
  private static final Set<Path> DESCRIPTORS = Set.of(Path.of("/proc"), Path.of("/dev/fd"));

  private static final Pattern KEPT_BY_WINDOWS =
      Pattern.compile("(?i)(con|prn|aux|nul|com[1-9]|lpt[1-9])(\\..*)?|.*[. ]");

  private OutputFile() {}

  /** What a file shall hold. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of it.
     *
     * @param to buffered; closed by the caller
     * @throws IOException when the stream does
     */
    void writeTo(OutputStream to) throws IOException;
  }

  /**
   * Writes a file.
   *
   * @param file the target; its folder exists
   * @param content what it shall hold
   * @throws IOException when it cannot be written; the target is then what it was, unless it is
   *     {@linkplain #isWrittenThrough written through}
   */
  public static void write(Path file, byte[] content) throws IOException {
    write(file, to -> to.write(content));
  }

  /**
   * Writes a file.
   *
   * @param file the target; its folder exists
   * @param content what it shall hold
   * @throws IOException when it cannot be written; the target is then what it was, unless it is
   *     {@linkplain #isWrittenThrough written through}
   */
  public static void write(Path file, Content content) throws IOException {
    if (isWrittenThrough(file)) {
      // a regular file that a shell opened as a descriptor has its end where the next byte goes
      StandardOpenOption how =
          Files.isRegularFile(file) ? StandardOpenOption.APPEND : StandardOpenOption.WRITE;
      try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file, how))) {
        content.writeTo(to);
      }
      return;
    }
    Path target = target(file);
    if (isKeptByWindows(target)) {
      throw new FileSystemException(
          file.toString(), null, "has a name that Windows keeps for itself: choose another");
    }
    if (Files.isDirectory(target)) {
      throw new FileSystemException(file.toString(), null, "is a folder");
    }
    Optional<Set<PosixFilePermission>> mode = mode(target);
    Path temporary = create(target, mode);
    try {
      fill(temporary, content);
      if (mode.isPresent()) {
        Files.setPosixFilePermissions(temporary, mode.get()); // beyond the umask, too
      }
      // without the second option it is for the file system to say whether a file is replaced
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Whether a file is written to where it stands, because replacing it would be wrong: a device, a
   * FIFO, a socket, or a descriptor of this process such as {@code /dev/stdout}.
   *
   * @param file any path
   * @return false for regular files, folders, links to them, and what does not exist
   */
  public static boolean isWrittenThrough(Path file) {
    try {
      if (Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
        return true;
      }
      Path path = file.toAbsolutePath().normalize();
      for (int links = 0; links <= MOST_LINKS; links++) {
        if (DESCRIPTORS.stream().anyMatch(path::startsWith)) {
          return true;
        }
        if (!Files.isSymbolicLink(path)) {
          return false;
        }
        path = path.resolveSibling(Files.readSymbolicLink(path)).normalize();
      }
      return false;
    } catch (IOException absent) {
      return false;
    }
  }

  /**
   * The mode of a file.
   *
   * @param file any path; links are followed
   * @return empty where there is no such file, or no POSIX file system
   * @throws IOException when it cannot be told
   */
  public static Optional<Set<PosixFilePermission>> mode(Path file) throws IOException {
    try {
      return Optional.of(Files.getPosixFilePermissions(file));
    } catch (NoSuchFileException | UnsupportedOperationException none) {
      return Optional.empty();
    }
  }

  /** Names of devices, and names that Windows would shorten, which then mean another file. */
  private static boolean isKeptByWindows(Path file) {
    return file.getFileSystem().getSeparator().equals("\\")
        && KEPT_BY_WINDOWS.matcher(String.valueOf(file.getFileName())).matches();
  }

  /** The file that a chain of links leads to, which need not exist. */
  private static Path target(Path file) throws IOException {
    Path path = file;
    for (int links = 0; links <= MOST_LINKS; links++) {
      if (!Files.isSymbolicLink(path)) {
        return path;
      }
      path = path.resolveSibling(Files.readSymbolicLink(path));
    }
    throw new FileSystemException(file.toString(), null, "too many levels of links");
  }

  /** An empty file that nobody else has and, from its first moment on, nobody more may read. */
  private static Path create(Path target, Optional<Set<PosixFilePermission>> mode)
      throws IOException {
    FileAttribute<?>[] attributes = {};
    if (mode.isPresent()) {
      Set<PosixFilePermission> first = EnumSet.of(PosixFilePermission.OWNER_WRITE);
      first.addAll(mode.get());
      attributes = new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(first)};
    }
    // not made of the target's name: that may be as long as names can be
    Path temporary = target.resolveSibling(".ridgeline-" + UUID.randomUUID() + ".tmp");
    try {
      return Files.createFile(temporary, attributes); // fails where the name is taken
    } catch (NoSuchFileException noFolder) {
      throw new NoSuchFileException(target.toString(), null, "its folder does not exist");
    }
  }

  private static void fill(Path temporary, Content content) throws IOException {
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      OutputStream to = new BufferedOutputStream(Channels.newOutputStream(channel));
      content.writeTo(to);
      to.flush();
      channel.force(true);
    }
  }
}
