// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

/**
 * The memory of a backend's device is spent, down to the smallest piece of work. The backend is as
 * usable as before; nothing of the verb that failed may be read. Algorithms answer it with a
 * smaller piece, so a caller meets it only where a backend was forced or no other is left.
 */
public final class DeviceMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Ends the use of the device. */
  private final transient Runnable giveUp;

  /**
   * A failed allocation.
   *
   * @param message what was asked for, and where
   * @param cause the failure
   * @param giveUp makes the backend a lost one
   */
  public DeviceMemoryException(String message, Throwable cause, Runnable giveUp) {
    super(message, cause);
    this.giveUp = giveUp;
  }

  /**
   * Where no smaller piece is left to try: the backend counts as lost from now on, so that one
   * chosen by {@code auto} is replaced, and one that was forced says why it cannot go on.
   */
  public void giveUp() {
    giveUp.run();
  }
}
