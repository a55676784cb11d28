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
    super("cell " + id + " failed: " + describe(cause), cause);
  }

  private static String describe(Throwable cause) {
    return cause.getMessage() == null
        ? cause.getClass().getSimpleName()
        : cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
