// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.matrix.Transpose;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Block;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * One design with the singular value decomposition of its rows: every penalty, filter and response
 * is a scaling from here on.
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
public final class SpectralDesign {
  private final Backend backend;
  private final ThinSvd svd;
  private final double[] u;
  private final int n;
  private final int active;
  private final int p;
  private final int r;
  private final int q;
  private final double[] basis;
  private final double[] squares;
  private final double[] unreached;
  private final boolean deficient;

  /**
   * Columns in the coordinates of U.
   *
   * @param count how many
   * @param z U'Y, r x count
   * @param rest P Y, n x count
   */
  public record Rotated(int count, double[] z, double[] rest) {
    /**
     * These columns less c times others.
     *
     * @param c factor
     * @param other as many columns
     * @return the difference
     */
    public Rotated less(double c, Rotated other) {
      return new Rotated(count, less(z, c, other.z), less(rest, c, other.rest));
    }

    /**
     * One of the columns.
     *
     * @param column from 0
     * @return that column alone
     */
    public Rotated column(int column) {
      int r = z.length / count;
      int n = rest.length / count;
      return new Rotated(
          1,
          Arrays.copyOfRange(z, column * r, (column + 1) * r),
          Arrays.copyOfRange(rest, column * n, (column + 1) * n));
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
   * Decomposes the rows.
   *
   * @param designs with rows
   * @param item which of them
   */
  public SpectralDesign(Designs designs, int item) {
    this.backend = designs.backend;
    this.n = Math.toIntExact(designs.rowsInDesign());
    this.active = Math.toIntExact(designs.rows);
    this.p = designs.p;
    this.basis = designs.basis();
    this.q = basis == null ? 0 : basis.length / Math.max(1, n);
    try (Designs.Tile all = designs.whole(item)) {
      int most = Math.max(0, Math.min(active - q, designs.penalised(item)));
      this.svd = ThinSvd.of(backend, all.x(), all.trans(), n, p, most, noise(designs.lengths()));
    }
    this.r = svd.rank();
    this.u = orthogonalToBasis(svd.u());
    this.squares = new double[r];
    for (int k = 0; k < r; k++) {
      squares[k] = svd.s()[k] * svd.s()[k];
    }
    this.deficient = r < Math.min(active - q, designs.penalised(item));
    this.unreached = unreached();
  }

  /**
   * Takes out of U what rounding of the design has of unpenalised directions: a share of eps s_1 /
   * s_k, by which leverages would be off where a row reaches little else.
   */
  private double[] orthogonalToBasis(double[] of) {
    double[] products = q == 0 ? new double[0] : multiply(Transpose.YES, basis, n, q, of, n, r);
    if (Columns.largest(products, 0, products.length) <= Rounding.ORTHOGONAL) {
      return of;
    }
    double[] along = multiply(Transpose.NO, basis, n, q, products, q, r);
    double[] left = new double[of.length];
    for (int i = 0; i < left.length; i++) {
      left[i] = of[i] - along[i];
    }
    // U (3 I - U'U) / 2 is orthonormal but for the square of what U lacks
    double[] gram = multiply(Transpose.YES, left, n, r, left, n, r);
    for (int i = 0; i < gram.length; i++) {
      gram[i] = (i % (r + 1) == 0 ? 1.5 : 0) - gram[i] / 2;
    }
    return multiply(Transpose.NO, left, n, r, gram, r, r);
  }

  /** Rounding of a projection: of every column's size in it, and by rows along the basis. */
  private double[] noise(double[] lengths) {
    if (lengths == null || n >= p) {
      return lengths;
    }
    double all = Math.sqrt(Columns.dot(lengths, 0, lengths, 0, p));
    double[] rows = new double[n];
    for (int i = 0; i < n; i++) {
      double square = 0;
      for (int c = 0; c < q; c++) {
        square += basis[i + c * n] * basis[i + c * n];
      }
      rows[i] = Math.sqrt(square) * all;
    }
    return rows;
  }

  /** 0, or what the eigensolver reported. */
  int info() {
    return svd.info();
  }

  /**
   * Squared singular values.
   *
   * @return r numbers, descending, a copy
   */
  public double[] squares() {
    return squares.clone();
  }

  /**
   * Right singular vectors.
   *
   * @return p x r, not copied
   */
  public double[] v() {
    return svd.v();
  }

  /**
   * Left singular vectors.
   *
   * @return n x r, not copied
   */
  public double[] u() {
    return u;
  }

  /**
   * What no fit reaches of every row, P_ii.
   *
   * @return n numbers from 0 to 1, not copied
   */
  public double[] unreachedRows() {
    return unreached;
  }

  /**
   * What no fit reaches of some rows, P_ij.
   *
   * @param rows k of them, from 0
   * @return k x k, symmetric
   */
  public double[] unreachedBlock(int[] rows) {
    int k = rows.length;
    double[] block = new double[k * k];
    if (freedom() == 0) {
      return block;
    }
    for (int a = 0; a < k; a++) {
      block[a + a * k] = unreached[rows[a]];
      for (int b = 0; b < a; b++) {
        double h = 0;
        for (int c = 0; c < q; c++) {
          h += basis[rows[a] + c * n] * basis[rows[b] + c * n];
        }
        for (int c = 0; c < r; c++) {
          h += u[rows[a] + c * n] * u[rows[b] + c * n];
        }
        block[a + b * k] = -h;
        block[b + a * k] = -h;
      }
    }
    return block;
  }

  /**
   * Whether directions were dropped as rounding.
   *
   * @return true when the rank is below what the shape allows
   */
  public boolean isDeficient() {
    return deficient;
  }

  /** Dimension of what no fit reaches. */
  private int freedom() {
    return Math.max(0, active - q - r);
  }

  /** P_ii, without cancellation: where it is small it is the sum of P_ij^2 over the others. */
  private double[] unreached() {
    double[] diagonal = new double[n];
    if (freedom() == 0) {
      return diagonal;
    }
    double[] spanned = new double[MatrixBatch.size(n, q + r, 1)];
    if (q > 0) {
      System.arraycopy(basis, 0, spanned, 0, n * q);
    }
    System.arraycopy(u, 0, spanned, n * q, n * r);
    for (int i = 0; i < n; i++) {
      double h = 0;
      for (int k = i; k < spanned.length; k += n) {
        h += spanned[k] * spanned[k];
      }
      diagonal[i] = 1 - h;
      if (diagonal[i] < Rounding.LITTLE_UNREACHED) {
        diagonal[i] = fromItsRow(spanned, i, diagonal[i]);
      }
    }
    return diagonal;
  }

  /** P = P^2 has P_ii (1 - P_ii) = sum of the other squares of its row. */
  private double fromItsRow(double[] spanned, int i, double near) {
    double[] row = new double[q + r];
    for (int k = 0; k < row.length; k++) {
      row[k] = spanned[i + k * n];
    }
    double[] products = multiply(Transpose.NO, spanned, n, q + r, row, q + r, 1);
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum += j == i ? 0 : products[j] * products[j];
    }
    double value = sum / (1 - Math.clamp(near, 0, 0.5));
    return Rounding.isReached(value, n) ? 0 : value;
  }

