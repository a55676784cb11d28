// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.testing;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How far a result is from what it must satisfy, in units of the rounding error a stable algorithm
 * may make, as LAPACK's own tests measure it: below {@link #THRESHOLD} is right, wrong code gives
 * thousands. Norms are 1-norms; a NaN never passes.
 */
public final class Residuals {
  /** LAPACK's. */
  public static final double THRESHOLD = 30;

  /** Unit roundoff. */
  public static final double EPS = 0x1p-53;

  private Residuals() {}

  /**
   * Demands a ratio below the threshold.
   *
   * @param what what was measured, for the message
   * @param ratio the ratio
   */
  public static void check(String what, double ratio) {
    assertThat(ratio).as(what).isLessThan(THRESHOLD);
  }

  /**
   * Solution of a linear system, the worst column.
   *
   * @param a n x n
   * @param x the solution
   * @param b right-hand sides
   * @return |b - A x| / (|A| |x| eps)
   */
  public static double solve(Dense a, Dense x, Dense b) {
    Dense residual = b.minusProduct(a, x);
    double worst = 0;
    for (int j = 0; j < b.columns(); j++) {
      double scale = a.norm1() * x.columns(j, 1).norm1() * EPS;
      worst = Math.max(worst, ratio(residual.columns(j, 1).norm1(), scale));
    }
    return worst;
  }

  /**
   * An inverse.
   *
   * @param a n x n
   * @param inverse of it
   * @return |I - A inverse| / (n |A| |inverse| eps)
   */
  public static double inverse(Dense a, Dense inverse) {
    int n = a.rows();
    Dense residual = Dense.identity(n).minusProduct(a, inverse);
    return ratio(residual.norm1(), n * a.norm1() * inverse.norm1() * EPS);
  }

  /**
   * An eigendecomposition, vector by vector.
   *
   * @param a symmetric
   * @param values eigenvalues
   * @param u eigenvectors
   * @return |A U - U diag(values)| / (n |A| eps)
   */
  public static double eigenpairs(Dense a, double[] values, Dense u) {
    int n = a.rows();
    Dense scaled = Dense.of(n, n, (i, j) -> u.get(i, j) * values[j]);
    return ratio(scaled.minusProduct(a, u).norm1(), n * a.norm1() * EPS);
  }

  /**
   * An eigendecomposition put together again.
   *
   * @param a symmetric
   * @param values eigenvalues
   * @param u eigenvectors
   * @return |A - U diag(values) U'| / (n |A| eps)
   */
  public static double reconstruction(Dense a, double[] values, Dense u) {
    int n = a.rows();
    Dense scaled = Dense.of(n, n, (i, j) -> u.get(i, j) * values[j]);
    return ratio(a.minusProduct(scaled, u.transpose()).norm1(), n * a.norm1() * EPS);
  }

  /**
   * Orthonormal columns.
   *
   * @param u n x n
   * @return |I - U'U| / (n eps)
   */
  public static double orthogonality(Dense u) {
    int n = u.rows();
    Dense residual = Dense.identity(n).minusProduct(u.transpose(), u);
    return ratio(residual.norm1(), n * EPS);
  }

  /**
   * Numbers against their exact values.
   *
   * @param actual computed
   * @param expected exact
   * @param scale what eps is relative to, element by element
   * @return max |actual - expected| / (scale eps)
   */
  public static double elements(Dense actual, Dense expected, Dense scale) {
    assertThat(actual.toString()).as("shape").isEqualTo(expected.toString());
    double worst = 0;
    for (int k = 0; k < expected.data().length; k++) {
      double error = Math.abs(actual.data()[k] - expected.data()[k]);
      worst = Math.max(worst, ratio(error, scale.data()[k] * EPS));
    }
    return worst;
  }

  /**
   * Sums of products against their exact values. Rounding errors of a sum of k terms add up like a
   * random walk, to about sqrt(k) eps (at worst k eps).
   *
   * @param actual computed
   * @param expected exact
   * @param absolute the same sums over absolute values
   * @param terms k
   * @return max |actual - expected| / (sqrt(k) absolute eps)
   */
  public static double sums(Dense actual, Dense expected, Dense absolute, int terms) {
    double growth = Math.sqrt(Math.max(1, terms));
    return elements(actual, expected, absolute.map(x -> growth * x));
  }

  /** 0 / 0 is a perfect result: nothing was there to be wrong about. */
  private static double ratio(double error, double scale) {
    return error == 0 ? 0 : error / scale;
  }
}
