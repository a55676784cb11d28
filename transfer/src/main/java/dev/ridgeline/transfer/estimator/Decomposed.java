// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.estimator;

import dev.ridgeline.Route;
import dev.ridgeline.Side;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import dev.ridgeline.transfer.spectral.SpectralFilter;
import java.util.function.DoubleUnaryOperator;

/**
 * A prepared sample with the decomposition of its design: every penalty and every response is a
 * scaling from here on.
 *
 * <p>With N the basis of what is not penalised and P = I - N N' - U U' what no fit reaches, the
 * residuals and leverages of a penalty mu are
 *
 * <pre>
 * r_i = mu sum_k U_ik (U'y)_k / (s_k^2 + mu) + (P y)_i,   1 - h_ii = mu sum_k U_ik^2 / (s_k^2 + mu) + P_ii
 * </pre>
 *
 * and the leave-one-out error of a row is r_i / (1 - h_ii), mu held fixed (Allen 1974; Golub, Heath
 * and Wahba 1979). Both are sums in which nothing cancels. Where P_ii is zero, as everywhere when
 * the columns span all rows, mu is divided out of both, and what remains is right down to mu = 0.
 */
final class Decomposed {
  private static final double EPS = Math.ulp(1.0);

  final Prepared sample;
  final ThinSvd svd;
  private final Backend backend;
  private final int n;
  private final int r;
  private final double[] squares;
  private final double[] unreached;
  private final Rotated responses;

  Decomposed(Backend backend, Prepared sample) {
    this.backend = backend;
    this.sample = sample;
    this.svd = ThinSvd.of(backend, sample.x, sample.n, sample.p);
    this.n = sample.n;
    this.r = svd.rank();
    this.squares = new double[r];
    for (int k = 0; k < r; k++) {
      squares[k] = svd.s()[k] * svd.s()[k];
    }
    this.unreached = unreached();
    this.responses = rotate(sample.y, sample.responses);
  }

  /** Dimension of what no fit reaches. */
  int freedom() {
    return n - sample.q - r;
  }

  double[] squares() {
    return squares.clone();
  }

