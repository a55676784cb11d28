// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import java.util.Arrays;

/**
 * Unpenalised columns eliminated without an intercept from sums about the means. Rows about zero
 * are rows about the means and one row more, sqrt(W) means': so nothing far from zero is squared
 * and subtracted again.
 *
 * <pre>
 * [R_c  C]        [R  F]
 * [e_f  e]  =  Q  [0  w],   S - F'F = (S_c - C'C) + w'w
 * </pre>
 *
 * <p>with S_c,ff = R_c'R_c and C = R_c^-T S_c,f. the elimination about the means.
 */
final class SplitElimination {
  private final Sums sums;
  private final int[] candidates;
  private final double[] units;
  private final int p;
  private final int t;
  private final int size;
  private final int width;

  /** Rows of [R_c C], then the means': over candidates, features, responses. */
  private final double[][] rows;

  private final int centredRank;

  // S_c - C'C, in the units of the design
  private final double[] g;
  private final double[] z;
  private final double[] yy;

  final Triangles.Kept free;
  final double[] freeX;
  final double[] freeY;

  SplitElimination(Sums centred, int[] candidates, double[] units) {
    this.sums = centred;
    this.candidates = candidates;
    this.units = units;
    this.p = centred.p;
    this.t = centred.t;
    this.size = candidates.length;
    this.width = size + p + t;
    this.rows = new double[size + 1][];
    this.centredRank = aboutTheMeans();
    this.g = new double[p * p];
    this.z = new double[p * t];
    this.yy = new double[t];
    subtract();
    rows[centredRank] = means();
    int[] kept = turn();
    int k = kept.length;
    double[] triangle = new double[k * k];
    freeX = new double[k * p];
    freeY = new double[k * t];
    for (int i = 0; i < k; i++) {
      for (int j = i; j < k; j++) {
        triangle[i + j * k] = rows[i][kept[j]];
      }
      for (int j = 0; j < p; j++) {
        freeX[i + j * k] = rows[i][size + j];
      }
      for (int c = 0; c < t; c++) {
        freeY[i + c * k] = rows[i][size + p + c];
      }
    }
    free = new Triangles.Kept(Arrays.stream(kept).map(c -> candidates[c]).toArray(), triangle);
    addRest(k);
  }

  /** An element of S_c: a candidate's row, any column. */
  private double product(int candidate, int column) {
    int f = candidates[candidate];
    if (column < size) {
      return sums.xx[f + candidates[column] * p];
    }
    int j = column - size;
    return j < p ? sums.xx[f + j * p] * units[j] : sums.xy[f + (j - p) * p];
  }

  private int aboutTheMeans() {
    int k = 0;
    for (int c = 0; c < size; c++) {
      double before = product(c, c);
      double left = before;
      for (int i = 0; i < k; i++) {
        left -= rows[i][c] * rows[i][c];
      }
      int f = candidates[c];
      double mean = Math.scalb(sums.means[f], -sums.xExponent);
      if (before == 0
          || Rounding.isConstant(before, sums.weight, mean)
          || Rounding.isProjectedOut(left, before, sums.active)) {
        continue;
      }
      double[] row = new double[width];
      double root = Math.sqrt(left);
      for (int column = 0; column < width; column++) {
        double value = product(c, column);
        for (int i = 0; i < k; i++) {
          value -= rows[i][c] * rows[i][column];
        }
        row[column] = value / root;
      }
      rows[k++] = row;
    }
    return k;
  }

  private void subtract() {
    for (int j = 0; j < p; j++) {
      for (int i = j; i < p; i++) {
        double value = sums.xx[i + j * p] * units[i] * units[j];
        g[i + j * p] = value - explained(size + i, size + j);
      }
      for (int c = 0; c < t; c++) {
        z[j + c * p] = sums.xy[j + c * p] * units[j] - explained(size + j, size + p + c);
      }
      // of a column that is explained but for rounding nothing is left about the means
      double before = sums.xx[j + j * p] * units[j] * units[j];
      if (Rounding.isProjectedOut(g[j + j * p], before, sums.active)) {
        clear(j);
      }
    }
    for (int c = 0; c < t; c++) {
      yy[c] = Math.max(0, sums.yy[c] - explained(size + p + c, size + p + c));
    }
  }

