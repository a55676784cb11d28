// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Progress and cancellation of one call. Both may be called from several threads.
 *
 * @param cancelled asked between chunks of work; true ends the call with {@link
 *     CancellationException}
 * @param progress told about finished work
 */
public record RunControl(BooleanSupplier cancelled, Progress progress) {
  /** Never cancelled, tells nobody. */
  public static final RunControl NONE = new RunControl(() -> false, (done, total) -> {});

  /** Hears how far a call is. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Called after each finished chunk.
     *
     * @param done finished units
     * @param total all units
     */
    void update(long done, long total);
  }

  /** Checks the operands. */
  public RunControl {
    Objects.requireNonNull(cancelled, "cancelled");
    Objects.requireNonNull(progress, "progress");
  }

  /** The same cancellation, without progress: for steps that are not counted. */
  RunControl quiet() {
    return new RunControl(cancelled, NONE.progress());
  }

  /**
   * Ends the call when it was cancelled.
   *
   * @throws CancellationException when so
   */
  public void check() {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("cancelled by the caller");
    }
  }
}
