// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.transfer.internal.Checks;

/**
 * The exact expected risk of ridge transfer given the two designs: the mean over the noise, and
 * over the direction of w0 if the coefficients are averaged.
 *
 * <p>With M_i = n_i l_i (X_i'X_i + n_i l_i I)^-1 and S_i = (X_i'X_i + n_i l_i I)^-1 X_i',
 *
 * <pre>
 *   transfer = |M1 ((I - M0) w0 - w1)|^2_Sigma1          bias
 *            + sigma0^2 tr(S0' M1' Sigma1 M1 S0)         variance inherited from the source
 *            + sigma1^2 tr(S1' Sigma1 S1)                estimation variance, the same from scratch
 *   scratch  = |M1 w1|^2_Sigma1 + sigma1^2 tr(S1' Sigma1 S1)
 * </pre>
 *
 * <p>Penalties are on the mean-loss scale. Zero means the minimum-norm fit (directions with s below
 * max(n, p) eps s_max count as unseen), infinity no fit at all. The designs are decomposed once,
 * O(n p min(n, p)); a risk costs O(p r0 r1) with r_i the ranks, p times that with averaged
 * coefficients or a dense target covariance.
 *
 * <p>Immutable and safe for use by several threads. Source: C. E. Hedges, "Source-Optimal Training
 * is Transfer-Suboptimal", TMLR 2026 (arXiv 2511.08401).
 */
public final class FiniteSampleRisk {
  private final TransferSetting setting;
  private final DesignSpectrum source;
  private final DesignSpectrum target;

  /**
   * Decomposes two designs.
   *
   * @param setting the two tasks; its source covariance is not used, the design stands for it
   * @param sourceDesign X0, n0 rows of length p, not modified
   * @param targetDesign X1, n1 rows of length p, not modified
   * @throws IllegalArgumentException if a shape disagrees with the setting or an entry is not
   *     finite
   */
  public FiniteSampleRisk(
      TransferSetting setting, double[][] sourceDesign, double[][] targetDesign) {
    this.setting = setting;
    int p = setting.dimension();
    this.source = DesignSpectrum.of("sourceDesign", sourceDesign, setting.sourceSamples(), p);
    this.target = DesignSpectrum.of("targetDesign", targetDesign, setting.targetSamples(), p);
  }

  /**
   * The squared bias of the transferred estimate.
   *
   * @param sourcePenalty l0, from 0 to infinity
   * @param targetPenalty l1, from 0 to infinity
   * @return the first line of the formula
   * @throws IllegalArgumentException if a penalty is negative or NaN
   */
  public double bias(double sourcePenalty, double targetPenalty) {
    double[] kept0 = source.gains(Checks.notNegativeOrInfinite("sourcePenalty", sourcePenalty));
    double[] kept1 = target.gains(Checks.notNegativeOrInfinite("targetPenalty", targetPenalty));
    return meanOverCoefficients(
        setting,
        (w0, w1) -> {
          double[] error = source.keep(kept0, w0);
          for (int i = 0; i < error.length; i++) {
            error[i] -= w1[i];
          }
          return sigma1().quadraticForm(target.lose(kept1, error));
        });
  }

  /**
   * The variance inherited from the source.
   *
   * @param sourcePenalty l0, from 0 to infinity
   * @param targetPenalty l1, from 0 to infinity
   * @return the second line of the formula
   * @throws IllegalArgumentException if a penalty is negative or NaN
   */
  public double inheritedVariance(double sourcePenalty, double targetPenalty) {
    double[] variances =
        source.variances(Checks.notNegativeOrInfinite("sourcePenalty", sourcePenalty));
    double[] kept = target.gains(Checks.notNegativeOrInfinite("targetPenalty", targetPenalty));
    double sum = 0.0;
    for (int k = 0; k < variances.length; k++) {
      sum += variances[k] * sigma1().quadraticForm(target.lose(kept, source.vector(k)));
    }
    return setting.sourceNoise() * setting.sourceNoise() * sum;
  }

  /**
   * The variance of the target's own estimation, the same from scratch.
   *
   * @param targetPenalty l1, from 0 to infinity
   * @return the third line of the formula
   * @throws IllegalArgumentException if the penalty is negative or NaN
   */
  public double estimationVariance(double targetPenalty) {
    double[] variances =
        target.variances(Checks.notNegativeOrInfinite("targetPenalty", targetPenalty));
    double sum = 0.0;
    for (int k = 0; k < variances.length; k++) {
      sum += variances[k] * sigma1().quadraticForm(target.vector(k));
    }
    return setting.targetNoise() * setting.targetNoise() * sum;
  }

