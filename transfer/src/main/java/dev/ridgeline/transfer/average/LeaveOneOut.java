// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import dev.ridgeline.RunControl;
import java.util.Arrays;

/**
 * Leave-one-out errors of an average. With g = K^-1 r and d = diag K^-1 in the coordinates of the
 * rows, what is not penalised projected out, a member without row i errs by g_i / d_i (Sundararajan
 * and Keerthi 2001), its form is r'K^-1 r - g_i^2 / d_i, and its determinant det K times d_i: so
 * the weights without the row come from what is known.
 */
final class LeaveOneOut {
  /** Up to so many rows nearly all members are looked at: one row less may change their weights. */
  static final int FEW_ROWS = 80;

  /** The weight that members may have together and be left out, for few rows and for many. */
  static final double OF_FEW = 1e-6;

  private static final double OF_MANY = 1e-3;

  private final Evidence evidence;
  private final int n;
  private final double least;

  // of every row: the largest logarithm so far, and sums relative to it
  private final double[] top;
  private final double[] total;
  private final double[] sum;

  private LeaveOneOut(Evidence evidence) {
    this.evidence = evidence;
    this.n = evidence.target.rows();
    this.top = new double[n];
    this.total = new double[n];
    this.sum = new double[n];
    this.least = evidence.least;
    Arrays.fill(top, Double.NEGATIVE_INFINITY);
  }

  static double[] errors(Evidence evidence) {
    int rows = evidence.target.rows();
    double floor = floor(evidence, rows <= FEW_ROWS ? OF_FEW : OF_MANY);
    LeaveOneOut[] parts = new LeaveOneOut[evidence.parts.size()];
    evidence.each(
        RunControl.NONE,
        part -> Arrays.stream(evidence.weights[part]).max().orElse(0) >= floor,
        (index, whitened, residual) -> {
          parts[index] = new LeaveOneOut(evidence);
          parts[index].add(index, whitened, residual, floor);
        });
    LeaveOneOut all = new LeaveOneOut(evidence);
    for (LeaveOneOut part : parts) {
      for (int i = 0; part != null && i < rows; i++) {
        all.add(i, part.top[i], part.total[i], part.sum[i]);
      }
    }
    double[] errors = new double[rows];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = all.sum[i] / all.total[i];
    }
    return errors;
  }

  /** The weight below which members are left out, that together weigh as much. */
  static double floor(Evidence evidence, double together) {
    double[] all = Arrays.stream(evidence.weights).flatMapToDouble(Arrays::stream).toArray();
    return Flat.leastKept(all, together);
  }

  private void add(int index, Whitened whitened, double[] residual, double floor) {
    TargetView target = evidence.target;
    int r = target.rank();
    // rows of U in the coordinates of the factors, row i at i, i + n, ..
    double[] rows = new double[n * r];
    double[] row = new double[r];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < r; k++) {
        row[k] = target.u().get(i, k);
      }
      whitened.into(row, 1);
      for (int k = 0; k < r; k++) {
        rows[k * n + i] = row[k];
      }
    }
    double[] x = new double[r];
    double[] g = new double[n];
    double[] d = new double[n];
    double[] work = new double[n];
    for (int l = 0; l < evidence.mu.length; l++) {
      if (evidence.weights[index][l] < floor) {
        continue;
      }
      double log = whitened.at(evidence.mu[l]);
      whitened.solve(residual, x);
      System.arraycopy(target.rest(), 0, g, 0, n);
      for (int k = 0; k < r; k++) {
        for (int i = 0; i < n; i++) {
          g[i] += x[k] * rows[k * n + i];
        }
      }
      Arrays.fill(d, 0);
      whitened.forms(rows, d, work);
      for (int i = 0; i < n; i++) {
        add(i, g[i], d[i] + target.unreached()[i], evidence.forms[index][l], log, index);
      }
    }
  }

  private void add(int i, double g, double d, double form, double log, int index) {
    TargetView target = evidence.target;
    double error = g / d;
    double left = Math.max(form - g * error, least);
    double weight =
        -0.5 * target.share() * ((target.degrees() - 1) * Math.log(left) + log + Math.log(d))
            + evidence.parts.get(index).logPrior();
    add(i, weight, 1, error);
  }

  /** Adds sums relative to a logarithm. */
  private void add(int i, double log, double weights, double errors) {
    if (log > top[i]) {
      double factor = Math.exp(top[i] - log);
      total[i] *= factor;
      sum[i] *= factor;
      top[i] = log;
    }
    // without a member there is nothing to add, and no number
    double w = weights > 0 ? Math.exp(log - top[i]) : 0;
    total[i] += w * weights;
    sum[i] += w * errors;
  }
}
