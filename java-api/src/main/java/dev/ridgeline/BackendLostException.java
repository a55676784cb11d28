// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline;

/**
 * A backend failed in the middle of a computation and is not used any more. Results that were
 * returned before are good; what was being computed is not.
 *
 * <p>A {@link Ridgeline} that chose its backend by itself goes on with the next one: the same call,
 * made again, succeeds there. One whose backend was forced fails again.
 */
public final class BackendLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * A backend that is gone.
   *
   * @param backend its name
   * @param reason what failed, and where
   * @param cause the failure
   */
  public BackendLostException(String backend, String reason, Throwable cause) {
    super("backend " + backend + " failed: " + reason, cause);
  }
}
