// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import dev.ridgeline.matrix.Matrix;
import java.util.Arrays;

/**
 * A source as the average sees it: its models for every penalty and, where it is known, how
 * uncertain they are: w ~ N(b0, noise (V0 diag(variances) V0' + beyond (I - V0 V0'))). Coefficients
 * and axes are those of the target's design, in the unit of its response. The arrays are not copied
 * and must not change.
 *
 * @param path p x L coefficients
 * @param own index of the penalty that is best for the source itself; -1 where it is not known
 * @param axes V0, p x r0; null where the uncertainty is not known
 * @param variances r0 numbers for every model, in units of the noise's; null likewise
 * @param beyond for every model the variance of what V0 leaves; null likewise
 * @param noise variance of the source's noise; NaN: that of the target
 */
public record SourceView(
    Matrix path, int own, Matrix axes, double[][] variances, double[] beyond, double noise) {
  /**
   * Of the largest eigenvalue of a source. With a smaller penalty the prior is flat where the
   * source says nothing, and 1 + t A would lose its 1 to rounding.
   */
  private static final double FLAT = 1e-12;

  /**
   * Takes models whose uncertainty is not known.
   *
   * @param path p x L coefficients
   * @return a source that the first pass serves alone
   */
  public static SourceView ofModels(Matrix path) {
    return new SourceView(path, -1, null, null, null, 0);
  }

  /**
   * Takes models of a sample whose sums are known, X0'X0 = V0 diag(s0^2) V0': of the uncertainty
   * noise (X0'X0 + mu0 I)^-1.
   *
   * @param path p x L coefficients
   * @param own index of the penalty that is best for the source itself
   * @param mu L penalties in the source's normal equations
   * @param axes V0, p x r0
   * @param squares r0 numbers s0^2
   * @param noise variance of the source's noise
   * @return the source
   */
  public static SourceView ofSums(
      Matrix path, int own, double[] mu, Matrix axes, double[] squares, double noise) {
    double largest = Arrays.stream(squares).max().orElse(0);
    double least = Math.max(FLAT * largest, Double.MIN_NORMAL);
    double[][] variances = new double[mu.length][];
    double[] beyond = new double[mu.length];
    for (int j = 0; j < mu.length; j++) {
      double penalty = Math.max(mu[j], least);
      variances[j] = Arrays.stream(squares).map(s -> 1 / (s + penalty)).toArray();
      beyond[j] = 1 / penalty;
    }
    return new SourceView(path, own, axes, variances, beyond, noise);
  }

  int size() {
    return path.columns();
  }

  boolean isUncertain() {
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
