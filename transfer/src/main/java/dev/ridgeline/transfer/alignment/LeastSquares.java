// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

/**
 * The alignment as the slope of the target's response on the source's least-squares predictions,
 * corrected for the noise in them. For any covariances and any number of target rows.
 *
 * <p>With b0 = (X0'X0)^-1 X0'y0, s^2 = |y0 - X0 b0|^2/(n0 - p) and M = X1'X1/n1,
 *
 * <pre>
 * A = b0'X1'y1/n1                          estimates  w0'M w1
 * U = b0'M b0 - s^2 tr[(X0'X0)^-1 M]       estimates  w0'M w0
 * </pre>
 *
 * both without bias, given the designs. With an intercept everything is centred and n0 - p - 1, n1
 * - 1 stand for n0 - p, n1. If w1 = rho w0, A/U estimates rho whatever the covariances.
 *
 * <p>Computed where X0'X0 = I, see {@link Orthonormal}; z_i is row i of X0 there, h_i its leverage,
 * e_i its residual, k = X1'y1/n1. Without source row i, b0 is b0 - z_i e_i/(1 - h_i) (R. D. Cook
 * and S. Weisberg, "Residuals and Influence in Regression", 1982).
 *
 * <p><b>Variance, source rows.</b> The delete-one jackknife, each row weighted by 1 - h_i (C. F. J.
 * Wu, "Jackknife, bootstrap and other resampling methods in regression analysis", Annals of
 * Statistics 14, 1986), to first order in the noise:
 *
 * <pre>
 * sum_i e_i^2/(1 - h_i) g_i g_i',   g_i = (z_i'k, 2 z_i'M b0)
 * </pre>
 *
 * It needs no equal variances. The second order, 2 s^4 (tr M^2 + (tr M)^2/(n0 - p)) of Var U for
 * normal noise, is added in closed form, and what the first order holds of it through b0 is taken
 * out. The plain jackknife, unweighted and to all orders, was 3 times the true variance at n0 = 6 p
 * and a weak signal, and 12 times at n0 = 1.25 p, so that hardly a source was found estimable.
 *
 * <p><b>Variance, target rows.</b> Given X1, which says nothing about rho, only A varies, by L^2
 * times the variance of the slope A/L of y1 on the predictions X1 b0, L = b0'M b0: the delete-one
 * jackknife of that slope. To count M as random would make the set of Fieller unbounded for few
 * target rows, although a mean of squares is never zero.
 */
final class LeastSquares {
  /** Below this 1 - h_i is rounding, and the row determines a coefficient alone. */
  private static final double LONE = 1e-10;

  private final CentredColumns source;
  private final CentredColumns target;
  private final Orthonormal basis;
  private final double[] b;
  private final double[] residuals;

  /** X1 b0. */
  private final double[] predicted;

  private final double freedom;

  /** s^2. */
  private final double noise;

  /** b0'M b0. */
  private final double length;

  /** tr M. */
  private final double trace;

  private final double numerator;

  LeastSquares(CentredColumns source, CentredColumns target, Orthonormal basis) {
    this.source = source;
    this.target = target;
    this.basis = basis;
    b = products(basis.source, source.y, 1.0);
    residuals = source.y.clone();
    Vectors.add(-1.0, Vectors.combine(basis.source, b, source.rows), residuals);
    predicted = Vectors.combine(basis.target, b, target.rows);
    freedom = source.divisor() - basis.rank();
    noise = Vectors.dot(residuals, residuals) / freedom;
    double d = target.divisor();
    length = Vectors.dot(predicted, predicted) / d;
    trace = Vectors.sum(Vectors.rowNorms(basis.target, target.rows)) / d;
    numerator = Vectors.dot(predicted, target.y) / d;
  }

  Statistic statistic() {
    Statistic.Variance bySource = sourceVariance().times(Statistic.allowance(freedom));
    double byTarget = targetVariance() * Statistic.allowance(target.divisor() - 1.0);
    return new Statistic(
        numerator, denominator(), bySource.plus(new Statistic.Variance(byTarget, 0.0, 0.0)));
  }

  double numerator() {
    return numerator;
  }

  double denominator() {
    return length - noise * trace;
  }

  private static double[] products(double[][] columns, double[] v, double divisor) {
    double[] out = new double[columns.length];
    for (int j = 0; j < out.length; j++) {
      out[j] = Vectors.dot(columns[j], v) / divisor;
    }
    return out;
  }

  /** The part of the source rows, given the target. */
  Statistic.Variance sourceVariance() {
    int n = source.rows;
    double[][] z = basis.source;
    double d = target.divisor();
    double[] zk = Vectors.combine(z, products(basis.target, target.y, d), n);
    double[] zmb = Vectors.combine(z, products(basis.target, predicted, d), n);
    double[] zz = Vectors.rowNorms(z, n);
    double mean = source.centred ? 1.0 / n : 0.0;
    double aa = 0.0;
    double au = 0.0;
    double uu = 0.0;
    for (int i = 0; i < n; i++) {
      double rest = 1.0 - mean - zz[i];
      // A row of leverage 1 has no residual; its noise is as large as that of the others.
      double weight = rest <= LONE ? noise : residuals[i] * residuals[i] / rest;
      aa += weight * zk[i] * zk[i];
      au += weight * 2.0 * zk[i] * zmb[i];
      uu += weight * 4.0 * zmb[i] * zmb[i];
    }
    double twice = 2.0 * noise * noise;
    double square = squareOfMoments();
    return new Statistic.Variance(aa, au, uu)
        .withQuadraticPart(2.0 * twice * square, twice * (square + trace * trace / freedom));
  }

  /** tr M^2, from the products of columns or of rows, whichever are fewer. */
  private double squareOfMoments() {
    double[][] t = basis.target;
    double d = target.divisor();
    double sum = 0.0;
    if (target.rows < t.length) {
      double[] norms = Vectors.rowNorms(t, target.rows);
      sum = Vectors.dot(norms, norms);
      for (double[] line : Vectors.rowProducts(t, target.rows)) {
        sum += 2.0 * Vectors.dot(line, line);
      }
    } else {
      for (int j = 0; j < t.length; j++) {
        for (int l = 0; l <= j; l++) {
          double m = Vectors.dot(t[j], t[l]);
          sum += (l == j ? 1.0 : 2.0) * m * m;
        }
      }
    }
    return sum / (d * d);
  }

  /**
   * The part of the target rows: L^2 sum_j (slope without row j - slope)^2, the difference being
   * f_j r_j/(|f|^2 (1 - h_j)) for predictions f with leverages h_j and residuals r_j. NaN if one
   * row alone has a prediction.
   */
  double targetVariance() {
    int n = target.rows;
    double total = length * target.divisor();
    double slope = numerator / length;
    double mean = target.centred ? 1.0 / n : 0.0;
    double sum = 0.0;
    for (int j = 0; j < n; j++) {
      double f = predicted[j];
      double rest = 1.0 - mean - f * f / total;
      double change = rest <= LONE ? Double.NaN : f * (target.y[j] - slope * f) / rest;
      sum += change * change;
    }
    return sum / ((double) target.divisor() * target.divisor());
  }
}
