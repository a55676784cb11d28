// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import dev.ridgeline.simd.jvm.Allocation;
import dev.ridgeline.simd.jvm.SimdSwitch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Gets the vector kernels compiled beside useful work: a daemon thread runs each on small data
 * until it allocates nothing, and only then are drivers told ({@link Compiled}). It computes
 * nothing that anybody reads and changes no bit of a result.
 *
 * <p>Allocation is what tells code of C2 from all other: there vectors live in registers, anywhere
 * else each of them is an object. Speed does not tell, since C1's boxed code of a kernel with
 * vectors of 512 bit passes a flop a nanosecond.
 *
 * <p>Where there are cores to spare it begins at once. On one or two cores compiling takes from the
 * run itself what it gives back only later, and a short command is over before: there it waits
 * until a run has asked for a while, or begins a call so large that the twins would take longer for
 * it than C2 for the kernels. Such a call {@link Compiled#await waits}.
 *
 * <p>A family of kernels joins with one line in {@link #FAMILIES}. Its bursts obey two rules:
 *
 * <ul>
 *   <li>A burst is a short call, some 10 000 flops, and allocates nothing but vectors: C2 is
 *       triggered by calls and loops together, and a single long call would only compile a copy in
 *       which it is stuck.
 *   <li>It takes every path of its kernel: full and partial tiles, strides, each value of beta that
 *       is special. C2 drops branches that it has not seen taken, and the first call that takes one
 *       throws the code away and runs boxed until it is compiled again.
 * </ul>
 *
 * <p>Safe for use by several threads.
 */
public final class Warmup {
  /** Property that keeps the scalar twins for good when it is {@code false}. */
  public static final String PROPERTY = "ridgeline.simd.warmup";

  /**
   * Kernels that are told ready together.
   *
   * @param state what drivers ask
   * @param eager whether to begin before any driver has asked, where cores are idle
   * @param bursts makes one for every kernel on small data, on the thread that runs them; none
   *     leaves the family to its scalar twins
   */
  record Family(Compiled state, boolean eager, Supplier<List<Runnable>> bursts) {}

  // in the order in which a run needs them
  private static final List<Family> FAMILIES =
      List.of(
          new Family(Compiled.TILES, true, TileKernel::bursts),
          new Family(Compiled.COLUMNS, true, ColumnBursts::columns),
          new Family(Compiled.SHIFTED, true, ShiftedBursts::tridiagonal),
          new Family(Compiled.SINGLE, true, SmallBursts::singles),
          new Family(Compiled.ELEMENTS, true, ColumnBursts::elements),
          new Family(Compiled.BAND, true, ShiftedBursts::band),
          new Family(Compiled.SMALL, false, SmallBursts::groups));

  // a vector that a compiled kernel hands to a method that is not inlined is an object still, two
  // or
  // three a call; boxed, the smallest burst makes twenty of some 100 bytes
  private static final long FEW_BYTES = 800;
  private static final long SLICE_NANOS = 200_000;

  // what C2's thresholds ask for: from here on it is at work or has other work before this, and
  // boxed calls would only take the core from it
  private static final int ENOUGH_CALLS = 1_000;
  private static final int PAUSE_FACTOR = 4;

  // compiling takes about a second of core time: with fewer cores it waits for a run that has gone
  // on for so long that it is likely to go on as long again
  private static final boolean CORES_TO_SPARE = Runtime.getRuntime().availableProcessors() >= 4;

  /** How long a family is asked for in small calls before it is wanted. */
  static final long PATIENCE_NANOS = CORES_TO_SPARE ? 0 : 700_000_000;

  // generous: where other work has the cores, what takes a second alone may take a minute
  private static final long LIMIT_NANOS = 300_000_000_000L;

  private static final AtomicBoolean STARTED = new AtomicBoolean();
  private static final AtomicBoolean ALL_WANTED = new AtomicBoolean();
  private static final CountDownLatch ENDED = new CountDownLatch(1);
  private static final Thread THREAD = thread();

  private Warmup() {}

  private static Thread thread() {
    Thread thread = new Thread(Warmup::run, "ridgeline-warmup");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins, unless that has happened or is switched off. Returns at once. */
  public static void start() {
    if (!SimdSwitch.TWINS
        && !FAMILIES.isEmpty()
        && !"false".equals(System.getProperty(PROPERTY))
        && !STARTED.getAndSet(true)) {
      THREAD.start();
    }
  }

  /**
   * Waits until every kernel is compiled, for benchmarks and tests. Nothing is waited for that was
   * not {@link #start started}.
   *
   * @param timeout how long at most
   * @return whether all kernels run at their speed
   * @throws InterruptedException when interrupted while waiting
   */
  public static boolean await(Duration timeout) throws InterruptedException {
    ALL_WANTED.set(true);
    wake();
    if (STARTED.get() && !ENDED.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    return FAMILIES.stream().allMatch(family -> family.state().ready());
  }

  /** Whether any kernel has joined. */
  static boolean hasFamilies() {
    return !FAMILIES.isEmpty();
  }

  /** Whether kernels will ever be compiled. */
  static boolean isStarted() {
    return STARTED.get();
  }

  /** A family that was left for later is wanted now. */
  static void wake() {
    if (STARTED.get()) {
      LockSupport.unpark(THREAD);
    }
  }

  private static void run() {
    boolean[] done = new boolean[FAMILIES.size()];
    for (int left = done.length; left > 0; left--) {
      int next = next(done);
      while (next < 0) {
        LockSupport.park(ENDED);
        next = next(done);
      }
      done[next] = true;
      warm(FAMILIES.get(next), LIMIT_NANOS);
    }
    ENDED.countDown();
  }

  /** The first family to be compiled now; none if all that are left have yet to be asked for. */
  private static int next(boolean[] done) {
    for (int i = 0; i < done.length; i++) {
      Family family = FAMILIES.get(i);
      if (!done[i]
          && (family.state().wanted() || ALL_WANTED.get() || (family.eager() && CORES_TO_SPARE))) {
        return i;
      }
    }
    return -1;
  }

  /** Compiles a family; what cannot be compiled keeps its scalar twins. */
  static void warm(Family family, long limitNanos) {
    long end = System.nanoTime() + limitNanos;
    List<Runnable> bursts = family.bursts().get();
    boolean compiled = !bursts.isEmpty();
    for (Runnable burst : bursts) {
      compiled = compiled && isCompiled(burst, end);
    }
    family.state().settle(compiled);
  }

  private static boolean isCompiled(Runnable burst, long end) {
    long calls = 0;
    for (long now = System.nanoTime(); now < end; ) {
      long began = now;
      long before = calls;
      long allocated = Allocation.ofThisThread();
      do {
        burst.run();
        calls++;
        now = System.nanoTime();
      } while (now - began < SLICE_NANOS);
      if (Allocation.ofThisThread() - allocated < FEW_BYTES * (calls - before)) {
        return true;
      }
      if (calls > ENOUGH_CALLS) {
        LockSupport.parkNanos(PAUSE_FACTOR * (now - began));
        now = System.nanoTime(); // the pause is no part of a slice
      }
    }
    return false;
  }
}
