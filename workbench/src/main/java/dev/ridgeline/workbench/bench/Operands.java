// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.workbench.bench;

import java.util.SplittableRandom;

/** Operands from fixed seeds, and the plain arithmetic that results are checked with. */
public final class Operands {
  private static final double EPS = Math.ulp(1.0);

  private Operands() {}

  /**
   * Standard normal numbers.
   *
   * @param length how many
   * @param seed fixes them
   * @return the numbers
   */
  public static double[] normal(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  /**
   * A positive definite matrix whose eigenvalues spread as those of a Gram matrix of noise: a
   * random symmetric matrix (a half circle of radius 2 sqrt(n)) shifted to the right. O(n^2), so
   * that large sets are quick to make.
   *
   * @param n order
   * @param seed fixes it
   * @return n x n numbers, both triangles
   */
  public static double[] positiveDefinite(int n, long seed) {
    double[] g = normal(n * n, seed);
    double shift = 2.5 * Math.sqrt(n) + 1;
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < j; i++) {
        g[i + j * n] = g[j + i * n];
      }
      g[j + j * n] += shift;
    }
    return g;
  }

  /**
   * Penalties evenly spaced on a logarithmic axis, 1e-2 .. 1e2.
   *
   * @param count how many
   * @return ascending
   */
  public static double[] penalties(int count) {
    double[] mu = new double[count];
    for (int j = 0; j < count; j++) {
      mu[j] = Math.pow(10, -2 + 4.0 * j / Math.max(1, count - 1));
    }
    return mu;
  }

  /**
   * A'.
   *
   * @param a rows x columns, column-major
   * @param rows of A
   * @param columns of A
   * @return columns x rows, column-major
   */
  public static double[] transposed(double[] a, int rows, int columns) {
    double[] t = new double[a.length];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        t[j + i * columns] = a[i + j * rows];
      }
    }
    return t;
  }

  /**
   * y = op(A) x.
   *
   * @param trans whether A is read transposed
   * @param a rows x columns, column-major
   * @param rows of A
   * @param columns of A
   * @param x vector
   * @return y
   */
  public static double[] times(boolean trans, double[] a, int rows, int columns, double[] x) {
    double[] y = new double[trans ? columns : rows];
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        if (trans) {
          sum += a[i + j * rows] * x[i];
        } else {
          y[i] += a[i + j * rows] * x[j];
        }
      }
      if (trans) {
        y[j] = sum;
      }
    }
    return y;
  }

  /**
   * Euclidean length.
   *
   * @param x vector
   * @return its length
   */
  public static double norm(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  private static double distance(double[] x, double[] y) {
    double[] d = new double[x.length];
    for (int i = 0; i < d.length; i++) {
      d[i] = x[i] - y[i];
    }
    return norm(d);
  }

  /**
   * |C x - A (B x)| / (k eps |A| |B| |x|): a wrong product is found with probability one.
   *
   * @param transA whether A is read transposed
   * @param a operand, m x k or its transpose
   * @param b operand, k x n
   * @param c what is judged, m x n
   * @param m rows of C
   * @param n columns of C
   * @param k depth
   * @return a scaled residual
   */
  public static double productResidual(
      boolean transA, double[] a, double[] b, double[] c, int m, int n, int k) {
    double[] x = normal(n, 99);
    double[] bx = times(false, b, k, n, x);
    double[] abx = transA ? times(true, a, k, m, bx) : times(false, a, m, k, bx);
    double scale = Math.max(1, k) * EPS * norm(a) * norm(b) * norm(x);
    return distance(times(false, c, m, n, x), abx) / scale;
  }

  /**
   * |(G + mu I) x - b| / (n eps (|G| + mu) |x|).
   *
   * @param g n x n
   * @param n order
   * @param mu shift
   * @param x what is judged
   * @param b right-hand side
   * @return a scaled residual, infinite for NaN
   */
  public static double solveResidual(double[] g, int n, double mu, double[] x, double[] b) {
    double[] gx = times(false, g, n, n, x);
    for (int i = 0; i < n; i++) {
      gx[i] += mu * x[i];
    }
    double residual = distance(gx, b) / (n * EPS * (norm(g) + mu) * norm(x));
    return Double.isNaN(residual) ? Double.POSITIVE_INFINITY : residual;
  }

  /**
   * |x - y| / (eps |y|).
   *
   * @param x what is judged
   * @param y what is right
   * @return a scaled difference
   */
  public static double relative(double[] x, double[] y) {
    return distance(x, y) / (EPS * norm(y));
  }
}