  /**
   * Rotates.
   *
   * @param y n x count, prepared as the design is
   * @param count columns
   * @return the columns in the coordinates of U
   */
  public Rotated rotate(double[] y, int count) {
    double[] z = multiply(Transpose.YES, u, n, r, y, n, count);
    double[] rest = new double[n * count];
    if (freedom() > 0) {
      double[] fitted = multiply(Transpose.NO, u, n, r, z, r, count);
      for (int i = 0; i < rest.length; i++) {
        rest[i] = y[i] - fitted[i];
      }
      // twice: U is orthonormal to some 1e-12, and what no fit reaches may be as small
      double[] again = multiply(Transpose.YES, u, n, r, rest, n, count);
      fitted = multiply(Transpose.NO, u, n, r, again, r, count);
      for (int i = 0; i < rest.length; i++) {
        rest[i] -= fitted[i];
      }
      for (int i = 0; i < z.length; i++) {
        z[i] += again[i];
      }
      project(rest, count);
    }
    return new Rotated(count, z, rest);
  }

  /** Takes the basis out of some columns; what is left of it is of the size of rounding. */
  private void project(double[] of, int count) {
    for (int c = 0; c < count; c++) {
      for (int i = 0; i < q; i++) {
        double d = Columns.dot(basis, i * n, of, c * n, n);
        for (int l = 0; l < n; l++) {
          of[c * n + l] -= d * basis[i * n + l];
        }
      }
    }
  }

