// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/** Numerators and denominators by their definitions, in loops over rows or general inverses. */
final class Plain {
  private Plain() {}

  /** A and U. */
  record Pair(double numerator, double denominator) {}

  static Pair isotropic(Tasks tasks, boolean centre) {
    int p = tasks.x0()[0].length;
    double[] c0 = covariance(tasks.x0(), tasks.y0(), centre);
    double[] c1 = covariance(tasks.x1(), tasks.y1(), centre);
    double numerator = new ArrayRealVector(c0).dotProduct(new ArrayRealVector(c1));
    double square = centre ? quadruples(tasks.x0(), tasks.y0()) : pairs(tasks.x0(), tasks.y0());
    return new Pair(
        numerator / meanSquare(tasks.x1(), centre) * p,
        square / meanSquare(tasks.x0(), centre) * p);
  }

  /** Mean of x y, or their covariance. */
  private static double[] covariance(double[][] x, double[] y, boolean centre) {
    int n = y.length;
    double meanY = 0.0;
    for (double value : y) {
      meanY += centre ? value / n : 0.0;
    }
    double[] out = new double[x[0].length];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < out.length; j++) {
        // Centring one factor is enough.
        out[j] += x[i][j] * (y[i] - meanY) / (centre ? n - 1 : n);
      }
    }
    return out;
  }

  /** Sum over columns of the variance, or of the mean square. */
  private static double meanSquare(double[][] x, boolean centre) {
    int n = x.length;
    double sum = 0.0;
    for (int j = 0; j < x[0].length; j++) {
      double[] column = new double[n];
      for (int i = 0; i < n; i++) {
        column[i] = x[i][j];
      }
      sum += covariance(columnOf(column), column, centre)[0];
    }
    return sum;
  }

  private static double[][] columnOf(double[] values) {
    double[][] x = new double[values.length][1];
    for (int i = 0; i < values.length; i++) {
      x[i][0] = values[i];
    }
    return x;
  }

  /** Mean over pairs of different rows of y_i y_j x_i'x_j. */
  private static double pairs(double[][] x, double[] y) {
    int n = y.length;
    double sum = 0.0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        sum += i == j ? 0.0 : y[i] * y[j] * dot(x[i], x[j]);
      }
    }
    return sum / (n * (n - 1.0));
  }

  /** Mean over quadruples of different rows. */
  private static double quadruples(double[][] x, double[] y) {
    int n = y.length;
    double sum = 0.0;
    long count = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          for (int l = 0; l < n; l++) {
            if (i != j && i != k && i != l && j != k && j != l && k != l) {
              double differences =
                  dot(x[i], x[k]) - dot(x[i], x[l]) - dot(x[j], x[k]) + dot(x[j], x[l]);
              sum += 0.25 * (y[i] - y[j]) * (y[k] - y[l]) * differences;
              count++;
            }
          }
        }
      }
    }
    return sum / count;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0.0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Of a fit with an intercept, if there is one. */
  static double[] leverages(double[][] x, boolean centre) {
    RealMatrix design = withOnes(x, centre);
    RealMatrix hat =
        design
            .multiply(MatrixUtils.inverse(design.transposeMultiply(design)))
            .multiply(design.transpose());
    double[] out = new double[x.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = hat.getEntry(i, i);
    }
    return out;
  }

  static double[] residuals(double[][] x, double[] y, boolean centre) {
    RealMatrix design = withOnes(x, centre);
    RealVector response = new ArrayRealVector(y);
    RealVector all = new QRDecomposition(design).getSolver().solve(response);
    return response.subtract(design.operate(all)).toArray();
  }

  /** Of the target's response on the predictions of the source. */
  static double slope(Tasks tasks, boolean centre) {
    RealVector all =
        new QRDecomposition(withOnes(tasks.x0(), centre))
            .getSolver()
            .solve(new ArrayRealVector(tasks.y0()));
    double[] predicted =
        new Array2DRowRealMatrix(tasks.x1())
            .operate(all.getSubVector(0, tasks.x1()[0].length))
            .toArray();
    return covariance(columnOf(predicted), tasks.y1(), centre)[0]
        / covariance(columnOf(predicted), predicted, centre)[0];
  }

  static Pair leastSquares(Tasks tasks, boolean centre) {
    RealMatrix x0 = withOnes(tasks.x0(), centre);
    RealVector y0 = new ArrayRealVector(tasks.y0());
    int p = tasks.x0()[0].length;
    RealVector all = new QRDecomposition(x0).getSolver().solve(y0);
    RealVector residual = y0.subtract(x0.operate(all));
    double noise = residual.dotProduct(residual) / (x0.getRowDimension() - x0.getColumnDimension());
    RealVector b = all.getSubVector(0, p);
    RealMatrix covariance =
        MatrixUtils.inverse(x0.transposeMultiply(x0)).getSubMatrix(0, p - 1, 0, p - 1);
    RealMatrix m = new Array2DRowRealMatrix(p, p);
    for (int j = 0; j < p; j++) {
      m.setColumn(j, covariance(tasks.x1(), column(tasks.x1(), j), centre));
    }
    RealVector k = new ArrayRealVector(covariance(tasks.x1(), tasks.y1(), centre));
    return new Pair(
        b.dotProduct(k), b.dotProduct(m.operate(b)) - noise * covariance.multiply(m).getTrace());
  }

  private static double[] column(double[][] x, int j) {
    double[] out = new double[x.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = x[i][j];
    }
    return out;
  }

  private static RealMatrix withOnes(double[][] x, boolean ones) {
    int p = x[0].length;
    RealMatrix out = new Array2DRowRealMatrix(x.length, ones ? p + 1 : p);
    out.setSubMatrix(x, 0, 0);
    for (int i = 0; ones && i < x.length; i++) {
      out.setEntry(i, p, 1.0);
    }
    return out;
  }
}
