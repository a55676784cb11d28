// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import dev.ridgeline.RunControl;
import dev.ridgeline.workbench.cli.GlobalOptions;
import dev.ridgeline.workbench.cli.RunFailedException;
import dev.ridgeline.workbench.cli.WriteFailure;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A run into one folder, opened by {@link RunOptions#open}: sweep, write, finish, close.
 *
 * <p>Result files become visible together when the run finishes. Closed without having finished, it
 * leaves the state that {@code --resume} continues. Used by one thread.
 */
public final class Run implements AutoCloseable {
  private final RunFolder folder;
  private final RunPlan plan;
  private final FolderLock lock;
  private final CellStore store;
  private final GlobalOptions global;
  private final RunRequest request;
  private int workers;
  private volatile SweepExecutor executor; // null before the first cell
  private volatile boolean cancelled;
  private int position; // in the order of all cells of the run
  private final List<String> files = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();
  private final Map<String, Object> notes = new LinkedHashMap<>();
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final Set<String> ids = new HashSet<>();
  private final long started = System.nanoTime();
  private final Thread hook = new Thread(this::interrupted, "interrupted-run");
  private final Progress progress;
  private boolean closed;

  /** Lock and store are null when the run was finished before. */
  Run(RunFolder folder, RunPlan plan, FolderLock lock, CellStore store, RunRequest request) {
    this.folder = folder;
    this.plan = plan;
    this.lock = lock;
    this.store = store;
    this.request = request;
    this.global = request.global();
    this.workers = global.threads();
    this.closed = store == null;
    this.progress = Progress.start(name(), closed || global.quiet());
    if (!closed) {
      Runtime.getRuntime().addShutdownHook(hook);
    }
  }

  /**
   * Whether the folder held the finished run, so that there is nothing to do.
   *
   * @return true after {@code --resume} of a finished run
   */
  public boolean alreadyFinished() {
    return store == null;
  }

  /**
   * The folder of the results.
   *
   * @return an absolute path
   */
  public Path folder() {
    return folder.path();
  }

  /**
   * The backend of this run, the same after every resume.
   *
   * @return its name, never {@code auto}
   */
  public String backend() {
    return plan.backend();
  }

  /**
   * The parameters of this run, by option name.
   *
   * @return an unmodifiable map in alphabetical order
   */
  public Map<String, String> parameters() {
    return Collections.unmodifiableMap(plan.parameters());
  }

  /**
   * The command of this run for a person, as a shell takes it.
   *
   * @return without defaults and what cannot change a result
   */
  public String commandLine() {
    return request.commandLine();
  }

  /**
   * The result files so far.
   *
   * @return plain file names, in the order in which they were written
   */
  public List<String> files() {
    return List.copyOf(files);
  }

  /**
   * Has another number of cells at work at a time than there are threads, where threads of this JVM
   * compute.
   *
   * @param cells at least one
   */
  public void workers(int cells) {
    workers = cells;
  }

  /**
   * Computes all cells that are not finished yet; its time is added to {@code seconds.sweep}.
   *
   * @param cells the cells, each id used once in the whole run
   * @param resultType a record that Jackson can write and read; doubles keep every bit
   * @param task what computes a cell
   * @param <C> the cells
   * @param <R> the results
   * @return the results in the order of the cells
   * @throws RunFailedException when a cell fails or its result cannot be kept
   */
  public <C extends Cell, R extends Serializable> List<R> sweep(
      List<C> cells, Class<R> resultType, CellTask<C, R> task) {
    return sweep(List.of(new SweepPart<>(cells, open -> task, (cell, result) -> {})), resultType)
        .getFirst();
  }

  /**
   * Computes all cells of several parts that are not finished yet, part by part; its time is added
   * to {@code seconds.sweep}. A run sweeps once: of a share of a run, the work ends here.
   *
   * @param parts the cells, each id used once in the whole run
   * @param resultType a record that Jackson can write and read; doubles keep every bit
   * @param <C> the cells
   * @param <R> the results
   * @return for every part the results in the order of the cells
   * @throws RunFailedException when a cell fails or its result cannot be kept
   */
  public <C extends Cell, R extends Serializable> List<List<R>> sweep(
      List<SweepPart<C, R>> parts, Class<R> resultType) {
    requireOpen();
    for (SweepPart<C, R> part : parts) {
      for (C cell : part.cells()) {
        if (!ids.add(cell.id())) {
          throw new IllegalArgumentException("two cells of a run have the id " + cell.id());
        }
      }
    }
    for (SweepPart<C, R> part : parts) {
      List<C> mine =
          part.cells().stream()
              .filter(cell -> request.shard().map(share -> share.has(position++)).orElse(true))
              .toList();
      timed("sweep", () -> compute(part, mine, resultType));
    }
    if (request.shard().isPresent()) {
      throw new ShardComputed();
    }
    // Fresh results pass through the store's form too, so that a resumed run sees the same.
    return parts.stream()
        .map(
            part ->
                part.cells().stream()
                    .map(cell -> store.find(cell.id(), resultType).orElseThrow())
                    .toList())
        .toList();
  }

  private <C extends Cell, R extends Serializable> void compute(
      SweepPart<C, R> part, List<C> cells, Class<R> resultType) {
    List<C> open =
        cells.stream().filter(cell -> store.find(cell.id(), resultType).isEmpty()).toList();
    int finished = cells.size() - open.size();
    notes.merge("resumed_cells", finished, (a, b) -> (int) a + (int) b);
    if (open.isEmpty()) {
      return;
    }
    Progress.Task before = progress.enter("sweep", "cells", cells.size(), finished);
    try {
      execute(
          open,
          part.task().apply(open),
          (cell, result) -> {
            store.append(cell.id(), result);
            progress.step();
            part.heard().accept(cell, result);
          });
    } finally {
      progress.leave(before);
    }
  }

  /**
   * Computes pieces of one problem where the cells of a study would be computed. Nothing is stored:
   * they are computed again when the run is.
   *
   * @param cells the pieces
   * @param task computes one
   * @param results takes every result once, in any order, one at a time
   * @param <C> the pieces
   * @param <R> their results
   */
  public <C extends Cell, R extends Serializable> void spread(
      List<C> cells, CellTask<C, R> task, BiConsumer<C, R> results) {
    Set<String> taken = new HashSet<>();
    execute(
        cells,
        task,
        (cell, result) -> {
          synchronized (taken) {
            if (taken.add(cell.id())) {
              results.accept(cell, result);
            }
          }
        });
  }

  private <C extends Cell, R extends Serializable> void execute(
      List<C> cells, CellTask<C, R> task, BiConsumer<C, R> results) {
    try {
      executor().execute(cells, task.retried(), results);
    } catch (CellFailedException failure) {
      throw new RunFailedException(failure.getMessage() + safe(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RunFailedException("interrupted" + safe(), interrupted);
    } catch (CancellationException cancelled) {
      waitForTheEnd();
    }
  }

  /** Threads are as many as the part at hand wants; a cluster is opened once. */
  private SweepExecutor executor() {
    if (request.cluster() == null) {
      executor = new LocalExecutor(workers);
    } else if (executor == null) {
      executor = request.cluster().get();
    }
    if (cancelled) {
      executor.cancel();
    }
    return executor;
  }

  /**
   * Does the work of the run: computes and writes all files. Of a share of the run, the work ends
   * with its cells, which {@link #finish} then publishes.
   *
   * @param work what to do
   */
  public void work(Runnable work) {
    try {
      work.run();
    } catch (ShardComputed done) {
      write(Shards.CELLS, store.bytes());
      note("cells", store.size());
      note("cells_of_run", position);
      note("arguments", request.arguments());
      finding(
          "Shard "
              + request.shard().orElseThrow()
              + ": "
              + store.size()
              + " of "
              + position
              + " cells; 'ridgeline merge' puts the shards together.");
    }
  }

  /** Ends the work of a share of a run. */
  private static final class ShardComputed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ShardComputed() {
      super("the cells of a shard are computed", null, false, false);
    }
  }

  /** The command without the program, for instance {@code phase}. */
  private String name() {
    return plan.command().substring(plan.command().indexOf(' ') + 1);
  }

  private String safe() {
    if (!store.isPresent()) {
      return ": its folder was removed while the run was at work, start anew";
    }
    if (store.size() == 0) {
      return ": the same command with --resume starts again";
    }
    return ": " + CellStore.safe(store.size()) + " in " + folder() + ", --resume continues";
  }

  /**
   * Adds a result file. It appears in the folder when the run finishes.
   *
   * @param name a plain file name
   * @param content what it holds
   */
  public void write(String name, byte[] content) {
    requireOpen();
    if (files.contains(name) || name.equals(RunFolder.MANIFEST)) {
      throw new IllegalArgumentException("file name is taken: name=" + name);
    }
    stage(name, content);
    files.add(name);
  }

  /**
   * Adds a result file of text, in UTF-8.
   *
   * @param name a plain file name
   * @param content what it holds
   */
  public void write(String name, String content) {
    write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private void stage(String name, byte[] content) {
    try {
      folder.stage(name, content);
    } catch (IOException failure) {
      throw cannotWrite(name, failure);
    }
  }

  private RunFailedException cannotWrite(String name, IOException failure) {
    return new RunFailedException(
        "cannot write " + name + " (" + WriteFailure.reason(failure) + ")" + safe(), failure);
  }

  /**
   * Forgets files and notes written so far, for work that begins again; finished cells and the time
   * already spent stay.
   */
  void beginAgain() {
    requireOpen();
    files.clear();
    findings.clear();
    notes.clear();
    ids.clear();
    position = 0;
  }

  /**
   * Adds an entry to the manifest, for instance {@code route}.
   *
   * @param key the name
   * @param value anything that Jackson can write
   */
  public void note(String key, Object value) {
    notes.put(key, value);
  }

  /** What was noted under a name. */
  Optional<Object> noted(String name) {
    return Optional.ofNullable(notes.get(name));
  }

  /**
   * Adds a finding: it is said on standard output when the run is finished, and the manifest has
   * it.
   *
   * @param sentence for people, with a full stop
   */
  public void finding(String sentence) {
    findings.add(sentence);
  }

  /**
   * Says what may be wrong on standard error, unless {@code --quiet}.
   *
   * @param sentence for people
   */
  public void warn(String sentence) {
    if (!global.quiet()) {
      System.err.println("ridgeline: " + sentence);
    }
  }

  /**
   * Does some work and adds its time to the manifest's {@code seconds}.
   *
   * @param part the name of the part, for instance {@code theory}
   * @param work what to do
   * @param <T> what it gives
   * @return what it gave
   */
  public <T> T timed(String part, Supplier<T> work) {
    return timed(part, "", control -> work.get());
  }

  /**
   * Does some work whose progress can be told, and adds its time to the manifest's {@code seconds}.
   *
   * @param part the name of the part, for instance {@code fit}
   * @param unit what the progress counts, for instance {@code tables}
   * @param work what to do, with the control that hears its progress
   * @param <T> what it gives
   * @return what it gave
   */
  public <T> T timed(String part, String unit, Function<RunControl, T> work) {
    long start = System.nanoTime();
    Progress.Task before = progress.enter(part, unit, 0, 0);
    try {
      return work.apply(progress.control());
    } finally {
      progress.leave(before);
      seconds.merge(part, since(start), Double::sum);
    }
  }

  /**
   * Does some work and adds its time to the manifest's {@code seconds}.
   *
   * @param part the name of the part, for instance {@code report}
   * @param work what to do
   */
  public void timed(String part, Runnable work) {
    timed(
        part,
        () -> {
          work.run();
          return null;
        });
  }

  /**
   * Books a share of a part's time as another part, where one sweep did two kinds of work.
   *
   * @param part the name of the part that has the time
   * @param other the name of the part that gets the share
   * @param share from 0 to 1
   */
  public void split(String part, String other, double share) {
    double moved = seconds.getOrDefault(part, 0.0) * share;
    seconds.merge(part, -moved, Double::sum);
    seconds.merge(other, moved, Double::sum);
  }

  private static double since(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }

  /** Publishes the files and the manifest, and says what was found: the run is finished. */
  public void finish() {
    requireOpen();
    progress.close();
    seconds.put("total", since(started));
    Map<String, Object> manifest =
        Environment.manifest(plan, global.threads(), seconds, files, findings);
    manifest.putAll(notes);
    try {
      folder.stage(
          RunFolder.MANIFEST,
          Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
      Ending ending = request.ending();
      String answer = ending.json() ? folder.staged(ending.answer()) : "";
      folder.publish(files);
      closeExecutor();
      stopHook();
      closed = true;
      store.close();
      folder.removeState();
      lock.close();
      ending.say(folder(), answer, files, findings);
    } catch (IOException failure) {
      throw cannotWrite(WriteFailure.file(failure).orElse(RunFolder.MANIFEST), failure);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the run in " + folder() + " is closed or finished");
    }
  }

  /** Ends the run; what is finished stays for {@code --resume}. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    progress.close();
    closeExecutor();
    stopHook();
    try {
      store.close();
      lock.close();
    } catch (IOException failure) {
      throw new RunFailedException("cannot close " + folder() + ": " + failure, failure);
    }
  }

  private void closeExecutor() {
    if (executor != null) {
      executor.close();
    }
  }

  private void stopHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      waitForTheEnd();
    }
  }

  /** Runs when the JVM is told to end, by Ctrl-C as a rule. */
  private void interrupted() {
    cancelled = true;
    if (executor != null) {
      executor.cancel();
    }
    store.seal();
    progress.close();
    System.err.println("ridgeline: interrupted" + safe());
  }

  /** The JVM is ending, and the hook says so: nothing more may be printed or written. */
  private static void waitForTheEnd() {
    while (true) {
      LockSupport.park();
    }
  }
}
