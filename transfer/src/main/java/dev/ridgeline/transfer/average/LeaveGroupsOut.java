// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import dev.ridgeline.RunControl;
import java.util.Arrays;

/**
 * Errors of an average without groups of rows. With g = K^-1 r and D = K^-1 in the coordinates of
 * the rows, what is not penalised projected out, a member without group G errs by e = D_GG^-1 g_G,
 * its form is r'K^-1 r - g_G'e, and its determinant det K det D_GG: {@link LeaveOneOut} by blocks.
 */
final class LeaveGroupsOut {
  /** A pivot below this share of its diagonal is rounding. */
  private static final double SINGULAR = 1e-13;

  private final Evidence evidence;
  private final int[][] groups;
  private final double[][] unreached;

  // of every group: the largest logarithm so far, and sums relative to it
  private final double[] top;
  private final double[] total;
  private final double[] sum;
  private final boolean[] impossible;

  private LeaveGroupsOut(Evidence evidence, int[][] groups, double[][] unreached) {
    this.evidence = evidence;
    this.groups = groups;
    this.unreached = unreached;
    this.top = new double[groups.length];
    this.total = new double[groups.length];
    this.sum = new double[evidence.target.rows()];
    this.impossible = new boolean[groups.length];
    Arrays.fill(top, Double.NEGATIVE_INFINITY);
  }

  /**
   * Leaves every group out.
   *
   * @param groups rows of every group
   * @param unreached what no fit reaches of every group, k x k of I - N N' - U U'
   */
  static double[] errors(Evidence evidence, int[][] groups, double[][] unreached) {
    double floor = floor(evidence);
    LeaveGroupsOut[] parts = new LeaveGroupsOut[evidence.parts.size()];
    evidence.each(
        RunControl.NONE,
        part -> Arrays.stream(evidence.weights[part]).max().orElse(0) >= floor,
        (index, whitened, residual) -> {
          parts[index] = new LeaveGroupsOut(evidence, groups, unreached);
          parts[index].add(index, whitened, residual, floor);
        });
    LeaveGroupsOut all = new LeaveGroupsOut(evidence, groups, unreached);
    for (LeaveGroupsOut part : parts) {
      for (int k = 0; part != null && k < groups.length; k++) {
        all.impossible[k] |= part.impossible[k];
        all.add(k, part.top[k], part.total[k], part.sum);
      }
    }
    double[] errors = new double[all.sum.length];
    Arrays.fill(errors, Double.NaN);
    for (int k = 0; k < groups.length; k++) {
      for (int i : groups[k]) {
        errors[i] = all.impossible[k] ? Double.NaN : all.sum[i] / all.total[k];
      }
    }
    return errors;
  }

  /** A group may tell much: of few rows no member is left out. */
  private static double floor(Evidence evidence) {
    return evidence.target.rows() <= LeaveOneOut.FEW_ROWS
        ? 0
        : LeaveOneOut.floor(evidence, LeaveOneOut.OF_FEW);
  }

  private void add(int index, Whitened whitened, double[] residual, double floor) {
    TargetView target = evidence.target;
    int n = target.rows();
    int r = target.rank();
    double[][] rows = new double[n][r];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < r; k++) {
        rows[i][k] = target.u().get(i, k);
      }
      whitened.into(rows[i], 1);
    }
    double[] x = new double[r];
    double[][] halves = new double[n][r];
    for (int l = 0; l < evidence.mu.length; l++) {
      if (evidence.weights[index][l] < floor) {
        continue;
      }
      double log = whitened.at(evidence.mu[l]);
      whitened.solve(residual, x);
      for (int i = 0; i < n; i++) {
        whitened.half(rows[i], halves[i]);
      }
      double fixed = evidence.parts.get(index).logPrior() - 0.5 * target.share() * log;
      for (int k = 0; k < groups.length; k++) {
        add(k, rows, halves, x, evidence.forms[index][l], fixed);
      }
    }
  }

  private void add(
      int k, double[][] rows, double[][] halves, double[] x, double form, double fixed) {
    TargetView target = evidence.target;
    int[] group = groups[k];
    int size = group.length;
    double[] block = unreached[k].clone();
    double[] g = new double[size];
    for (int a = 0; a < size; a++) {
      g[a] = target.rest()[group[a]] + Flat.dot(rows[group[a]], x);
      for (int b = 0; b <= a; b++) {
        block[a * size + b] += Flat.dot(halves[group[a]], halves[group[b]]);
      }
    }
    double[] error = g.clone();
    double determinant = solve(block, size, error);
    if (Double.isNaN(determinant)) {
      impossible[k] = true; // what is left does not determine what is not penalised
      return;
    }
    double left = Math.max(form - Flat.dot(g, error), evidence.least);
    double degrees = Math.max(0, target.degrees() - size);
    double weight = fixed - 0.5 * target.share() * (degrees * Math.log(left) + determinant);
    double[] errors = new double[sum.length];
    for (int a = 0; a < size; a++) {
      errors[group[a]] = error[a];
    }
    add(k, weight, 1, errors);
  }

  /** Adds sums relative to a logarithm, those of the group's rows. */
  private void add(int k, double log, double weights, double[] errors) {
    if (log > top[k]) {
      double factor = Math.exp(top[k] - log);
      total[k] *= factor;
      for (int i : groups[k]) {
        sum[i] *= factor;
      }
      top[k] = log;
    }
    // without a member there is nothing to add, and no number
    double w = weights > 0 ? Math.exp(log - top[k]) : 0;
    total[k] += w * weights;
    for (int i : groups[k]) {
      sum[i] += w * errors[i];
    }
  }

  /**
   * x = A^-1 x by Cholesky in the lower triangle, row-major; log det A, NaN where it is singular.
   */
  private static double solve(double[] a, int size, double[] x) {
    double log = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double value = a[i * size + j];
        for (int k = 0; k < j; k++) {
          value -= a[i * size + k] * a[j * size + k];
        }
        if (j < i) {
          a[i * size + j] = value / a[j * size + j];
        } else if (value > SINGULAR * a[i * size + i]) {
          a[i * size + i] = Math.sqrt(value);
          log += Math.log(value);
        } else {
          return Double.NaN;
        }
      }
    }
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= a[i * size + k] * x[k];
      }
      x[i] /= a[i * size + i];
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        x[i] -= a[k * size + i] * x[k];
      }
      x[i] /= a[i * size + i];
    }
    return log;
  }
}
