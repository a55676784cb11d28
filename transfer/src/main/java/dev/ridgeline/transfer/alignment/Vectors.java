// SPDX-License-Identifier: Apache-2.0
package dev.ridgeline.transfer.alignment;

/** The few loops over columns that the estimators share. */
final class Vectors {
  private Vectors() {}

  /** Four partial sums, since one would wait for every addition. */
  static double dot(double[] a, double[] b) {
    double s0 = 0.0;
    double s1 = 0.0;
    double s2 = 0.0;
    double s3 = 0.0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** y += c x. */
  static void add(double c, double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] += c * x[i];
    }
  }

  static double sum(double[] values) {
    double sum = 0.0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** The sum of b_j times column j. */
  static double[] combine(double[][] columns, double[] b, int rows) {
    double[] out = new double[rows];
    for (int j = 0; j < columns.length; j++) {
      add(b[j], columns[j], out);
    }
    return out;
  }

  /** Inner products of rows, the part below the diagonal; line i has i numbers. */
  static double[][] rowProducts(double[][] columns, int rows) {
    double[][] out = new double[rows][];
    for (int i = 0; i < rows; i++) {
      out[i] = new double[i];
    }
    for (double[] column : columns) {
      for (int i = 0; i < rows; i++) {
        double c = column[i];
        double[] line = out[i];
        for (int j = 0; j < i; j++) {
          line[j] += c * column[j];
        }
      }
    }
    return out;
  }

  /** Squared lengths of the rows. */
  static double[] rowNorms(double[][] columns, int rows) {
    double[] out = new double[rows];
    for (double[] column : columns) {
      for (int i = 0; i < rows; i++) {
        out[i] += column[i] * column[i];
      }
    }
    return out;
  }
}
