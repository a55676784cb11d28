// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.kernel;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which kernels C2 has compiled. Until then a vector kernel runs boxed, hundreds of times slower
 * than a plain loop, so drivers take the scalar twin of a kernel, which computes the same bits.
 */
public final class Compiled {
  /** The micro-kernels of gemm, and all that is built on them. */
  public static final Compiled TILES = new Compiled();

  /** Level-1 and level-2 kernels on columns. */
  public static final Compiled COLUMNS = new Compiled();

  /** Many small systems in the lanes of a vector. */
  public static final Compiled SMALL = new Compiled();

  /** Shifted tridiagonal and band systems, with shifts or rows in lanes. */
  public static final Compiled SHIFTED = new Compiled();

  // set once by the thread that warms the kernels; a stale false costs speed, no bits
  private final AtomicBoolean ready = new AtomicBoolean();

  private Compiled() {}

  /**
   * Whether the vector kernels of this family run at their speed.
   *
   * @return false before they are compiled, and for good where C2 does not run
   */
  public boolean ready() {
    return ready.getPlain();
  }

  void setReady() {
    ready.set(true);
  }
}
