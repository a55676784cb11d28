// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.risk;

import dev.ridgeline.transfer.covariance.Covariance;
import java.util.Random;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/** Seeded designs, covariances and the textbook formulas in plain matrices. */
final class Draws {
  private final Random random;

  Draws(long seed) {
    this.random = new Random(seed);
  }

  double gaussian() {
    return random.nextGaussian();
  }

  double[] vector(int p) {
    double[] x = new double[p];
    for (int i = 0; i < p; i++) {
      x[i] = random.nextGaussian() / Math.sqrt(p);
    }
    return x;
  }

  /** Rows N(0, Sigma), through V diag(sqrt(eigenvalues)). */
  double[][] design(int rows, Covariance covariance) {
    int p = covariance.dimension();
    double[] values = covariance.eigenvalues();
    RealMatrix z = new Array2DRowRealMatrix(rows, p);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < p; j++) {
        z.setEntry(i, j, random.nextGaussian() * Math.sqrt(values[j]));
      }
    }
    return covariance.isDiagonal()
        ? z.getData()
        : z.multiply(matrix(covariance.eigenvectors(), p).transpose()).getData();
  }

  /** A well-conditioned dense covariance whose eigenvectors are random. */
  Covariance dense(int p) {
    double[] entries = new double[p * p];
    double[][] a = design(2 * p, Covariance.powerLaw(p, 0.7));
    RealMatrix x = new Array2DRowRealMatrix(a);
    RealMatrix turned = x.multiply(orthogonal(p));
    RealMatrix s = turned.transposeMultiply(turned).scalarMultiply(0.5 / p);
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < p; i++) {
        entries[j * p + i] = 0.5 * (s.getEntry(i, j) + s.getEntry(j, i));
      }
    }
    return Covariance.dense(entries, p);
  }

  private RealMatrix orthogonal(int p) {
    RealMatrix g = new Array2DRowRealMatrix(design(p, Covariance.isotropic(p)));
    return new org.hipparchus.linear.QRDecomposition(g).getQ();
  }

  static RealMatrix matrix(double[] columnMajor, int p) {
    RealMatrix m = new Array2DRowRealMatrix(p, p);
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < p; i++) {
        m.setEntry(i, j, columnMajor[j * p + i]);
      }
    }
    return m;
  }

  static RealMatrix matrix(Covariance covariance) {
    return matrix(covariance.toColumnMajor(), covariance.dimension());
  }

  /** (X'X + n l I)^-1 by a general inverse. */
  static RealMatrix resolvent(double[][] x, double penalty) {
    RealMatrix design = new Array2DRowRealMatrix(x);
    int p = x[0].length;
    RealMatrix gram = design.transposeMultiply(design);
    return MatrixUtils.inverse(
        gram.add(MatrixUtils.createRealIdentityMatrix(p).scalarMultiply(x.length * penalty)));
  }

  static double quadratic(RealMatrix a, RealVector x) {
    return x.dotProduct(a.operate(x));
  }
}
