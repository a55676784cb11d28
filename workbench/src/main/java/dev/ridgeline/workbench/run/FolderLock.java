// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import dev.ridgeline.workbench.cli.RunFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/** Keeps a second process out of a run folder; a killed process leaves no lock behind. */
final class FolderLock implements AutoCloseable {
  private static final int SIZES = 1000;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks the state folder, creating it when absent.
   *
   * <p>Between opening the file and locking it, its last owner may have removed it, and somebody
   * else may have made another. So the owner gives its file a size drawn at random and looks
   * whether the file of that name has it. It must not open that file to look: on POSIX systems,
   * closing any descriptor of a file drops the process's locks on it.
   */
  static FolderLock take(Path state, Path file) throws IOException {
    while (true) {
      Files.createDirectories(state);
      FileChannel channel;
      try {
        channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
      } catch (NoSuchFileException removedMeanwhile) {
        continue;
      }
      try {
        if (!locked(channel)) {
          throw new RunFailedException(
              state.getParent() + " is in use by another ridgeline process: wait until it ends");
        }
        int size = 1 + ThreadLocalRandom.current().nextInt(SIZES);
        channel.truncate(0).write(ByteBuffer.allocate(size));
        if (Files.exists(file) && Files.size(file) == size) {
          return new FolderLock(channel);
        }
        channel.close();
      } catch (NoSuchFileException removedMeanwhile) {
        channel.close();
      } catch (IOException | RuntimeException failure) {
        channel.close();
        throw failure;
      }
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException sameJvm) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
