// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.transfer.internal.Checks;
import java.util.Arrays;

/**
 * The risks of ridge transfer in the limit of p and n large together, for any covariances.
 *
 * <p>The effective ridge tau_i solves l_i = tau_i (1 - (1/n_i) tr[Sigma_i (Sigma_i + tau_i)^-1]).
 * With Q_i = (Sigma_i + tau_i)^-1, d_i = (1/n_i) tr(Sigma_i^2 Q_i^2), B = tau1^2 Q1 Sigma1 Q1 / (1
 * - d1), u = tau0 Q0 w0 and k = (1/n0) tr(B Sigma0 Q0^2) / (1 - d0), the risks are
 *
 * <pre>
 *   source    (u'Sigma0 u + sigma0^2 d0) / (1 - d0)
 *   transfer  |w0 - w1 - u|^2_B + (u'Sigma0 u + sigma0^2) k + sigma1^2 d1 / (1 - d1)
 *   scratch   w1'B w1 + sigma1^2 d1 / (1 - d1)
 * </pre>
 *
 * <p>The term u'Sigma0 u k is of second order in the resolvent and is not small: without it the
 * threshold of transfer against scratch is wrong. The errors are of order 1/n; at p of some
 * hundreds a few per cent.
 *
 * <p>Cost: O(p) per risk if both covariances are diagonal, or alike and the coefficients averaged;
 * otherwise O(p^3) once and O(p^2) per risk. Penalties are on the mean-loss scale, infinity is
 * accepted: an infinite l0 drops the source, an infinite l1 leaves the estimate at b0.
 *
 * <p>Immutable and safe for use by several threads. After C. E. Hedges, "Source-Optimal Training is
 * Transfer-Suboptimal", TMLR 2026 (arXiv 2511.08401).
 */
public final class DeterministicEquivalent {
  private final TransferSetting setting;
  private final EffectiveRidge source;
  private final EffectiveRidge target;
  private final RiskCurve sourceCurve;
  private final double[] w0;
  private final double[] w1;

  /** Null if the covariances share the basis in which w0 and w1 are written. */
  private final Rotation rotation;

  /**
   * Prepares a setting.
   *
   * @param setting the two tasks
   */
  public DeterministicEquivalent(TransferSetting setting) {
    this.setting = setting;
    Covariance sigma0 = setting.sourceCovariance();
    Covariance sigma1 = setting.targetCovariance();
    int p = setting.dimension();
    double[] eigenvalues0 = sigma0.eigenvalues();
    this.source = new EffectiveRidge(eigenvalues0, setting.sourceSamples());
    // Without target data only B = Sigma1 is used, never the effective ridge of the target.
    this.target = new EffectiveRidge(sigma1.eigenvalues(), Math.max(1, setting.targetSamples()));
    boolean alike = sigma0 == sigma1 || (sigma0.isDiagonal() && sigma1.isDiagonal());
    this.rotation =
        alike ? null : Rotation.between(sigma0.eigenvectors(), sigma1.eigenvectors(), p);
    switch (setting.coefficients()) {
      case Coefficients.Averaged averaged -> {
        // Only diagonals survive the mean over directions: equal coordinates stand for it.
        w0 = new double[p];
        w1 = new double[p];
        Arrays.fill(w0, 1.0 / Math.sqrt(p));
        Arrays.fill(w1, averaged.rho() / Math.sqrt(p));
      }
      case Coefficients.Fixed fixed -> {
        w0 = inEigenbasis(sigma0, fixed.source());
        w1 = inEigenbasis(sigma0, fixed.target());
      }
    }
    this.sourceCurve =
        new RiskCurve(source, noise0(), w0, w0, new TargetOperator.Diagonal(eigenvalues0));
  }

  /**
   * The setting.
   *
   * @return the two tasks
   */
  public TransferSetting setting() {
    return setting;
  }

  /**
   * The effective ridge of the source.
   *
   * @param sourcePenalty l0, from 0 to infinity
   * @return tau0, in [l0, l0 + tr(Sigma0)/n0]; at l0 = 0 its limit, which is 0 if p is at most n0
   * @throws IllegalArgumentException if the penalty is negative or NaN
   */
  public double sourceTau(double sourcePenalty) {
    return source.tau(Checks.notNegativeOrInfinite("sourcePenalty", sourcePenalty));
  }

  /**
   * The effective ridge of the target.
   *
   * @param targetPenalty l1, from 0 to infinity
   * @return tau1; infinity without target data
   * @throws IllegalArgumentException if the penalty is negative or NaN
   */
  public double targetTau(double targetPenalty) {
    Checks.notNegativeOrInfinite("targetPenalty", targetPenalty);
    return setting.targetSamples() == 0 ? Double.POSITIVE_INFINITY : target.tau(targetPenalty);
  }

  /**
   * The risk of the source estimate at the source task.
   *
   * @param sourcePenalty l0, from 0 to infinity
   * @return the risk; infinite for l0 = 0 at the interpolation threshold with noise
   * @throws IllegalArgumentException if the penalty is negative or NaN
   */
  public double sourceRisk(double sourcePenalty) {
    return sourceCurve.value(sourceTau(sourcePenalty) - source.floor());
  }

