// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.run;

/** A cell that could not be computed. */
public final class CellFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * The failure of a cell.
   *
   * @param id the id of the cell
   * @param cause what the computation threw
   */
  public CellFailedException(String id, Throwable cause) {
    this(id, describe(cause), cause);
  }

  /**
   * The failure of a cell on another machine.
   *
   * @param id the id of the cell
   * @param description what went wrong, as {@link #describe} says it there
   * @param cause what is known of it here
   */
  public CellFailedException(String id, String description, Throwable cause) {
    super("cell " + id + " failed: " + description, cause);
  }

  /**
   * A failure in words.
   *
   * @param cause what the computation threw
   * @return its kind, and its message if it has one
   */
  public static String describe(Throwable cause) {
    return cause.getMessage() == null
        ? cause.getClass().getSimpleName()
        : cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
