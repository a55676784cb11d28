// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import java.util.Arrays;

/**
 * A group as its rows, decomposed as they are, so that nothing is squared.
 *
 * <p>Leave-one-out errors and what they are divided by are sums of terms of one sign in the
 * coordinates of U: 1 - h_i = q_i + sum_k u_ik^2 f_k. So they keep their digits where h is nearly
 * 1, and where mu is nearly 0.
 */
public final class GroupRowsDesign extends GroupDesign {
  /** Squares of larger numbers, or of numbers all smaller, leave the range of doubles. */
  private static final double LARGEST = 1e140;

  private static final double SMALLEST = 1e-140;

  /** A penalty in place of 0, against the largest eigenvalue: below any rounding. */
  private static final double NEARLY_ZERO = 1e-40;

  /** Rows as they were read, and from {@link #decompose} on U; column-major. */
  private double[] x = new double[0];

  private double[] y = new double[0];
  private double[] v = new double[0];
  private double[] roots = new double[0];
  private double[] complement = new double[0]; // what U leaves of the responses
  private double[] left = new double[0]; // 1 - h_i where mu is 0
  private double[] numerators = new double[0];
  private double[] denominators = new double[0];
  private int n;

  /**
   * Room for groups.
   *
   * @param features p
   * @param responses T
   * @param intercept whether rows are measured from their means
   * @param unitFactors what units of the columns are multiplied by; null: ones
   */
  public GroupRowsDesign(int features, int responses, boolean intercept, double[] unitFactors) {
    super(features, responses, intercept, unitFactors);
  }

