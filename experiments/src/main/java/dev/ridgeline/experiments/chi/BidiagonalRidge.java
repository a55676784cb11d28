// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.experiments.chi;

import dev.ridgeline.workbench.random.Chis;

/**
 * Source ridge of a bidiagonal design, for all penalties at once, from one pass over its rows.
 *
 * <p>X0 = U B V' with the first column of V along w0 (a unit vector), so y0 becomes z = B e1 +
 * noise and the coefficients V B'a with a = (T + mu)^-1 z, T = BB' tridiagonal. T + mu = L D L' is
 * followed row by row, with the sums that a'a, z'a and the first coefficient need; nothing is kept
 * of a row, so memory does not depend on the dimension. Pivots are sums of positive numbers.
 */
public final class BidiagonalRidge {
  /** What a run records of how its sources were solved. */
  public static final String ROUTE = "chi/bidiagonal/recurrence";

  /** Far below rounding of any sum; smaller numbers would end as subnormal, which are slow. */
  private static final double NOTHING = 1e-150;

  private final double[] mu;

  // of the last row, one number per penalty; a prime is the derivative in mu
  private final double[] share; // (pivot - superdiagonal^2) / pivot
  private final double[] sharePrime;
  private final double[] inverse; // 1 / pivot
  private final double[] pivotPrime;
  private final double[] forward; // of L y = z
  private final double[] forwardPrime;
  private final double[] first; // of L u = e1
  private double superdiagonal;

  private final double[] form; // z'(T + mu)^-1 z
  private final double[] formPrime;
  private final double[] along; // e1'(T + mu)^-1 z
  private double corner;
  private int rows;

  /**
   * Starts before the first row.
   *
   * @param mu penalties in the normal equations, at least 0
   */
  public BidiagonalRidge(double[] mu) {
    this.mu = mu.clone();
    int count = mu.length;
    this.share = new double[count];
    this.sharePrime = new double[count];
    this.inverse = new double[count];
    this.pivotPrime = new double[count];
    this.forward = new double[count];
    this.forwardPrime = new double[count];
    this.first = new double[count];
    this.form = new double[count];
    this.formPrime = new double[count];
    this.along = new double[count];
  }

  /**
   * Draws the design and the noise: the diagonal has chi numbers of n, n - 1, .. degrees of
   * freedom, the superdiagonal of p - 1, p - 2, .., all independent.
   *
   * @param chis draws row by row: diagonal, superdiagonal, noise
   * @param n rows of the design
   * @param p columns of the design
   * @param deviation of the noise
   * @param mu penalties in the normal equations
   * @return the source models
   */
  public static BidiagonalRidge draw(Chis chis, int n, int p, double deviation, double[] mu) {
    BidiagonalRidge ridge = new BidiagonalRidge(mu);
    for (int i = 0; i < Math.min(n, p); i++) {
      ridge.add(chis.chi(n - i), chis.chi(p - 1 - i), deviation * chis.normal());
    }
    return ridge;
  }

  /**
   * Takes the next row of B.
   *
   * @param diagonal element (i, i), of either sign
   * @param above element (i, i + 1); 0 where there is none
   * @param noise what the response has beside the signal, in the basis U
   */
  public void add(double diagonal, double above, double noise) {
    double square = diagonal * diagonal;
    double tail = above * above;
    boolean start = rows++ == 0;
    if (start) {
      corner = diagonal;
    }
    double z = start ? diagonal + noise : noise;
    double off = superdiagonal * diagonal;
    for (int k = 0; k < mu.length; k++) {
      double multiplier = off * inverse[k];
      double multiplierPrime = -multiplier * pivotPrime[k] * inverse[k];
      double head = mu[k] + square * (start ? 1 : share[k]);
      double headPrime = 1 + square * sharePrime[k];
      double y = z - multiplier * forward[k];
      double yPrime = -multiplierPrime * forward[k] - multiplier * forwardPrime[k];
      double u = start ? 1 : -multiplier * first[k];
      double reciprocal = 1 / (head + tail);
      double scaled = y * reciprocal;
      form[k] += y * scaled;
      formPrime[k] += scaled * (2 * yPrime - scaled * headPrime);
      along[k] += u * scaled;
      share[k] = head * reciprocal;
      sharePrime[k] = headPrime * tail * reciprocal * reciprocal;
      inverse[k] = reciprocal;
      pivotPrime[k] = headPrime;
      forward[k] = y;
      forwardPrime[k] = yPrime;
      first[k] = Math.abs(u) < NOTHING ? 0 : u;
    }
    superdiagonal = above;
  }

  /**
   * The component of a source model along w0.
   *
   * @param penalty index
   * @return the inner product of b0 and w0
   */
  public double along(int penalty) {
    return corner * along[penalty];
  }

  /**
   * The inner product of two source models. By the resolvent identity it is a divided difference of
   * mu z'(T + mu)^-1 z, and the derivative of it where the penalties are equal.
   *
   * @param a index of a penalty
   * @param b index of a penalty
   * @return b0(a)'b0(b)
   */
  public double product(int a, int b) {
    if (mu[a] == mu[b]) {
      return form[a] + mu[a] * formPrime[a];
    }
    return (mu[a] * form[a] - mu[b] * form[b]) / (mu[a] - mu[b]);
  }

  /**
   * The excess risk of the source model.
   *
   * @param penalty index
   * @return the squared distance of b0 and w0
   */
  public double risk(int penalty) {
    return product(penalty, penalty) - 2 * along(penalty) + 1;
  }

  /**
   * Number of penalties.
   *
   * @return count
   */
  public int size() {
    return mu.length;
  }
}
