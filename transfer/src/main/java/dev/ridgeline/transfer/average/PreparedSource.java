// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.transfer.average;

import dev.ridgeline.Ridgeline;
import dev.ridgeline.matrix.Matrix;
import dev.ridgeline.transfer.internal.Products;

/**
 * A source in the coordinates of a target: images of its models, and the products that its
 * covariances C = V0 diag(variances) V0' + beyond (I - V0 V0') need. The second term is taken from
 * what V0 leaves of a vector, so that nothing cancels where it is large.
 */
final class PreparedSource {
  final SourceView view;
  final Ridgeline ridgeline;
  private final int r;

  // diag(s) V'b0 of every model, r x L
  private final double[] images;
  // V0'V diag(s), r0 x r
  private double[] projected;
  // features that V0 spans alone: nothing is left of them
  private boolean[] spanned;
  // covariances of the models, as they are asked for
  private final double[][] covariances;
  // (I - V0 V0') V diag(s), p x r, and its Gram matrix; null where V0 leaves nothing
  private double[] left;
  private double[] leftGram;

  PreparedSource(Ridgeline ridgeline, TargetView target, SourceView view) {
    this.ridgeline = ridgeline;
    this.view = view;
    this.r = target.rank();
    this.images = images(ridgeline, target, view.path());
    this.covariances = new double[view.size()][];
    if (view.isUncertain()) {
      prepare(target);
    }
  }

  private static double[] data(Matrix of) {
    double[] data = new double[of.rows() * of.columns()];
    for (int c = 0; c < of.columns(); c++) {
      System.arraycopy(of.column(c), 0, data, c * of.rows(), of.rows());
    }
    return data;
  }

  private void prepare(TargetView target) {
    int p = target.features();
    double[] scaled = data(target.v());
    for (int k = 0; k < r; k++) {
      for (int j = 0; j < p; j++) {
        scaled[k * p + j] *= target.s()[k];
      }
    }
    projected = Products.transposed(ridgeline, view.axes(), scaled, r);
    spanned = spanned(p);
    boolean all = true;
    for (boolean feature : spanned) {
      all &= feature;
    }
    if (!all) {
      left = scaled;
      leave(left, projected, r);
      leftGram = Products.transposed(ridgeline, Matrix.ofColumnMajor(left, p, r), left, r);
    }
  }

  /** diag(s) V'a for every direction a of coefficients, r x k. */
  static double[] images(Ridgeline ridgeline, TargetView target, Matrix a) {
    double[] images = Products.transposed(ridgeline, target.v(), data(a), a.columns());
    for (int i = 0; i < images.length; i++) {
      images[i] *= target.s()[i % target.rank()];
    }
    return images;
  }

  /** Features with a part in V0, where there are as many of them as axes. */
  private boolean[] spanned(int p) {
    boolean[] reached = new boolean[p];
    int count = 0;
    for (int j = 0; j < p; j++) {
      for (int k = 0; k < view.axes().columns(); k++) {
        reached[j] |= view.axes().get(j, k) != 0;
      }
      count += reached[j] ? 1 : 0;
    }
    return count == view.axes().columns() ? reached : new boolean[p];
  }

  /** Takes V0 along from columns. */
  private void leave(double[] columns, double[] along, int count) {
    double[] reached = Products.of(ridgeline, view.axes(), along, count);
    for (int i = 0; i < columns.length; i++) {
      columns[i] = spanned[i % spanned.length] ? 0 : columns[i] - reached[i];
    }
  }

  /** The image of a model. */
  double[] image(int prior) {
    return Flat.column(images, r, prior);
  }

  /** diag(s) V'C V diag(s), r x r: kept, since every factor of a model asks for it. */
  double[] covariance(int prior) {
    synchronized (covariances) {
      if (covariances[prior] == null) {
        covariances[prior] = newCovariance(prior);
      }
      return covariances[prior];
    }
  }

