// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import java.util.Arrays;

/**
 * Sums as the penalty sees them: columns in their units, what is not penalised eliminated, columns
 * that hold nothing set to exactly zero.
 *
 * <pre>
 * unpenalised columns f:  S_ff = R'R,  F = R^-T S_f.,  S - F'F,  X'y - F'(R^-T X_f'y)
 * </pre>
 *
 * <p>The order stays p: unpenalised columns, and constant ones, are columns of zeros, whose
 * penalised coefficient is exactly zero.
 */
public final class PreparedSums {
  /**
   * What is done to a table first.
   *
   * @param intercept whether there is one
   * @param standardize whether columns are measured in their standard deviations
   * @param free columns that are not penalised, ascending
   * @param unitFactors what the units of the columns are multiplied by; null: ones
   * @param fixedScales units of the columns in place of their own, factors included; null: none
   */
  public record How(
      boolean intercept,
      boolean standardize,
      int[] free,
      double[] unitFactors,
      double[] fixedScales) {}

  final Sums sums;
  final int p;
  final int t;

  /** p x p, both triangles. */
  final double[] g;

  /** p x t. */
  final double[] z;

  private final int exponent;

  /** Unpenalised columns that are not constant. */
  final int[] candidates;

  /** The least share of its squared length that elimination left of a column or response. */
  private double leastLeft = 1;

  // factors before elimination
  private final double[] plain;

  /** Squared lengths of the prepared responses. */
  final double[] yy;

  /** Units of the columns: 1, a deviation, or what was given. */
  final double[] scales;

  /** Factor of every centred column in the design: 0, or 1 / scale and a power of two. */
  final double[] factors;

  /** Lengths of the columns before elimination. */
  final double[] lengths;

  /** Columns that are not penalised and not dependent on others that are not. */
  final int[] kept;

  /** Upper triangle R of the kept columns, k x k. */
  final double[] triangle;

  /** R^-T X_f'X, k x p. */
  final double[] freeX;

  /** R^-T X_f'y, k x t. */
  final double[] freeY;

