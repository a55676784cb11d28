// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import dev.ridgeline.matrix.Matrix;

/**
 * A source as the average sees it: its models for every penalty and, where they are known, the sums
 * over its rows, X0'X0 = V0 diag(s0^2) V0'. Coefficients and axes are those of the target's design,
 * in the unit of its response. The arrays are not copied and must not change.
 *
 * @param path p x L coefficients
 * @param own index of the penalty that is best for the source itself; -1 where it is not known
 * @param mu L penalties in the source's normal equations; null where the sums are not known
 * @param axes V0, p x r0; null where they are not known
 * @param squares r0 numbers s0^2; null where they are not known
 * @param noise variance of the source's noise
 */
public record SourceView(
    Matrix path, int own, double[] mu, Matrix axes, double[] squares, double noise) {
  /**
   * Takes models of which no sample is known.
   *
   * @param path p x L coefficients
   * @return a source that the first pass serves alone
   */
  public static SourceView ofModels(Matrix path) {
    return new SourceView(path, -1, null, null, null, 0);
  }

  int size() {
    return path.columns();
  }

  boolean hasSums() {
    return axes != null;
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
    return "SourceView[" + size() + " models of " + path.rows() + " features]";
  }
}
