// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

/**
 * An estimate of the task alignment rho = (w0, w1)/|w0|^2 with its 95 % interval: 1 for equal
 * coefficients, below 1 for a target that follows the source only in part, above 1 for one that
 * exaggerates it. It has no unit if both responses have the same one.
 *
 * @param rho the estimate; NaN when not estimable
 * @param low lower end of the interval; NaN when not estimable
 * @param high upper end of the interval; NaN when not estimable
 * @param estimable whether the data bound rho at all
 * @param method how it was estimated, which says in what metric
 * @param reason why rho is not estimable, or what the estimate takes for granted although the data
 *     speak against it; empty when there is nothing to say
 */
public record Alignment(
    double rho, double low, double high, boolean estimable, Method method, String reason) {

  /** The estimator, chosen by the sizes of the source sample. */
  public enum Method {
    /**
     * Slope of the target's response on the least-squares predictions of the source, corrected for
     * the noise in them: rho = w0'S w1 / w0'S w0, S the covariance of the target's features (second
     * moments, without an intercept). Right for any covariances; needs twice as many source rows as
     * columns.
     */
    LEAST_SQUARES,
    /**
     * Ratio of cross-products, rho = (w0, w1)/|w0|^2, for features whose covariance is a multiple
     * of the identity in both samples. With any other covariance S, the same in both, it estimates
     * w0'S^2 w1 / w0'S^2 w0.
     */
    ISOTROPIC
  }

  /**
   * Checks that the numbers agree with {@code estimable}.
   *
   * @throws IllegalArgumentException if an estimable rho lies outside its interval, or one that is
   *     not estimable has numbers or no reason
   */
  public Alignment {
    boolean agree =
        estimable
            ? low <= rho && rho <= high
            : Double.isNaN(rho) && Double.isNaN(low) && Double.isNaN(high) && !reason.isEmpty();
    if (!agree) {
      throw new IllegalArgumentException(
          "rho must lie in its interval, or be NaN for a reason: rho="
              + rho
              + ", low="
              + low
              + ", high="
              + high
              + ", estimable="
              + estimable
              + ", reason="
              + reason);
    }
  }

  static Alignment notEstimable(Method method, String reason) {
    return new Alignment(Double.NaN, Double.NaN, Double.NaN, false, method, reason);
  }
}
