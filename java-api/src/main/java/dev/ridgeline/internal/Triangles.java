// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import java.util.Arrays;

/** Upper triangular factors of a few columns on the host, column-major. */
final class Triangles {
  private Triangles() {}

  /**
   * Columns that do not depend on earlier ones, and their factor.
   *
   * @param columns which
   * @param triangle k x k
   */
  record Kept(int[] columns, double[] triangle) {}

  /** R of [R; A], by Householder reflections; A is overwritten. */
  static void add(double[] r, double[] a, int rows, int k) {
    for (int j = 0; j < k; j++) {
      double top = r[j + j * k];
      double below = Columns.dot(a, j * rows, a, j * rows, rows);
      if (below == 0) {
        continue;
      }
      double length = Math.sqrt(top * top + below);
      // R has a diagonal >= 0, so nothing cancels here: head = top + length
      double head = top + length;
      double factor = 2 / (head * head + below);
      r[j + j * k] = length;
      for (int c = j + 1; c < k; c++) {
        double dot = head * r[j + c * k] + Columns.dot(a, j * rows, a, c * rows, rows);
        double scale = factor * dot;
        // the reflection takes (top, a) to -length: the row is turned to keep the diagonal >= 0
        r[j + c * k] = -(r[j + c * k] - scale * head);
        for (int i = 0; i < rows; i++) {
          a[c * rows + i] -= scale * a[j * rows + i];
        }
      }
    }
  }

  /** Gram-Schmidt, twice, over the columns of R, which have the lengths and angles of the rows'. */
  static Kept independent(double[] r, int size, int[] columns, long rows) {
    double[] q = r.clone();
    double[] triangle = new double[size * size];
    int[] found = new int[size];
    int k = 0;
    for (int column = 0; column < size; column++) {
      int at = k * size;
      System.arraycopy(r, column * size, q, at, size);
      double before = Columns.dot(q, at, q, at, size);
      Arrays.fill(triangle, at, at + size, 0.0);
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < k; i++) {
          double c = Columns.dot(q, i * size, q, at, size);
          triangle[i + at] += c;
          for (int l = 0; l < size; l++) {
            q[at + l] -= c * q[i * size + l];
          }
        }
      }
      double left = Columns.dot(q, at, q, at, size);
      if (Rounding.isRoundingOf(left, before, rows)) {
        continue;
      }
      double length = Math.sqrt(left);
      for (int l = 0; l < size; l++) {
        q[at + l] /= length;
      }
      triangle[k + at] = length;
      found[k++] = columns[column];
    }
    double[] packed = new double[k * k];
    for (int j = 0; j < k; j++) {
      System.arraycopy(triangle, j * size, packed, j * k, k);
    }
    return new Kept(Arrays.copyOf(found, k), packed);
  }

  /** A B, both upper triangular. */
  static double[] product(double[] a, double[] b, int k) {
    double[] c = new double[k * k];
    for (int j = 0; j < k; j++) {
      for (int l = 0; l <= j; l++) {
        for (int i = 0; i <= l; i++) {
          c[i + j * k] += a[i + l * k] * b[l + j * k];
        }
      }
    }
    return c;
  }

  /** B = R^-T B for k x count numbers. */
  static void forward(double[] r, int k, double[] b, int count) {
    for (int c = 0; c < count; c++) {
      for (int i = 0; i < k; i++) {
        double value = b[i + c * k];
        for (int l = 0; l < i; l++) {
          value -= r[l + i * k] * b[l + c * k];
        }
        b[i + c * k] = value / r[i + i * k];
      }
    }
  }
}