  /**
   * The risk of the transferred estimate.
   *
   * @param sourcePenalty l0, from 0 to infinity
   * @param targetPenalty l1, from 0 to infinity
   * @return the sum of the three parts
   * @throws IllegalArgumentException if a penalty is negative or NaN
   */
  public double transferRisk(double sourcePenalty, double targetPenalty) {
    return bias(sourcePenalty, targetPenalty)
        + inheritedVariance(sourcePenalty, targetPenalty)
        + estimationVariance(targetPenalty);
  }

  /**
   * The risk of the estimate from scratch.
   *
   * @param targetPenalty l1, from 0 to infinity
   * @return the risk with b0 = 0
   * @throws IllegalArgumentException if the penalty is negative or NaN
   */
  public double scratchRisk(double targetPenalty) {
    double[] kept = target.gains(Checks.notNegativeOrInfinite("targetPenalty", targetPenalty));
    double bare =
        meanOverCoefficients(setting, (w0, w1) -> sigma1().quadraticForm(target.lose(kept, w1)));
    return bare + estimationVariance(targetPenalty);
  }

  /**
   * What transfer gains over scratch: 2 (M1 (I-M0) w0, M1 w1)_Sigma1 less |M1 (I-M0) w0|^2_Sigma1
   * and the inherited variance. Exactly zero where M1 = 0 (l1 = 0 with a target design of rank p).
   *
   * @param sourcePenalty l0, from 0 to infinity
   * @param targetPenalty l1, from 0 to infinity
   * @return scratch risk less transfer risk
   * @throws IllegalArgumentException if a penalty is negative or NaN
   */
  public double benefit(double sourcePenalty, double targetPenalty) {
    Checks.notNegativeOrInfinite("sourcePenalty", sourcePenalty);
    Checks.notNegativeOrInfinite("targetPenalty", targetPenalty);
    if (targetPenalty == 0.0 && target.rank() == setting.dimension()) {
      return 0.0;
    }
    double[] kept0 = source.gains(sourcePenalty);
    double[] kept1 = target.gains(targetPenalty);
    double gain =
        meanOverCoefficients(
            setting,
            (w0, w1) -> {
              double[] prior = target.lose(kept1, source.keep(kept0, w0));
              double[] rest = target.lose(kept1, w1);
              double[] past = new double[prior.length];
              for (int i = 0; i < past.length; i++) {
                past[i] = rest[i] - prior[i];
              }
              // 2 (a,b) - |a|^2 = |b|^2 - |b - a|^2
              return sigma1().quadraticForm(rest) - sigma1().quadraticForm(past);
            });
    return gain - inheritedVariance(sourcePenalty, targetPenalty);
  }

  /**
   * Whether transfer has less expected risk than scratch.
   *
   * @param sourcePenalty l0, from 0 to infinity
   * @param targetPenalty l1, from 0 to infinity
   * @return true if the benefit is positive
   * @throws IllegalArgumentException if a penalty is negative or NaN
   */
  public boolean helps(double sourcePenalty, double targetPenalty) {
    return benefit(sourcePenalty, targetPenalty) > 0.0;
  }

  private Covariance sigma1() {
    return setting.targetCovariance();
  }

  interface Quadratic {
    double at(double[] w0, double[] w1);
  }

  /** For averaged coefficients: the mean over the axes, since a quadratic form has mean tr/p. */
  static double meanOverCoefficients(TransferSetting setting, Quadratic quadratic) {
    return switch (setting.coefficients()) {
      case Coefficients.Fixed fixed -> quadratic.at(fixed.source(), fixed.target());
      case Coefficients.Averaged averaged -> {
        int p = setting.dimension();
        double sum = 0.0;
        for (int i = 0; i < p; i++) {
          double[] w0 = new double[p];
          double[] w1 = new double[p];
          w0[i] = 1.0;
          w1[i] = averaged.rho();
          sum += quadratic.at(w0, w1);
        }
        yield sum / p;
      }
    };
  }

  @Override
  public String toString() {
    return "FiniteSampleRisk[" + setting + "]";
  }
}