  /**
   * The transfer risk as a function of the source penalty. Use it for sweeps: all that depends on
   * the target is computed here, once.
   *
   * @param targetPenalty l1, from 0 to infinity
   * @return the curve
   * @throws IllegalArgumentException if the penalty is negative or NaN, or zero at the target's
   *     interpolation threshold, where the risks are infinite
   */
  public TransferCurve atTargetPenalty(double targetPenalty) {
    double tau = targetTau(targetPenalty);
    double[] eigenvalues = target.eigenvalues();
    double[] weights = new double[eigenvalues.length];
    double estimation = 0.0;
    if (tau == Double.POSITIVE_INFINITY) {
      weights = eigenvalues.clone();
    } else {
      double oneMinusD = target.oneMinusD(tau - target.floor());
      if (oneMinusD == 0.0) {
        throw new IllegalArgumentException(
            "targetPenalty must be > 0 when the rank of the target covariance equals targetSamples:"
                + " targetPenalty="
                + targetPenalty
                + ", targetSamples="
                + setting.targetSamples());
      }
      double d = 0.0;
      for (int i = 0; i < weights.length; i++) {
        if (eigenvalues[i] > 0.0) {
          double q = 1.0 / (eigenvalues[i] + tau);
          weights[i] = tau * q * eigenvalues[i] * tau * q / oneMinusD;
          d += eigenvalues[i] * q * eigenvalues[i] * q;
        }
      }
      double noise1 = setting.targetNoise() * setting.targetNoise();
      estimation = noise1 * d / setting.targetSamples() / oneMinusD;
    }
    RiskCurve curve = new RiskCurve(source, noise0(), w0, w1, operator(weights));
    return new TransferCurve(curve, estimation);
  }

  /**
   * The risk of the transferred estimate at the target task.
   *
   * @param sourcePenalty l0, from 0 to infinity; infinity drops the source
   * @param targetPenalty l1, from 0 to infinity; infinity keeps b0
   * @return the risk
   * @throws IllegalArgumentException as {@link #atTargetPenalty}
   */
  public double transferRisk(double sourcePenalty, double targetPenalty) {
    return atTargetPenalty(targetPenalty).risk(sourcePenalty);
  }

  /**
   * The risk of the estimate from scratch at the target task.
   *
   * @param targetPenalty l1, from 0 to infinity
   * @return the risk
   * @throws IllegalArgumentException as {@link #atTargetPenalty}
   */
  public double scratchRisk(double targetPenalty) {
    return atTargetPenalty(targetPenalty).scratchRisk();
  }

  /**
   * What transfer gains over scratch.
   *
   * @param sourcePenalty l0, from 0 to infinity
   * @param targetPenalty l1, from 0 to infinity
   * @return scratch risk less transfer risk, positive if transfer helps
   * @throws IllegalArgumentException as {@link #atTargetPenalty}
   */
  public double benefit(double sourcePenalty, double targetPenalty) {
    return atTargetPenalty(targetPenalty).benefit(sourcePenalty);
  }

  /**
   * The penalty with the least source risk.
   *
   * @return an interior minimum, or zero without noise, or infinity without signal
   */
  public OptimalPenalty sourceOptimal() {
    return CurveMinimizer.minimize(sourceCurve, 0.0);
  }

  /**
   * The source penalty with the least transfer risk.
   *
   * @param targetPenalty l1, from 0 to infinity
   * @return an interior minimum, zero, or infinity (drop the source)
   * @throws IllegalArgumentException as {@link #atTargetPenalty}
   */
  public OptimalPenalty transferOptimal(double targetPenalty) {
    return atTargetPenalty(targetPenalty).optimum();
  }

  /**
   * The transfer-optimal source penalty divided by the source-optimal one.
   *
   * @param targetPenalty l1, from 0 to infinity
   * @return the ratio: 0 or infinity where an optimum lies at an end, NaN where both are zero
   * @throws IllegalArgumentException as {@link #atTargetPenalty}
   */
  public double ratio(double targetPenalty) {
    return transferOptimal(targetPenalty).ratioTo(sourceOptimal());
  }

  private double noise0() {
    return setting.sourceNoise() * setting.sourceNoise();
  }

  private TargetOperator operator(double[] weights) {
    if (rotation == null) {
      return new TargetOperator.Diagonal(weights);
    }
    return setting.coefficients() instanceof Coefficients.Averaged
        ? new TargetOperator.Diagonal(rotation.diagonal(weights))
        : new TargetOperator.Rotated(rotation, weights);
  }

  private static double[] inEigenbasis(Covariance covariance, double[] w) {
    if (covariance.isDiagonal()) {
      return w;
    }
    return new Rotation(covariance.eigenvectors(), w.length).toTarget(w);
  }

  @Override
  public String toString() {
    return "DeterministicEquivalent[" + setting + "]";
  }
}
