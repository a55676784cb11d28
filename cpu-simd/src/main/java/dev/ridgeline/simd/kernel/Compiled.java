// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

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

  /** The micro-kernels of gemm, and all that is built on them. */
  public static final Compiled TILES = new Compiled();

  /** Level-1 and level-2 kernels on columns. */
  public static final Compiled COLUMNS = new Compiled();

  /** Many small systems in the lanes of a vector. */
  public static final Compiled SMALL = new Compiled();

  /** One small system, its rows or right-hand sides in the lanes of a vector. */
  public static final Compiled SINGLE = new Compiled();

  /** Shifted tridiagonal and band systems, with shifts or rows in lanes. */
  public static final Compiled SHIFTED = new Compiled();

  // set once by the thread that warms the kernels; a stale false costs speed, no bits
  private final AtomicBoolean ready = new AtomicBoolean();
  private final AtomicBoolean wanted = new AtomicBoolean();

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
    return ready.getPlain() || want();
  }

  private boolean want() {
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

  boolean wanted() {
    return wanted.get();
  }

  void setReady() {
    ready.set(true);
  }
}
