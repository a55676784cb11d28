// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.pack;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Arrays that are used again: packed panels, edge tiles, right-hand sides, factors. Fresh ones cost
 * more than the zeros in them: where the heap has not been there before, the operating system maps
 * every page at its first touch, which takes longer than to factor what fits on it.
 *
 * <p>Whoever takes one gives it back; platform and virtual threads share them. What is kept for the
 * next taker stays below an eighth of the heap. Contents are undefined. Safe for use by several
 * threads.
 */
public final class Workspace {
  /** Arrays longer than 2^22 (32 MiB) are left to the garbage collector. */
  private static final int CLASSES = 23;

  private static final int SMALLEST = 10;

  /** Doubles that are kept at most: 128 MiB, and an eighth of the heap. */
  private static final long LIMIT = Math.min(1 << 24, Runtime.getRuntime().maxMemory() / 64);

  /** By the logarithm of the length. */
  private static final List<ConcurrentLinkedDeque<double[]>> FREE =
      Stream.generate(ConcurrentLinkedDeque<double[]>::new).limit(CLASSES).toList();

  private static final AtomicLong KEPT = new AtomicLong();

  private Workspace() {}

  /**
   * Takes an array.
   *
   * @param length at least so long
   * @return an array with undefined contents
   */
  public static double[] take(int length) {
    int power = Math.max(SMALLEST, Integer.SIZE - Integer.numberOfLeadingZeros(length - 1));
    if (power >= CLASSES) {
      return new double[length];
    }
    double[] found = FREE.get(power).pollFirst();
    if (found == null) {
      return new double[1 << power];
    }
    KEPT.addAndGet(-found.length);
    return found;
  }

  /**
   * Gives an array back.
   *
   * @param array from {@link #take}, not used afterwards
   */
  public static void give(double[] array) {
    int power = Integer.numberOfTrailingZeros(array.length);
    if (power >= CLASSES || array.length != 1 << power) {
      return;
    }
    if (KEPT.addAndGet(array.length) <= LIMIT) {
      FREE.get(power).offerFirst(array);
    } else {
      KEPT.addAndGet(-array.length);
    }
  }
}
