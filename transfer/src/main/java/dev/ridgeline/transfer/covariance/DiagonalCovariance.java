// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.covariance;

import java.util.Objects;

/** A diagonal covariance: the coordinate axes are the eigenvectors. */
final class DiagonalCovariance implements Covariance {
  private final double[] eigenvalues;

  /** Takes the array over: the caller has checked and copied it. */
  DiagonalCovariance(double[] eigenvalues) {
    this.eigenvalues = eigenvalues;
  }

  @Override
  public int dimension() {
    return eigenvalues.length;
  }

  @Override
  public boolean isDiagonal() {
    return true;
  }

  @Override
  public double[] eigenvalues() {
    return eigenvalues.clone();
  }

  @Override
  public double[] eigenvectors() {
    int p = eigenvalues.length;
    double[] identity = new double[Math.multiplyExact(p, p)];
    for (int i = 0; i < p; i++) {
      identity[i * p + i] = 1.0;
    }
    return identity;
  }

  @Override
  public double entry(int row, int column) {
    Objects.checkIndex(column, eigenvalues.length);
    Objects.checkIndex(row, eigenvalues.length);
    return row == column ? eigenvalues[row] : 0.0;
  }

  @Override
  public double[] toColumnMajor() {
    int p = eigenvalues.length;
    double[] dense = new double[Math.multiplyExact(p, p)];
    for (int i = 0; i < p; i++) {
      dense[i * p + i] = eigenvalues[i];
    }
    return dense;
  }

  @Override
  public double trace() {
    double sum = 0.0;
    for (double eigenvalue : eigenvalues) {
      sum += eigenvalue;
    }
    return sum;
  }

  @Override
  public double quadraticForm(double[] x) {
    DenseCovariance.requireLength(x, eigenvalues.length);
    double sum = 0.0;
    for (int i = 0; i < x.length; i++) {
      sum += eigenvalues[i] * x[i] * x[i];
    }
    return sum;
  }

  @Override
  public String toString() {
    return "Covariance[diagonal, dimension=" + eigenvalues.length + "]";
  }
}
