// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

import java.util.Arrays;

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
 * <p>Computed where X0'X0 = I, see {@link Orthonormal}: with z_i row i of X0 there, h_i its
 * leverage (1/n0 more with an intercept) and e_i its residual, the deletion of source row i turns
 *
 * <pre>
 * b0 into b0 - z_i e_i/(1 - h_i),            tr M  into tr M + z_i'M z_i/(1 - h_i),
 * |residual|^2 less e_i^2/(1 - h_i),         one degree of freedom less
 * </pre>
 *
 * (R. D. Cook and S. Weisberg, "Residuals and Influence in Regression", 1982). A row with h_i = 1
 * determines a combination of coefficients alone. Without it many b0 fit the other rows alike, and
 * the one with the least |X0 b0| is taken, as if y_i were 0: b0 loses its part along z_i, tr M
 * loses z_i'M z_i/|z_i|^2, residuals and degrees of freedom stay.
 */
final class LeastSquares {
  /** Below this 1 - h_i is rounding. */
  private static final double LONE = 1e-10;

  private final Sample source;
  private final Sample target;
  private final Orthonormal basis;

  LeastSquares(Sample source, Sample target, Orthonormal basis) {
    this.source = source;
    this.target = target;
    this.basis = basis;
  }

  Statistic statistic() {
    int rank = basis.rank();
    double[][] z = basis.source;
    double[][] t = basis.target;
    double d1 = target.divisor();
    double[] b = new double[rank];
    double[] k = new double[rank];
    for (int j = 0; j < rank; j++) {
      b[j] = Vectors.dot(z[j], source.y);
      k[j] = Vectors.dot(t[j], target.y) / d1;
    }
    double[] fitted = Vectors.combine(z, b, source.rows);
    double[] residuals = source.y.clone();
    Vectors.add(-1.0, fitted, residuals);
    double squares = Vectors.dot(residuals, residuals);
    double freedom = source.divisor() - rank;
    double[] predicted = Vectors.combine(t, b, target.rows);
    double[] norms1 = Vectors.rowNorms(t, target.rows);
    Parts whole =
        new Parts(
            Vectors.dot(predicted, target.y) / d1,
            Vectors.dot(predicted, predicted) / d1,
            Vectors.sum(norms1) / d1,
            squares / freedom);
    return new Statistic(
        whole.numerator,
        whole.denominator(),
        withoutSource(whole, new Fit(fitted, residuals, squares, freedom), k, predicted),
        withoutTarget(whole, predicted, norms1));
  }

  /** The fit of the source. */
  private record Fit(double[] fitted, double[] residuals, double squares, double freedom) {}

  /** A, b0'M b0, tr M and s^2. */
  private record Parts(double numerator, double length, double trace, double noise) {
    double denominator() {
      return length - noise * trace;
    }
  }

  private Statistic.Deleted withoutSource(Parts whole, Fit fit, double[] k, double[] predicted) {
    int n = source.rows;
    double[][] z = basis.source;
    double[] mb = new double[z.length];
    for (int j = 0; j < mb.length; j++) {
      mb[j] = Vectors.dot(basis.target[j], predicted) / target.divisor();
    }
    double[] zk = Vectors.combine(z, k, n);
    double[] zmb = Vectors.combine(z, mb, n);
    double[] zmz = forms();
    double[] zz = Vectors.rowNorms(z, n);
    double mean = source.centred ? 1.0 / n : 0.0;
    Statistic.Deleted out = Statistic.Deleted.ofRows(n);
    for (int i = 0; i < n; i++) {
      double e = fit.residuals[i];
      double rest = 1.0 - mean - zz[i];
      boolean lone = rest <= LONE;
      double step = lone ? fit.fitted[i] / zz[i] : e / rest;
      double trace = whole.trace + (lone ? -zmz[i] / zz[i] : zmz[i] / rest);
      // Rounding may leave a sum of squares below zero where the fit is perfect.
      double noise =
          lone ? whole.noise : Math.max(0.0, fit.squares - e * step) / (fit.freedom - 1.0);
      Parts parts =
          new Parts(
              whole.numerator - step * zk[i],
              whole.length - 2.0 * step * zmb[i] + step * step * zmz[i],
              trace,
              noise);
      out.set(i, parts.numerator, parts.denominator());
    }
    return out;
  }

  /** z_i'M z_i for every source row. */
  private double[] forms() {
    double[][] z = basis.source;
    double[][] t = basis.target;
    double[] out = new double[source.rows];
    double[] column = new double[source.rows];
    for (int j = 0; j < z.length; j++) {
      Arrays.fill(column, 0.0);
      // M is symmetric: the part above its diagonal counts twice.
      for (int l = 0; l <= j; l++) {
        double m = Vectors.dot(t[j], t[l]) / target.divisor();
        Vectors.add(l == j ? m : 2.0 * m, z[l], column);
      }
      for (int i = 0; i < out.length; i++) {
        out[i] += column[i] * z[j][i];
      }
    }
    return out;
  }

  /** Without a target row the means over the target change, and nothing else. */
  private Statistic.Deleted withoutTarget(Parts whole, double[] predicted, double[] norms) {
    double d = target.divisor();
    double share = target.share();
    Statistic.Deleted out = Statistic.Deleted.ofRows(target.rows);
    for (int j = 0; j < target.rows; j++) {
      double f = predicted[j];
      Parts parts =
          new Parts(
              (d * whole.numerator - share * f * target.y[j]) / (d - 1.0),
              (d * whole.length - share * f * f) / (d - 1.0),
              (d * whole.trace - share * norms[j]) / (d - 1.0),
              whole.noise);
      out.set(j, parts.numerator, parts.denominator());
    }
    return out;
  }
}
