// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.internal.Checks;

/**
 * What is known of the true coefficients w0 (source) and w1 (target).
 *
 * <p>Either two fixed vectors, or w0 in a random direction: w0 w0' is replaced by its mean I/p (so
 * w0 has mean squared length 1) and w1 = rho w0. Immutable.
 */
public sealed interface Coefficients {

  /**
   * Two fixed vectors.
   *
   * @param w0 source coefficients, length p, finite
   * @param w1 target coefficients, length p, finite
   * @return the pair, copied
   * @throws IllegalArgumentException if the lengths differ, are zero, or an entry is not finite
   */
  static Coefficients fixed(double[] w0, double[] w1) {
    Checks.atLeast("length of w0", w0.length, 1);
    Checks.dimension("w1", w1.length, w0.length);
    for (int i = 0; i < w0.length; i++) {
      Checks.finite("w0[" + i + "]", w0[i]);
      Checks.finite("w1[" + i + "]", w1[i]);
    }
    return new Fixed(w0.clone(), w1.clone());
  }

  /**
   * A random direction: E w0 w0' = I/p and w1 = rho w0.
   *
   * @param rho the alignment, finite; below 1 imperfect, 1 perfect, above 1 super-aligned
   * @return the averaged coefficients
   * @throws IllegalArgumentException if rho is not finite
   */
  static Coefficients averaged(double rho) {
    return new Averaged(Checks.finite("rho", rho));
  }

  /** Two fixed vectors. */
  final class Fixed implements Coefficients {
    private final double[] w0;
    private final double[] w1;

    private Fixed(double[] w0, double[] w1) {
      this.w0 = w0;
      this.w1 = w1;
    }

    /**
     * The source coefficients.
     *
     * @return a copy of w0
     */
    public double[] source() {
      return w0.clone();
    }

    /**
     * The target coefficients.
     *
     * @return a copy of w1
     */
    public double[] target() {
      return w1.clone();
    }

    @Override
    public String toString() {
      return "Fixed[dimension=" + w0.length + "]";
    }
  }

  /**
   * A random direction with E w0 w0' = I/p and w1 = rho w0.
   *
   * @param rho the alignment
   */
  record Averaged(double rho) implements Coefficients {
    /** Refuses an alignment that is not finite. */
    public Averaged {
      Checks.finite("rho", rho);
    }
  }
}
