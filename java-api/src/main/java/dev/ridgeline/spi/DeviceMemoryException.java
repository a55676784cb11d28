// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.spi;

/**
 * The memory of a backend's device is spent. The backend is as usable as before; nothing of the
 * verb that failed may be read. Algorithms answer it with a smaller piece.
 */
public final class DeviceMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * A failed allocation.
   *
   * @param message what was asked for, and where
   * @param cause the failure
   */
  public DeviceMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
