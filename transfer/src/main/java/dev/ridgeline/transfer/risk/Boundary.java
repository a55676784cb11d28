// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.internal.Checks;

/**
 * Where transfer starts to beat learning from scratch.
 *
 * <p>The ridgeless closed forms hold in expectation over isotropic designs, exactly at finite p and
 * n0, and no target quantity enters them: for l0 = 0 transfer helps iff 2 (w0,w1) &gt; |w0|^2 +
 * sigma0^2 p / (|p - n0| - 1). They say nothing where the target leaves no room (l1 = 0 and n1 at
 * least p: both estimates coincide).
 *
 * <p>Source: C. E. Hedges, "Source-Optimal Training is Transfer-Suboptimal", TMLR 2026 (arXiv
 * 2511.08401). Stateless; safe for use by several threads.
 */
public final class Boundary {
  private Boundary() {}

  /**
   * The alignment above which ridgeless transfer helps, isotropic.
   *
   * @param p number of coefficients, at least 1
   * @param n0 source rows, at least 1
   * @param sourceNoise sigma0, a standard deviation
   * @param sourceNorm |w0|, positive
   * @return (1 + (sigma0^2/|w0|^2) p/(|p - n0| - 1)) / 2; infinite with noise if p and n0 differ by
   *     1 or less, where the inherited variance is infinite
   * @throws IllegalArgumentException if a value is out of range
   */
  public static double ridgelessCriticalRho(int p, int n0, double sourceNoise, double sourceNorm) {
    int room = room(p, n0);
    Checks.notNegative("sourceNoise", sourceNoise);
    Checks.positive("sourceNorm", sourceNorm);
    double ratio = sourceNoise / sourceNorm;
    if (ratio == 0.0) {
      return 0.5;
    }
    return room <= 0 ? Double.POSITIVE_INFINITY : 0.5 * (1.0 + ratio * ratio * p / room);
  }

  /**
   * The source noise below which ridgeless transfer helps, isotropic, |w0| = 1: the curve of the
   * (rho, sigma0) plane.
   *
   * @param p number of coefficients, at least 1
   * @param n0 source rows, at least 1
   * @param rho the alignment, finite
   * @return sigma0 with sigma0^2 = (2 rho - 1)(|p - n0| - 1)/p; 0 if no noise is small enough
   * @throws IllegalArgumentException if a value is out of range
   */
  public static double ridgelessNoiseLimit(int p, int n0, double rho) {
    int room = room(p, n0);
    Checks.finite("rho", rho);
    return Math.sqrt(Math.max(0.0, (2.0 * rho - 1.0) * Math.max(0, room) / p));
  }

  /**
   * Whether ridgeless transfer helps, isotropic.
   *
   * @param p number of coefficients, at least 1
   * @param n0 source rows, at least 1
   * @param sourceNoise sigma0, a standard deviation
   * @param sourceNorm |w0|, positive
   * @param rho the alignment, finite
   * @return true if rho is above the critical one
   * @throws IllegalArgumentException if a value is out of range
   */
  public static boolean ridgelessHelps(
      int p, int n0, double sourceNoise, double sourceNorm, double rho) {
    return Checks.finite("rho", rho) > ridgelessCriticalRho(p, n0, sourceNoise, sourceNorm);
  }

  /**
   * The alignment above which transfer helps at given penalties, any covariance, for targets w1 =
   * rho w0; w1 of the setting plays no part.
   *
   * @param theory the setting
   * @param sourcePenalty l0
   * @param targetPenalty l1
   * @return rho_c, see {@link TransferCurve#criticalRho}
   * @throws IllegalArgumentException if a penalty is negative or NaN
   */
  public static double criticalRho(
      DeterministicEquivalent theory, double sourcePenalty, double targetPenalty) {
    return theory.atTargetPenalty(targetPenalty).criticalRho(sourcePenalty);
  }

  /**
   * The alignment above which transfer helps at the source-optimal penalty. It is 1/2 for averaged
   * coefficients, whatever the sample sizes, noises, covariances and target penalty; for a fixed w0
   * only under isotropy.
   *
   * @param theory the setting
   * @param targetPenalty l1
   * @return rho_c at the source-optimal penalty
   * @throws IllegalArgumentException if the penalty is negative or NaN
   */
  public static double criticalRhoAtSourceOptimal(
      DeterministicEquivalent theory, double targetPenalty) {
    return criticalRho(theory, theory.sourceOptimal().lambda(), targetPenalty);
  }

  /**
   * Whether transfer helps at the transfer-optimal penalty: whether that penalty is finite. For
   * averaged coefficients, and under isotropy, this is rho &gt; 0.
   *
   * @param theory the setting
   * @param targetPenalty l1
   * @return false if the best use of the source is none
   * @throws IllegalArgumentException if the penalty is negative or NaN
   */
  public static boolean helpsAtTransferOptimal(
      DeterministicEquivalent theory, double targetPenalty) {
    return theory.transferOptimal(targetPenalty).location() != OptimalPenalty.Location.INFINITE;
  }

  private static int room(int p, int n0) {
    Checks.atLeast("p", p, 1);
    Checks.atLeast("n0", n0, 1);
    return Math.abs(p - n0) - 1;
  }
}