  /** P_ii, without cancellation: where it is small it is the sum of P_ij^2 over the others. */
  private double[] unreached() {
    double[] diagonal = new double[n];
    if (freedom() <= 0) {
      return diagonal;
    }
    for (int i = 0; i < n; i++) {
      double h = product(i, i);
      diagonal[i] = 1 - h;
      if (diagonal[i] < 1e-3) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
          double c = j == i ? 0 : product(i, j);
          sum += c * c;
        }
        // P = P^2 has P_ii (1 - P_ii) = sum of the other squares of its row
        diagonal[i] = sum / (1 - Math.clamp(diagonal[i], 0, 0.5));
        if (diagonal[i] <= 100.0 * n * n * EPS * EPS) {
          diagonal[i] = 0;
        }
      }
    }
    return diagonal;
  }

  /** (N N' + U U')_ij. */
  private double product(int i, int j) {
    double sum = 0;
    for (int k = 0; k < sample.q; k++) {
      sum += sample.basis[i + k * n] * sample.basis[j + k * n];
    }
    for (int k = 0; k < r; k++) {
      sum += svd.u()[i + k * n] * svd.u()[j + k * n];
    }
    return sum;
  }

  /** Columns in the coordinates of U: z = U'Y, and P Y. */
  record Rotated(int count, double[] z, double[] rest) {
    /** These columns less c times others, as many. */
    Rotated less(double c, Rotated other) {
      return new Rotated(count, less(z, c, other.z), less(rest, c, other.rest));
    }

    private static double[] less(double[] a, double c, double[] b) {
      double[] difference = new double[a.length];
      for (int i = 0; i < a.length; i++) {
        difference[i] = a[i] - c * b[i];
      }
      return difference;
    }
  }

  /**
   * Rotates.
   *
   * @param y n x count, projected as {@link Prepared#project} does
   */
  Rotated rotate(double[] y, int count) {
    double[] z = multiply(Transpose.YES, svd.u(), n, r, y, n, count);
    double[] fitted = multiply(Transpose.NO, svd.u(), n, r, z, r, count);
    double[] rest = new double[n * count];
    if (freedom() > 0) {
      for (int i = 0; i < rest.length; i++) {
        rest[i] = y[i] - fitted[i];
      }
      sample.project(rest, count);
    }
    return new Rotated(count, z, rest);
  }

  /** The responses. */
  Rotated responses() {
    return responses;
  }

  /**
   * X B for coefficients of the penalised columns, scaled: it lies in the span of U, so nothing of
   * it is out of reach.
   *
   * @param b p x count
   */
  Rotated image(double[] b, int count) {
    double[] z = multiply(Transpose.YES, svd.v(), sample.p, r, b, sample.p, count);
    scaleRows(z, count, svd.s());
    return new Rotated(count, z, new double[n * count]);
  }

  /**
   * Leave-one-out errors times the root of the weights, n x count.
   *
   * @param mu penalty in the normal equations
   */
  double[] leaveOneOut(Rotated y, double mu) {
    double[] scaled = y.z().clone();
    double[] filter = inverse(mu);
    scaleRows(scaled, y.count(), filter);
    double[] errors = multiply(Transpose.NO, svd.u(), n, r, scaled, r, y.count());
    double[] kept = kept(filter);
    for (int c = 0; c < y.count(); c++) {
      for (int i = 0; i < n; i++) {
        int at = i + c * n;
        errors[at] =
            unreached[i] > 0
                ? (mu * errors[at] + y.rest()[at]) / (mu * kept[i] + unreached[i])
                : errors[at] / kept[i];
      }
    }
    return errors;
  }

  /** sum_k U_ik^2 / (s_k^2 + mu). */
  private double[] kept(double[] filter) {
    double[] sum = new double[n];
    for (int k = 0; k < r; k++) {
      for (int i = 0; i < n; i++) {
        double u = svd.u()[i + k * n];
        sum[i] += u * u * filter[k];
      }
    }
    return sum;
  }

  private double[] inverse(double mu) {
    double[] filter = new double[r];
    for (int k = 0; k < r; k++) {
      filter[k] = 1 / (squares[k] + mu);
    }
    return filter;
  }

  /** Degrees of freedom, those of what is not penalised included. */
  double degreesOfFreedom(double mu) {
    double sum = sample.q;
    for (int k = 0; k < r; k++) {
      sum += squares[k] / (squares[k] + mu);
    }
    return sum;
  }

  /**
   * Generalised cross-validation, (|r|^2 / sum v) / (1 - df / n)^2, of a ridge penalty.
   *
   * @param column of y
   */
  double gcv(Rotated y, int column, double mu) {
    return gcv(y, column, square -> mu / (square + mu));
  }

  /** Generalised cross-validation of any filter. */
  double gcv(Rotated y, int column, SpectralFilter filter) {
    return gcv(y, column, filter::residual);
  }

  private double gcv(Rotated y, int column, DoubleUnaryOperator left) {
    double sum = squaredRest(y, column);
    double total = freedom();
    for (int k = 0; k < r; k++) {
      double share = left.applyAsDouble(squares[k]);
      sum += Math.pow(share * y.z()[k + column * r], 2);
      total += share;
    }
    return score(sum, total);
  }

  private double squaredRest(Rotated y, int column) {
    double sum = 0;
    for (int i = column * n; i < (column + 1) * n; i++) {
      sum += y.rest()[i] * y.rest()[i];
    }
    return sum;
  }

  private double score(double square, double left) {
    return left <= 0 ? Double.NaN : square / sample.weightSum * ((double) n / left) * (n / left);
  }

  /** b = V diag(s / (s^2 + mu)) z, p x count, scaled units. */
  double[] coefficients(Rotated y, double mu) {
    double[] filter = inverse(mu);
    for (int k = 0; k < r; k++) {
      filter[k] *= svd.s()[k];
    }
    return coefficients(y, filter);
  }

  /** b = V diag(s phi(s^2)) z. */
  double[] coefficients(Rotated y, SpectralFilter filter) {
    double[] phi = new double[r];
    for (int k = 0; k < r; k++) {
      phi[k] = svd.s()[k] * filter.phi(squares[k]);
    }
    return coefficients(y, phi);
  }

  private double[] coefficients(Rotated y, double[] factors) {
    double[] z = y.z().clone();
    scaleRows(z, y.count(), factors);
    return multiply(Transpose.NO, svd.v(), sample.p, r, z, r, y.count());
  }

  private void scaleRows(double[] z, int count, double[] factors) {
    for (int c = 0; c < count; c++) {
      for (int k = 0; k < r; k++) {
        z[k + c * r] *= factors[k];
      }
    }
  }

  /** op(A) B. */
  private double[] multiply(
      Transpose trans, double[] a, int rows, int columns, double[] b, int inner, int count) {
    int m = trans == Transpose.NO ? rows : columns;
    if (m == 0 || inner == 0 || count == 0) {
      return new double[m * count];
    }
    try (Block left = backend.upload(Matrix.ofColumnMajor(a, rows, columns).asBatch());
        Block right = backend.upload(Matrix.ofColumnMajor(b, inner, count).asBatch());
        Block out = backend.allocate(m, count, 1)) {
      backend.gemm(trans, Transpose.NO, 1, left, right, 0, out);
      return backend.download(out);
    }
  }

  /**
   * The report on a solution.
   *
   * @param b p coefficients, scaled
   * @param y right-hand sides, projected
   * @param column of y
   */
  Solution solution(String backend, double[] b, double[] y, int column, double mu) {
    boolean truncated = mu > 0 && r < Math.min(n - sample.q, sample.p);
    return new Solution(
        new Route(
            backend,
            n < sample.p ? Side.DUAL : Side.PRIMAL,
            truncated ? Route.Method.TRUNCATED_SPECTRUM : Route.Method.SPECTRUM),
        condition(mu),
        residual(b, y, column, mu));
  }

  /** (s_1^2 + mu) / (s_p^2 + mu), where a design short of rank has smallest singular value 0. */
  double condition(double mu) {
    if (r == 0) {
      return 1;
    }
    double least = r < sample.p ? 0 : squares[r - 1];
    return (squares[0] + mu) / (least + mu);
  }

  /**
   * How well b solves the normal equations: |(X'X + mu) b - X'y| relative to the sizes of its
   * terms.
   *
   * @param b p coefficients, scaled
   * @param column of the responses
   */
  private double residual(double[] b, double[] y, int column, double mu) {
    int p = sample.p;
    double[] e = new double[n];
    System.arraycopy(y, column * n, e, 0, n);
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < n; i++) {
        e[i] -= sample.x[i + j * n] * b[j];
      }
    }
    double square = 0;
    double size = 0;
    double length = 0;
    for (int j = 0; j < p; j++) {
      double g = 0;
      double right = 0;
      for (int i = 0; i < n; i++) {
        g += sample.x[i + j * n] * e[i];
        right += sample.x[i + j * n] * y[i + column * n];
      }
      square += Math.pow(g - mu * b[j], 2);
      size += right * right;
      length += b[j] * b[j];
    }
    double norm = r == 0 ? 0 : squares[0] + mu;
    double scale = Math.sqrt(size) + norm * Math.sqrt(length);
    return scale == 0 ? 0 : Math.sqrt(square) / scale;
  }
}
