// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.Design;
import dev.ridgeline.LambdaGrid;
import dev.ridgeline.RunControl;
import dev.ridgeline.matrix.Matrix;
import java.util.Arrays;

/**
 * Losses of one response of a target on rows held out, for every prior and target penalty.
 *
 * <p>Errors are linear in the response, so those from a prior c b0 are e - c g, with e the errors
 * of the response itself and g those of X b0: one pass gives every prior, and the best c of each is
 * a quotient of two inner products. Losses are in the squared unit of the design's response.
 */
final class PriorSweep {
  /**
   * The largest factor of a rescaled prior; the least is 0. Alignments outside 0 to 2 are rare, and
   * on few rows a factor beyond them follows the noise.
   */
  private static final double LARGEST_SCALE = 2;

  private final Design target;
  private final int response;
  private final Design.Columns own;
  private final Design.Columns images;
  private final HeldOut.Errors held;
  private final Matrix priors;
  private final int count;
  private final double[] lambdas;
  private final double[] mu;
  // [penalty][prior], scratch behind the last prior
  private final double[][] losses;
  private final double[][] scales;
  private final double[][] rescaled;

  /**
   * Computes all losses.
   *
   * @param priors p x count, in the units of the table
   * @param heldOut rows of the target
   * @param penalties of the target
   * @param rows of the target, by which they are scaled
   * @param control asked before every penalty whether to go on
   */
  PriorSweep(
      Design target,
      int response,
      Matrix priors,
      HeldOut heldOut,
      LambdaGrid penalties,
      int rows,
      RunControl control) {
    this.target = target;
    this.response = response;
    this.own = target.responses().column(response);
    this.priors = priors;
    this.count = priors.columns();
    this.images = target.image(priors, response);
    this.held = heldOut.from(response, priors, penalties.scale());
    this.lambdas = penalties.values();
    this.mu = penalties.toNormalEquations(rows);
    this.losses = new double[mu.length][count + 1];
    this.scales = new double[mu.length][count];
    this.rescaled = new double[mu.length][count];
    int n = target.rows();
    double weight = target.weight();
    for (int l = 0; l < mu.length; l++) {
      control.check();
      double[] e = held.scratch(lambdas[l]);
      double[] g = held.images(lambdas[l]);
      double ee = 0;
      for (double error : e) {
        ee += error * error;
      }
      losses[l][count] = ee / weight;
      for (int j = 0; j < count; j++) {
        double square = 0;
        double eg = 0;
        double gg = 0;
        for (int i = 0; i < n; i++) {
          double d = e[i] - g[i + j * n];
          square += d * d;
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
      throw new ArithmeticException("too few target rows to hold any out");
    }
    return index;
  }

  /** The response less the image of a scaled prior. */
  private Design.Columns left(int prior, double scale) {
    return prior < count ? own.less(scale, images.column(prior)) : own;
  }

  private double[] prior(int prior) {
    return prior < count ? target.toDesign(priors.columns(prior, 1), response) : null;
  }

  /** Errors times the roots of the weights, n numbers. */
  double[] errors(int prior, double scale, int penalty) {
    return prior < count ? held.of(prior, scale, lambdas[penalty]) : held.scratch(lambdas[penalty]);
  }

  /** The report on the solution for b - c b0. */
  Solution solution(int prior, double scale, int penalty) {
    double[] b0 = prior(prior);
    if (b0 != null) {
      Arrays.setAll(b0, j -> scale * b0[j]);
    }
    double[] b = target.solve(left(prior, scale), mu[penalty]);
    return new Solution(
        target.route(mu[penalty]),
        target.condition(mu[penalty]),
        target.residual(b0, b, response, mu[penalty]));
  }

  /** Coefficients of the design, p numbers. */
  double[] coefficients(int prior, double scale, int penalty) {
    double[] b = target.solve(left(prior, scale), mu[penalty]);
    double[] b0 = prior(prior);
    for (int j = 0; b0 != null && j < b.length; j++) {
      b[j] += scale * b0[j];
    }
    return b;
  }
}
