// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.spectral;

import dev.ridgeline.transfer.internal.Checks;

/**
 * Generalised cross-validation for any filter: n |r|^2 / (n - df)^2.
 *
 * <p>The shortcut r_i/(1 - h_ii) is exact for ridge only; for the other filters use this score, or
 * K-fold. G. H. Golub, M. Heath and G. Wahba, "Generalized cross-validation as a method for
 * choosing a good ridge parameter", Technometrics 21 (1979). Stateless; safe for use by several
 * threads.
 */
public final class GeneralizedCrossValidation {
  private GeneralizedCrossValidation() {}

  /**
   * The score of one filter.
   *
   * @param filter the filter
   * @param squares s^2 of every direction, length r
   * @param projections U'y, length r, in the same order
   * @param outside |y|^2 - |U'y|^2, the squared length of y that no fit reaches, not negative
   * @param rows n, at least r
   * @param intercept whether y and X were centred, which costs one more degree of freedom
   * @return the score, an estimate of the mean squared prediction error; infinite if no degree of
   *     freedom is left
   * @throws IllegalArgumentException if the lengths differ, rows is below r (with an intercept, r +
   *     1), or a value is out of range
   */
  public static double score(
      SpectralFilter filter,
      double[] squares,
      double[] projections,
      double outside,
      int rows,
      boolean intercept) {
    Checks.onePerDirection("projections", projections, squares.length);
    Checks.notNegativeOrInfinite("outside", outside);
    int unreached = rows - squares.length - (intercept ? 1 : 0);
    if (unreached < 0) {
      throw new IllegalArgumentException(
          "rows must be at least the number of directions, and one more with an intercept: rows="
              + rows
              + ", directions="
              + squares.length);
    }
    double sum = outside;
    // n - df as a sum of what is left, which does not cancel near interpolation.
    double freedom = unreached;
    for (int k = 0; k < squares.length; k++) {
      double left = filter.residual(squares[k]);
      double r = left * projections[k];
      sum += r * r;
      freedom += left;
    }
    return freedom == 0.0 ? Double.POSITIVE_INFINITY : rows * sum / (freedom * freedom);
  }
}
