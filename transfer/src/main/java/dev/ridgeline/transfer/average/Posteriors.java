// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import dev.ridgeline.RunControl;
import dev.ridgeline.matrix.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Posteriors of directions: every member says Student's t with m degrees of freedom, centre c a'b0
 * + h'K^-1 r and squared scale (r'K^-1 r / m) (a'P a - h'K^-1 h) with P = t C + I / mu and h = X P
 * a.
 */
final class Posteriors {
  /** Parts of a smaller weight are left out. */
  private static final double NEGLIGIBLE = 1e-7;

  private final Evidence evidence;
  private final int count;
  private final List<Integer> kept = new ArrayList<>();
  private final double[] weights;
  private final double[][] locations;
  private final double[][] scales;

  Posteriors(Evidence evidence, Matrix a, double[] offsets, double[] extras) {
    this.evidence = evidence;
    this.count = a.columns();
    for (int i = 0; i < evidence.parts.size(); i++) {
      if (evidence.weight(i) >= NEGLIGIBLE) {
        kept.add(i);
      }
    }
    int penalties = evidence.mu.length;
    this.weights = new double[kept.size() * penalties];
    this.locations = new double[count][weights.length];
    this.scales = new double[count][weights.length];
    TargetView target = evidence.target;
    int r = target.rank();
    // diag(s) V'a and a'a: the part of h that falls with mu
    double[] images = PreparedSource.images(evidence.sources.getFirst().ridgeline, target, a);
    double[] squares = new double[count];
    double[][] directions = new double[count][];
    for (int f = 0; f < count; f++) {
      directions[f] = a.column(f);
      squares[f] = Flat.dot(directions[f], directions[f]);
    }
    PreparedSource.Directions[] split = PreparedSource.directions(evidence, a);
    evidence.each(
        RunControl.NONE,
        kept::contains,
        (index, whitened, residual) -> {
          Part part = evidence.parts.get(index);
          PreparedSource source = evidence.sources.get(part.source());
          double[] b0 = source.view.path().column(part.prior());
          int at = kept.indexOf(index) * penalties;
          double[] fixed = new double[r];
          for (int f = 0; f < count; f++) {
            double[] byMu = Flat.column(images, r, f);
            Arrays.fill(fixed, 0);
            double own = 0;
            if (part.t() > 0) {
              own = part.t() * source.covariance(part.prior(), split[part.source()], f, fixed);
              for (int k = 0; k < r; k++) {
                fixed[k] *= part.t();
              }
              whitened.into(fixed, 1);
            }
            whitened.into(byMu, 1);
            double centre = offsets[f] + part.scale() * Flat.dot(directions[f], b0);
            members(
                index, whitened, residual, at, f, fixed, byMu, own, squares[f], centre, extras[f]);
          }
        });
  }

  private void members(
      int index,
      Whitened whitened,
      double[] residual,
      int at,
      int f,
      double[] fixed,
      double[] byMu,
      double own,
      double square,
      double centre,
      double extra) {
    int r = residual.length;
    double[] h = new double[r];
    double[] x = new double[r];
    for (int l = 0; l < evidence.mu.length; l++) {
      double mu = evidence.mu[l];
      weights[at + l] = evidence.weights[index][l];
      whitened.at(mu);
      for (int k = 0; k < r; k++) {
        h[k] = fixed[k] + byMu[k] / mu;
      }
      double explained = whitened.solve(h, x);
      double variance = Math.max(0, own + square / mu - explained) + extra;
      locations[f][at + l] = centre + Flat.dot(x, residual);
      scales[f][at + l] =
          Math.sqrt(evidence.forms[index][l] / evidence.target.degrees() * variance);
    }
  }

  List<StudentMixture> mixtures() {
    double degrees = evidence.target.degrees() * evidence.target.share();
    List<StudentMixture> all = new ArrayList<>();
    for (int f = 0; f < count; f++) {
      all.add(new StudentMixture(weights, locations[f], scales[f], degrees));
    }
    return all;
  }
}
