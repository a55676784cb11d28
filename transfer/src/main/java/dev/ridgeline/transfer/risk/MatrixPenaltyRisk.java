// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.covariance.Covariance;
import dev.ridgeline.transfer.internal.Checks;

/**
 * The exact expected risk, given the two designs, of a target that is held to its source by the
 * source's own matrix instead of the identity:
 *
 * <pre>
 *   b1 = argmin |y1 - X1 b|^2 + t (b - c b0)' A (b - c b0),      A = X0'X0 + n0 l0 I
 * </pre>
 *
 * <p>At c = 1 this is one ridge fit of both tables, the source weighted by t: at rho = 1, t =
 * sigma1^2/sigma0^2 and the source-optimal l0 no linear estimate does better. For w1 = rho w0 the
 * same is true of c = rho and t = sigma1^2/(rho sigma0)^2.
 *
 * <p>With coordinates A^(1/2) b it is ridge towards a prior, so it costs what {@link
 * FiniteSampleRisk} costs. A comparison with the isotropic penalty is {@link PenaltyComparison}.
 * Immutable and safe for use by several threads.
 *
 * <p>The penalty: X. Zhao, H. Wang, W. Huang, W. Lin, "A Statistical Theory of Regularization-Based
 * Continual Learning", ICML 2024 (arXiv 2406.06213).
 */
public final class MatrixPenaltyRisk {
  private static final double LIGHTEST = 1e-6;
  private static final double HEAVIEST = 1e6;

  private final TransferSetting setting;
  private final double ridge;
  private final DesignSpectrum source;
  private final DesignSpectrum target;
  // A^(-1/2) x is what these gains lose of x, divided by the root of the ridge
  private final double[] whitening;

  /**
   * The best weight of the matrix, and its risk.
   *
   * @param weight t
   * @param risk the transfer risk there
   */
  public record Choice(double weight, double risk) {}

  /**
   * Decomposes two designs.
   *
   * @param setting the two tasks; its source covariance is not used, the design stands for it
   * @param sourceDesign X0, n0 rows of length p, not modified
   * @param targetDesign X1, n1 rows of length p, not modified
   * @param sourcePenalty l0, on the mean-loss scale, positive: of b0 and of A
   * @throws IllegalArgumentException if a shape disagrees with the setting, an entry is not finite
   *     or the penalty is not positive
   */
  public MatrixPenaltyRisk(
      TransferSetting setting,
      double[][] sourceDesign,
      double[][] targetDesign,
      double sourcePenalty) {
    this.setting = setting;
    int p = setting.dimension();
    this.ridge = setting.sourceSamples() * Checks.positive("sourcePenalty", sourcePenalty);
    this.source = DesignSpectrum.of("sourceDesign", sourceDesign, setting.sourceSamples(), p);
    double[] gains = source.gains(sourcePenalty);
    this.whitening = new double[gains.length];
    for (int k = 0; k < gains.length; k++) {
      double root = Math.sqrt(1.0 - gains[k]);
      whitening[k] = gains[k] / (1.0 + root);
    }
    DesignSpectrum.of("targetDesign", targetDesign, setting.targetSamples(), p);
    double[][] white = new double[targetDesign.length][];
    for (int i = 0; i < white.length; i++) {
      white[i] = whiten(targetDesign[i]);
    }
    this.target = DesignSpectrum.of("targetDesign", white, setting.targetSamples(), p);
  }

  /**
   * The risk.
   *
   * @param scale c, the factor of the source model, finite
   * @param weight t, positive
   * @return E|b1 - w1|^2 in the norm of Sigma1
   * @throws IllegalArgumentException if a value is out of range
   */
  public double risk(double scale, double weight) {
    Checks.finite("scale", scale);
    Checks.positive("weight", weight);
    int n1 = setting.targetSamples();
    double penalty = n1 == 0 ? 0.0 : weight / n1;
    double[] kept = target.gains(penalty);
    double sum = bias(scale, kept);
    double inherited = 0.0;
    double[] squares = source.squares();
    for (int k = 0; k < squares.length; k++) {
      inherited += squares[k] * left(kept, source.vector(k));
    }
    sum += scale * scale * setting.sourceNoise() * setting.sourceNoise() * inherited;
    double own = 0.0;
    double[] variances = target.variances(penalty);
    for (int k = 0; k < variances.length; k++) {
      own += variances[k] * sigma1().quadraticForm(whiten(target.vector(k)));
    }
    return sum + setting.targetNoise() * setting.targetNoise() * own;
  }

  /**
   * The best weight at a factor.
   *
   * @param scale c, finite
   * @return the least risk over t from 1e-6 to 1e6
   * @throws IllegalArgumentException if the factor is not finite
   */
  public Choice best(double scale) {
    double weight = LogSearch.minimum(t -> risk(scale, t), LIGHTEST, HEAVIEST);
    return new Choice(weight, risk(scale, weight));
  }

  /** A (c b0 - w1) without noise is X0'X0 (c w0 - w1) - n0 l0 w1. */
  private double bias(double scale, double[] kept) {
    return FiniteSampleRisk.meanOverCoefficients(
        setting,
        (w0, w1) -> {
          double[] gap = new double[w0.length];
          for (int i = 0; i < gap.length; i++) {
            gap[i] = scale * w0[i] - w1[i];
          }
          double[] pull = source.keep(source.squares(), gap);
          for (int i = 0; i < pull.length; i++) {
            pull[i] -= ridge * w1[i];
          }
          return left(kept, pull);
        });
  }

  /** The squared error that a pull A (c b0 - w1) leaves in b1. */
  private double left(double[] kept, double[] pull) {
    return sigma1().quadraticForm(whiten(target.lose(kept, whiten(pull))));
  }

  private double[] whiten(double[] x) {
    double[] y = source.lose(whitening, x);
    double root = Math.sqrt(ridge);
    for (int i = 0; i < y.length; i++) {
      y[i] /= root;
    }
    return y;
  }

  private Covariance sigma1() {
    return setting.targetCovariance();
  }

  @Override
  public String toString() {
    return "MatrixPenaltyRisk[" + setting + "]";
  }
}
