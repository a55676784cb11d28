// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline;

import dev.ridgeline.internal.RowSource;
import dev.ridgeline.internal.Sums;
import dev.ridgeline.internal.SumsBuilder;
import dev.ridgeline.internal.SumsFormat;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.matrix.MatrixBatch;
import dev.ridgeline.reference.ReferenceBackendProvider;
import dev.ridgeline.spi.Backend;
import dev.ridgeline.spi.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Sums over the rows of a table: all that ridge regression, GCV, evidence, folds and the source of
 * a transfer need of them. A stream, a fold, a group, a partition of a cluster and a user who has a
 * Gram matrix have this value in common.
 *
 * <p>It holds the number of rows, the sum of their weights, the means, and weighted products about
 * the means: X'X (p x p), X'Y (p x T) and the diagonal of Y'Y. Values merge exactly (Chan, Golub
 * and LeVeque 1983), so columns such as 1e8 +- 1 keep their digits, in any order of merges.
 *
 * <p>Immutable, and safe for use by several threads.
 */
public final class NormalEquations {
  private final Sums sums;

  NormalEquations(Sums sums) {
    this.sums = sums;
  }

  /**
   * Sums over rows, about their means, in plain Java; {@link Ridgeline#normalEquations} does the
   * same on a backend.
   *
   * @param rows read once
   * @return the sums
   */
  public static NormalEquations of(Rows rows) {
    return of(
        rows, new ReferenceBackendProvider().open(Workers.SERIAL), Workers.SERIAL, RunControl.NONE);
  }

  /**
   * Sums over rows with one response.
   *
   * @param x n rows of p features
   * @param y n responses
   * @return the sums
   */
  public static NormalEquations of(double[][] x, double[] y) {
    return of(Sample.of(x, y));
  }

  /**
   * Sums over rows.
   *
   * @param x features, n x p
   * @param y responses, n x T
   * @return the sums
   */
  public static NormalEquations of(Matrix x, Matrix y) {
    return of(Sample.of(x, y));
  }

  static NormalEquations of(Rows rows, Backend backend, Workers workers, RunControl control) {
    SumsBuilder builder =
        new SumsBuilder(backend, workers, rows.features(), rows.responses(), true);
    RowSource source = Tables.source(rows);
    for (int block = 0; block < source.blocks(); block++) {
      control.check();
      builder.add(source.block(block));
      control.progress().update(block + 1L, source.blocks());
    }
    return new NormalEquations(builder.build());
  }

  /**
   * Sums that the caller has, about zero: for designs without an intercept.
   *
   * @param rows n
   * @param xx X'X, p x p; the lower triangle is read
   * @param xy X'Y, p x T
   * @param yy diagonal of Y'Y, T numbers
   * @return the sums, copied
   */
  public static NormalEquations ofProducts(long rows, Matrix xx, Matrix xy, double[] yy) {
    return of(rows, (double) rows, null, null, xx, xy, yy);
  }

  /**
   * Sums that the caller has, about the means.
   *
   * @param rows n
   * @param weight sum of the weights; n when all rows weigh the same
   * @param xMeans p means of the features
   * @param yMeans T means of the responses
   * @param xx sum of v (x - mean)(x - mean)', p x p; the lower triangle is read
   * @param xy sum of v (x - mean)(y - mean)', p x T
   * @param yy sums of v (y - mean)^2, T numbers
   * @return the sums, copied
   */
  public static NormalEquations ofCentred(
      long rows,
      double weight,
      double[] xMeans,
      double[] yMeans,
      Matrix xx,
      Matrix xy,
      double[] yy) {
    if (xMeans.length != xx.rows() || yMeans.length != yy.length) {
      throw new IllegalArgumentException(
          "one mean per column is needed: xMeans="
              + xMeans.length
              + ", features="
              + xx.rows()
              + ", yMeans="
              + yMeans.length
              + ", responses="
              + yy.length);
    }
    return of(rows, weight, xMeans, yMeans, xx, xy, yy);
  }

