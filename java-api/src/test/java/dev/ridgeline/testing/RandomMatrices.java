// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import java.util.random.RandomGenerator;

/** Test matrices of known structure, drawn from a generator. */
public final class RandomMatrices {
  /** Reflections that make up a random orthogonal matrix: enough to leave no element 0. */
  private static final int REFLECTIONS = 6;

  private final RandomGenerator random;

  /**
   * Draws from a generator.
   *
   * @param random the generator
   */
  public RandomMatrices(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Independent standard normal elements.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @return a matrix
   */
  public Dense gaussian(int rows, int columns) {
    return Dense.of(rows, columns, (i, j) -> random.nextGaussian());
  }

  /**
   * Whole numbers in -bound .. bound: sums of products of a few hundred of them are exact in any
   * order.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @param bound largest absolute value
   * @return a matrix
   */
  public Dense integers(int rows, int columns, int bound) {
    return Dense.of(rows, columns, (i, j) -> random.nextInt(-bound, bound + 1));
  }

  /**
   * A random orthogonal matrix, orthogonal to rounding.
   *
   * @param n order
   * @return U
   */
  public Dense orthogonal(int n) {
    Dense u = Dense.identity(n);
    double[] data = u.data();
    for (int r = 0; r < REFLECTIONS; r++) {
      double[] v = gaussian(n, 1).data();
      double square = 0;
      for (double x : v) {
        square += x * x;
      }
      for (int j = 0; j < n; j++) {
        double dot = 0;
        for (int i = 0; i < n; i++) {
          dot += v[i] * data[i + j * n];
        }
        for (int i = 0; i < n; i++) {
          data[i + j * n] -= 2 * dot / square * v[i];
        }
      }
    }
    return u;
  }

  /**
   * A symmetric matrix with a given spectrum and random eigenvectors.
   *
   * @param spectrum eigenvalues
   * @return U diag(spectrum) U', symmetric bit for bit
   */
  public Dense symmetric(double... spectrum) {
    int n = spectrum.length;
    Dense u = orthogonal(n);
    Dense lower = Dense.of(n, n, (i, j) -> u.get(i, j) * spectrum[j]).times(u.transpose());
    return Dense.of(n, n, (i, j) -> lower.get(Math.max(i, j), Math.min(i, j)));
  }

  /**
   * A positive definite matrix whose eigenvalues fall geometrically from 1.
   *
   * @param n order
   * @param condition largest by smallest eigenvalue
   * @return a symmetric matrix
   */
  public Dense positiveDefinite(int n, double condition) {
    return symmetric(geometric(n, condition));
  }

  /**
   * Eigenvalues that fall geometrically from 1.
   *
   * @param n how many
   * @param condition first by last
   * @return the values, descending
   */
  public static double[] geometric(int n, double condition) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = n == 1 ? 1 : Math.pow(condition, -(double) i / (n - 1));
    }
    return values;
  }

  /**
   * Eigenvalues in three clusters near 1, 1/2 and 1/100.
   *
   * @param n how many
   * @param width relative width of a cluster; 0 for multiple eigenvalues
   * @return the values, unordered
   */
  public double[] clustered(int n, double width) {
    double[] centres = {1, 0.5, 0.01};
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = centres[i % centres.length] * (1 + width * random.nextDouble());
    }
    return values;
  }

  /**
   * A symmetric matrix all of whose leading minors below {@code minor} are positive while that one
   * is negative.
   *
   * @param n order
   * @param minor order of the first bad minor, from 1
   * @return L D L' with whole numbers throughout, hence exact
   */
  public Dense indefiniteAt(int n, int minor) {
    Dense l = Dense.of(n, n, (i, j) -> i == j ? 1 : i > j ? random.nextInt(-1, 2) : 0);
    double[] d = new double[n];
    for (int i = 0; i < n; i++) {
      d[i] = i == minor - 1 ? -1 : 4;
    }
    return l.times(Dense.diagonal(d)).times(l.transpose());
  }
}
