// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import java.util.Arrays;
import java.util.List;

/**
 * Sums over rows, on the host: numbers of rows, means, and weighted products about the means.
 *
 * <p>Two of them merge exactly (Chan, Golub and LeVeque 1983): with d the difference of the means,
 * S = SA + SB + d d' WA WB / W, so nothing is ever subtracted, and columns far from zero keep their
 * digits. Immutable by convention: nobody writes to the arrays of a finished value.
 */
public final class Sums {
  /** Number of rows, those of weight 0 included. */
  public final long rows;

  /** Number of rows of weight above 0. */
  public final long active;

  /** Sum of the weights. */
  public final double weight;

  /** Whether the products are about the means; otherwise the means are 0. */
  public final boolean centred;

  /** Number of features. */
  public final int p;

  /** Number of responses. */
  public final int t;

  /** Means of features, then of responses, rounded. */
  public final double[] means;

  /** What rounding took from the means. */
  public final double[] lows;

  /** p x p, column-major, both triangles, in units of 2^(2 xExponent). */
  public final double[] xx;

  /** p x t, column-major, in units of 2^(xExponent + yExponent). */
  public final double[] xy;

  /** t squares, in units of 2^(2 yExponent). */
  public final double[] yy;

  /** Power of two taken out of every feature: 0 unless squares would leave the range. */
  public final int xExponent;

  /** Powers of two taken out of the responses. */
  public final int[] yExponents;

  /**
   * Takes the arrays over.
   *
   * @param rows number of rows
   * @param active rows of weight above 0
   * @param weight sum of the weights
   * @param centred whether products are about the means
   * @param means p + t numbers, in the units of the data
   * @param lows what rounding took from them
   * @param xx p x p
   * @param xy p x t
   * @param yy t
   * @param xExponent of the features
   * @param yExponents of the responses
   */
  public Sums(
      long rows,
      long active,
      double weight,
      boolean centred,
      double[] means,
      double[] lows,
      double[] xx,
      double[] xy,
      double[] yy,
      int xExponent,
      int[] yExponents) {
    this.rows = rows;
    this.active = active;
    this.weight = weight;
    this.centred = centred;
    this.t = yy.length;
    this.p = means.length - t;
    this.means = means;
    this.lows = lows;
    this.xx = xx;
    this.xy = xy;
    this.yy = yy;
    this.xExponent = xExponent;
    this.yExponents = yExponents;
  }

  /**
   * Merges two.
   *
   * @param b of the same features and responses, centred as this is
   * @return the sums over the rows of both
   */
  public Sums merge(Sums b) {
    if (b.weight == 0 || weight == 0) {
      Sums full = b.weight == 0 ? this : b;
      return new Sums(
          Math.addExact(rows, b.rows),
          active + b.active,
          full.weight,
          centred,
          full.means,
          full.lows,
          full.xx,
          full.xy,
          full.yy,
          full.xExponent,
          full.yExponents);
    }
    int ex = Math.max(xExponent, b.xExponent);
    double fa = Math.scalb(1.0, 2 * (xExponent - ex));
    double fb = Math.scalb(1.0, 2 * (b.xExponent - ex));
    int[] ey = new int[t];
    double total = weight + b.weight;
    double share = b.weight / total;
    // in both factors, so that equal columns have equal products
    double root = Math.sqrt(weight * share);
    double[] d = new double[p + t];
    double[] m = new double[p + t];
    double[] low = new double[p + t];
    for (int j = 0; j < p + t; j++) {
      double difference = (b.means[j] - means[j]) + (b.lows[j] - lows[j]);
      Columns.Mean mean = Columns.Mean.sum(means[j], difference * share);
      m[j] = mean.high();
      low[j] = mean.low() + lows[j];
      int exponent = ex;
      if (j >= p) {
        exponent = Math.max(yExponents[j - p], b.yExponents[j - p]);
        ey[j - p] = exponent;
      }
      d[j] = Math.scalb(difference, -exponent) * root;
    }
    double[] sxx = new double[xx.length];
    double[] sxy = new double[xy.length];
    double[] syy = new double[t];
    for (int j = 0; j < p; j++) {
      for (int i = 0, at = j * p; i < p; i++, at++) {
        sxx[at] = fa * xx[at] + fb * b.xx[at] + d[i] * d[j];
      }
    }
    for (int k = 0; k < t; k++) {
      double ya = Math.scalb(1.0, yExponents[k] - ey[k]);
      double yb = Math.scalb(1.0, b.yExponents[k] - ey[k]);
      double xa = Math.scalb(ya, xExponent - ex);
      double xb = Math.scalb(yb, b.xExponent - ex);
      double dk = d[p + k];
      for (int i = 0, at = k * p; i < p; i++, at++) {
        sxy[at] = xa * xy[at] + xb * b.xy[at] + d[i] * dk;
      }
      syy[k] = ya * ya * yy[k] + yb * yb * b.yy[k] + dk * dk;
    }
    return new Sums(
        Math.addExact(rows, b.rows),
        active + b.active,
        total,
        centred,
        m,
        low,
        sxx,
        sxy,
        syy,
        ex,
        ey);
  }

