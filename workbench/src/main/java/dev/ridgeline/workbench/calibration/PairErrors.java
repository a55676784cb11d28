// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.calibration;

import dev.ridgeline.matrix.Matrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * Predictions for test rows from every prior with every target penalty, in the dual: with K the
 * centred Gram matrix of the standards, K = U diag(w) U', and k that of the test rows with them,
 *
 * <pre>mean(r) + x b0 + k U (U'r) / (w + mu), r = y - X b0</pre>
 *
 * for the best pair in hindsight, which no fit knows.
 */
final class PairErrors {
  /** Smaller eigenvalues, relative to the largest, are zeros: one is, of the centred constant. */
  private static final double ROUNDING = 1e-14;

  private final double[] w;
  private final double[][] u; // [direction][standard]
  private final double[][] rotated; // [test row][direction]

  PairErrors(Matrix standards, Matrix test) {
    int n = standards.rows();
    double[][] x = centred(standards, standards);
    double[][] k = products(x, x);
    EigenDecompositionSymmetric eigen =
        new EigenDecompositionSymmetric(MatrixUtils.createRealMatrix(k));
    w = eigen.getEigenvalues();
    RealMatrix vectors = eigen.getV();
    u = new double[n][];
    for (int d = 0; d < n; d++) {
      u[d] = vectors.getColumn(d);
    }
    rotated = products(products(centred(test, standards), x), u);
  }

  /** Rows of a table less the means of the standards. */
  private static double[][] centred(Matrix table, Matrix standards) {
    double[][] rows = new double[table.rows()][table.columns()];
    for (int j = 0; j < table.columns(); j++) {
      double mean = 0;
      for (int i = 0; i < standards.rows(); i++) {
        mean += standards.get(i, j) / standards.rows();
      }
      for (int i = 0; i < rows.length; i++) {
        rows[i][j] = table.get(i, j) - mean;
      }
    }
    return rows;
  }

  /** A B', of rows. */
  private static double[][] products(double[][] a, double[][] b) {
    double[][] products = new double[a.length][b.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        double sum = 0;
        for (int k = 0; k < a[i].length; k++) {
          sum += a[i][k] * b[j][k];
        }
        products[i][j] = sum;
      }
    }
    return products;
  }

  /**
   * The errors of the target penalty that is best on the test rows.
   *
   * @param residuals y less the prior, of the standards
   * @param left y less the prior, of the test rows
   * @param mu target penalties in the normal equations
   * @return prediction less reference of every test row
   */
  double[] best(double[] residuals, double[] left, double[] mu) {
    double mean = 0;
    for (double r : residuals) {
      mean += r / residuals.length;
    }
    double[] z = new double[w.length];
    for (int d = 0; d < w.length; d++) {
      for (int i = 0; i < residuals.length; i++) {
        z[d] += u[d][i] * (residuals[i] - mean);
      }
    }
    double[] best = new double[left.length];
    double least = Double.POSITIVE_INFINITY;
    for (double penalty : mu) {
      double[] errors = new double[left.length];
      double squares = 0;
      for (int i = 0; i < left.length; i++) {
        errors[i] = mean - left[i];
        for (int d = 0; d < w.length && w[d] > ROUNDING * w[0]; d++) {
          errors[i] += rotated[i][d] * z[d] / (w[d] + penalty);
        }
        squares += errors[i] * errors[i];
      }
      if (squares < least) {
        least = squares;
        best = errors;
      }
    }
    return best;
  }
}
