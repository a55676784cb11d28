// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

/** A problem of a batch has no usable solution for a penalty; the others do. */
public final class NumericalFailureException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * A failed solution.
   *
   * @param problem its index
   * @param lambda the penalty, on the grid's scale
   * @param info what the verb reported
   */
  public NumericalFailureException(int problem, double lambda, int info) {
    super("problem " + problem + " failed at lambda=" + lambda + ": info=" + info);
  }
}