  /**
   * Makes room for a group, whose rows are then put into {@link #x}, {@link #y} and {@link
   * #weights}.
   *
   * @param rows how many
   */
  public void resize(int rows) {
    n = rows;
    if (v.length < rows) {
      int most = rows + rows / 2;
      x = new double[Math.multiplyExact(most, p)];
      y = new double[Math.multiplyExact(most, t)];
      v = new double[most];
      roots = new double[most];
      complement = new double[y.length];
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
   * @return n x T, column-major with leading dimension n, or more
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

  @Override
  public boolean prepare(double[] priors, boolean standardize, double[] units) {
    dropWeightless();
    active = n;
    if (n < LEAST_ROWS) {
      return false;
    }
    for (int r = 0; r < t; r++) {
      constant[r] = priors == null && intercept && isSame(r * n);
      for (int j = 0; j < p && priors != null; j++) {
        double b = priors[r * p + j];
        for (int i = 0; i < n && b != 0; i++) {
          y[r * n + i] -= b * x[j * n + i];
        }
      }
    }
    xExponent = scaled(x, 0, n * p);
    muExponent = standardize ? 0 : xExponent;
    for (int i = 0; i < n; i++) {
      roots[i] = Math.sqrt(v[i]);
    }
    for (int j = 0; j < p; j++) {
      double factor = units == null && unitFactors != null ? unitFactors[j] : 1;
      prepareColumn(j, standardize, units == null ? factor : units[j], factor);
    }
    for (int r = 0; r < t; r++) {
      prepareResponse(r);
    }
    return true;
  }

  private boolean isSame(int from) {
    for (int i = 1; i < n; i++) {
      if (y[from + i] != y[from]) {
        return false;
      }
    }
    return true;
  }

  private void prepareResponse(int r) {
    int at = r * n;
    if (constant[r]) {
      responseMeans[r] = y[at];
      yExponents[r] = 0;
      Arrays.fill(y, at, at + n, 0.0);
      return;
    }
    yExponents[r] = scaled(y, at, n);
    responseMeans[r] = intercept ? mean(y, at) : 0;
    for (int i = 0; i < n; i++) {
      y[at + i] = (y[at + i] - responseMeans[r]) * roots[i];
    }
  }

  /** Scales numbers by a power of two where their squares leave the range of doubles. */
  private static int scaled(double[] values, int from, int count) {
    double largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(values[from + i]));
    }
    if (largest == 0 || (largest < LARGEST && largest > SMALLEST)) {
      return 0;
    }
    int exponent = Math.getExponent(largest);
    for (int i = 0; i < count; i++) {
      values[from + i] = Math.scalb(values[from + i], -exponent);
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
    dropFrom(x, p, kept);
    dropFrom(y, t, kept);
    int to = 0;
    for (int i = 0; i < n; i++) {
      if (v[i] > 0) {
        v[to++] = v[i];
      }
    }
    n = kept;
  }

  /** To the front, column by column: a column's new place lies before its old one. */
  private void dropFrom(double[] values, int columns, int kept) {
    for (int j = 0; j < columns; j++) {
      int to = j * kept;
      for (int i = 0; i < n; i++) {
        if (v[i] > 0) {
          values[to++] = values[j * n + i];
        }
      }
    }
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

  @Override
  public void addProducts(double[] xx, double[] xy, double[] yy) {
    for (int j = 0; j < p; j++) {
      for (int i = j; i < p; i++) {
        xx[i + j * p] += Math.scalb(Columns.dot(x, i * n, x, j * n, n), 2 * xExponent);
      }
    }
    for (int r = 0; r < t; r++) {
      int exponent = yExponents[r];
      for (int j = 0; j < p; j++) {
        double product = Columns.dot(x, j * n, y, r * n, n);
        xy[j + r * p] += Math.scalb(product, xExponent + exponent);
      }
      yy[r] += Math.scalb(Columns.dot(y, r * n, y, r * n, n), 2 * exponent);
    }
  }

  @Override
  public void decompose() {
    int most = n - (intercept ? 1 : 0);
    rank = svd.decompose(x, n, most);
    boolean full = rank == most;
    for (int i = 0; i < n; i++) {
      left[i] = 1 - (intercept ? v[i] / weight : 0);
    }
    for (int k = 0; k < rank; k++) {
      d[k] = svd.square(k);
      for (int i = 0; i < n; i++) {
        left[i] -= x[k * n + i] * x[k * n + i];
      }
    }
    for (int i = 0; i < n; i++) {
      // with as many directions as rows nothing is left but rounding
      left[i] = full || left[i] < 8 * n * EPS ? 0 : left[i];
    }
    for (int r = 0; r < t; r++) {
      project(r, full);
    }
  }

  private void project(int r, boolean full) {
    int from = r * n;
    squares[r] = Columns.dot(y, from, y, from, n);
    System.arraycopy(y, from, complement, from, n);
    for (int k = 0; k < rank; k++) {
      double own = Columns.dot(x, k * n, y, from, n);
      c[r * p + k] = own;
      for (int i = 0; i < n; i++) {
        complement[from + i] -= x[k * n + i] * own;
      }
    }
    if (full) {
      Arrays.fill(complement, from, from + n, 0.0);
    }
    unexplained[r] = Columns.dot(complement, from, complement, from, n);
  }

  /**
   * Weighted mean squares of leave-one-out errors.
   *
   * @param response from 0
   * @param mu penalties in the normal equations
   * @param losses receives one for each
   */
  public void leaveOneOut(int response, double[] mu, double[] losses) {
    int count = mu.length;
    int of = response * p;
    // the limit of a penalty of 0 for rows that the others say nothing about
    tabulate(mu, rank == 0 ? 0 : NEARLY_ZERO * d[0]);
    if (numerators.length < count) {
      numerators = new double[count];
      denominators = new double[count];
    }
    Arrays.fill(losses, 0, count, 0.0);
    for (int i = 0; i < n; i++) {
      Arrays.fill(numerators, 0, count, complement[response * n + i]);
      Arrays.fill(denominators, 0, count, left[i]);
      int k = 0;
      for (; k + 3 < rank; k += 4) {
        addFour(i, k, of, count);
      }
      for (; k < rank; k++) {
        double u = x[k * n + i];
        FilterSums.addRow(
            factors, k * count, numerators, denominators, count, u * c[of + k], u * u);
      }
      FilterSums.addErrors(numerators, denominators, losses, count);
    }
    for (int l = 0; l < count; l++) {
      losses[l] = Math.scalb(losses[l] / weight, 2 * yExponents[response]);
    }
  }

  /** Four directions at a time: sums go through memory a quarter as often. */
  private void addFour(int i, int k, int of, int count) {
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
        u0 * c[of + k],
        u1 * c[of + k + 1],
        u2 * c[of + k + 2],
        u3 * c[of + k + 3],
        u0 * u0,
        u1 * u1,
        u2 * u2,
        u3 * u3);
  }
}
