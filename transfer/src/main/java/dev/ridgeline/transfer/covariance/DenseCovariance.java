// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.covariance;

import java.util.Objects;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;

/** A covariance given by all its entries, with its eigendecomposition. */
final class DenseCovariance implements Covariance {
  private static final double SYMMETRY = 1e-12;

  private final int p;
  private final double[] entries;
  private final double[] eigenvalues;
  private final double[] eigenvectors;

  private DenseCovariance(int p, double[] entries, double[] eigenvalues, double[] eigenvectors) {
    this.p = p;
    this.entries = entries;
    this.eigenvalues = eigenvalues;
    this.eigenvectors = eigenvectors;
  }

  static DenseCovariance of(double[] columnMajor, int p) {
    if (columnMajor.length != (long) p * p) {
      throw new IllegalArgumentException(
          "a dense covariance needs p * p entries: p=" + p + ", entries=" + columnMajor.length);
    }
    double[] entries = symmetric(columnMajor, p);
    RealMatrix matrix = new Array2DRowRealMatrix(p, p);
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < p; i++) {
        matrix.setEntry(i, j, entries[j * p + i]);
      }
    }
    // Rows and columns of a symmetric matrix are alike; the threshold keeps tiny off-diagonals.
    var decomposition = new EigenDecompositionSymmetric(matrix, Double.MIN_NORMAL, false);
    double[] eigenvalues = decomposition.getEigenvalues();
    double rounding = p * Math.ulp(1.0) * Math.max(eigenvalues[p - 1], -eigenvalues[0]);
    for (int i = 0; i < p; i++) {
      if (eigenvalues[i] < -rounding) {
        throw new IllegalArgumentException(
            "a covariance must have no negative eigenvalue: smallest eigenvalue=" + eigenvalues[0]);
      }
      if (eigenvalues[i] <= rounding) {
        eigenvalues[i] = 0.0;
      }
    }
    double[] eigenvectors = new double[p * p];
    RealMatrix vectors = decomposition.getV();
    for (int j = 0; j < p; j++) {
      System.arraycopy(vectors.getColumn(j), 0, eigenvectors, j * p, p);
    }
    return new DenseCovariance(p, entries, eigenvalues, eigenvectors);
  }

  private static double[] symmetric(double[] columnMajor, int p) {
    double largest = 0.0;
    for (int i = 0; i < columnMajor.length; i++) {
      if (!Double.isFinite(columnMajor[i])) {
        throw new IllegalArgumentException(
            "a covariance must be finite: row="
                + i % p
                + ", column="
                + i / p
                + ", value="
                + columnMajor[i]);
      }
      largest = Math.max(largest, Math.abs(columnMajor[i]));
    }
    double[] entries = columnMajor.clone();
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < j; i++) {
        double upper = columnMajor[j * p + i];
        double lower = columnMajor[i * p + j];
        if (Math.abs(upper - lower) > SYMMETRY * largest) {
          throw new IllegalArgumentException(
              "a covariance must be symmetric: row="
                  + i
                  + ", column="
                  + j
                  + ", value="
                  + upper
                  + ", mirrored="
                  + lower);
        }
        entries[j * p + i] = 0.5 * upper + 0.5 * lower;
        entries[i * p + j] = entries[j * p + i];
      }
    }
    return entries;
  }

  static void requireLength(double[] x, int p) {
    if (x.length != p) {
      throw new IllegalArgumentException(
          "x must have the covariance's dimension: length=" + x.length + ", dimension=" + p);
    }
  }

  @Override
  public int dimension() {
    return p;
  }

  @Override
  public boolean isDiagonal() {
    return false;
  }

  @Override
  public double[] eigenvalues() {
    return eigenvalues.clone();
  }

  @Override
  public double[] eigenvectors() {
    return eigenvectors.clone();
  }

  @Override
  public double entry(int row, int column) {
    Objects.checkIndex(row, p);
    Objects.checkIndex(column, p);
    return entries[column * p + row];
  }

  @Override
  public double[] toColumnMajor() {
    return entries.clone();
  }

  @Override
  public double trace() {
    double sum = 0.0;
    for (int i = 0; i < p; i++) {
      sum += entries[i * p + i];
    }
    return sum;
  }

  @Override
  public double quadraticForm(double[] x) {
    requireLength(x, p);
    double sum = 0.0;
    for (int j = 0; j < p; j++) {
      double dot = 0.0;
      for (int i = 0; i < p; i++) {
        dot += entries[j * p + i] * x[i];
      }
      sum += dot * x[j];
    }
    return sum;
  }

  @Override
  public String toString() {
    return "Covariance[dense, dimension=" + p + "]";
  }
}