  PreparedSums(Sums given, How how) {
    Sums s = how.intercept() ? given : given.uncentred();
    sums = s;
    p = s.p;
    t = s.t;
    scales = new double[p];
    factors = new double[p];
    lengths = new double[p];
    exponent = how.standardize() || how.fixedScales() != null ? 0 : s.xExponent;
    boolean[] free = new boolean[p];
    for (int j : how.free()) {
      free[j] = true;
    }
    for (int j = 0; j < p; j++) {
      double scatter = s.xx[j * p + j];
      boolean constant = scatter == 0 || isConstant(s, j);
      double deviation = constant ? 0 : Math.sqrt(scatter / s.weight);
      double unit = how.standardize() ? Math.scalb(deviation, s.xExponent) : 1;
      if (how.fixedScales() != null) {
        unit = how.fixedScales()[j]; // factors included
      } else if (how.unitFactors() != null) {
        unit *= how.unitFactors()[j];
      }
      scales[j] = unit > 0 && !free[j] ? unit : 1;
      factors[j] = constant || free[j] ? 0 : Math.scalb(1.0, -exponent) / scales[j];
    }
    candidates = Arrays.stream(how.free()).filter(j -> !isConstant(s, j)).toArray();
    plain = factors.clone();
    // the units of the design against those of the sums
    double[] units = new double[p];
    for (int j = 0; j < p; j++) {
      units[j] = factors[j] * Math.scalb(1.0, s.xExponent);
      lengths[j] = Math.sqrt(s.xx[j * p + j]) * units[j];
    }
    g = new double[p * p];
    z = new double[p * t];
    yy = new double[t];
    if (given.centred && !s.centred && candidates.length > 0) {
      SplitElimination split = new SplitElimination(given, candidates, units);
      kept = split.free.columns();
      triangle = split.free.triangle();
      freeX = split.freeX;
      freeY = split.freeY;
      split.copy(g, z, yy);
      noteLoss(s);
      dropRounding();
      return;
    }
    double[] pivots = new double[candidates.length * candidates.length];
    kept = factor(s, pivots);
    int k = kept.length;
    triangle = new double[k * k];
    for (int j = 0; j < k; j++) {
      System.arraycopy(pivots, j * candidates.length, triangle, j * k, k);
    }
    freeX = new double[k * p];
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < k; i++) {
        freeX[i + j * k] = s.xx[kept[i] + j * p] * units[j];
      }
    }
    Triangles.forward(triangle, k, freeX, p);
    freeY = new double[k * t];
    for (int c = 0; c < t; c++) {
      for (int i = 0; i < k; i++) {
        freeY[i + c * k] = s.xy[kept[i] + c * p];
      }
    }
    Triangles.forward(triangle, k, freeY, t);
    eliminate(units);
  }

  /** How little elimination has left of columns, free ones included. */
  private void noteLoss(Sums s) {
    int k = kept.length;
    for (int i = 0; i < k; i++) {
      double before = s.xx[kept[i] + kept[i] * p];
      noteLoss(triangle[i + i * k] * triangle[i + i * k], before);
    }
    leastLeft = k < candidates.length ? 0 : leastLeft;
    for (int j = 0; j < p; j++) {
      if (factors[j] != 0) {
        noteLoss(g[j + j * p], lengths[j] * lengths[j]);
      }
    }
    for (int c = 0; c < t; c++) {
      noteLoss(yy[c], s.yy[c]);
    }
  }

  private void noteLoss(double left, double before) {
    leastLeft = before > 0 ? Math.min(leastLeft, left / before) : leastLeft;
  }

  private static boolean isConstant(Sums s, int j) {
    double scatter = s.xx[j * s.p + j];
    return scatter == 0
        || (s.centred
            && Rounding.isConstant(scatter, s.weight, Math.scalb(s.means[j], -s.xExponent)));
  }

  private void eliminate(double[] units) {
    int k = kept.length;
    for (int j = 0; j < p; j++) {
      if (units[j] == 0) {
        continue;
      }
      double before = sums.xx[j * p + j] * units[j] * units[j];
      double left = before - Columns.dot(freeX, j * k, freeX, j * k, k);
      noteLoss(left, before);
      if (k > 0 && (isAllExplained() || Rounding.isProjectedOut(left, before, sums.active))) {
        units[j] = 0;
        factors[j] = 0;
        Arrays.fill(freeX, j * k, (j + 1) * k, 0.0);
      }
    }
    for (int j = 0; j < p; j++) {
      for (int i = j; i < p; i++) {
        double value =
            sums.xx[i + j * p] * units[i] * units[j] - Columns.dot(freeX, i * k, freeX, j * k, k);
        g[i + j * p] = value;
        g[j + i * p] = value;
      }
    }
    for (int c = 0; c < t; c++) {
      for (int i = 0; i < p; i++) {
        z[i + c * p] = sums.xy[i + c * p] * units[i] - Columns.dot(freeX, i * k, freeY, c * k, k);
      }
      yy[c] = Math.max(0, sums.yy[c] - Columns.dot(freeY, c * k, freeY, c * k, k));
      noteLoss(yy[c], sums.yy[c]);
    }
    for (int j = 0; j < p; j++) {
      if (units[j] == 0) {
        clear(j);
      }
    }
  }

  /** Cholesky of S_ff, column by column; those that depend on earlier ones are left out. */
  private int[] factor(Sums s, double[] r) {
    int size = candidates.length;
    int[] found = new int[size];
    int k = 0;
    for (int column : candidates) {
      double before = s.xx[column * s.p + column];
      double left = before;
      for (int i = 0; i < k; i++) {
        double value = s.xx[found[i] + column * s.p];
        for (int l = 0; l < i; l++) {
          value -= r[l + i * size] * r[l + k * size];
        }
        r[i + k * size] = value / r[i + i * size];
        left -= r[i + k * size] * r[i + k * size];
      }
      noteLoss(left, before);
      if (!Rounding.isProjectedOut(left, before, s.active)) {
        r[k + k * size] = Math.sqrt(left);
        found[k++] = column;
      }
    }
    return Arrays.copyOf(found, k);
  }

  private PreparedSums(PreparedSums of, Triangles.Kept free, double[] freeX, double[] freeY) {
    sums = of.sums;
    p = of.p;
    t = of.t;
    scales = of.scales;
    exponent = of.exponent;
    candidates = of.candidates;
    lengths = of.lengths;
    plain = of.plain;
    factors = of.plain.clone();
    kept = free.columns();
    triangle = free.triangle();
    this.freeX = freeX;
    this.freeY = freeY;
    g = new double[p * p];
    z = new double[p * t];
    yy = new double[t];
  }

  /** The same with another elimination, of which the products are still to be filled in. */
  PreparedSums with(Triangles.Kept free, double[] byX, double[] byY) {
    return new PreparedSums(this, free, byX, byY);
  }

  /** The squared size of what unpenalised columns were eliminated from; 0 without any. */
  double size() {
    return kept.length == 0 ? 0 : Columns.dot(lengths, 0, lengths, 0, p);
  }

  /** Whether elimination has lost more digits than rows would lose. */
  boolean isLossy() {
    return !(leastLeft >= Rounding.LEAST_LEFT);
  }

  /** Whether unpenalised directions are as many as rows, so that nothing is left of anything. */
  private boolean isAllExplained() {
    return sums.active <= kept.length + (sums.centred ? 1 : 0);
  }

  /** Sets columns to zero of which nothing but rounding is left. */
  void dropRounding() {
    int k = kept.length;
    boolean none = k > 0 && isAllExplained();
    for (int j = 0; j < p; j++) {
      if (factors[j] != 0
          && (none || Rounding.isRoundingOf(g[j + j * p], lengths[j] * lengths[j], sums.active))) {
        factors[j] = 0;
        Arrays.fill(freeX, j * k, (j + 1) * k, 0.0);
      }
      if (factors[j] == 0) {
        clear(j);
      }
    }
  }

  private void clear(int j) {
    for (int i = 0; i < p; i++) {
      g[i + j * p] = 0;
      g[j + i * p] = 0;
    }
    for (int c = 0; c < t; c++) {
      z[j + c * p] = 0;
    }
  }

  /** Factor of a column of the design against that of the sums; 0 for a column of zeros. */
  double unit(int column) {
    return factors[column] * Math.scalb(1.0, sums.xExponent);
  }

  Recovery recovery() {
    return new Recovery(
        sums.centred,
        kept,
        triangle,
        freeX,
        freeY,
        Arrays.copyOf(sums.means, p),
        Arrays.copyOfRange(sums.means, p, p + t),
        scales,
        factors,
        exponent,
        sums.xExponent,
        sums.yExponents,
        sums.weight);
  }
}
