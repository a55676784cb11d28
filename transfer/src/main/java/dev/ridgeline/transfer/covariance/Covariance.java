// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.covariance;

import dev.ridgeline.transfer.internal.Checks;
import java.util.Arrays;

/**
 * The p x p covariance of the rows of a design: symmetric, positive semi-definite, immutable.
 *
 * <p>A diagonal covariance keeps its eigenvalues in coordinate order and costs O(p) everywhere; a
 * dense one is decomposed once, when it is made, and keeps its eigenvalues in ascending order.
 * Arrays handed in and out are copies. Safe for use by several threads.
 */
public sealed interface Covariance permits DiagonalCovariance, DenseCovariance {

  /**
   * The identity.
   *
   * @param p dimension, at least 1
   * @return the identity of order p
   * @throws IllegalArgumentException if p is below 1
   */
  static Covariance isotropic(int p) {
    Checks.atLeast("dimension", p, 1);
    double[] ones = new double[p];
    Arrays.fill(ones, 1.0);
    return new DiagonalCovariance(ones);
  }

  /**
   * A diagonal covariance.
   *
   * @param eigenvalues the diagonal in coordinate order, finite and not negative, length p, at
   *     least 1
   * @return the diagonal matrix
   * @throws IllegalArgumentException if an entry is negative or not finite, or there is none
   */
  static Covariance diagonal(double[] eigenvalues) {
    Checks.atLeast("dimension", eigenvalues.length, 1);
    for (int i = 0; i < eigenvalues.length; i++) {
      if (!(eigenvalues[i] >= 0.0 && Double.isFinite(eigenvalues[i]))) {
        throw new IllegalArgumentException(
            "eigenvalues must be finite and >= 0: eigenvalues[" + i + "]=" + eigenvalues[i]);
      }
    }
    return new DiagonalCovariance(eigenvalues.clone());
  }

  /**
   * The power law: eigenvalues k^-alpha for k = 1..p, divided by their mean, so that the trace is
   * p.
   *
   * @param p dimension, at least 1
   * @param alpha the exponent, finite and not negative; 0 is the identity
   * @return the diagonal matrix, largest eigenvalue first
   * @throws IllegalArgumentException if p is below 1, or alpha negative or not finite
   */
  static Covariance powerLaw(int p, double alpha) {
    Checks.atLeast("dimension", p, 1);
    Checks.notNegative("alpha", alpha);
    double[] eigenvalues = new double[p];
    double sum = 0.0;
    for (int k = 1; k <= p; k++) {
      eigenvalues[k - 1] = Math.pow(k, -alpha);
      sum += eigenvalues[k - 1];
    }
    double mean = sum / p;
    for (int i = 0; i < p; i++) {
      eigenvalues[i] /= mean;
    }
    return diagonal(eigenvalues);
  }

  /**
   * Any symmetric positive semi-definite matrix.
   *
   * <p>Symmetry is asked for to 1e-12 of the largest entry, and the mean of the two triangles is
   * kept. Eigenvalues that are zero to rounding (below p eps times the largest, either sign) are
   * set to zero.
   *
   * @param columnMajor the p x p entries, column after column
   * @param p dimension, at least 1
   * @return the covariance, with its eigendecomposition
   * @throws IllegalArgumentException if the length is not p squared, an entry is not finite, or the
   *     matrix is not symmetric or has a negative eigenvalue
   */
  static Covariance dense(double[] columnMajor, int p) {
    Checks.atLeast("dimension", p, 1);
    return DenseCovariance.of(columnMajor, p);
  }

  /**
   * The order of the matrix.
   *
   * @return p
   */
  int dimension();

  /**
   * Whether the coordinate axes are known to be eigenvectors.
   *
   * @return true for the isotropic, diagonal and power-law covariances
   */
  boolean isDiagonal();

  /**
   * The eigenvalues: in coordinate order if {@link #isDiagonal()}, otherwise ascending.
   *
   * @return a new array of length p
   */
  double[] eigenvalues();

  /**
   * The eigenvectors, in the order of {@link #eigenvalues()}.
   *
   * @return a new column-major p x p array, one orthonormal eigenvector per column
   */
  double[] eigenvectors();

  /**
   * One entry of the matrix.
   *
   * @param row row, from 0
   * @param column column, from 0
   * @return the entry
   * @throws IndexOutOfBoundsException if row or column is outside 0..p-1
   */
  double entry(int row, int column);

  /**
   * The dense matrix.
   *
   * @return a new column-major p x p array
   */
  double[] toColumnMajor();

  /**
   * The sum of the eigenvalues.
   *
   * @return the trace
   */
  double trace();

  /**
   * The squared length of x under this covariance, x' Sigma x.
   *
   * @param x a vector of length p
   * @return x' Sigma x
   * @throws IllegalArgumentException if the length is not p
   */
  double quadraticForm(double[] x);
}
