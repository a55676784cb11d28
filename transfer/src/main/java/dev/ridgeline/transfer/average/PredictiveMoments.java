// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import dev.ridgeline.RunControl;
import dev.ridgeline.matrix.Matrix;
import java.util.Arrays;

/**
 * One Student distribution in place of the mixture, for predictions of rows that are not known yet:
 * the squared scale of B'(w - b) about coefficients b that are kept, matched to the second moment
 * of the mixture.
 *
 * <pre>
 * S = sum w (q / m) B'(P - P X'K^-1 X P) B + k sum w B'(w_k - b)(w_k - b)'B
 * </pre>
 *
 * <p>with the weights w, forms q = r'K^-1 r and centres w_k of the members, and k = (m - 2) / m, by
 * which the variance of Student's t exceeds its squared scale.
 */
final class PredictiveMoments {
  /** Members of a smaller weight are left out. */
  private static final double NEGLIGIBLE = 1e-6;

  private final Evidence evidence;
  private final Matrix basis;
  private final int d;
  private final double[] kept;
  private final double[] scale;
  private double beyond;

  PredictiveMoments(Evidence evidence, Matrix basis, double[] coefficients) {
    this.evidence = evidence;
    this.basis = basis;
    this.d = basis.columns();
    this.scale = new double[d * d];
    this.kept = project(coefficients);
    TargetView target = evidence.target;
    int r = target.rank();
    double[] images = PreparedSource.images(evidence.sources.getFirst().ridgeline, target, basis);
    PreparedSource.Directions[] split = PreparedSource.directions(evidence, basis);
    double[][] parts = new double[evidence.parts.size()][];
    evidence.each(
        RunControl.NONE,
        part -> Arrays.stream(evidence.weights[part]).anyMatch(w -> w >= NEGLIGIBLE),
        (index, whitened, residual) -> {
          Part part = evidence.parts.get(index);
          PreparedSource source = evidence.sources.get(part.source());
          double[] fixed = new double[r * d];
          double[] own = null;
          if (part.t() > 0) {
            own = source.covariances(part.prior(), split[part.source()], fixed);
            for (int i = 0; i < fixed.length; i++) {
              fixed[i] *= part.t();
            }
            whitened.into(fixed, d);
          }
          double[] byMu = images.clone();
          whitened.into(byMu, d);
          double[] centre = project(source.view.path().column(part.prior()));
          for (int i = 0; i < d; i++) {
            centre[i] = part.scale() * centre[i] - kept[i];
          }
          // the moments, and behind them what lies beyond
          parts[index] = new double[d * d + 1];
          add(index, whitened, residual, fixed, byMu, own, centre, parts[index]);
        });
    for (double[] part : parts) {
      for (int i = 0; part != null && i < scale.length; i++) {
        scale[i] += part[i];
      }
      beyond += part == null ? 0 : part[d * d];
    }
  }

  private double[] project(double[] b) {
    double[] along = new double[d];
    for (int f = 0; f < d; f++) {
      for (int j = 0; j < b.length; j++) {
        along[f] += basis.get(j, f) * b[j];
      }
    }
    return along;
  }

  private void add(
      int index,
      Whitened whitened,
      double[] residual,
      double[] fixed,
      double[] byMu,
      double[] own,
      double[] centre,
      double[] to) {
    int r = residual.length;
    double m = evidence.target.degrees();
    double degrees = m * evidence.target.share();
    double between = degrees > 2 ? (degrees - 2) / degrees : 1;
    Part part = evidence.parts.get(index);
    PreparedSource source = evidence.sources.get(part.source());
    double t = part.t();
    double[] x = new double[r];
    double[] h = new double[r];
    double[] solution = new double[r];
    double[] halves = new double[d * r];
    double[] off = new double[d];
    for (int l = 0; l < evidence.mu.length; l++) {
      double weight = evidence.weights[index][l];
      if (weight < NEGLIGIBLE) {
        continue;
      }
      double mu = evidence.mu[l];
      double variance = weight * evidence.forms[index][l] / m;
      to[d * d] += variance * (1 / mu + t * source.beyond(part.prior()));
      whitened.at(mu);
      whitened.solve(residual, x);
      for (int f = 0; f < d; f++) {
        for (int k = 0; k < r; k++) {
          h[k] = fixed[f * r + k] + byMu[f * r + k] / mu;
        }
        off[f] = centre[f] + Flat.dot(h, x);
        whitened.half(h, solution);
        System.arraycopy(solution, 0, halves, f * r, r);
      }
      for (int f = 0; f < d; f++) {
        for (int g = 0; g <= f; g++) {
          double sum = f == g ? 1 / mu : 0;
          sum += own == null ? 0 : t * own[f * d + g];
          for (int k = 0; k < r; k++) {
            sum -= halves[f * r + k] * halves[g * r + k];
          }
          to[f * d + g] += variance * sum + weight * between * off[f] * off[g];
        }
      }
    }
  }

  PredictiveScale scale() {
    for (int f = 0; f < d; f++) {
      for (int g = 0; g < f; g++) {
        scale[g * d + f] = scale[f * d + g];
      }
    }
    return new PredictiveScale(
        Matrix.ofColumnMajor(scale, d, d),
        beyond,
        evidence.noise(),
        evidence.target.degrees() * evidence.target.share());
  }
}
