// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.simd.pack;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;

/**
 * Scratch arrays that are used again: packed panels, edge tiles, right-hand sides.
 *
 * <p>A thread takes one for the length of a call and gives it back, so there are as many as calls
 * were ever under way at once; platform and virtual threads share them. Contents are undefined.
 * Safe for use by several threads.
 */
public final class Workspace {
  /** Arrays longer than 2^22 (32 MiB) are left to the garbage collector. */
  private static final int CLASSES = 23;

  private static final int SMALLEST = 10;

  /** By the logarithm of the length. */
  private static final List<ConcurrentLinkedDeque<double[]>> FREE =
      Stream.generate(ConcurrentLinkedDeque<double[]>::new).limit(CLASSES).toList();

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
    return found != null ? found : new double[1 << power];
  }

  /**
   * Gives an array back.
   *
   * @param array from {@link #take}, not used afterwards
   */
  public static void give(double[] array) {
    int power = Integer.numberOfTrailingZeros(array.length);
    if (power < CLASSES && array.length == 1 << power) {
      FREE.get(power).offerFirst(array);
    }
  }
}
