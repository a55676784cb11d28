// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which kernels C2 has compiled. Until then a vector kernel runs boxed, hundreds of times slower
 * than a plain loop, so drivers take the scalar twin of a kernel, which computes the same bits. A
 * driver asks once per block of work, not once per call: the answer may change in mid-operation,
 * and no bit with it.
 */
public final class Compiled {
  /** The clock is read once in so many answers, since some kernels take no longer than that. */
  private static final int CLOCK = 64;

  /** The twins reach a flop or two a nanosecond, and a family takes C2 half a second. */
  private static final double LARGE = 5e8;

  /** A busy machine compiles late, and the twins are no worse there than elsewhere. */
  private static final long LIMIT_NANOS = 3_000_000_000L;

  /** The micro-kernels of gemm, and all that is built on them. */
  public static final Compiled TILES = new Compiled();

  /** Dots, updates and products of columns: what reduces a matrix. */
  public static final Compiled COLUMNS = new Compiled();

  /** Rotations of columns, distances between them, and what is done element by element. */
  public static final Compiled ELEMENTS = new Compiled();

  /** Many small systems in the lanes of a vector. */
  public static final Compiled SMALL = new Compiled();

  /** One small system, its rows or right-hand sides in the lanes of a vector. */
  public static final Compiled SINGLE = new Compiled();

  /** Shifted tridiagonal systems, with shifts or rows in lanes. */
  public static final Compiled SHIFTED = new Compiled();

  /** Shifted band systems, with shifts in lanes. */
  public static final Compiled BAND = new Compiled();

  // set once by the thread that warms the kernels; a stale false costs speed, no bits
  private final AtomicBoolean ready = new AtomicBoolean();
  private final AtomicBoolean wanted = new AtomicBoolean();
  private final CountDownLatch settled = new CountDownLatch(1);

  // threads that race for these lose counts and nothing that matters
  private int asked;
  private long since;

  Compiled() {}

  /**
   * Whether the vector kernels of this family run at their speed. Asking is what gets a family
   * compiled that is not compiled in advance.
   *
   * @return false before they are compiled, and for good where C2 does not run
   */
  public boolean ready() {
    return ready.getPlain() || ask();
  }

  private boolean ask() {
    if (!wanted.getPlain() && asked++ % CLOCK == 0) {
      long now = System.nanoTime();
      if (asked == 1) {
        since = now;
      }
      if (now - since >= Warmup.PATIENCE_NANOS && !wanted.getAndSet(true)) {
        Warmup.wake();
      }
    }
    return false;
  }

  /**
   * Waits for the vector kernels of this family before a call for which the scalar twins would take
   * longer than C2 takes to compile them. Returns at once where they are compiled, where the call
   * is smaller, and where they will never be compiled.
   *
   * @param flops of the call
   */
  public void await(double flops) {
    if (!ready.getPlain() && flops >= LARGE && Warmup.isStarted()) {
      wanted.set(true);
      Warmup.wake();
      try {
        // what comes back too late is done by the twins, to the same bits
        boolean settledInTime = settled.await(LIMIT_NANOS, TimeUnit.NANOSECONDS);
        assert settledInTime || !ready.get();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  boolean wanted() {
    return wanted.get();
  }

  /** The kernels are compiled now, or given up for good. */
  void settle(boolean compiled) {
    ready.set(compiled);
    settled.countDown();
  }
}