  /**
   * X B: it lies in the span of U, so nothing of it is out of reach.
   *
   * @param b p x count, coefficients of the design
   * @param count columns
   * @return the columns in the coordinates of U
   */
  public Rotated image(double[] b, int count) {
    double[] z = multiply(Transpose.YES, svd.v(), p, r, b, p, count);
    scaleRows(z, count, svd.s());
    return new Rotated(count, z, new double[n * count]);
  }

  /**
   * Leave-one-out errors times the roots of the weights.
   *
   * @param y columns
   * @param mu penalty in the normal equations
   * @return n x count
   */
  public double[] leaveOneOut(Rotated y, double mu) {
    double[] filter = inverse(mu);
    double[] scaled = y.z().clone();
    scaleRows(scaled, y.count(), filter);
    double[] errors = multiply(Transpose.NO, u, n, r, scaled, r, y.count());
    double[] kept = new double[n];
    for (int k = 0; k < r; k++) {
      for (int i = 0; i < n; i++) {
        double at = u[i + k * n];
        kept[i] += at * at * filter[k];
      }
    }
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

  private double[] inverse(double mu) {
    double[] filter = new double[r];
    for (int k = 0; k < r; k++) {
      filter[k] = 1 / (squares[k] + mu);
    }
    return filter;
  }

  /**
   * Degrees of freedom, those of what is not penalised included.
   *
   * @param mu penalty
   * @return from 0 to n
   */
  public double degreesOfFreedom(double mu) {
    double sum = q;
    for (int k = 0; k < r; k++) {
      sum += squares[k] / (squares[k] + mu);
    }
    return sum;
  }

  /**
   * Squared residuals of a filter, and what it leaves of the n degrees of freedom.
   *
   * @param y columns
   * @param column which
   * @param left what the filter leaves of a squared singular value's direction
   * @return both
   */
  public double[] residual(Rotated y, int column, DoubleUnaryOperator left) {
    double sum = Columns.dot(y.rest(), column * n, y.rest(), column * n, n);
    double total = freedom();
    for (int k = 0; k < r; k++) {
      double share = left.applyAsDouble(squares[k]);
      double part = share * y.z()[k + column * r];
      sum += part * part;
      total += share;
    }
    return new double[] {sum, total};
  }

  /** y'K^-1 y with K = I + X X' / mu, and log det K. */
  double[] evidence(Rotated y, int column, double mu) {
    double sum = Columns.dot(y.rest(), column * n, y.rest(), column * n, n);
    double determinant = 0;
    for (int k = 0; k < r; k++) {
      double z = y.z()[k + column * r];
      sum += z * z * (mu / (squares[k] + mu));
      determinant += Rounding.logOfOnePlus(squares[k], mu);
    }
    return new double[] {sum, determinant};
  }

  /**
   * V diag(s / (s^2 + mu)) z.
   *
   * @param y columns
   * @param mu penalty
   * @return p x count, coefficients of the design
   */
  public double[] coefficients(Rotated y, double mu) {
    return coefficients(y, square -> 1 / (square + mu));
  }

  /**
   * V diag(s phi(s^2)) z.
   *
   * @param y columns
   * @param phi the filter
   * @return p x count, coefficients of the design
   */
  public double[] coefficients(Rotated y, DoubleUnaryOperator phi) {
    double[] factors = new double[r];
    for (int k = 0; k < r; k++) {
      factors[k] = svd.s()[k] * phi.applyAsDouble(squares[k]);
    }
    double[] z = y.z().clone();
    scaleRows(z, y.count(), factors);
    return multiply(Transpose.NO, svd.v(), p, r, z, r, y.count());
  }

  /**
   * M = V diag(s / (s^2 + mu)) of the linear map b = M U'y.
   *
   * @param mu penalty
   * @return p x r
   */
  public double[] map(double mu) {
    double[] map = svd.v().clone();
    for (int k = 0; k < r; k++) {
      double factor = svd.s()[k] / (squares[k] + mu);
      for (int j = k * p; j < (k + 1) * p; j++) {
        map[j] *= factor;
      }
    }
    return map;
  }

  /**
   * (s_1^2 + mu) / (s_p^2 + mu), where a design short of rank has smallest singular value 0.
   *
   * @param mu penalty
   * @param penalised number of columns that are penalised and not constant
   * @return at least 1
   */
  public double condition(double mu, int penalised) {
    if (r == 0) {
      return 1;
    }
    double least = r < penalised ? 0 : squares[r - 1];
    return (squares[0] + mu) / (least + mu);
  }

  /**
   * Group by group, (I - H_GG)^-1 r_G: the errors of the rows of a group when all of them are left
   * out, mu and the preparation held fixed.
   *
   * @param y columns
   * @param mu penalty
   * @param groups the rows of every group
   * @return n x count
   */
  public double[] leaveGroupsOut(Rotated y, double mu, int[][] groups) {
    double[] fitted = y.z().clone();
    double[] filter = new double[r];
    for (int k = 0; k < r; k++) {
      filter[k] = mu / (squares[k] + mu);
    }
    scaleRows(fitted, y.count(), filter);
    double[] residuals = multiply(Transpose.NO, u, n, r, fitted, r, y.count());
    for (int i = 0; i < residuals.length; i++) {
      residuals[i] += y.rest()[i];
    }
    double[] errors = new double[residuals.length];
    for (int[] group : groups) {
      leaveGroupOut(group, mu, residuals, y.count(), errors);
    }
    return errors;
  }

  private void leaveGroupOut(int[] group, double mu, double[] residuals, int count, double[] to) {
    int size = group.length;
    double[] left = new double[size * size];
    for (int a = 0; a < size; a++) {
      for (int b = 0; b <= a; b++) {
        double h = 0;
        for (int k = 0; k < q; k++) {
          h += basis[group[a] + k * n] * basis[group[b] + k * n];
        }
        for (int k = 0; k < r; k++) {
          h += u[group[a] + k * n] * u[group[b] + k * n] * (squares[k] / (squares[k] + mu));
        }
        left[a + b * size] = (a == b ? 1 : 0) - h;
      }
    }
    boolean possible = SmallCholesky.factor(left, size);
    double[] e = new double[size];
    for (int c = 0; c < count; c++) {
      for (int a = 0; a < size; a++) {
        e[a] = residuals[group[a] + c * n];
      }
      if (possible) {
        SmallCholesky.solve(left, size, e);
      }
      for (int a = 0; a < size; a++) {
        to[group[a] + c * n] = possible ? e[a] : Double.NaN;
      }
    }
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
    try (Block left = backend.upload(MatrixBatch.ofColumnMajor(a, rows, columns, 1));
        Block right = backend.upload(MatrixBatch.ofColumnMajor(b, inner, count, 1));
        Block out = backend.allocate(m, count, 1)) {
      backend.gemm(trans, Transpose.NO, 1, left, right, 0, out);
      return backend.download(out);
    }
  }
}
