// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import java.util.Arrays;

/**
 * One small table among very many: its rows, prepared, and their thin singular value decomposition
 * X = U S V' ({@link SmallSvd}), so that nothing is squared. One object serves all groups of a
 * thread in turn and allocates only where a group is larger than those before.
 *
 * <p>In the coordinates of U every penalty is a multiple f = mu / (d + mu) of each, d = s^2, and
 * the complement of U is what no penalty explains. Leave-one-out errors and what they are divided
 * by are sums of terms of one sign in these coordinates: 1 - h_i = q_i + sum_k u_ik^2 f_k. So they
 * keep their digits where h is nearly 1, and where mu is nearly 0.
 *
 * <p>Used by one thread.
 */
public final class GroupDesign {
  private static final double EPS = 0x1p-53;

  /** Squares of larger numbers, or of numbers all smaller, leave the range of doubles. */
  private static final double LARGEST = 1e140;

  private static final double SMALLEST = 1e-140;

  /** A penalty in place of 0, against the largest eigenvalue: below any rounding. */
  private static final double NEARLY_ZERO = 1e-40;

  private final int p;
  private final boolean intercept;
  private final double[] unitFactors;

  /** Rows as they were read, and from {@link #decompose} on U; column-major. */
  private double[] x = new double[0];

  private double[] y = new double[0];
  private double[] v = new double[0];
  private double[] roots = new double[0];
  private double[] complement = new double[0]; // what U leaves of the responses
  private double[] left = new double[0]; // 1 - h_i where mu is 0
  private double[] numerators = new double[0];
  private double[] denominators = new double[0];
  private double[] factors = new double[0];
  private final double[] means;
  private final double[] scales;
  private final double[] c;
  private int n;
  private double weight;
  private double meanY;
  private double unexplained;
  private int xExponent;
  private int yExponent;
  private int rank;
  private final SmallSvd svd;

  /**
   * Room for groups.
   *
   * @param features p
   * @param intercept whether rows are measured from their means
   * @param unitFactors what units of the columns are multiplied by; null: ones
   */
  public GroupDesign(int features, boolean intercept, double[] unitFactors) {
    this.unitFactors = unitFactors;
    p = features;
    this.intercept = intercept;
    means = new double[p];
    scales = new double[p];
    c = new double[p];
    svd = new SmallSvd(p);
  }

  /**
   * Makes room for a group, whose rows are then put into {@link #x}, {@link #y} and {@link
   * #weights}.
   *
   * @param rows how many
   */
  public void resize(int rows) {
    n = rows;
    if (y.length < rows) {
      int most = rows + rows / 2;
      x = new double[Math.multiplyExact(most, p)];
      y = new double[most];
      v = new double[most];
      roots = new double[most];
      complement = new double[most];
      left = new double[most];
    }
  }

  /**
   * Features.
   *
   * @return n x p, column-major with leading dimension n
   */
  public double[] x() {
    return x;
  }

  /**
   * Responses.
   *
   * @return n numbers, or more
   */
  public double[] y() {
    return y;
  }

  /**
   * Weights.
   *
   * @return n numbers, or more
   */
  public double[] weights() {
    return v;
  }

  /** Why a group has no fit of its own. */
  public enum Outcome {
    /** It has one. */
    FITTED,
    /** Fewer than three rows of weight above 0. */
    TOO_FEW_ROWS,
    /** All responses are the same. */
    CONSTANT_RESPONSE
  }

  /**
   * Prepares the rows: those of weight 0 go, the prior's part of the responses too, columns are
   * centred, divided by their units and weighted.
   *
   * @param prior p coefficients in the units of the table; null: zeros
   * @param standardize whether units are the group's own deviations
   * @param units of the columns where they are not its own, factors included; null: 1
   * @return what came of it
   */
  public Outcome prepare(double[] prior, boolean standardize, double[] units) {
    dropWeightless();
    if (n < 3) {
      return Outcome.TOO_FEW_ROWS;
    }
    double first = y[0];
    boolean varies = false;
    for (int i = 1; i < n; i++) {
      varies |= y[i] != first;
    }
    if (!varies && intercept && prior == null) {
      meanY = first;
      yExponent = 0;
      return Outcome.CONSTANT_RESPONSE;
    }
    for (int j = 0; j < p && prior != null; j++) {
      double b = prior[j];
      for (int i = 0; i < n && b != 0; i++) {
        y[i] -= b * x[j * n + i];
      }
    }
    xExponent = scaled(x, n * p);
    yExponent = scaled(y, n);
    for (int i = 0; i < n; i++) {
      roots[i] = Math.sqrt(v[i]);
    }
    for (int j = 0; j < p; j++) {
      double factor = units == null && unitFactors != null ? unitFactors[j] : 1;
      prepareColumn(j, standardize, units == null ? factor : units[j], factor);
    }
    meanY = intercept ? mean(y, 0) : 0;
    for (int i = 0; i < n; i++) {
      y[i] = (y[i] - meanY) * roots[i];
    }
    return Outcome.FITTED;
  }

