// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import dev.ridgeline.workbench.cli.BadInputException;
import dev.ridgeline.workbench.cli.RunFailedException;
import dev.ridgeline.workbench.cli.WriteFailure;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides what {@code --out}, {@code --resume} and {@code --overwrite} mean for a folder. */
final class RunOpening {
  private final RunFolder folder;
  private final RunPlan wanted;
  private final boolean resume;
  private final boolean overwrite;
  private final RunRequest request;

  /** Inputs have the option that names them. */
  RunOpening(
      RunFolder folder,
      RunPlan wanted,
      boolean resume,
      boolean overwrite,
      Map<Path, String> inputs,
      RunRequest request) {
    this.folder = folder;
    this.wanted = wanted;
    this.resume = resume;
    this.overwrite = overwrite;
    this.request = request;
    folder.protect(inputs);
  }

  Run open(Supplier<String> backend) {
    try {
      refuseWithoutTouching();
      if (resume && !folder.hasState()) {
        Optional<RunPlan> finished = folder.finished();
        if (finished.isPresent()) {
          return finished(finished.get());
        }
      }
    } catch (IOException failure) {
      throw folder.notWritable(failure);
    }
    List<Path> created = absent(folder.path());
    folder.requireWritable();
    boolean hadState = folder.hasState();
    FolderLock lock;
    try {
      lock = FolderLock.take(folder.state(), folder.lockFile());
    } catch (IOException failure) {
      throw Files.isDirectory(folder.lockFile())
          ? new RunFailedException(folder.lockFile() + " is a folder: remove it", failure)
          : folder.notWritable(failure);
    }
    try {
      return openLocked(lock, backend);
    } catch (IOException failure) {
      release(lock, hadState, created);
      throw new RunFailedException(
          "cannot use " + folder.path() + ": " + WriteFailure.reason(failure), failure);
    } catch (RuntimeException | Error failure) {
      release(lock, hadState, created);
      throw failure;
    }
  }

  /** The folder and those above it that are still to be made, the deepest first. */
  private static List<Path> absent(Path folder) {
    List<Path> absent = new ArrayList<>();
    for (Path path = folder; path != null && !Files.exists(path); path = path.getParent()) {
      absent.add(path);
    }
    return absent;
  }

  private void refuseWithoutTouching() throws IOException {
    if (Files.exists(folder.path()) && !Files.isDirectory(folder.path())) {
      throw new BadInputException("--out", folder.path(), "a folder, and this is a file");
    }
    if (folder.isEmptyOrAbsent()) {
      return;
    }
    if (Files.exists(folder.state()) && !folder.hasState()) {
      throw new BadInputException(
          "--out", folder.path(), "a folder without a file .run, which is the name of its state");
    }
    if (!resume && !overwrite) {
      throw new BadInputException(
          "--out",
          folder.path(),
          "an absent or empty folder (--resume continues the run in it, --overwrite replaces it)");
    }
    if (resume && !folder.hasState() && folder.finished().isEmpty()) {
      throw new BadInputException(
          "--resume", folder.path(), "the folder of a run, and this one holds other files");
    }
    Optional<Path> obstacle = folder.obstacle(wanted.command());
    if (obstacle.isPresent()) {
      throw new BadInputException(
          "--out",
          folder.path(),
          "a folder where " + obstacle.get().getFileName() + " can be a file, and it is a folder");
    }
    for (Path replaced : overwrite ? folder.replaceable() : List.<Path>of()) {
      folder.requireNoInput(replaced);
    }
  }

  private Run openLocked(FolderLock lock, Supplier<String> backend) throws IOException {
    if (resume) {
      Optional<RunPlan> finished = folder.finished();
      if (finished.isPresent()) {
        // Killed between the manifest and the removal of the state.
        Run run = finished(finished.get());
        folder.removeState();
        lock.close();
        return run;
      }
      Optional<RunPlan> unfinished = folder.unfinished();
      if (unfinished.isPresent()) {
        unfinished.get().requireSame(wanted);
        return atWork(lock, unfinished.get());
      }
    }
    Optional<Shards> merged = request.merged();
    if (merged.isPresent()) {
      merged.get().plan().requireSame(wanted, "the shards");
    }
    // shards may have been computed where there is another backend, which is not opened then
    RunPlan plan = wanted.withBackend(merged.map(of -> of.plan().backend()).orElseGet(backend));
    folder.discard();
    if (merged.isPresent()) {
      folder.keepCells(merged.get().lines());
    }
    folder.begin(plan);
    return atWork(lock, plan);
  }

  private Run atWork(FolderLock lock, RunPlan plan) throws IOException {
    if (Files.isDirectory(folder.cellLog())) {
      throw folder.damaged(folder.cellLog(), null);
    }
    CellStore store = CellStore.open(folder.cellLog());
    if (request.merged().isPresent() && store.size() != request.merged().get().cells()) {
      store.close();
      throw folder.damaged(folder.cellLog(), null);
    }
    return new Run(folder, plan, lock, store, request);
  }

  private Run finished(RunPlan recorded) throws IOException {
    recorded.requireSame(wanted);
    if (!request.global().quiet()) {
      System.err.println("ridgeline: the run in " + folder.path() + " is finished: nothing to do");
    }
    request.ending().repeat(folder.path());
    return new Run(folder, recorded, null, null, request);
  }

  /** Leaves no trace of a run that did not start. */
  private void release(FolderLock lock, boolean hadState, List<Path> created) {
    try {
      if (!hadState) {
        folder.removeState();
      }
      lock.close();
      for (Path path : created) {
        Files.deleteIfExists(path);
      }
    } catch (DirectoryNotEmptyException inUse) {
      // Somebody else put something there meanwhile.
      return;
    } catch (IOException failure) {
      System.err.println("ridgeline: cannot remove " + folder.state() + ": " + failure);
    }
  }
}
