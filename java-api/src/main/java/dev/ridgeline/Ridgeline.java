// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.BackendSelector;
import dev.ridgeline.internal.PathAlgorithm;
import dev.ridgeline.internal.Planner;
import dev.ridgeline.internal.TooLargeException;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.DeviceMemoryException;
import dev.ridgeline.spi.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The entry: an open backend and the threads to feed it.
 *
 * <pre>{@code
 * try (Ridgeline ridgeline = Ridgeline.open()) {
 *   RidgePath path =
 *       ridgeline.path(
 *           RidgeProblem.of(x, y).withLeaveOneOut(),
 *           LambdaGrid.logSpaced(1e-2, 1e2, 50, LambdaScale.MEAN));
 *   double[] beta = path.coefficients(path.leaveOneOut().minimizer());
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads at once. Results are the same bits for any number of threads.
 */
public final class Ridgeline implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger("dev.ridgeline");

  private final boolean auto;
  private final ExecutorService owned;
  private final Workers workers;
  private final long memoryLimit;
  private final List<Backend> replaced = new ArrayList<>();
  private BackendSelector selector;
  private volatile Backend backend;
  private volatile boolean closed;

  private Ridgeline(Builder builder) {
    auto = builder.backend.equals(BackendSelector.AUTO);
    selector = BackendSelector.installed();
    BackendSelector.Choice choice = selector.choose(builder.backend);
    LOGGER.log(auto ? System.Logger.Level.INFO : System.Logger.Level.DEBUG, choice.explanation());
    int threads = builder.threads;
    if (builder.executor != null || threads == 1) {
      this.owned = null;
      this.workers =
          builder.executor == null ? Workers.SERIAL : new Workers(builder.executor, threads);
    } else {
      this.owned =
          Executors.newFixedThreadPool(
              threads - 1, Thread.ofPlatform().daemon().name("ridgeline-", 1).factory());
      this.workers = new Workers(owned, threads);
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

  /** Opens the choice; where that fails after a good probe, the next one, if nobody forced it. */
  private Backend openOrNext(BackendSelector.Choice first) {
    BackendSelector.Choice choice = first;
    while (true) {
      try {
        return choice.provider().open(workers);
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
   * RIDGELINE_BACKEND}, by default the fastest that can run here, with all cores.
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
   * @throws IllegalArgumentException when the work does not fit into memory
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
    if (closed) {
      throw new IllegalStateException("this Ridgeline is closed");
    }
    while (true) {
      Backend used = backend();
      try {
        PathAlgorithm algorithm = new PathAlgorithm(used, problem, grid, plan(problem, grid, used));
        return new RidgePath(problem, grid, algorithm.run(workers, control));
      } catch (BackendLostException failed) {
        if (backend().equals(used)) {
          throw failed; // it was forced, or it is the last one
        }
      } catch (DeviceMemoryException spent) {
        if (!auto) {
          throw spent;
        }
        spent.giveUp(); // halves of halves did not fit
      } catch (TooLargeException tooLarge) {
        if (!auto || !replaceByLarger(used, tooLarge)) {
          throw tooLarge;
        }
      }
    }
  }

  /**
   * What {@link #path} would take, without computing anything.
   *
   * @param problem what to solve
   * @param grid the penalties
   * @return bytes and chunks
   * @throws IllegalArgumentException when one problem and one penalty exceed the memory allowed
   */
  public MemoryPlan plan(RidgeProblem problem, LambdaGrid grid) {
    return plan(problem, grid, backend());
  }

  private MemoryPlan plan(RidgeProblem problem, LambdaGrid grid, Backend on) {
    long limit = memoryLimit > 0 ? memoryLimit : on.device().memoryBytes() / 2;
    return Planner.plan(problem, grid.size(), workers.parallelism(), limit);
  }

  /**
   * The backend, for algorithms written over its verbs. One that was chosen by itself and has been
   * lost is replaced by the next, with one warning: blocks belong to the backend they came from, so
   * a computation that ended in a {@link BackendLostException} begins again with this one.
   *
   * @return the open backend; closed with this
   */
  public Backend backend() {
    Backend current = backend;
    return auto && current.lost().isPresent()
        ? replace(current, current.lost().orElseThrow())
        : current;
  }

  private synchronized Backend replace(Backend gone, String reason) {
    if (backend.equals(gone) && !closed && selector.without(gone.name()).hasAvailable()) {
      selector = selector.without(gone.name());
      backend = openOrNext(selector.choose(BackendSelector.AUTO));
      replaced.add(gone); // blocks of it are still to be closed
      LOGGER.log(
          System.Logger.Level.WARNING,
          "backend " + gone.name() + " failed: " + reason + "; going on with " + backend.name());
    }
    return backend;
  }

  /** A GPU that other programs have filled must not keep the CPU from solving the problem. */
  private boolean replaceByLarger(Backend small, TooLargeException tooLarge) {
    Backend next = replace(small, tooLarge.getMessage());
    return next.device().memoryBytes() > small.device().memoryBytes();
  }

  /** Closes the backend and the threads of its own. */
  @Override
  public void close() {
    closed = true;
    if (owned != null) {
      owned.close();
    }
    synchronized (this) {
      backend.close();
      replaced.forEach(Backend::close);
      replaced.clear();
    }
  }

  /** Options of an instance. Not safe for use by several threads. */
  public static final class Builder {
    private String backend = defaultBackend();
    private Executor executor;
    private int threads = Runtime.getRuntime().availableProcessors();
    private long memoryLimit;

    private Builder() {}

    private static String defaultBackend() {
      String property = System.getProperty("ridgeline.backend");
      String variable = System.getenv("RIDGELINE_BACKEND");
      return property != null ? property : variable != null ? variable : BackendSelector.AUTO;
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
     * Takes helpers from an executor of the caller's instead of threads of its own. The calling
     * thread works too and never waits for a helper that has not begun.
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
      return new Ridgeline(this);
    }
  }
}
