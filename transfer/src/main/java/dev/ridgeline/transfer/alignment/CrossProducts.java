// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

/**
 * The alignment from cross-products, for any number of rows and columns and features whose
 * covariance is a multiple of the identity in both samples.
 *
 * <p>Without an intercept, s_k = X_k'y_k:
 *
 * <pre>
 * A = s0's1 / (n0 n1)                                  estimates  v0 v1 (w0, w1)
 * U = (|s0|^2 - sum_i y_i^2 |x_i|^2) / (n0 (n0 - 1))   estimates  v0^2 |w0|^2
 * </pre>
 *
 * v_k the variance of the features of sample k: U is the mean of y_i y_j x_i'x_j over pairs of
 * different rows, so that neither noise nor rows of random scale bias it.
 *
 * <p>With an intercept, columns and responses centred: A = s0's1/((n0 - 1)(n1 - 1)), and U is the
 * mean over quadruples of different rows of a quarter of (y_i - y_j)(y_k - y_l)(x_i - x_j)'(x_k -
 * x_l), which is
 *
 * <pre>
 * U = S/(n(n-3)) - Q/((n-2)(n-3)) + P/(n(n-1)(n-2)(n-3))
 * S = |s0|^2,  Q = sum_i y_i^2 |x_i|^2,  P = sum_i y_i^2 sum_i |x_i|^2
 * </pre>
 *
 * with n = n0; both are unbiased whatever the distribution of rows and noise. (n - 1 for n in the
 * formula without an intercept would be off by about p/n0^2 mean squares of the response, which few
 * rows make large.)
 *
 * <p>Both are divided by the mean square of their features, A by that of the target and U by that
 * of the source, lest a difference in scale between the samples pass for alignment.
 *
 * <p>Source: the method of moments of L. H. Dicker, "Variance estimation in high-dimensional linear
 * models", Biometrika 101, 2014, less the products of a row with itself; the centred U is the
 * unbiased Hilbert-Schmidt independence criterion with linear kernels, L. Song et al., JMLR 13,
 * 2012. Deleting a row changes S, Q and P by expressions in inner products with a few fixed
 * vectors, so that all delete-one values cost O((n0 + n1) p).
 *
 * <p>The jackknife counts the products of two noises twice, which for p &gt; n0 is most of the
 * variance. Their part is at least 2 p tau0^4/(n0 (n0 - 1)) of Var U and, under isotropy, p tau0^2
 * tau1^2 v0/(v1 n0 n1) of Var A, tau_k^2 the mean square of the responses; so much is taken out
 * once.
 */
final class CrossProducts {
  private final CentredColumns source;
  private final CentredColumns target;

  private CrossProducts(CentredColumns source, CentredColumns target) {
    this.source = source;
    this.target = target;
  }

  /** The fewest source rows whose delete-one values exist. */
  static int leastSourceRows(boolean centred) {
    return centred ? 5 : 3;
  }

  /** The fewest target rows whose delete-one values exist. */
  static int leastTargetRows(boolean centred) {
    return centred ? 3 : 2;
  }

  /** A, U, and both again with each row left out in turn; a target row leaves U as it is. */
  record Deletions(
      double numerator,
      double denominator,
      double[] numeratorsBySource,
      double[] denominatorsBySource,
      double[] numeratorsByTarget) {}

  static Statistic of(CentredColumns source, CentredColumns target) {
    return new CrossProducts(source, target).statistic();
  }

  static Deletions deletions(CentredColumns source, CentredColumns target) {
    return new CrossProducts(source, target).deletions();
  }

  /**
   * The square of the norm of a mean of products, without bias.
   *
   * @param s square of the norm of the sum of products
   * @param q sum of the squares of the norms of the products
   * @param p product of the sums of squares of both factors; not used unless centred
   * @param n rows
   * @param centred whether both factors lost their means
   */
  static double unbiasedSquare(double s, double q, double p, double n, boolean centred) {
    return centred
        ? (s / n + (p / (n * (n - 1)) - q) / (n - 2)) / (n - 3)
        : (s - q) / (n * (n - 1));
  }

  private Statistic statistic() {
    Deletions values = deletions();
    double[] a = values.numeratorsBySource;
    double[] u = values.denominatorsBySource;
    double n0 = source.rows;
    double n1 = target.rows;
    double p = source.columns();
    double squares0 = Vectors.dot(source.y, source.y);
    double squares1 = Vectors.dot(target.y, target.y);
    double fourths = 0.0;
    for (double y : source.y) {
      fourths += y * y * y * y;
    }
    double quadratic =
        2.0 * p * (squares0 * squares0 - fourths) / (n0 * n0 * (n0 - 1.0) * (n0 - 1.0));
    Statistic.Variance bySource =
        new Statistic.Variance(jackknife(a, a), jackknife(a, u), jackknife(u, u))
            .withQuadraticPart(2.0 * quadratic, quadratic)
            .times(Statistic.allowance(source.divisor() - 1.0));

    double scales = meanSquare(source) / meanSquare(target);
    double bilinear = p * scales * squares0 * squares1 / (n0 * n0 * n1 * n1);
    double[] t = values.numeratorsByTarget;
    double byTarget = jackknife(t, t) * Statistic.allowance(target.divisor() - 1.0);
    return new Statistic(
        values.numerator,
        values.denominator,
        bySource.plus(new Statistic.Variance(Math.max(0.0, byTarget - bilinear), 0.0, 0.0)));
  }

