// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.realised;

import dev.ridgeline.transfer.covariance.Covariance;
import java.util.function.DoubleUnaryOperator;

/** Risks entry by entry, and minimisers by search. */
final class BruteForce {
  private BruteForce() {}

  /** (b - w)' Sigma (b - w), entry by entry. */
  static double risk(double[] b, double[] w, Covariance sigma) {
    double sum = 0;
    for (int i = 0; i < b.length; i++) {
      for (int j = 0; j < b.length; j++) {
        sum += (b[i] - w[i]) * sigma.entry(i, j) * (b[j] - w[j]);
      }
    }
    return sum;
  }

  static double[] scaled(double c, double[] a) {
    double[] out = a.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] *= c;
    }
    return out;
  }

  /** Index of the least number; the first wins a tie. */
  static int argmin(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] < values[best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * Where f is least on [low, high]: a scan of 200 points, then golden section around the best; NaN
   * when that is an end.
   */
  static double minimizer(DoubleUnaryOperator f, double low, double high) {
    double[] values = new double[201];
    double step = (high - low) / 200;
    for (int i = 0; i <= 200; i++) {
      values[i] = f.applyAsDouble(low + i * step);
    }
    int best = argmin(values);
    if (best == 0 || best == 200) {
      return Double.NaN;
    }
    double a = low + (best - 1) * step;
    double b = low + (best + 1) * step;
    double golden = (Math.sqrt(5) - 1) / 2;
    double c = b - golden * (b - a);
    double d = a + golden * (b - a);
    double fc = f.applyAsDouble(c);
    double fd = f.applyAsDouble(d);
    while (b - a > 1e-9) {
      if (fc < fd) {
        b = d;
        d = c;
        fd = fc;
        c = b - golden * (b - a);
        fc = f.applyAsDouble(c);
      } else {
        a = c;
        c = d;
        fc = fd;
        d = a + golden * (b - a);
        fd = f.applyAsDouble(d);
      }
    }
    return (a + b) / 2;
  }
}