  /** Scales numbers by a power of two where their squares leave the range of doubles. */
  private static int scaled(double[] values, int count) {
    double largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    if (largest == 0 || (largest < LARGEST && largest > SMALLEST)) {
      return 0;
    }
    int exponent = Math.getExponent(largest);
    for (int i = 0; i < count; i++) {
      values[i] = Math.scalb(values[i], -exponent);
    }
    return exponent;
  }

  private void dropWeightless() {
    int kept = 0;
    weight = 0;
    for (int i = 0; i < n; i++) {
      weight += v[i];
      kept += v[i] > 0 ? 1 : 0;
    }
    if (kept == n) {
      return;
    }
    // to the front, column by column: a column's new place lies before its old one
    for (int j = 0; j < p; j++) {
      int to = j * kept;
      for (int i = 0; i < n; i++) {
        if (v[i] > 0) {
          x[to++] = x[j * n + i];
        }
      }
    }
    int to = 0;
    for (int i = 0; i < n; i++) {
      if (v[i] > 0) {
        y[to] = y[i];
        v[to++] = v[i];
      }
    }
    n = kept;
  }

  private double mean(double[] of, int from) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += v[i] * of[from + i];
    }
    double mean = sum / weight;
    double correction = 0;
    for (int i = 0; i < n; i++) {
      correction += v[i] * (of[from + i] - mean);
    }
    return mean + correction / weight;
  }

  private void prepareColumn(int j, boolean standardize, double unit, double own) {
    int at = j * n;
    means[j] = intercept ? mean(x, at) : 0;
    double squares = 0;
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(x[at + i]));
      double centred = (x[at + i] - means[j]) * roots[i];
      x[at + i] = centred;
      squares += centred * centred;
    }
    double scale = standardize ? own * Math.sqrt(squares / weight) : unit;
    // a constant column is rounding of its mean, and holds nothing
    boolean constant = intercept && squares <= weight * n * Math.pow(4 * EPS * largest, 2);
    scales[j] = constant || !(scale > 0) ? 0 : scale;
    double factor = scales[j] == 0 ? 0 : 1 / scales[j];
    for (int i = 0; i < n; i++) {
      x[at + i] *= factor;
    }
  }

  /**
   * Adds the products of the prepared rows.
   *
   * @param xx X'X, p x p, of which the lower triangle is added to
   * @param xy X'y, p numbers
   * @return y'y
   */
  public double addProducts(double[] xx, double[] xy) {
    for (int j = 0; j < p; j++) {
      for (int i = j; i < p; i++) {
        xx[i + j * p] += Math.scalb(Columns.dot(x, i * n, x, j * n, n), 2 * xExponent);
      }
      xy[j] += Math.scalb(Columns.dot(x, j * n, y, 0, n), xExponent + yExponent);
    }
    return Math.scalb(Columns.dot(y, 0, y, 0, n), 2 * yExponent);
  }

  /** X = U S V', and the responses in these coordinates. */
  public void decompose() {
    rank = svd.decompose(x, n, n - (intercept ? 1 : 0));
    for (int i = 0; i < n; i++) {
      left[i] = 1 - (intercept ? v[i] / weight : 0);
      complement[i] = y[i];
    }
    for (int l = 0; l < rank; l++) {
      int at = l * n;
      c[l] = Columns.dot(x, at, y, 0, n);
      for (int i = 0; i < n; i++) {
        left[i] -= x[at + i] * x[at + i];
        complement[i] -= x[at + i] * c[l];
      }
    }
    boolean full = rank == n - (intercept ? 1 : 0);
    for (int i = 0; i < n; i++) {
      // with as many directions as rows nothing is left but rounding
      left[i] = full || left[i] < 8 * n * EPS ? 0 : left[i];
      complement[i] = full ? 0 : complement[i];
    }
    unexplained = Columns.dot(complement, 0, complement, 0, n);
  }

  /**
   * Number of rows.
   *
   * @return those of weight above 0
   */
  public int rows() {
    return n;
  }

  /**
   * Sum of the weights.
   *
   * @return above 0
   */
  public double weight() {
    return weight;
  }

  /**
   * Whether columns depend on each other.
   *
   * @return true where the rank is below the number of columns that vary
   */
  public boolean isDeficient() {
    int active = 0;
    for (int j = 0; j < p; j++) {
      active += scales[j] > 0 ? 1 : 0;
    }
    return rank < active;
  }

  /** A penalty in the units of the design. */
  private double inUnits(double mu) {
    return Math.scalb(mu, -2 * xExponent);
  }

  private void tabulate(double[] mu, double least) {
    if (factors.length < p * mu.length) {
      factors = new double[p * mu.length];
    }
    for (int k = 0; k < rank; k++) {
      for (int l = 0; l < mu.length; l++) {
        double m = Math.max(inUnits(mu[l]), least);
        factors[k * mu.length + l] = m / (svd.square(k) + m);
      }
    }
  }

  /**
   * Weighted mean squares of leave-one-out errors.
   *
   * @param mu penalties in the normal equations
   * @param losses receives one for each
   */
  public void leaveOneOut(double[] mu, double[] losses) {
    int count = mu.length;
    // the limit of a penalty of 0 for rows that the others say nothing about
    tabulate(mu, rank == 0 ? 0 : NEARLY_ZERO * svd.square(0));
    if (numerators.length < count) {
      numerators = new double[count];
      denominators = new double[count];
    }
    Arrays.fill(losses, 0, count, 0.0);
    for (int i = 0; i < n; i++) {
      Arrays.fill(numerators, 0, count, complement[i]);
      Arrays.fill(denominators, 0, count, left[i]);
      int k = 0;
      for (; k + 3 < rank; k += 4) {
        addFour(i, k, count);
      }
      for (; k < rank; k++) {
        double u = x[k * n + i];
        FilterSums.addRow(factors, k * count, numerators, denominators, count, u * c[k], u * u);
      }
      FilterSums.addErrors(numerators, denominators, losses, count);
    }
    for (int l = 0; l < count; l++) {
      losses[l] = Math.scalb(losses[l] / weight, 2 * yExponent);
    }
  }

  /** Four directions at a time: sums go through memory a quarter as often. */
  private void addFour(int i, int k, int count) {
    double u0 = x[k * n + i];
    double u1 = x[(k + 1) * n + i];
    double u2 = x[(k + 2) * n + i];
    double u3 = x[(k + 3) * n + i];
    FilterSums.addRows(
        factors,
        k * count,
        numerators,
        denominators,
        count,
        u0 * c[k],
        u1 * c[k + 1],
        u2 * c[k + 2],
        u3 * c[k + 3],
        u0 * u0,
        u1 * u1,
        u2 * u2,
        u3 * u3);
  }

  /**
   * Adds what evidence needs: quadratic forms y'(I + X X' / mu)^-1 y, and half of the logarithms of
   * the determinants.
   *
   * @param mu penalties in the normal equations
   * @param forms one for each, added to
   * @param determinants one for each, added to
   */
  public void addEvidence(double[] mu, double[] forms, double[] determinants) {
    tabulate(mu, 0);
    for (int l = 0; l < mu.length; l++) {
      double sum = unexplained;
      double log = 0;
      for (int k = 0; k < rank; k++) {
        double f = factors[k * mu.length + l];
        sum += c[k] * c[k] * f;
        log -= 0.5 * Math.log(f);
      }
      forms[l] += Math.scalb(sum, 2 * yExponent);
      determinants[l] += log;
    }
  }

  /**
   * The coefficients for one penalty, in the units of the table.
   *
   * @param mu penalty in the normal equations
   * @param prior what they are measured from; null: zeros
   * @param b receives p coefficients
   * @param at where
   * @return the intercept
   */
  public double coefficients(double mu, double[] prior, double[] b, int at) {
    double m = inUnits(mu);
    for (int j = 0; j < p; j++) {
      b[at + j] = 0;
    }
    for (int k = 0; k < rank; k++) {
      double share = Math.sqrt(svd.square(k)) * c[k] / (svd.square(k) + m);
      svd.addRight(k, share, b, at);
    }
    double constant = meanY;
    for (int j = 0; j < p; j++) {
      // where a column holds nothing the rotation mixes in rounding of zeros
      double own = scales[j] == 0 ? 0 : b[at + j] / scales[j];
      constant -= means[j] * own;
      own = Math.scalb(own, yExponent - xExponent);
      b[at + j] = prior == null ? own : prior[j] + own;
    }
    return intercept ? Math.scalb(constant, yExponent) : 0;
  }

  /**
   * The response of a group where all are the same.
   *
   * @return that number
   */
  public double meanResponse() {
    return meanY;
  }
}