  private static double meanSquare(CentredColumns sample) {
    return Vectors.sum(sample.rowNorms()) / (sample.divisor() * (double) sample.columns());
  }

  /** (n - 1)/n sum_i (a_i - mean)(b_i - mean), a_i and b_i without row i. */
  private static double jackknife(double[] a, double[] b) {
    int n = a.length;
    double meanA = Vectors.sum(a) / n;
    double meanB = Vectors.sum(b) / n;
    double sum = 0.0;
    for (int i = 0; i < n; i++) {
      sum += (a[i] - meanA) * (b[i] - meanB);
    }
    return (n - 1.0) / n * sum;
  }

  private Deletions deletions() {
    double[] s0 = source.transposeTimes(source.y);
    double[] s1 = target.transposeTimes(target.y);
    double product = Vectors.dot(s0, s1);
    double[] norms1 = target.rowNorms();
    double total1 = Vectors.sum(norms1);
    double d0 = source.divisor();
    double p = source.columns();
    // Both the mean of products and the mean square of features divide by n1, or n1 - 1.
    double scale1 = total1 / p;

    Squares squares = new Squares(s0);
    double[] onTarget = source.times(s1);
    double[] numerators = new double[source.rows];
    double[] denominators = new double[source.rows];
    for (int i = 0; i < source.rows; i++) {
      double rest = product - source.share() * source.y[i] * onTarget[i];
      numerators[i] = rest / ((d0 - 1) * scale1);
      denominators[i] = squares.without(i);
    }

    double[] onSource = target.times(s0);
    double[] byTarget = new double[target.rows];
    for (int j = 0; j < target.rows; j++) {
      double rest = product - target.share() * target.y[j] * onSource[j];
      byTarget[j] = rest / (d0 * ((total1 - target.share() * norms1[j]) / p));
    }
    return new Deletions(
        product / (d0 * scale1), squares.whole(), numerators, denominators, byTarget);
  }

  /** U of the source, whole and without a row. */
  private final class Squares {
    private final int n = source.rows;
    private final double[] norms = source.rowNorms();
    private final double[] onSum;
    private final double[] onWeighted;
    private final double s;
    private final double q;
    private final double features;
    private final double responses;
    private final double mixed;

    Squares(double[] sum) {
      double[] y = source.y;
      double[] y2 = new double[n];
      for (int i = 0; i < n; i++) {
        y2[i] = y[i] * y[i];
      }
      onSum = source.times(sum);
      onWeighted = source.times(source.transposeTimes(y2));
      s = Vectors.dot(sum, sum);
      q = Vectors.dot(y2, norms);
      features = Vectors.sum(norms);
      responses = Vectors.sum(y2);
      mixed = Vectors.dot(y, norms);
    }

    double whole() {
      return unbiasedSquare(s, q, features * responses, n, source.centred)
          / (features / (source.divisor() * (double) source.columns()));
    }

    double without(int i) {
      double y = source.y[i];
      double norm = norms[i];
      double share = source.share();
      double sRest = s - 2.0 * share * y * onSum[i] + share * share * y * y * norm;
      double featuresRest = features - share * norm;
      double responsesRest = responses - share * y * y;
      double qRest = source.centred ? centredProducts(i) : q - y * y * norm;
      double scale = featuresRest / ((source.divisor() - 1) * (double) source.columns());
      return unbiasedSquare(sRest, qRest, featuresRest * responsesRest, n - 1, source.centred)
          / scale;
    }

    /**
     * Q without row i: the other rows move by x_i/m and y_i/m, m = n - 1, so it is the sum over all
     * rows of |x_k + x_i/m|^2 (y_k + y_i/m)^2, multiplied out, less the term of row i itself.
     */
    private double centredProducts(int i) {
      double m = n - 1.0;
      double y = source.y[i] / m;
      double norm = norms[i] / (m * m);
      double all =
          q
              + 2.0 * onWeighted[i] / m
              + responses * norm
              + 2.0 * y * (mixed + 2.0 * onSum[i] / m)
              + y * y * (features + n * norm);
      double n2 = (double) n * n;
      return all - n2 * n2 * norm * y * y;
    }
  }
}
