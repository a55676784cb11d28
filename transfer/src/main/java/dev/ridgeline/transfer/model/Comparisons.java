// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.model;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;

/**
 * Comparisons of models by their errors on the same rows, row by row, so that what the models have
 * in common cancels.
 */
public final class Comparisons {
  private Comparisons() {}

  /**
   * Returns the 95 % interval of the difference of two mean squared errors.
   *
   * @param a errors of one model times the roots of the weights
   * @param b errors of the other model times the roots of the weights
   * @param root roots of the weights, &gt; 0
   * @return the interval of the mean square of a less that of b
   */
  public static Interval difference(double[] a, double[] b, double[] root) {
    // squares of squares of errors must stay in the range of doubles
    double largest = Math.max(largest(a), largest(b));
    int exponent = largest > 0 ? Math.getExponent(largest) : 0;
    if (Math.abs(exponent) > 200) {
      Interval scaled = difference(scaled(a, exponent), scaled(b, exponent), root);
      return scaled.times(Math.scalb(1.0, 2 * exponent));
    }
    double[] terms = new double[a.length];
    double[] weights = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      terms[i] = (a[i] - b[i]) * (a[i] + b[i]);
      weights[i] = root[i] * root[i];
    }
    return Interval.ofMean(terms, weights);
  }

  /**
   * Returns the 95 % interval of a mean squared error, with a lower end of at least 0.
   *
   * @param errors times the roots of the weights
   * @param root roots of the weights
   * @return the interval
   */
  public static Interval loss(double[] errors, double[] root) {
    Interval all = difference(errors, new double[errors.length], root);
    return new Interval(Math.max(0, all.low()), all.high());
  }

  /**
   * Returns the 95 % interval of a mean squared error on the logarithmic scale, by the delta
   * method: it is never below 0, and reaches further up than down.
   *
   * @param errors times the roots of the weights
   * @param root roots of the weights
   * @param factor what the interval is stretched by on that scale
   * @return the interval; 0 to 0 where all errors are 0
   */
  public static Interval loss(double[] errors, double[] root, double factor) {
    Interval all = difference(errors, new double[errors.length], root);
    double mean = (all.low() + all.high()) / 2;
    if (!(mean > 0)) {
      return all;
    }
    double log = factor * (all.high() - all.low()) / 2 / mean;
    return new Interval(mean * Math.exp(-log), mean * Math.exp(log));
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static double[] scaled(double[] values, int exponent) {
    double[] scaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = Math.scalb(values[i], -exponent);
    }
    return scaled;
  }

  /**
   * Returns the mean squared error.
   *
   * @param errors times the roots of the weights
   * @param weightSum sum of the weights
   * @return sum of squares over the sum of the weights
   */
  public static double meanSquare(double[] errors, double weightSum) {
    double sum = 0;
    for (double e : errors) {
      sum += e * e;
    }
    return sum / weightSum;
  }

  /**
   * What each candidate loses beyond the best one: 95 % intervals of the difference.
   *
   * @param best errors of the best one times the roots of the weights
   * @param root roots of the weights, &gt; 0
   * @param candidates their errors times the roots of the weights
   * @return one per candidate; 0 to 0 for the best one
   */
  public static List<Interval> excesses(double[] best, double[] root, Stream<double[]> candidates) {
    return candidates.map(errors -> difference(errors, best, root)).toList();
  }

  /**
   * Returns the range of the penalties with errors that are not larger than those of the best
   * penalty by more than chance explains.
   *
   * @param excesses what each loses beyond the best one, which is among them
   * @param lambda the penalty of each
   * @return the smallest and the largest penalty
   */
  public static Interval indistinguishable(List<Interval> excesses, IntToDoubleFunction lambda) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < excesses.size(); j++) {
      // equal errors have no spread, and are not worse
      if (!(excesses.get(j).low() > 0)) {
        low = Math.min(low, lambda.applyAsDouble(j));
        high = Math.max(high, lambda.applyAsDouble(j));
      }
    }
    return new Interval(low, high);
  }
}