  Columns.Mean mean(int column) {
    return new Columns.Mean(means[column], lows[column]);
  }

  /**
   * Merges many, in a tree that depends on their number alone: first the largest power of two, then
   * the rest, each likewise.
   *
   * @param parts at least one
   * @return the sums over all rows
   */
  public static Sums merge(List<Sums> parts) {
    int n = parts.size();
    if (n == 1) {
      return parts.getFirst();
    }
    int left = Integer.highestOneBit(n - 1);
    return merge(parts.subList(0, left)).merge(merge(parts.subList(left, n)));
  }

  /**
   * For every part, the merge of all others, by merges of prefixes and suffixes: never a
   * difference, which would lose every digit of a column whose scatter one part holds.
   *
   * @param parts at least two
   * @return as many
   */
  public static Sums[] complements(List<Sums> parts) {
    int n = parts.size();
    Sums[] prefix = new Sums[n];
    Sums[] others = new Sums[n];
    for (int k = 1; k < n; k++) {
      prefix[k] = k == 1 ? parts.get(0) : prefix[k - 1].merge(parts.get(k - 1));
    }
    Sums suffix = null;
    for (int k = n - 1; k >= 0; k--) {
      others[k] = suffix == null ? prefix[k] : k == 0 ? suffix : prefix[k].merge(suffix);
      suffix = suffix == null ? parts.get(k) : parts.get(k).merge(suffix);
    }
    return others;
  }

  /**
   * The same sums about zero.
   *
   * @return sums that are not centred
   */
  public Sums uncentred() {
    if (!centred) {
      return this;
    }
    double[] x = xx.clone();
    double[] z = xy.clone();
    double[] y = yy.clone();
    double root = Math.sqrt(weight);
    double[] m = new double[p + t];
    for (int j = 0; j < p + t; j++) {
      m[j] = Math.scalb(means[j], j < p ? -xExponent : -yExponents[j - p]) * root;
    }
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < p; i++) {
        x[j * p + i] += m[i] * m[j];
      }
    }
    for (int k = 0; k < t; k++) {
      for (int i = 0; i < p; i++) {
        z[k * p + i] += m[i] * m[p + k];
      }
      y[k] += m[p + k] * m[p + k];
    }
    double[] zero = new double[p + t];
    return new Sums(rows, active, weight, false, zero, zero, x, z, y, xExponent, yExponents);
  }

  /**
   * Some of the responses.
   *
   * @param from first
   * @param count how many
   * @return sums of these alone; X'X is shared
   */
  public Sums responses(int from, int count) {
    double[] m = Arrays.copyOf(means, p + count);
    System.arraycopy(means, p + from, m, p, count);
    double[] low = Arrays.copyOf(lows, p + count);
    System.arraycopy(lows, p + from, low, p, count);
    return new Sums(
        rows,
        active,
        weight,
        centred,
        m,
        low,
        xx,
        Arrays.copyOfRange(xy, from * p, (from + count) * p),
        Arrays.copyOfRange(yy, from, from + count),
        xExponent,
        Arrays.copyOfRange(yExponents, from, from + count));
  }
}
