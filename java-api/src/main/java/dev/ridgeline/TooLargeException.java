// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

/**
 * A call needs more work memory than it may take: more than {@link Ridgeline.Builder#memoryLimit},
 * or more than the device has. Found from shapes before anything is computed; the {@link Ridgeline}
 * stays as it was. The message names the bytes needed, the bytes allowed and what to change.
 */
public final class TooLargeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * Work that does not fit.
   *
   * @param message what needs how many bytes, how many are allowed, and what to change
   */
  public TooLargeException(String message) {
    super(message);
  }
}
