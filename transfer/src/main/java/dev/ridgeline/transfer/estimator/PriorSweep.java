// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.LambdaGrid;
import java.util.Arrays;

/**
 * Leave-one-out losses on a target of every prior with every target penalty.
 *
 * <p>Leave-one-out errors are linear in the response, so those from a prior c b0 are e - c g, with
 * e the errors of the response itself and g those of X b0: one pass gives every prior, and the best
 * c of each is a quotient of two inner products.
 */
final class PriorSweep {
  /**
   * A prior is not stretched further, nor turned round: an alignment beyond 0 to 2 is rare, and on
   * few rows a factor beyond that follows the noise.
   */
  private static final double LARGEST_SCALE = 2;

  private final Decomposed target;
  private final Decomposed.Rotated response;
  private final Decomposed.Rotated images;
  private final double[] priors;
  private final int count;
  private final double[] mu;
  // [penalty][prior], scratch behind the last prior
  private final double[][] losses;
  private final double[][] scales;
  private final double[][] rescaled;

  /**
   * Computes.
   *
   * @param priors p x count, scaled as the target is
   */
  PriorSweep(Decomposed target, double[] priors, int count, double[] mu) {
    this.target = target;
    this.response = target.responses();
    this.priors = priors;
    this.count = count;
    this.images = target.image(priors, count);
    this.mu = mu;
    this.losses = new double[mu.length][count + 1];
    this.scales = new double[mu.length][count];
    this.rescaled = new double[mu.length][count];
    int n = target.sample.n;
    double weight = target.sample.weightSum;
    for (int l = 0; l < mu.length; l++) {
      double[] e = target.leaveOneOut(response, mu[l]);
      double[] g = target.leaveOneOut(images, mu[l]);
      losses[l][count] = Comparisons.meanSquare(e, weight);
      for (int j = 0; j < count; j++) {
        double square = 0;
        double ee = 0;
        double eg = 0;
        double gg = 0;
        for (int i = 0; i < n; i++) {
          double d = e[i] - g[i + j * n];
          square += d * d;
          ee += e[i] * e[i];
          eg += e[i] * g[i + j * n];
          gg += g[i + j * n] * g[i + j * n];
        }
        losses[l][j] = square / weight;
        double c = gg > 0 ? Math.clamp(eg / gg, 0, LARGEST_SCALE) : 1;
        scales[l][j] = c;
        rescaled[l][j] = Math.max(0, ee - c * (2 * eg - c * gg)) / weight;
      }
    }
  }

  /** Index of scratch. */
  int scratch() {
    return count;
  }

  double loss(int prior, int penalty) {
    return losses[penalty][prior];
  }

  double scale(int prior, int penalty) {
    return scales[penalty][prior];
  }

  double rescaledLoss(int prior, int penalty) {
    return rescaled[penalty][prior];
  }

  /** The best target penalty of a prior. */
  int best(int prior, LambdaGrid grid) {
    return found(grid.minimizer(column(losses, prior)));
  }

  /** The best target penalty of a prior that is scaled with it. */
  int bestRescaled(int prior, LambdaGrid grid) {
    return found(grid.minimizer(column(rescaled, prior)));
  }

  private static double[] column(double[][] of, int prior) {
    return Arrays.stream(of).mapToDouble(row -> row[prior]).toArray();
  }

  private static int found(int index) {
    if (index < 0) {
      throw new ArithmeticException(
          "no leave-one-out error of the target is a number: it has too few rows");
    }
    return index;
  }

  /** The response less that of a scaled prior. */
  private Decomposed.Rotated left(int prior, double scale) {
    return prior < count ? response.less(scale, target.image(prior(prior), 1)) : response;
  }

  private double[] prior(int prior) {
    int p = target.sample.p;
    return Arrays.copyOfRange(priors, prior * p, (prior + 1) * p);
  }

  /** Errors times the roots of the weights, n numbers. */
  double[] errors(int prior, double scale, int penalty) {
    return target.leaveOneOut(left(prior, scale), mu[penalty]);
  }

  /** The report on the solution for b - c b0. */
  Solution solution(String backend, int prior, double scale, int penalty) {
    double[] y = target.sample.y.clone();
    if (prior < count) {
      double[] b0 = prior(prior);
      int n = target.sample.n;
      for (int j = 0; j < b0.length; j++) {
        for (int i = 0; i < n; i++) {
          y[i] -= scale * b0[j] * target.sample.x[i + j * n];
        }
      }
    }
    double[] b = target.coefficients(left(prior, scale), mu[penalty]);
    return target.solution(backend, b, y, 0, mu[penalty]);
  }

  LinearModel model(int prior, double scale, int penalty) {
    double[] b = target.coefficients(left(prior, scale), mu[penalty]);
    if (prior < count) {
      double[] b0 = prior(prior);
      for (int j = 0; j < b.length; j++) {
        b[j] += scale * b0[j];
      }
    }
    return target.sample.model(b, 0);
  }
}
