// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.PathResult.Wants;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Workers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Entry point: an open backend and its thread pool.
 *
 * <pre>{@code
 * try (Ridgeline ridgeline = Ridgeline.open()) {
 *   RidgePath path =
 *       ridgeline.path(
 *           RidgeProblem.of(x, y).withLeaveOneOut(),
 *           LambdaGrid.logSpaced(LambdaScale.MEAN, 1e-2, 1e2, 50));
 *   double[] beta = path.coefficients(path.leaveOneOut().minimizer());
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads at once. Results are the same bits for any number of threads.
 * After {@link #close()} every method that computes throws {@link IllegalStateException}.
 */
public final class Ridgeline implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger("dev.ridgeline");

  private final boolean auto;
  private final ExecutorService owned;
  private final Workers workers;
  private final long memoryLimit;

  /** Calls hold its read lock, {@link #close()} waits for its write lock. */
  private final ReentrantReadWriteLock running = new ReentrantReadWriteLock();

  /** The backend of a call, bound in every thread that works for the call. */
  private final ScopedValue<Backend> inCall = ScopedValue.newInstance();

  /** Open beside {@link #backend}, for single calls that need more memory than it has; by name. */
  private final Map<String, Backend> standby = new LinkedHashMap<>();

  /** Lost, but blocks of them are still to be closed. */
  private final List<Backend> lost = new ArrayList<>();

  /** Backends whose lack of memory has been said in the log. */
  private final Set<String> saidToBeSmall = new HashSet<>();

  private final String explanation;
  private BackendSelector selector;
  private volatile Backend backend;
  private volatile boolean closed;
  private boolean released;

  private Ridgeline(Builder builder, BackendSelector installed) {
    auto = builder.backend.equals(BackendSelector.AUTO);
    selector = installed;
    BackendSelector.Choice choice = selector.choose(builder.backend);
    explanation = choice.explanation();
    LOGGER.log(System.Logger.Level.DEBUG, choice.details());
    int threads = builder.threads;
    if (builder.executor != null || threads == 1) {
      this.owned = null;
      this.workers =
          builder.executor == null
              ? Workers.SERIAL
              : new Workers(inheriting(builder.executor), threads);
    } else {
      this.owned =
          Executors.newFixedThreadPool(
              threads - 1, Thread.ofPlatform().daemon().name("ridgeline-", 1).factory());
      this.workers = new Workers(inheriting(owned), threads);
    }
    this.memoryLimit = builder.memoryLimit;
    try {
      this.backend = openOrNext(choice);
    } catch (RuntimeException failed) {
      if (owned != null) {
        owned.close();
      }
      throw failed;
    }
  }

  /** Helpers of a call belong to the call. */
  private Executor inheriting(Executor executor) {
    return helper -> {
      if (inCall.isBound()) {
        Backend of = inCall.get();
        executor.execute(() -> ScopedValue.where(inCall, of).run(helper));
      } else {
        executor.execute(helper);
      }
    };
  }

  /** Opens the choice; where that fails after a good probe, the next one, if nobody forced it. */
  private Backend openOrNext(BackendSelector.Choice first) {
    BackendSelector.Choice choice = first;
    while (true) {
      try {
        Backend open = standby.remove(choice.provider().name());
        return open != null ? open : choice.provider().open(workers);
      } catch (BackendUnavailableException failed) {
        if (!auto) {
          throw failed;
        }
        selector = selector.without(choice.provider().name());
        choice = selector.choose(BackendSelector.AUTO);
        LOGGER.log(System.Logger.Level.WARNING, failed.getMessage() + "; " + choice.explanation());
      }
    }
  }

  /**
   * Opens the backend named by the property {@code ridgeline.backend} or the variable {@code
   * RIDGELINE_BACKEND}, the first of them that is set and not blank; by default the fastest that
   * can run here, with all cores.
   *
   * @return an open instance
   * @throws BackendUnavailableException when a backend was forced that cannot run
   */
  public static Ridgeline open() {
    return builder().open();
  }

  /**
   * Opens with options.
   *
   * @return a builder with the defaults of {@link #open()}
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A hint that a backend will be opened soon: what makes it fast begins on another thread, while
   * the caller reads its data. Returns at once, changes no result and throws nothing.
   *
   * @param backend {@code auto} or the name of a backend
   */
  public static void prepare(String backend) {
    Objects.requireNonNull(backend, "backend");
    Thread.ofPlatform()
        .daemon()
        .name("ridgeline-prepare")
        .start(() -> BackendSelector.installed().prepare(backend));
  }

  /**
   * Asks every backend whether it can run here.
   *
   * @return probes, in the order in which {@code auto} asks
   */
  public static List<BackendProbe> probes() {
    return BackendSelector.installed().probes();
  }

  /**
   * Solves every problem for every penalty.
   *
   * @param problem what to solve and what to report
   * @param grid the penalties
   * @return the solutions, each with its outcome; a failed one does not stop the others
   * @throws TooLargeException when one problem and one penalty need more work memory than allowed
   * @throws IllegalStateException after {@link #close()}
   */
  public RidgePath path(RidgeProblem problem, LambdaGrid grid) {
    return path(problem, grid, RunControl.NONE);
  }

  /**
   * Solves every problem for every penalty, with progress (in problems) and cancellation.
   *
   * @param problem what to solve and what to report
   * @param grid the penalties
   * @param control progress and cancellation
   * @return the solutions
   * @throws java.util.concurrent.CancellationException when cancelled
   */
  public RidgePath path(RidgeProblem problem, LambdaGrid grid, RunControl control) {
    return compute(
        on ->
            new RidgePath(
                problem,
                grid,
                new PathRun(on, workers, problem, grid, plan(problem, grid, on), control).run(),
                on.name()));
  }

  /**
   * Solves problems of any shapes for every penalty.
   *
   * @param problems in any order; designs of one shape that ask for the same are solved together
   * @param grid the penalties
   * @return a path for each problem, in their order; where a backend gives a batch the bits of its
   *     items, as those of the CPU do, with the bits of {@link #path} of it alone
   * @throws TooLargeException when one problem and one penalty need more work memory than allowed
   * @throws IllegalStateException after {@link #close()}
   */
  public List<RidgePath> paths(List<RidgeProblem> problems, LambdaGrid grid) {
    return paths(problems, grid, RunControl.NONE);
  }

  /**
   * Solves problems of any shapes for every penalty, with progress (in problems) and cancellation.
   *
   * @param problems in any order; designs of one shape that ask for the same are solved together
   * @param grid the penalties
   * @param control progress and cancellation
   * @return a path for each problem, in their order; where a backend gives a batch the bits of its
   *     items, as those of the CPU do, with the bits of {@link #path} of it alone
   * @throws java.util.concurrent.CancellationException when cancelled
   */
  public List<RidgePath> paths(List<RidgeProblem> problems, LambdaGrid grid, RunControl control) {
    List<RidgeProblem> own = List.copyOf(problems);
    return new MixedPaths(this, own, grid, control).run(own);
  }

  /**
   * Memory that {@link #path} needs, computed from shapes alone.
   *
   * @param problem what to solve
   * @param grid the penalties
   * @return bytes and chunks
   * @throws TooLargeException when {@code path} would throw it
   * @throws IllegalStateException after {@link #close()}
   */
  public MemoryPlan plan(RidgeProblem problem, LambdaGrid grid) {
    return compute(on -> plan(problem, grid, on));
  }

  /**
   * Sums over rows, multiplied out by the backend.
   *
   * @param rows read once
   * @return the sums, about their means
   */
  public NormalEquations normalEquations(Rows rows) {
    return normalEquations(rows, RunControl.NONE);
  }

  /**
   * Sums over rows, multiplied out by the backend, with progress (in blocks) and cancellation.
   *
   * @param rows read once
   * @param control progress and cancellation
   * @return the sums, about their means
   */
  public NormalEquations normalEquations(Rows rows, RunControl control) {
    return compute(on -> NormalEquations.of(rows, on, workers, control));
  }

  /**
   * Sums over the rows of every group, in plain Java by all threads: small groups are multiplied
   * out where they are read.
   *
   * @param groups at least one, each read once
   * @param control progress, in groups, and cancellation
   * @return an item for each group, about its means
   */
  public NormalEquationsBatch normalEquations(GroupedRows groups, RunControl control) {
    return inCall(() -> NormalEquationsBatch.of(groups, workers, control));
  }

  /**
   * The threads of this instance, for algorithms that stand on it.
   *
   * @return where independent tasks run; after {@link #close} the caller's thread alone
   */
  public Workers workers() {
    return workers;
  }

  int penaltiesPerChunk(Table table, int penalties, Wants wants, Backend on) {
    LambdaGrid any = LambdaGrid.logSpaced(LambdaScale.SUM, 1, 2, penalties);
    return plan(RidgeProblem.of(table).with(wants), any, on).penaltiesPerChunk();
  }

  MemoryPlan plan(RidgeProblem problem, LambdaGrid grid, Backend on) {
    long limit = memoryLimit > 0 ? memoryLimit : on.device().memoryBytes() / 2;
    return Planner.plan(problem, grid.size(), workers.parallelism(), limit);
  }

  /**
   * Why this backend was taken when this was opened.
   *
   * @return one line: what was taken, and why not others that might be expected
   */
  public String explanation() {
    return explanation;
  }

  /**
   * The backend, for algorithms written over its verbs; inside {@link #compute} that of the call.
   * One that {@code auto} chose and that has been lost is replaced by the next, with one warning:
   * blocks belong to the backend they came from, so a computation that ended in a {@link
   * BackendLostException} begins again with this one.
   *
   * @return the open backend; closed with this
   * @throws IllegalStateException after {@link #close()}
   */
  public Backend backend() {
    return inCall(
        () -> {
          Backend of = inCall.get();
          return isLost(of) ? replace(of) : of;
        });
  }

  /**
   * Runs work that {@link #close()} waits for. Inside it this instance may be used as everywhere,
   * also by the threads of its pool and while another thread waits to close it; {@code close()}
   * itself is refused. Calls may be nested. For work that keeps blocks between calls; what begins
   * from the caller's data uses {@link #compute}.
   *
   * @param work runs in this thread
   * @param <T> its result
   * @return its result
   * @throws IllegalStateException after {@link #close()}
   */
  public <T> T inCall(Supplier<T> work) {
    if (inCall.isBound()) {
      return work.get();
    }
    requireOpen();
    running.readLock().lock();
    try {
      requireOpen(); // closed while this waited
      return ScopedValue.where(inCall, backend).call(work::get);
    } finally {
      running.readLock().unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this Ridgeline is closed");
    }
  }

  /**
   * Runs work in one call ({@link #inCall}), on another backend where the first does not serve and
   * {@code auto} chose it. After a {@link BackendLostException} the work begins again on the next
   * backend, which replaces the lost one. After a {@link DeviceMemoryException}, or a {@link
   * TooLargeException} that no {@link Builder#memoryLimit} causes, it begins again on a backend
   * with more memory, for this call only; where there is none, it throws.
   *
   * @param work computes from its own data: blocks of an earlier attempt are of no use to it.
   *     {@link #backend()} and {@link #path} inside it use the backend it is given
   * @param <T> its result
   * @return its result
   * @throws IllegalStateException after {@link #close()}
   */
  public <T> T compute(Function<Backend, T> work) {
    return inCall(
        () -> {
          Backend next = backend();
          while (true) {
            Backend on = next;
            try {
              return ScopedValue.where(inCall, on).call(() -> work.apply(on));
            } catch (BackendLostException failed) {
              next = isLost(on) ? replace(on) : on;
              if (next.equals(on)) {
                throw failed; // it was forced, or it is the last one
              }
            } catch (DeviceMemoryException spent) {
              // others use the device too: its size says nothing about what is left of it
              next = roomier(on, -1, spent);
            } catch (TooLargeException tooLarge) {
              if (memoryLimit > 0) {
                throw tooLarge;
              }
              next = roomier(on, on.device().memoryBytes(), tooLarge);
            }
          }
        });
  }

  private boolean isLost(Backend of) {
    return auto && of.lost().isPresent();
  }

  /**
   * Leaves a lost backend; returns the backend of this instance, the lost one if it is the last.
   */
  private synchronized Backend replace(Backend gone) {
    BackendSelector others = selector.without(gone.name());
    boolean first = backend.equals(gone);
    if ((first || standby.containsValue(gone)) && others.hasAvailable()) {
      selector = others;
      standby.remove(gone.name());
      lost.add(gone);
      if (first) {
        backend = openOrNext(selector.choose(BackendSelector.AUTO));
      }
      LOGGER.log(
          System.Logger.Level.WARNING,
          "backend "
              + gone.name()
              + " failed: "
              + gone.lost().orElseThrow()
              + "; continuing on "
              + backend.name());
    }
    return backend;
  }

  /** The next backend that has more memory than {@code bytes}, for one call. */
  private synchronized Backend roomier(Backend small, long bytes, RuntimeException reason) {
    while (auto) {
      Optional<BackendSelector.Choice> choice = selector.behind(small.name(), bytes);
      if (choice.isEmpty()) {
        break;
      }
      String name = choice.get().provider().name();
      try {
        Backend found =
            name.equals(backend.name())
                ? backend
                : standby.computeIfAbsent(name, _ -> choice.get().provider().open(workers));
        LOGGER.log(
            saidToBeSmall.add(small.name())
                ? System.Logger.Level.WARNING
                : System.Logger.Level.DEBUG,
            "backend "
                + small.name()
                + " has too little memory for this call: "
                + reason.getMessage()
                + "; continuing it on "
                + name);
        return found;
      } catch (BackendUnavailableException failed) {
        selector = selector.without(name);
        LOGGER.log(System.Logger.Level.WARNING, failed.getMessage());
      }
    }
    throw reason;
  }

  /**
   * Closes the backend and the instance's own threads. New calls are refused from now on; those
   * that run in other threads are waited for. Closing again does nothing.
   *
   * @throws IllegalStateException from inside a call of this instance, such as a progress callback,
   *     which would wait for itself; nothing is closed then
   */
  @Override
  public void close() {
    if (inCall.isBound()) {
      throw new IllegalStateException(
          "a Ridgeline cannot be closed from inside one of its calls: end the call (RunControl),"
              + " then close");
    }
    closed = true;
    running.writeLock().lock();
    try {
      if (!released) {
        released = true;
        release();
      }
    } finally {
      running.writeLock().unlock();
    }
  }

  private synchronized void release() {
    if (owned != null) {
      owned.close();
    }
    backend.close();
    standby.values().forEach(Backend::close);
    lost.forEach(Backend::close);
  }

  /** Backend, device, threads and memory limit, or that this is closed. */
  @Override
  public String toString() {
    if (closed) {
      return "Ridgeline[closed]";
    }
    Backend now = backend;
    return "Ridgeline["
        + now.name()
        + " on "
        + now.device().device()
        + ", threads="
        + workers.parallelism()
        + (memoryLimit > 0 ? ", memoryLimit=" + memoryLimit : "")
        + "]";
  }

  /** Options of an instance. Not safe for use by several threads. */
  public static final class Builder {
    private String backend = defaultBackend();
    private Executor executor;
    private int threads = Runtime.getRuntime().availableProcessors();
    private long memoryLimit;

    private Builder() {}

    private static String defaultBackend() {
      return Stream.of(System.getProperty("ridgeline.backend"), System.getenv("RIDGELINE_BACKEND"))
          .filter(name -> name != null && !name.isBlank())
          .findFirst()
          .map(String::strip)
          .orElse(BackendSelector.AUTO);
    }

    /**
     * Forces a backend.
     *
     * @param backend {@code auto}, {@code reference}, {@code cpu-simd} or {@code cuda}
     * @return this
     */
    public Builder backend(String backend) {
      this.backend = Objects.requireNonNull(backend, "backend");
      return this;
    }

    /**
     * Limits the threads at work, the caller's included.
     *
     * @param threads at least 1
     * @return this
     */
    public Builder threads(int threads) {
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be >= 1: threads=" + threads);
      }
      this.threads = threads;
      return this;
    }

    /**
     * Takes helpers from the caller's executor in place of a thread pool. The calling thread works
     * too and never waits for a helper that has not begun.
     *
     * @param executor not closed by this
     * @return this
     */
    public Builder executor(Executor executor) {
      this.executor = Objects.requireNonNull(executor, "executor");
      return this;
    }

    /**
     * Limits the work memory of one call.
     *
     * @param bytes at least 1; by default half of what the device reports, since inputs and results
     *     live there too
     * @return this
     */
    public Builder memoryLimit(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("memoryLimit must be >= 1: bytes=" + bytes);
      }
      this.memoryLimit = bytes;
      return this;
    }

    /**
     * Chooses and opens the backend.
     *
     * @return an open instance
     * @throws BackendUnavailableException when the backend forced cannot run; lists every probe
     * @throws IllegalArgumentException when no backend has that name
     */
    public Ridgeline open() {
      return open(BackendSelector.installed());
    }

    /** Chooses among given providers, for tests. */
    Ridgeline open(BackendSelector providers) {
      return new Ridgeline(this, providers);
    }

    @Override
    public String toString() {
      return "Ridgeline.Builder[backend="
          + backend
          + ", threads="
          + threads
          + (executor != null ? ", executor=" + executor : "")
          + (memoryLimit > 0 ? ", memoryLimit=" + memoryLimit : "")
          + "]";
    }
  }
}
