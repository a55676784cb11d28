// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.internal;

/** One problem does not fit into the memory allowed. */
public final class TooLargeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  TooLargeException(String message) {
    super(message);
  }
}
