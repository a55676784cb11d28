// SPDX-License-Identifier: Apache-2.0

package dev.ridgeline.internal;

import java.util.Arrays;

/**
 * X = U S V' of one small matrix after the other: a QR factorisation by reflectors and one-sided
 * Jacobi (Hestenes 1958) on the triangle, or on X itself where that is wide. Nothing is squared, so
 * small singular values keep their digits. Used by one thread.
 */
final class SmallSvd {
  private static final double EPS = 0x1p-53;
  private static final int SWEEPS = 40;

  private final int p;
  private final double[] triangle;
  private final double[] rotation; // V, in the order of the triangle's columns
  private final double[] taus;
  private final double[] squares;
  private final double[] d;
  private final int[] order;
  private double[] reflectors = new double[0];
  private int n;
  private int rank;

  SmallSvd(int p) {
    this.p = p;
    triangle = new double[p * p];
    rotation = new double[p * p];
    taus = new double[p];
    squares = new double[p];
    d = new double[p];
    order = new int[p];
  }

  /**
   * Decomposes.
   *
   * @param x n x p with leading dimension n; its first columns become those of U
   * @param rows n
   * @param most what the rank is known to be at most: the rest is rounding
   * @return the rank
   */
  int decompose(double[] x, int rows, int most) {
    n = rows;
    int height = Math.min(n, p);
    Arrays.fill(rotation, 0.0);
    for (int j = 0; j < p; j++) {
      rotation[j * p + j] = 1;
    }
    if (n >= p) {
      if (reflectors.length < n * p) {
        reflectors = new double[(n + n / 2) * p];
      }
      System.arraycopy(x, 0, reflectors, 0, n * p);
      factor();
    } else {
      System.arraycopy(x, 0, triangle, 0, n * p);
    }
    orthogonalise(height);
    sort(height, Math.min(height, most));
    for (int l = 0; l < rank; l++) {
      vectorOf(l, height, x);
    }
    return rank;
  }

  /** The square of a singular value; they descend. */
  double square(int k) {
    return d[k];
  }

  /** Adds a multiple of a column of V. */
  void addRight(int k, double factor, double[] to, int at) {
    int column = order[k] * p;
    for (int j = 0; j < p; j++) {
      to[at + j] += factor * rotation[column + j];
    }
  }

  /** The product of a column of V with p numbers. */
  double dotRight(int k, double[] of, int at) {
    return Columns.dot(rotation, order[k] * p, of, at, p);
  }

  /** Householder: R into {@link #triangle}, the reflectors below. */
  private void factor() {
    double[] a = reflectors;
    for (int j = 0; j < p; j++) {
      int at = j * n;
      double tail = Columns.dot(a, at + j + 1, a, at + j + 1, n - j - 1);
      double head = a[at + j];
      double beta = head;
      taus[j] = 0;
      if (tail > 0) {
        beta = -Math.copySign(Math.sqrt(head * head + tail), head);
        taus[j] = (beta - head) / beta;
        double scale = 1 / (head - beta);
        for (int i = j + 1; i < n; i++) {
          a[at + i] *= scale;
        }
        for (int l = j + 1; l < p; l++) {
          reflect(j, a, l * n);
        }
      }
      for (int i = 0; i < p; i++) {
        triangle[j * p + i] = i < j ? a[at + i] : i == j ? beta : 0;
      }
    }
  }

  /** Applies reflector j to a column of n numbers. */
  private void reflect(int j, double[] b, int at) {
    double[] a = reflectors;
    int length = n - j - 1;
    double sum = taus[j] * (b[at + j] + Columns.dot(a, j * n + j + 1, b, at + j + 1, length));
    b[at + j] -= sum;
    for (int i = 0; i < length; i++) {
      b[at + j + 1 + i] -= sum * a[j * n + j + 1 + i];
    }
  }

  /** Turns columns of the triangle in pairs until all are orthogonal. */
  private void orthogonalise(int rows) {
    double[] a = triangle;
    double least = Math.pow(2 * rows * EPS, 2); // products of fewer digits are rounding
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean turned = false;
      for (int j = 0; j < p; j++) {
        squares[j] = Columns.dot(a, j * rows, a, j * rows, rows);
      }
      for (int i = 0; i < p - 1; i++) {
        for (int j = i + 1; j < p; j++) {
          double ii = squares[i];
          double jj = squares[j];
          double ij = Columns.dot(a, i * rows, a, j * rows, rows);
          if (ij * ij <= least * ii * jj) {
            continue;
          }
          turned = true;
          double zeta = (jj - ii) / (2 * ij);
          double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
          double cosine = 1 / Math.sqrt(1 + tangent * tangent);
          double sine = cosine * tangent;
          // good for this sweep; the next one measures anew
          squares[i] = Math.max(0, ii - tangent * ij);
          squares[j] = jj + tangent * ij;
          turn(a, i * rows, j * rows, rows, cosine, sine);
          turn(rotation, i * p, j * p, p, cosine, sine);
        }
      }
      if (!turned) {
        return;
      }
    }
  }

  private static void turn(double[] a, int i, int j, int count, double cosine, double sine) {
    for (int k = 0; k < count; k++) {
      double first = a[i + k];
      double second = a[j + k];
      a[i + k] = cosine * first - sine * second;
      a[j + k] = sine * first + cosine * second;
    }
  }

  /** The order of the columns by length, and how many are more than rounding. */
  private void sort(int rows, int most) {
    for (int l = 0; l < p; l++) {
      squares[l] = Columns.dot(triangle, l * rows, triangle, l * rows, rows);
      int at = l;
      while (at > 0 && squares[order[at - 1]] < squares[l]) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = l;
    }
    double largest = p == 0 ? 0 : squares[order[0]];
    double least = largest * Math.pow(EPS * Math.max(n, p), 2);
    rank = 0;
    while (rank < most && squares[order[rank]] > least) {
      d[rank] = squares[order[rank]];
      rank++;
    }
  }

  /** A column of U. */
  private void vectorOf(int l, int rows, double[] x) {
    double scale = 1 / Math.sqrt(d[l]);
    int from = order[l] * rows;
    for (int i = 0; i < n; i++) {
      x[l * n + i] = i < rows ? triangle[from + i] * scale : 0;
    }
    for (int j = p - 1; j >= 0 && n >= p; j--) {
      if (taus[j] != 0) {
        reflect(j, x, l * n);
      }
    }
  }
}
