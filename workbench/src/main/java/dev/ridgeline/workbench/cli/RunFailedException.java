// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.cli;

/** A command that failed while running: one line on standard error, exit code 1. */
public final class RunFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure without a deeper cause.
   *
   * @param message what failed, what is safe, and the remedy
   */
  public RunFailedException(String message) {
    super(message);
  }

  /**
   * A failure with its cause, which {@code --verbose} shows.
   *
   * @param message what failed, what is safe, and the remedy
   * @param cause what brought it about
   */
  public RunFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
