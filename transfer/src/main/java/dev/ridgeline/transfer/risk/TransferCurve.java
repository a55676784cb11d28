// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.internal.Checks;

/**
 * The transfer risk as a function of the source penalty, for one target penalty: what {@link
 * DeterministicEquivalent#atTargetPenalty} precomputes. Immutable and safe for use by several
 * threads.
 *
 * <p>All penalties are on the mean-loss scale, all risks in squared units of the response.
 */
public final class TransferCurve {
  private final RiskCurve curve;
  private final double estimation;
  private final double bare;

  TransferCurve(RiskCurve curve, double estimation) {
    this.curve = curve;
    this.estimation = estimation;
    this.bare = curve.value(Double.POSITIVE_INFINITY);
  }

  /**
   * The risk of the transferred estimate.
   *
   * @param sourcePenalty l0, from 0 to infinity; infinity drops the source
   * @return the risk; infinite for l0 = 0 at the interpolation threshold
   * @throws IllegalArgumentException if the penalty is negative or NaN
   */
  public double risk(double sourcePenalty) {
    return curve.value(excess(sourcePenalty)) + estimation;
  }

  /**
   * The risk from scratch.
   *
   * @return the risk of the same estimate with b0 = 0
   */
  public double scratchRisk() {
    return bare + estimation;
  }

  /**
   * What transfer gains over scratch, evaluated without subtracting the two risks.
   *
   * @param sourcePenalty l0, from 0 to infinity
   * @return scratch risk less transfer risk, positive if transfer helps
   * @throws IllegalArgumentException if the penalty is negative or NaN
   */
  public double benefit(double sourcePenalty) {
    RiskCurve.Moments moments = moments(sourcePenalty);
    return 2.0 * moments.alignment() - moments.energy() - moments.spread();
  }

  /**
   * The source penalty with the least transfer risk.
   *
   * @return an interior minimum, zero, or infinity (drop the source)
   */
  public OptimalPenalty optimum() {
    return CurveMinimizer.minimize(curve, estimation);
  }

  /**
   * The alignment above which transfer helps, for targets w1 = rho w0: rho_c = [m'Bm + (R_S +
   * sigma0^2) tr(B Sigma0 Q0^2)/n0] / (2 m'B w0).
   *
   * @param sourcePenalty l0, from 0 to infinity
   * @return rho_c; NaN where the prior carries nothing (l0 infinite, or a target operator of zero),
   *     so that no alignment decides. If m'B w0 is negative, which needs covariances that do not
   *     commute, transfer helps <em>below</em> the value returned, itself negative
   * @throws IllegalArgumentException if the penalty is negative or NaN
   */
  public double criticalRho(double sourcePenalty) {
    RiskCurve.Moments moments = moments(sourcePenalty);
    return (moments.energy() + moments.spread()) / (2.0 * moments.own());
  }

  /**
   * The factor c that makes the prior c b0 best at one source penalty: m'B w1 / (m'B m + (A +
   * sigma0^2) k).
   *
   * @param sourcePenalty l0, from 0 to infinity
   * @return c, negative for a target that opposes its source; NaN where the prior carries nothing
   * @throws IllegalArgumentException if the penalty is negative or NaN
   */
  public double optimalScale(double sourcePenalty) {
    RiskCurve.Moments moments = moments(sourcePenalty);
    return moments.alignment() / (moments.energy() + moments.spread());
  }

  /**
   * The risk with the prior c b0 in place of b0.
   *
   * @param scale c, finite
   * @param sourcePenalty l0, from 0 to infinity
   * @return the risk; c = 1 is transfer, c = 0 is scratch
   * @throws IllegalArgumentException if c is not finite, or the penalty negative or NaN
   */
  public double rescaledRisk(double scale, double sourcePenalty) {
    Checks.finite("scale", scale);
    RiskCurve.Moments moments = moments(sourcePenalty);
    double spent = scale == 0.0 ? 0.0 : scale * scale * (moments.energy() + moments.spread());
    return scratchRisk() - 2.0 * scale * moments.alignment() + spent;
  }

  /** What the best rescaling gains over scratch at one source penalty. */
  double rescaledGain(double sourcePenalty) {
    RiskCurve.Moments moments = moments(sourcePenalty);
    double size = moments.energy() + moments.spread();
    return size == 0.0 ? 0.0 : moments.alignment() * moments.alignment() / size;
  }

  private RiskCurve.Moments moments(double sourcePenalty) {
    return curve.moments(excess(sourcePenalty));
  }

  private double excess(double sourcePenalty) {
    Checks.notNegativeOrInfinite("sourcePenalty", sourcePenalty);
    return curve.ridge().tau(sourcePenalty) - curve.ridge().floor();
  }

  @Override
  public String toString() {
    return "TransferCurve[scratch risk " + scratchRisk() + "]";
  }
}
