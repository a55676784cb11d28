// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

/** A backend that was asked for by name cannot run here. */
public final class BackendUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What is missing. */
  private final String reason;

  /** What to do about it. */
  private final String remedy;

  /**
   * A backend that cannot run.
   *
   * @param backend its name
   * @param reason what is missing
   * @param remedy what to do about it
   */
  public BackendUnavailableException(String backend, String reason, String remedy) {
    super("backend " + backend + " is unavailable: " + reason + "; " + remedy);
    this.reason = reason;
    this.remedy = remedy;
  }

  /**
   * What is missing.
   *
   * @return a clause without a full stop
   */
  public String reason() {
    return reason;
  }

  /**
   * What the user can do about it.
   *
   * @return a clause without a full stop
   */
  public String remedy() {
    return remedy;
  }
}
