// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

/**
 * What leave-one-out and GCV are made of, for one problem and penalty: the leave-one-out error of
 * row i is {@code errors_i / kept_i}, and GCV is n ||errors||^2 / keptTrace^2.
 *
 * <p>Primal: errors are residuals and kept_i = 1 - h_ii. Dual: both divided by mu, errors are a =
 * (K + mu)^-1 y and kept_i = [(K + mu)^-1]_ii, so that nothing cancels when mu is small (r = mu a
 * and 1 - h_ii = mu [(K + mu)^-1]_ii).
 *
 * @param rows n
 * @param errors n x T, column-major
 * @param kept n numbers; null when leave-one-out is not wanted
 * @param keptTrace the sum of kept
 * @param degrees effective degrees of freedom
 */
record RowErrors(int rows, double[] errors, double[] kept, double keptTrace, double degrees) {

  /** From residuals, leverages h (or null) and degrees of freedom. */
  static RowErrors primal(int rows, double[] residuals, double[] leverages, double degrees) {
    double[] kept = null;
    if (leverages != null) {
      kept = new double[rows];
      for (int i = 0; i < rows; i++) {
        kept[i] = 1 - leverages[i];
      }
    }
    return new RowErrors(rows, residuals, kept, rows - degrees, degrees);
  }

  void store(PathResult result, int problem, int penalty, int targets) {
    result.degrees[problem][penalty] = Math.max(0, degrees);
    for (int t = 0; t < targets; t++) {
      double square = 0;
      double leftOut = 0;
      for (int i = 0; i < rows; i++) {
        double e = errors[t * rows + i];
        // divided before it is squared: dual errors may overflow or vanish where the quotient does
        // not
        double part = e / keptTrace;
        square += part * part;
        if (kept != null) {
          double out = e / kept[i];
          leftOut += out * out;
        }
      }
      result.gcv[problem][penalty * targets + t] = rows * square;
      if (kept != null) {
        result.leaveOneOut[problem][penalty * targets + t] = leftOut / rows;
      }
    }
  }
}
