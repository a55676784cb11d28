// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

import dev.ridgeline.BackendLostException;
import dev.ridgeline.DeviceMemoryException;

/**
 * What a run does when its backend fails on the way, such as a GPU after a fault: it computes once
 * more. A backend chosen by {@code auto} has been replaced by then; one that was forced fails
 * again.
 */
public final class LostBackend {
  private LostBackend() {}

  /**
   * What is computed.
   *
   * @param <T> its result
   * @param <E> what it throws
   */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    /**
     * Computes from the beginning.
     *
     * @return the result
     * @throws E when that is not possible
     */
    T compute() throws E;
  }

  /**
   * Computes; once more after a failure of the backend, and where its memory is spent again, on the
   * next backend if there is one.
   *
   * @param work depends on nothing that a first attempt leaves behind
   * @param <T> its result
   * @param <E> what it throws
   * @return its result
   * @throws E of the work
   * @throws BackendLostException when the backend fails for the second time, or does not suffice
   */
  public static <T, E extends Exception> T retry(Work<T, E> work) throws E {
    try {
      return work.compute();
    } catch (BackendLostException lost) {
      return work.compute();
    } catch (DeviceMemoryException spent) {
      try {
        return work.compute();
      } catch (DeviceMemoryException again) {
        again.giveUp();
        return work.compute();
      }
    }
  }
}
