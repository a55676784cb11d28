// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import dev.ridgeline.workbench.cli.RunFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Keeps a second process out of a run folder; a killed process leaves no lock behind. */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks the state folder, creating it when absent.
   *
   * <p>Between opening the file and locking it, its last owner may have removed it. So the owner
   * signs it, and looks whether the file of that name bears the signature.
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
        String signature = UUID.randomUUID().toString();
        channel.truncate(0).write(ByteBuffer.wrap(signature.getBytes(StandardCharsets.US_ASCII)));
        if (Files.exists(file) && Files.readString(file).equals(signature)) {
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