  private void clear(int j) {
    for (int i = 0; i < p; i++) {
      g[Math.max(i, j) + Math.min(i, j) * p] = 0;
    }
    for (int c = 0; c < t; c++) {
      z[j + c * p] = 0;
    }
  }

  private double explained(int a, int b) {
    double sum = 0;
    for (int i = 0; i < centredRank; i++) {
      sum += rows[i][a] * rows[i][b];
    }
    return sum;
  }

  private double[] means() {
    double[] row = new double[width];
    double root = Math.sqrt(sums.weight);
    for (int c = 0; c < size; c++) {
      row[c] = root * Math.scalb(sums.means[candidates[c]], -sums.xExponent);
    }
    for (int j = 0; j < p; j++) {
      row[size + j] = root * Math.scalb(sums.means[j], -sums.xExponent) * units[j];
    }
    for (int c = 0; c < t; c++) {
      row[size + p + c] = root * Math.scalb(sums.means[p + c], -sums.yExponents[c]);
    }
    return row;
  }

  /** Turns the candidates' columns to upper triangular form; dependent ones are left out. */
  private int[] turn() {
    int height = centredRank + 1;
    int[] kept = new int[size];
    int k = 0;
    for (int c = 0; c < size && k < height; c++) {
      double left = 0;
      double before = 0;
      for (int i = 0; i < height; i++) {
        before += rows[i][c] * rows[i][c];
        left += i >= k ? rows[i][c] * rows[i][c] : 0;
      }
      if (Rounding.isRoundingOf(left, before, sums.active)) {
        continue;
      }
      reflect(k, height, c, Math.sqrt(left));
      kept[k++] = c;
    }
    return Arrays.copyOf(kept, k);
  }

  private void reflect(int k, int height, int c, double length) {
    double[] u = new double[height];
    double square = 0;
    double sign = rows[k][c] < 0 ? -1 : 1;
    for (int i = k; i < height; i++) {
      u[i] = rows[i][c] + (i == k ? sign * length : 0);
      square += u[i] * u[i];
    }
    for (int column = 0; column < width; column++) {
      double dot = 0;
      for (int i = k; i < height; i++) {
        dot += u[i] * rows[i][column];
      }
      double scale = 2 * dot / square;
      for (int i = k; i < height; i++) {
        rows[i][column] -= scale * u[i];
      }
    }
    // a positive diagonal, exactly zero below
    for (int column = 0; column < width; column++) {
      rows[k][column] *= -sign;
    }
    for (int i = k + 1; i < height; i++) {
      rows[i][c] = 0;
    }
  }

  private void addRest(int k) {
    for (int l = k; l <= centredRank; l++) {
      double[] w = rows[l];
      for (int j = 0; j < p; j++) {
        for (int i = j; i < p; i++) {
          g[i + j * p] += w[size + i] * w[size + j];
        }
        for (int c = 0; c < t; c++) {
          z[j + c * p] += w[size + j] * w[size + p + c];
        }
      }
      for (int c = 0; c < t; c++) {
        yy[c] += w[size + p + c] * w[size + p + c];
      }
    }
  }

  double left(int j) {
    return g[j + j * p];
  }

  void copy(double[] toG, double[] toZ, double[] toYy) {
    for (int j = 0; j < p; j++) {
      for (int i = j; i < p; i++) {
        toG[i + j * p] = g[i + j * p];
        toG[j + i * p] = g[i + j * p];
      }
    }
    System.arraycopy(z, 0, toZ, 0, z.length);
    System.arraycopy(yy, 0, toYy, 0, t);
  }
}
