// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/** Two sets of row errors compared row by row, which cancels what the rows have in common. */
final class Comparisons {
  private Comparisons() {}

  /**
   * The interval of the difference of two mean squared errors.
   *
   * @param a errors times the roots of the weights
   * @param b the same of another model
   * @param root roots of the weights
   */
  static Interval difference(double[] a, double[] b, double[] root) {
    double[] terms = new double[a.length];
    double[] weights = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      terms[i] = (a[i] - b[i]) * (a[i] + b[i]);
      weights[i] = root[i] * root[i];
    }
    return Interval.ofMean(terms, weights);
  }

  /** The interval of a mean squared error, which is not negative. */
  static Interval loss(double[] errors, double[] root) {
    Interval all = difference(errors, new double[errors.length], root);
    return new Interval(Math.max(0, all.low()), all.high());
  }

  static double meanSquare(double[] errors, double weightSum) {
    double sum = 0;
    for (double e : errors) {
      sum += e * e;
    }
    return sum / weightSum;
  }

  /**
   * The range of the penalties whose errors are not larger than the best ones by more than chance
   * explains.
   *
   * @param best errors times the roots of the weights
   * @param candidates indices, that of the best among them
   * @param errors of a candidate
   * @param lambda of a candidate
   */
  static Interval indistinguishable(
      double[] best,
      double[] root,
      int[] candidates,
      IntFunction<double[]> errors,
      IntToDoubleFunction lambda) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int j : candidates) {
      if (isNotWorse(errors.apply(j), best, root)) {
        low = Math.min(low, lambda.applyAsDouble(j));
        high = Math.max(high, lambda.applyAsDouble(j));
      }
    }
    return new Interval(low, high);
  }

  /** Whether the errors of a are not larger than those of b by more than chance explains. */
  private static boolean isNotWorse(double[] a, double[] b, double[] root) {
    // equal errors have no spread, and are not worse
    return !(difference(a, b, root).low() > 0);
  }
}