  private static NormalEquations of(
      long rows,
      double weight,
      double[] xMeans,
      double[] yMeans,
      Matrix xx,
      Matrix xy,
      double[] yy) {
    int p = xx.rows();
    int t = yy.length;
    if (rows < 1 || !(weight > 0) || weight == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "rows and weight must be > 0: rows=" + rows + ", weight=" + weight);
    }
    if (xx.columns() != p || xy.rows() != p || xy.columns() != t || t == 0) {
      throw new IllegalArgumentException(
          "shapes must agree: X'X is "
              + xx.rows()
              + " x "
              + xx.columns()
              + ", X'Y is "
              + xy.rows()
              + " x "
              + xy.columns()
              + ", the diagonal of Y'Y has "
              + t);
    }
    double[] means = new double[p + t];
    boolean centred = xMeans != null;
    if (centred) {
      System.arraycopy(xMeans, 0, means, 0, p);
      System.arraycopy(yMeans, 0, means, p, t);
    }
    double[] full = new double[MatrixBatch.size(p, p, 1)];
    for (int j = 0; j < p; j++) {
      for (int i = j; i < p; i++) {
        full[i + j * p] = xx.get(i, j);
        full[j + i * p] = xx.get(i, j);
      }
    }
    double[] products = new double[MatrixBatch.size(p, t, 1)];
    for (int c = 0; c < t; c++) {
      for (int i = 0; i < p; i++) {
        products[i + c * p] = xy.get(i, c);
      }
    }
    Matrix.column(means).asBatch().requireFinite("means");
    MatrixBatch.ofColumnMajor(full, p, p, 1).requireFinite("X'X");
    MatrixBatch.ofColumnMajor(products, p, t, 1).requireFinite("X'Y");
    Matrix.column(yy).asBatch().requireFinite("Y'Y");
    for (int j = 0; j < p; j++) {
      requireSquare("X'X", j, full[j + j * p]);
    }
    for (int c = 0; c < t; c++) {
      requireSquare("Y'Y", c, yy[c]);
    }
    return new NormalEquations(
        new Sums(
            rows,
            rows,
            weight,
            centred,
            means,
            new double[p + t],
            full,
            products,
            yy.clone(),
            0,
            new int[t]));
  }

  private static void requireSquare(String name, int at, double value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          name + " must have a diagonal >= 0: " + value + " at " + at);
    }
  }

  /**
   * Sums over the rows of this and another.
   *
   * @param other of the same features and responses, and both about their means or neither
   * @return the sums over all rows
   */
  public NormalEquations merge(NormalEquations other) {
    requireMergeable(other);
    return new NormalEquations(sums.merge(other.sums));
  }

  /**
   * Merges many pairwise, in an order that depends on their number alone: the bits are the same for
   * any number of threads or machines that made them.
   *
   * @param parts at least one
   * @return the sums over all rows
   */
  public static NormalEquations merge(List<NormalEquations> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("at least one part is needed");
    }
    parts.forEach(parts.getFirst()::requireMergeable);
    return new NormalEquations(Sums.merge(parts.stream().map(p -> p.sums).toList()));
  }

  private void requireMergeable(NormalEquations other) {
    if (other.features() != features()
        || other.responses() != responses()
        || other.isCentred() != isCentred()) {
      throw new IllegalArgumentException(
          "sums must agree in features, responses and centring: " + this + ", " + other);
    }
  }

  /**
   * For every fold, the sums over all other folds: training sets of cross-validation, by merges
   * alone.
   *
   * @param folds at least two
   * @return one per fold, in order
   */
  public static List<NormalEquations> withoutEach(List<NormalEquations> folds) {
    if (folds.size() < 2) {
      throw new IllegalArgumentException("at least two folds are needed: folds=" + folds.size());
    }
    folds.forEach(folds.getFirst()::requireMergeable);
    return Arrays.stream(Sums.complements(folds.stream().map(f -> f.sums).toList()))
        .map(NormalEquations::new)
        .toList();
  }

  /**
   * Number of rows, those of weight 0 included.
   *
   * @return n
   */
  public long rows() {
    return sums.rows;
  }

  /**
   * Sum of the weights.
   *
   * @return n when all rows weigh the same
   */
  public double weight() {
    return sums.weight;
  }

  /**
   * Number of features.
   *
   * @return p
   */
  public int features() {
    return sums.p;
  }

  /**
   * Number of responses.
   *
   * @return T
   */
  public int responses() {
    return sums.t;
  }

  /**
   * Whether the products are about the means, as an intercept needs them.
   *
   * @return false for {@link #ofProducts}
   */
  public boolean isCentred() {
    return sums.centred;
  }

  /**
   * Means of the features.
   *
   * @return p numbers, zeros when not centred; a copy
   */
  public double[] featureMeans() {
    return Arrays.copyOf(sums.means, sums.p);
  }

  /**
   * Means of the responses.
   *
   * @return T numbers, zeros when not centred; a copy
   */
  public double[] responseMeans() {
    return Arrays.copyOfRange(sums.means, sums.p, sums.p + sums.t);
  }

  /**
   * X'X, about the means when centred. Infinite or 0 where squares leave the range of doubles; fits
   * scale by powers of two and do not.
   *
   * @return p x p, a copy
   */
  public Matrix featureProducts() {
    double[] xx = sums.xx.clone();
    for (int i = 0; i < xx.length && sums.xExponent != 0; i++) {
      xx[i] = Math.scalb(xx[i], 2 * sums.xExponent);
    }
    return Matrix.ofColumnMajor(xx, sums.p, sums.p);
  }

  /**
   * X'Y, about the means when centred.
   *
   * @return p x T, a copy
   */
  public Matrix responseProducts() {
    double[] xy = sums.xy.clone();
    for (int i = 0; i < xy.length; i++) {
      xy[i] = Math.scalb(xy[i], sums.xExponent + sums.yExponents[i / sums.p]);
    }
    return Matrix.ofColumnMajor(xy, sums.p, sums.t);
  }

  /**
   * The diagonal of Y'Y, about the means when centred.
   *
   * @return T numbers, a copy
   */
  public double[] responseSquares() {
    double[] yy = sums.yy.clone();
    for (int c = 0; c < yy.length; c++) {
      yy[c] = Math.scalb(yy[c], 2 * sums.yExponents[c]);
    }
    return yy;
  }

  /**
   * Some of the responses.
   *
   * @param from first
   * @param count how many
   * @return sums of these alone
   */
  public NormalEquations responses(int from, int count) {
    Objects.checkFromIndexSize(from, count, responses());
    return new NormalEquations(sums.responses(from, count));
  }

  /**
   * The value as bytes: a magic number, a version, sizes, the packed lower triangle and a checksum
   * (CRC-32C), little endian.
   *
   * @return what {@link #ofBytes} reads back to the same bits
   */
  public byte[] toBytes() {
    return SumsFormat.write(sums);
  }

  /**
   * Reads {@link #toBytes}.
   *
   * @param bytes as written
   * @return the value
   * @throws IllegalArgumentException when the bytes are of another kind or version, cut short,
   *     longer, or damaged
   */
  public static NormalEquations ofBytes(byte[] bytes) {
    return new NormalEquations(SumsFormat.read(bytes));
  }

  Sums sums() {
    return sums;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NormalEquations that && Arrays.equals(toBytes(), that.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sums.means) * 31 + Long.hashCode(sums.rows);
  }

  @Override
  public String toString() {
    return "NormalEquations["
        + sums.rows
        + " rows, "
        + sums.p
        + " features, "
        + sums.t
        + (sums.t == 1 ? " response, " : " responses, ")
        + (sums.centred ? "about the means]" : "about zero]");
  }
}
