// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.internal.Checks;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/** The nonzero singular values of a design and its right singular vectors. */
final class DesignSpectrum {
  private final int rows;
  private final int dimension;
  private final double[] values;
  private final double[][] vectors;

  private DesignSpectrum(int rows, int dimension, double[] values, double[][] vectors) {
    this.rows = rows;
    this.dimension = dimension;
    this.values = values;
    this.vectors = vectors;
  }

  int rank() {
    return values.length;
  }

  /** s^2 of every direction. */
  double[] squares() {
    double[] squares = new double[values.length];
    for (int k = 0; k < squares.length; k++) {
      squares[k] = values[k] * values[k];
    }
    return squares;
  }

  /** The k-th right singular vector. */
  double[] vector(int k) {
    return vectors[k];
  }

  static DesignSpectrum of(String name, double[][] design, int rows, int dimension) {
    if (design.length != rows) {
      throw new IllegalArgumentException(
          name + " must have " + rows + " rows: rows=" + design.length);
    }
    for (int i = 0; i < rows; i++) {
      Checks.dimension(name + "[" + i + "]", design[i].length, dimension);
      for (int j = 0; j < dimension; j++) {
        Checks.finite(name + "[" + i + "][" + j + "]", design[i][j]);
      }
    }
    if (rows == 0) {
      return new DesignSpectrum(0, dimension, new double[0], new double[0][]);
    }
    RealMatrix x = new Array2DRowRealMatrix(design);
    if (rows > 2 * dimension) {
      // A tall design has the singular values and right vectors of its triangular factor.
      x = new QRDecomposition(x).getR().getSubMatrix(0, dimension - 1, 0, dimension - 1);
    }
    SingularValueDecomposition svd = new SingularValueDecomposition(x);
    double[] all = svd.getSingularValues();
    double tolerance = Math.max(rows, dimension) * Math.ulp(1.0) * all[0];
    int rank = 0;
    while (rank < all.length && all[rank] > tolerance) {
      rank++;
    }
    RealMatrix v = svd.getV();
    double[] values = new double[rank];
    double[][] vectors = new double[rank][];
    for (int k = 0; k < rank; k++) {
      values[k] = all[k];
      vectors[k] = v.getColumn(k);
    }
    return new DesignSpectrum(rows, dimension, values, vectors);
  }

  /** s^2 / (s^2 + n l): what ridge keeps of each direction. */
  double[] gains(double penalty) {
    double[] gains = new double[values.length];
    for (int k = 0; k < gains.length; k++) {
      double square = values[k] * values[k];
      gains[k] = square / (square + rows * penalty);
    }
    return gains;
  }

  /** s^2 / (s^2 + n l)^2: the variance of each direction, per unit of noise variance. */
  double[] variances(double penalty) {
    double[] variances = gains(penalty);
    for (int k = 0; k < variances.length; k++) {
      double root = variances[k] / values[k];
      variances[k] = root * root;
    }
    return variances;
  }

  /** V diag(gains) V' x. */
  double[] keep(double[] gains, double[] x) {
    double[] y = new double[dimension];
    for (int k = 0; k < gains.length; k++) {
      double[] v = vectors[k];
      double dot = 0.0;
      for (int i = 0; i < dimension; i++) {
        dot += v[i] * x[i];
      }
      for (int i = 0; i < dimension; i++) {
        y[i] += gains[k] * dot * v[i];
      }
    }
    return y;
  }

  /** x - V diag(gains) V' x. */
  double[] lose(double[] gains, double[] x) {
    double[] y = keep(gains, x);
    for (int i = 0; i < dimension; i++) {
      y[i] = x[i] - y[i];
    }
    return y;
  }
}
