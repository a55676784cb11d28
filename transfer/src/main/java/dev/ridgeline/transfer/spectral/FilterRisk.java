// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.spectral;

import dev.ridgeline.transfer.internal.Checks;
import java.util.Arrays;

/**
 * The expected squared distance of a filtered source estimate to a target w1 = rho w0, given the
 * spectrum of the source design.
 *
 * <p>With c = V'w0 and g = s^2 phi the gains,
 *
 * <pre>
 *   E(b0, w0)     = sum g_k c_k^2
 *   E|b0|^2       = sum g_k^2 c_k^2 + sigma0^2 sum s_k^2 phi_k^2
 *   E|b0 - w1|^2  = E|b0|^2 - 2 rho E(b0, w0) + rho^2 |w0|^2
 * </pre>
 *
 * <p>For rho = 1 this is the source risk under isotropy. For a rotation-invariant target design
 * with Sigma1 = I the transfer risk is the distance times a positive factor, plus a constant, so
 * along any path of filters on which E(b0, w0) is monotone the best stop for the target crosses the
 * best stop for the source at exactly rho = 1. Source: C. E. Hedges, "Source-Optimal Training is
 * Transfer-Suboptimal", TMLR 2026 (arXiv 2511.08401).
 *
 * @param alignment E(b0, w0)
 * @param squaredLength E|b0|^2
 * @param squaredNorm |w0|^2
 */
public record FilterRisk(double alignment, double squaredLength, double squaredNorm) {

  /**
   * The expectation for a w0 in a random direction, E w0 w0' = I/p.
   *
   * @param filter the filter
   * @param squares s^2 of the source design, at most p of them
   * @param p number of coefficients
   * @param sourceNoise sigma0, a standard deviation
   * @return the moments, with |w0| = 1
   * @throws IllegalArgumentException if there are more than p squares or a value is out of range
   */
  public static FilterRisk averaged(
      SpectralFilter filter, double[] squares, int p, double sourceNoise) {
    if (squares.length > p) {
      throw new IllegalArgumentException(
          "there must be at most p squares: squares=" + squares.length + ", p=" + p);
    }
    double[] shares = new double[squares.length];
    Arrays.fill(shares, 1.0 / Math.sqrt(p));
    return expected(filter, squares, shares, 1.0, sourceNoise);
  }

  /**
   * The expectation over the noise for a fixed w0.
   *
   * @param filter the filter
   * @param squares s^2 of the source design
   * @param projections V'w0, in the same order
   * @param squaredNorm |w0|^2
   * @param sourceNoise sigma0, a standard deviation
   * @return the moments
   * @throws IllegalArgumentException if the lengths differ or a value is out of range
   */
  public static FilterRisk expected(
      SpectralFilter filter,
      double[] squares,
      double[] projections,
      double squaredNorm,
      double sourceNoise) {
    Checks.onePerDirection("projections", projections, squares.length);
    Checks.notNegativeOrInfinite("squaredNorm", squaredNorm);
    Checks.notNegative("sourceNoise", sourceNoise);
    double alignment = 0.0;
    double length = 0.0;
    double variance = 0.0;
    for (int k = 0; k < squares.length; k++) {
      double gain = filter.gain(squares[k]);
      double signal = projections[k] * projections[k];
      alignment += gain * signal;
      length += gain * gain * signal;
      variance += gain * filter.phi(squares[k]);
    }
    return new FilterRisk(alignment, length + sourceNoise * sourceNoise * variance, squaredNorm);
  }

  /**
   * The realised values for one response.
   *
   * @param filter the filter
   * @param squares s^2 of the source design
   * @param response U'y0, in the same order
   * @param projections V'w0, in the same order
   * @param squaredNorm |w0|^2
   * @return (b0, w0) and |b0|^2 as they came out
   * @throws IllegalArgumentException if the lengths differ or a value is out of range
   */
  public static FilterRisk realized(
      SpectralFilter filter,
      double[] squares,
      double[] response,
      double[] projections,
      double squaredNorm) {
    Checks.onePerDirection("response", response, squares.length);
    Checks.onePerDirection("projections", projections, squares.length);
    Checks.notNegativeOrInfinite("squaredNorm", squaredNorm);
    double alignment = 0.0;
    double length = 0.0;
    for (int k = 0; k < squares.length; k++) {
      double coefficient = Math.sqrt(squares[k]) * filter.phi(squares[k]) * response[k];
      alignment += coefficient * projections[k];
      length += coefficient * coefficient;
    }
    return new FilterRisk(alignment, length, squaredNorm);
  }

  /**
   * The squared distance to w1 = rho w0.
   *
   * @param rho the alignment; 1 gives the source risk under isotropy
   * @return E|b0 - w1|^2
   */
  public double distance(double rho) {
    return squaredLength - 2.0 * rho * alignment + rho * rho * squaredNorm;
  }
}