  private double[] newCovariance(int prior) {
    double[] variances = view.variances()[prior];
    int r0 = variances.length;
    double[] a = new double[r * r];
    for (int i = 0; i < a.length; i++) {
      a[i] = left == null ? 0 : leftGram[i] * view.beyond()[prior];
    }
    if (r > Evidence.FEW) {
      double[] scaled = projected.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= variances[i % r0];
      }
      Matrix factor = Matrix.ofColumnMajor(projected, r0, r);
      Flat.add(1, Products.transposed(ridgeline, factor, scaled, r), a);
      return a;
    }
    double[] row = new double[r];
    for (int k = 0; k < r0; k++) {
      for (int j = 0; j < r; j++) {
        row[j] = projected[k + j * r0];
      }
      for (int i = 0; i < r; i++) {
        double value = variances[k] * row[i];
        for (int j = 0; j < r; j++) {
          a[i * r + j] += value * row[j];
        }
      }
    }
    return a;
  }

  /** C V diag(s) x, p numbers. */
  double[] spread(int prior, double[] x) {
    double[] variances = view.variances()[prior];
    int r0 = variances.length;
    double[] along = new double[r0];
    for (int j = 0; j < r; j++) {
      for (int k = 0; k < r0; k++) {
        along[k] += projected[k + j * r0] * x[j];
      }
    }
    for (int k = 0; k < r0; k++) {
      along[k] *= variances[k];
    }
    double[] b = Products.of(ridgeline, view.axes(), along, 1);
    for (int j = 0; left != null && j < r; j++) {
      for (int i = 0; i < b.length; i++) {
        b[i] += left[j * b.length + i] * (x[j] * view.beyond()[prior]);
      }
    }
    return b;
  }

  /**
   * Directions a of coefficients, split by the axes of the source.
   *
   * @param along V0'a, r0 x k
   * @param leftProducts diag(s) V'(I - V0 V0') a, r x k; null where V0 leaves nothing
   * @param left (I - V0 V0') a, p x k; null where V0 leaves nothing
   */
  record Directions(double[] along, double[] leftProducts, double[] left) {
    /** The product of what V0 leaves of two directions. */
    double leftProduct(int a, int b, int p) {
      double sum = 0;
      for (int j = 0; left != null && j < p; j++) {
        sum += left[a * p + j] * left[b * p + j];
      }
      return sum;
    }
  }

  /** Directions split by the axes of every source of an average that knows them; else null. */
  static Directions[] directions(Evidence evidence, Matrix a) {
    Directions[] all = new Directions[evidence.sources.size()];
    for (Part part : evidence.parts) {
      if (part.t() > 0 && all[part.source()] == null) {
        all[part.source()] = evidence.sources.get(part.source()).directions(a);
      }
    }
    return all;
  }

  private Directions directions(Matrix a) {
    int k = a.columns();
    double[] data = data(a);
    double[] along = Products.transposed(ridgeline, view.axes(), data, k);
    if (left == null) {
      return new Directions(along, null, null);
    }
    leave(data, along, k);
    double[] products =
        Products.transposed(ridgeline, Matrix.ofColumnMajor(left, spanned.length, r), data, k);
    return new Directions(along, products, data);
  }

  /**
   * C between a direction a and the target: diag(s) V'C a into products, and a'C a.
   *
   * @param products r numbers, overwritten
   * @return a'C a
   */
  double covariance(int prior, Directions of, int column, double[] products) {
    double[] variances = view.variances()[prior];
    double beyond = view.beyond()[prior];
    int r0 = variances.length;
    double square = of.leftProduct(column, column, spanned.length) * beyond;
    double[] scaled = new double[r0];
    for (int k = 0; k < r0; k++) {
      double value = of.along()[column * r0 + k];
      scaled[k] = value * variances[k];
      square += value * scaled[k];
    }
    for (int j = 0; j < r; j++) {
      double sum = left == null ? 0 : of.leftProducts()[column * r + j] * beyond;
      for (int k = 0; k < r0; k++) {
        sum += projected[k + j * r0] * scaled[k];
      }
      products[j] = sum;
    }
    return square;
  }

  /**
   * C between many directions, and between them and the target.
   *
   * @param products diag(s) V'C a, r x k, overwritten
   * @return a'C a, k x k
   */
  double[] covariances(int prior, Directions of, double[] products) {
    double[] variances = view.variances()[prior];
    int r0 = variances.length;
    int k = r0 == 0 ? of.left().length / spanned.length : of.along().length / r0;
    double[] column = new double[r];
    double[] all = new double[k * k];
    for (int a = 0; a < k; a++) {
      covariance(prior, of, a, column);
      System.arraycopy(column, 0, products, a * r, r);
      for (int b = 0; b <= a; b++) {
        double sum = of.leftProduct(a, b, spanned.length) * view.beyond()[prior];
        for (int i = 0; i < r0; i++) {
          sum += of.along()[a * r0 + i] * of.along()[b * r0 + i] * variances[i];
        }
        all[a * k + b] = sum;
        all[b * k + a] = sum;
      }
    }
    return all;
  }

  /** The variance of C in a direction that no source row reaches; 0 where all are reached. */
  double beyond(int prior) {
    return left == null ? 0 : view.beyond()[prior];
  }
}
