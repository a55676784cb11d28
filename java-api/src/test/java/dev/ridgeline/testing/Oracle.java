// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

/** Dense linear algebra that no backend uses, refined until only the data's own error is left. */
public final class Oracle {
  private static final int REFINEMENTS = 3;

  private Oracle() {}

  /**
   * The inverse by Gauss-Jordan elimination with pivoting, refined by Newton's iteration with exact
   * residuals.
   *
   * @param a n x n, of condition well below 1e15
   * @return its inverse, nearly correct to rounding
   */
  public static Dense inverse(Dense a) {
    Dense x = eliminate(a);
    for (int step = 0; step < REFINEMENTS; step++) {
      x = x.plus(x.times(Dense.identity(a.rows()).minusProduct(a, x)));
    }
    return x;
  }

  /**
   * The logarithm of the determinant of a positive definite matrix, by Gaussian elimination without
   * pivoting.
   *
   * @param a n x n, of condition well below 1e15
   * @return sum of the logarithms of its pivots
   */
  public static double logDeterminant(Dense a) {
    int n = a.rows();
    double[] u = a.data().clone();
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += Math.log(u[k + k * n]);
      for (int j = k + 1; j < n; j++) {
        double factor = u[k + j * n] / u[k + k * n];
        for (int i = k + 1; i < n; i++) {
          u[i + j * n] -= factor * u[i + k * n];
        }
      }
    }
    return sum;
  }

  private static Dense eliminate(Dense a) {
    int n = a.rows();
    double[][] rows = new double[n][2 * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        rows[i][j] = a.get(i, j);
      }
      rows[i][n + i] = 1;
    }
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) {
          pivot = i;
        }
      }
      double[] swap = rows[k];
      rows[k] = rows[pivot];
      rows[pivot] = swap;
      double divisor = rows[k][k];
      for (int j = 0; j < 2 * n; j++) {
        rows[k][j] /= divisor;
      }
      for (int i = 0; i < n; i++) {
        double factor = rows[i][k];
        for (int j = 0; i != k && j < 2 * n; j++) {
          rows[i][j] -= factor * rows[k][j];
        }
      }
    }
    return Dense.of(n, n, (i, j) -> rows[i][n + j]);
  }

  /**
   * The excess risk of an L2-SP fit by its definition.
   *
   * @param x n x p
   * @param y n x 1
   * @param prior p x L
   * @param truth p x 1
   * @param sigma p x p
   * @param mu penalty
   * @return L x 1
   */
  public static Dense transferRisk(
      Dense x, Dense y, Dense prior, Dense truth, Dense sigma, double mu) {
    Dense fit = transferFit(x, y, prior, mu);
    return Dense.of(
        prior.columns(),
        1,
        (l, one) -> {
          Dense error = fit.columns(l, 1).minus(truth);
          return error.transpose().times(sigma.times(error)).get(0, 0);
        });
  }

  /**
   * The L2-SP fit by its definition, on the side whose system is smaller: the larger one's
   * condition, |X|^2 / mu, would spoil the digits.
   *
   * @param x n x p
   * @param y n x 1
   * @param prior p x L
   * @param mu penalty
   * @return p x L
   */
  public static Dense transferFit(Dense x, Dense y, Dense prior, double mu) {
    Dense targets = Dense.of(x.rows(), prior.columns(), (i, l) -> y.get(i, 0));
    Dense residual = targets.minusProduct(x, prior);
    Dense transposed = x.transpose();
    Dense step =
        x.rows() < x.columns()
            ? transposed.times(inverse(x.times(transposed).shifted(mu)).times(residual))
            : inverse(transposed.times(x).shifted(mu)).times(transposed.times(residual));
    return prior.plus(step);
  }
}
