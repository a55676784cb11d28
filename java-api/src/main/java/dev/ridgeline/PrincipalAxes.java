// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.matrix.Matrix;

/**
 * The eigenvectors and eigenvalues of X'X of a prepared table, those that are not rounding: X'X = V
 * diag(s^2) V'. Columns that are constant or not penalised are rows of zeros in V.
 *
 * @param vectors V, p x r: do not write to it
 * @param squares r numbers s^2, in no particular order, in the unit of the design: do not write to
 *     them
 * @param exponent power of two that was taken out of the design: eigenvalues of the table are s^2
 *     2^(2 exponent). It is 0 unless squares of the table would leave the range of doubles
 */
public record PrincipalAxes(Matrix vectors, double[] squares, int exponent) {
  /**
   * Number of axes.
   *
   * @return the rank r
   */
  public int rank() {
    return squares.length;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "PrincipalAxes[" + vectors.rows() + " features, rank " + rank() + "]";
  }
}
